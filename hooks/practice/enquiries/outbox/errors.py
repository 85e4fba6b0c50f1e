"""The error that callers of the outbox handle."""


class OutboxError(Exception):
    """The outbox could not be read or written. Nothing has changed."""
