"""The topics that articles belong to."""

from __future__ import annotations

from .models import Entry, Line, Slug


class Topic(Entry):
    """One entry of `docs/_data/topics.yml`; their order there is their order on the site."""

    id: Slug
    title: Line
    description: Line
    intro: Line | None = None
