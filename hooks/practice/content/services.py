"""What the practice offers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from babel.numbers import is_currency
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from .models import Description, Entry, Form, Line, Model, Prose


class Step(Model):
    """A session, or a stage of the work."""

    title: Line
    text: Prose


class Question(Model):
    """What people ask, and the answer."""

    question: Line
    answer: Prose


class Format(Model):
    """How the work is laid out."""

    sessions: Annotated[int, Field(ge=1, le=100)] | None = None
    minutes: Annotated[int, Field(ge=10, le=480)] | None = None
    """The length of one session."""
    where: Line | None = None
    note: Line | None = None

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
        raise PydanticCustomError("currency", "is no currency")
    return code


class Price(Model):
    """What it costs."""

    amount: Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=2)]
    currency: Annotated[
        str,
        Form(r"[A-Z]{3}", "Write three capitals, like USD or EUR."),
        AfterValidator(_known_currency),
    ]
    """The three letters of ISO 4217: USD, EUR."""
    unit: Line = "for the whole engagement"


class Service(Entry):
    """`docs/_data/services/<slug>.yml`: one service, one page, one choice of the contact form."""

    title: Line
    description: Description
    promise: Line
    order: int = 100
    """The place in lists; equal places go by title."""
    signature: bool = False
    """The offer shown first; at most one."""
    audience: Annotated[tuple[Line, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[Line, ...], Field(min_length=1)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    format: Format
    price: Price | None = None
    questions: tuple[Question, ...] = ()

    @classmethod
    def uri_of(cls, slug: str) -> str:
        """The page this becomes, by its path from the docs folder."""
        return f"services/{slug}.md"
