"""Commands for writers: new files, what is not filled in, what is published when."""
