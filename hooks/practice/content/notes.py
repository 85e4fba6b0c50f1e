"""What is worth knowing about the content and no mistake."""

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
"""More days than this ahead, a date may be a slip."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def notes(content: Content, today: dt.date) -> Iterator[Issue]:
    """What looks like a slip: tags that share a page, HTML in titles, dates far ahead.

    `today` is the day of the build, in UTC.
    """
    for article in content.articles.values():
        if (article.date - today).days > _LONG and not article.draft:
            message = f"The article goes out on {article.date}, more than a year from now."
            yield article.issue("date", message, "Correct the year if that is not meant.")
    seen: dict[str, str] = {}
    for article in content.articles.values():
        for index, tag in enumerate(article.tags):
            first = seen.setdefault(slug_of(tag), tag)
            if first.casefold() != tag.casefold():
                message = f"The tags “{tag}” and “{first}” share one page: they read alike."
                yield article.issue(("tags", index), message, "Rename one if they are two things.")
    for entry in content.entries():
        if isinstance(entry, Source):
            continue  # a work may be called so
        for key in ("title", "description"):
            if _TAG.search(str(getattr(entry, key, ""))):
                message = f"“{key}” holds HTML: readers see it as it is written."
                yield entry.issue(key, message, "Take it out if that is not meant.")
