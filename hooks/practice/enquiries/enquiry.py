"""A visitor's message, and what is known about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Enquiry:
    """A message whose answers follow the form's rules."""

    id: str
    """32 hexadecimal digits (a UUID of version 4); the mail's Message-ID is made from it."""
    key: str
    """The page's idempotency key: the same for every attempt to send one message."""
    received: float
    """When it arrived, in seconds since 1970 (UTC)."""
    answers: dict[str, str]
    """The answers by the ids of their fields, in the form's order; `""` where none was given."""
    sender: str = ""
    """A keyed hash of the network the message came from: never an address in clear."""
    nonce: str = ""
    """The unique part of the message's time token."""


@dataclass(frozen=True)
class History:
    """What came before an enquiry."""

    from_sender: int = 0
    """How many were accepted from the same network in the last hour."""
    same_text: int = 0
    """How many others with the same words arrived in the last seven days."""
    nonce_used: bool = False
    """Whether another enquiry came with the same time token."""


@dataclass(frozen=True)
class Verdict:
    """Whether a message is kept, and whether it is held for review."""

    reasons: tuple[str, ...] = ()
    """Why it looks like spam, each a short sentence; none for a message that is delivered."""
    refused: bool = False
    """Too many came from the same network: nothing is kept, and the visitor is asked to wait."""


Judge = Callable[[Enquiry, History], Verdict]


class Receipt(Enum):
    """What the outbox did with a message."""

    NEW = "new"
    REPEATED = "repeated"
    """The same message with the same key was there already."""
    REFUSED = "refused"
