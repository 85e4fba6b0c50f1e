"""What is worth knowing about the content and no mistake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .articles import tag_slug
from .sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .content import Content
    from .issues import Issue

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def notes(content: Content) -> Iterator[Issue]:
    """Tags that share a page without being the same, and HTML that readers see as it is written."""
    seen: dict[str, str] = {}
    for article in content.articles.values():
        for index, tag in enumerate(article.tags):
            first = seen.setdefault(tag_slug(tag), tag)
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
