"""Markdown: what this site adds to it."""
