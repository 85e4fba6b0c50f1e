"""The topics that articles belong to."""

from __future__ import annotations

from .models import Entry, Line, Slug


class Topic(Entry):
    """One entry of `docs/_data/topics.yml`; their order there is their order on the site."""

    id: Slug
    """Its name in articles and in its address. Keep it once articles use it."""
    title: Line
    """The heading of its page."""
    description: Line
    """One sentence of 120 to 160 characters, for search results."""
    intro: Line | None = None
    """Two or three sentences at the top of its page."""
