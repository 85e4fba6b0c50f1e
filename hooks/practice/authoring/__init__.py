"""What helps the coach to write: new files, what is not filled in, what goes out when."""
