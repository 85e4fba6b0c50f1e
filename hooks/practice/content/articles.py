"""Articles, and guides to choosing a coach."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from practice.content.models import Day, EntryWithPage, Line, Reference
from practice.content.slugs import slug_of


def _has_slug(tag: str) -> str:
    if not slug_of(tag):
        how = "Use at least one letter or digit."
        raise PydanticCustomError("pattern", "has no slug", {"how": how})
    return tag


Tag = Annotated[Line, Field(max_length=60), AfterValidator(_has_slug)]
"""A word or two that articles share; its page's address is its slug."""

UNDATED = dt.date.max
"""The date of a draft without one; a preview shows it as of today."""
_FIRST_YEAR = 1990


def _not_before_the_web(day: dt.date) -> dt.date:
    if day.year < _FIRST_YEAR:
        raise ValueError(f"“date” is {day}, which is before there were websites. Correct the year.")
    return day


class Article(EntryWithPage):
    """`docs/articles/<slug>.md`."""

    folder: ClassVar[str] = "articles"

    date: Annotated[Day, AfterValidator(_not_before_the_web)]
    """The day it is published, as year-month-day; it may be in the future."""
    updated: Day | None = None
    """The day of the last change, shown beside the date."""
    topic: Reference
    """The topic it belongs to, by its id in docs/_data/topics.yml."""
    tags: tuple[Tag, ...] = ()
    """Words that articles share, in brackets: [trust, first steps]. Each has a page of its own."""
    author: Reference | None = None
    """Who wrote it: a name on the left in docs/_data/practice.yml, or the first there if empty."""
    service: Reference | None = None
    """The service that goes with it, by the name of its file: offered below the text."""
    related: tuple[Reference, ...] = ()
    """Articles to show first under "More posts", by the names of their files, in brackets."""
    pinned: bool = False
    """true puts it at the top of lists."""
    draft: bool = False
    """true keeps it from readers; only "make serve" shows it. Delete the line to publish."""

    @classmethod
    def uri_of(cls, slug: str) -> str:
        """The page's path from the docs folder."""
        return f"{cls.folder}/{slug}.md"

    def published(self, today: dt.date) -> bool:
        """Whether readers see it on that day."""
        return not self.draft and self.date <= today


class Guide(Article):
    """`docs/guides/<slug>.md`: an article that helps to choose, with or without a tool.

    The tool, a chooser or a scorecard, is in `docs/_data/guides/<slug>.yml`.
    """

    folder: ClassVar[str] = "guides"


def newest_first(article: Article) -> tuple[int, str]:
    """The order of all lists: by date, newest first, then by slug."""
    return -article.date.toordinal(), article.slug
