"""The topics that articles belong to."""

from __future__ import annotations

from .models import Description, Entry, Line, Slug


class Topic(Entry):
    """One entry of `docs/_data/topics.yml`; their order there is their order on the site."""

    id: Slug
    title: Line
    description: Description
    intro: Line | None = None

    @classmethod
    def uri_of(cls, slug: str) -> str:
        """Its list of articles, by the path from the docs folder."""
        return f"topics/{slug}.md"
