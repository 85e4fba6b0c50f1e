"""Mails to the coach: written, sent, and sent again until the mail server takes them."""
