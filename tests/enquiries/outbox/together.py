"""Writes that share one transaction."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from practice.enquiries.outbox import Outbox


@contextmanager
def together(outbox: Outbox) -> Iterator[None]:
    """Everything that is submitted within the block shares one transaction."""
    entered, go_on = threading.Event(), threading.Event()

    def wait(_: sqlite3.Connection) -> None:
        entered.set()
        go_on.wait(60)

    outbox.writer.submit(wait)
    assert entered.wait(60)
    try:
        yield
    finally:
        go_on.set()
