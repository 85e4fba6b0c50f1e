"""Rows of the outbox as objects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from practice.enquiries.enquiry import Enquiry

if TYPE_CHECKING:
    import sqlite3

COLUMNS = "id, key, received, answers, sender, nonce, reasons, state, since, due, attempts, error"
"""What `stored` reads."""


class State(StrEnum):
    """How far an enquiry has come."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    DEAD = "dead"
    QUARANTINED = "quarantined"


@dataclass(frozen=True)
class Stored:
    """An enquiry and its state."""

    enquiry: Enquiry
    state: State
    reasons: tuple[str, ...]
    """Why it was held as likely spam; kept after the coach has released it."""
    since: float
    """Since when it is to be sent: its arrival, or when the coach released it."""
    due: float
    """When it is sent next, while it waits; 0 for immediately."""
    attempts: int
    """How often sending has failed since then."""
    error: str
    """The mail server's last answer."""


def stored(row: sqlite3.Row) -> Stored:
    """The enquiry in a row with COLUMNS."""
    enquiry = Enquiry(
        row["id"],
        row["key"],
        row["received"],
        json.loads(row["answers"]),
        row["sender"],
        row["nonce"],
    )
    return Stored(
        enquiry,
        State(row["state"]),
        tuple(json.loads(row["reasons"])),
        row["since"],
        row["due"],
        row["attempts"],
        row["error"],
    )


def storable(text: str) -> str:
    """`text` as SQLite accepts it: half of a surrogate pair becomes a question mark."""
    return text.encode(errors="replace").decode()
