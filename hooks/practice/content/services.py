"""The services of the practice."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from babel.numbers import is_currency
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from practice.content.models import EntryWithPage, Line, Model, Pattern, Prose


class Step(Model):
    """A session, or a stage of the work."""

    title: Line
    """What happens, in a few words."""
    text: Prose
    """What happens, in a paragraph."""


class Question(Model):
    """What people ask, and the answer."""

    question: Line
    """The question, as people ask it."""
    answer: Prose
    """The answer, one paragraph; it may have links to pages, as in [title](articles/name.md)."""


class Format(Model):
    """How the work is laid out."""

    sessions: Annotated[int, Field(ge=1, le=100)] | None = None
    """How many sessions it takes, in digits."""
    minutes: Annotated[int, Field(ge=10, le=480)] | None = None
    """The length of one session in minutes, in digits."""
    where: Line | None = None
    """Where you meet, as in: By video call."""
    note: Line | None = None
    """What else people should know about the format, in a sentence."""

    @property
    def length(self) -> str:
        """`3 sessions of 1 hour`, or as much of it as is known."""
        sessions = _count(self.sessions, "session") if self.sessions else ""
        if not self.minutes:
            return sessions
        hours, rest = divmod(self.minutes, 60)
        each = _count(self.minutes, "minute") if rest else _count(hours, "hour")
        return f"{sessions} of {each}" if sessions else f"Sessions of {each}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _known_currency(code: str) -> str:
    if not is_currency(code):
        raise PydanticCustomError("currency", "is not a currency")
    return code


class Price(Model):
    """What it costs."""

    amount: Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=2)]
    """The amount in digits, like 900 or 49.50."""
    currency: Annotated[
        str,
        Pattern(r"[A-Z]{3}", "Write three capital letters, like USD or EUR."),
        AfterValidator(_known_currency),
    ]
    """The three letters of ISO 4217: USD, EUR."""
    unit: Line = "for the whole engagement"
    """What the amount is for, as in: for each session."""


class Service(EntryWithPage):
    """`docs/_data/services/<slug>.yml`: one service, one page, one choice of the contact form."""

    title: Line
    """The name of the service: the heading of its page, and its choice in the contact form."""
    promise: Line
    """What people get, in one sentence below the heading."""
    order: int = 100
    """The place in lists, a number; equal places go by title."""
    signature: bool = False
    """true makes it the offer shown first; at most one service has it."""
    audience: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Who it is for, one per line after a hyphen, each continuing "This is for you if …"."""
    outcomes: Annotated[tuple[Line, ...], Field(min_length=1)]
    """What people have in the end, one per line after a hyphen."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What happens, step by step, each with a title and a text."""
    format: Format
    """How the work is laid out; what is left empty is not shown."""
    price: Price | None = None
    """What it costs; not shown while empty."""
    questions: tuple[Question, ...] = ()
    """Questions that people ask, each with its answer."""
    draft: bool = False
    """true keeps it from readers; only "make serve" shows it. Delete the line to publish."""

    @classmethod
    def uri_of(cls, slug: str) -> str:
        """The page this becomes, by its path from the docs folder."""
        return f"services/{slug}.md"
