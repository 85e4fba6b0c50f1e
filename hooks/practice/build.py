"""The state of one build, shared by the events in hooks/events.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from practice.assets.pictures import Picture
    from practice.content.articles import Article
    from practice.content.content import Content
    from practice.content.issues import Issue
    from practice.engine import Navigation
    from practice.enquiries.form.endpoints import Endpoint


@dataclass
class Build:
    """One build, from reading the content to the last page."""

    content: Content
    today: date
    """The day of the build, in the coach's time zone."""
    preview: bool
    """Under `make serve`, which shows drafts and scheduled articles."""
    home: str = "/"
    """The address of the home page; only its path in a preview, which may have any host."""
    issues: list[Issue] = field(default_factory=list)
    """All problems found so far."""
    notes: list[Issue] = field(default_factory=list)
    """Notes for the coach that are not errors."""
    pictures: dict[str, Picture] = field(default_factory=dict)
    """The coach's pictures by their path from the docs folder."""
    endpoint: Endpoint | None = None
    """Where the contact form posts to; set in on_files."""
    nav: Navigation | None = None
    """The navigation; set in on_nav."""

    @property
    def articles(self) -> dict[str, Article]:
        """The articles and guides this build shows, by slug, newest first."""
        return {slug: a for slug, a in self.content.articles.items() if self.shows(a)}

    @property
    def held_back(self) -> list[Article]:
        """The scheduled articles that this build leaves out, soonest first."""
        articles = [a for a in self.content.articles.values() if not (a.draft or self.shows(a))]
        return sorted(articles, key=lambda article: (article.date, article.slug))

    def sort_out(self, issues: Iterable[Issue]) -> tuple[list[Issue], list[Issue]]:
        """The issues in drafts, which stop no build, and all others; each once, in order."""
        drafts: list[Issue] = []
        others: list[Issue] = []
        for issue in sorted(set(issues)):
            (drafts if issue.path in self.content.draft_files else others).append(issue)
        return drafts, others

    def shows(self, article: Article) -> bool:
        """Whether the article is part of this build."""
        return self.preview or article.published(self.today)
