"""The topics that articles belong to."""

from __future__ import annotations

from practice.content.models import Description, Entry, Line, Slug


class Topic(Entry):
    """One entry of `docs/_data/topics.yml`; their order there is their order on the site."""

    id: Slug
    """Its name in articles and in its address. Keep it once articles use it."""
    title: Line
    """The heading of its page."""
    description: Description
    """One sentence of 50 to 160 characters, best 120 or more, for search results."""
    intro: Line | None = None
    """Two or three sentences at the top of its page."""

    @classmethod
    def uri_of(cls, slug: str) -> str:
        """Its list of articles, by the path from the docs folder."""
        return f"topics/{slug}.md"
