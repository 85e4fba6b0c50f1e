"""What a visitor sent, and what is known and thought of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Enquiry:
    """A message whose answers have passed the form's rules."""

    id: str
    """32 hexadecimal digits (a UUID of version 4); the mail's Message-ID is made of it."""
    key: str
    """The idempotency key that the page made: the same for every try to send one message."""
    received: float
    """When it arrived, in seconds since 1970 (UTC)."""
    answers: dict[str, str]
    """The answers by the ids of their fields, in the form's order; `""` where none was given."""
    sender: str = ""
    """A keyed hash of the network the message came from: never an address in clear."""
    nonce: str = ""
    """What makes the message's time token differ from every other."""


@dataclass(frozen=True)
class History:
    """What came before an enquiry and bears on it."""

    from_sender: int = 0
    """How many were accepted from the same network in the last hour."""
    same_text: int = 0
    """How many others with the same words arrived in the last seven days."""
    nonce_used: bool = False
    """Whether another enquiry came with the same time token."""


@dataclass(frozen=True)
class Verdict:
    """Whether a message is kept, and whether it is held back for the coach to look at."""

    reasons: tuple[str, ...] = ()
    """Why it looks like spam, each a short sentence; none for a message that is delivered."""
    refused: bool = False
    """Too many came from the same network: nothing is kept, and the visitor is told."""


Judge = Callable[[Enquiry, History], Verdict]


class Outcome(Enum):
    """What became of a message that was handed in."""

    NEW = "new"
    REPEATED = "repeated"
    """The same message with the same key was there already."""
    REFUSED = "refused"
