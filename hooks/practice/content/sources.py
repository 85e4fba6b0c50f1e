"""The works that articles cite."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from practice.content.models import Day, Entry, Line, WebAddress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from practice.content.issues import Issue


def _partial_date(value: Any) -> Any:
    """A year, a month, or a day, as ISO 8601 writes them: 2023, 2023-04, 2023-04-05."""
    text = str(value)
    rest = "0000-01-01"[len(text) :]
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
            raise ValueError
        dt.date.fromisoformat(text + rest)
    except ValueError:
        raise PydanticCustomError("partial_date", "is not a date") from None
    return text


PartialDate = Annotated[
    str,
    BeforeValidator(_partial_date),
    WithJsonSchema(
        {
            "anyOf": [
                {
                    "type": "string",
                    "pattern": r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
                    "patternErrorMessage": "Write a year, year-month or year-month-day.",
                },
                {"type": "integer", "minimum": 1000, "maximum": 9999},
            ]
        }
    ),
]
"""A year, a month, or a day. To editors, a year without quotes is a number."""


class Source(Entry):
    """One entry of `docs/_data/sources.yml`, cited in articles as `[^id]`."""

    author: Line | None = None
    """Who wrote it, or the site that published it."""
    title: Line
    """Its title, in double quotes if it has a colon."""
    url: WebAddress | None = None
    """Its address in full: https://example.com/page."""
    date: PartialDate | None = None
    """When it appeared: a year, year-month or year-month-day."""
    accessed: Day | None = None
    """The day you last read the address, as year-month-day; it needs a url."""

    def check(self) -> Iterator[Issue]:
        """A day on which no address was read."""
        if self.accessed and not self.url:
            fix = "Add the address, or delete “accessed”."
            yield self.issue((), "“accessed” needs a “url”.", fix)

    @property
    def sort_key(self) -> tuple[str, str]:
        """By author, else title, like a list of references."""
        return (self.author or self.title).casefold(), self.title.casefold()
