"""Notes about the content that are not errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from practice.content.slugs import slug_of
from practice.content.sources import Source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from practice.content.content import Content
    from practice.content.issues import Issue

_LONG = 366
"""Days from today after which a date may be a typo."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def notes(content: Content, today: dt.date) -> Iterator[Issue]:
    """Possible mistakes: tags that share a page, HTML in titles, dates far in the future.

    `today` is the day of the build.
    """
    for article in content.articles.values():
        if (article.date - today).days > _LONG and not article.draft:
            message = f"The article is scheduled for {article.date}, more than a year from now."
            yield article.issue("date", message, "Correct the year if this is a mistake.")
    seen: dict[str, str] = {}
    for article in content.articles.values():
        for index, tag in enumerate(article.tags):
            first = seen.setdefault(slug_of(tag), tag)
            if first.casefold() != tag.casefold():
                message = (
                    f"The tags “{tag}” and “{first}” share one page: their addresses are the same."
                )
                yield article.issue(
                    ("tags", index), message, "Rename one if they mean different things."
                )
    for entry in content.entries():
        if isinstance(entry, Source):
            continue  # a title may really be written like that
        for key in ("title", "description"):
            if _TAG.search(str(getattr(entry, key, ""))):
                message = f"“{key}” has HTML, which readers see as text."
                yield entry.issue(key, message, "Delete it if this is a mistake.")
