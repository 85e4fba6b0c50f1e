"""What is wrong in texts and links."""
