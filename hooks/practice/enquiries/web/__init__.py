"""The receiver as a web application."""
