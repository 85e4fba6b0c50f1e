"""The contact form, at build and at run time."""
