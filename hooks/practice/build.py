"""What the events of one build share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

    from practice.assets.pictures import Picture
    from practice.content.articles import Article
    from practice.content.content import Content
    from practice.content.issues import Issue
    from practice.enquiries.form.endpoints import Endpoint

_KEY = "build"


@dataclass
class Build:
    """One build, from the reading of content to the last page; kept in the config's `extra`.

    MkDocs loads its configuration anew for every rebuild, so nothing here outlives one.
    """

    content: Content
    today: date
    preview: bool
    """Under `make serve`, which shows drafts and scheduled articles."""
    issues: list[Issue] = field(default_factory=list)
    """Everything found wrong so far."""
    notes: list[Issue] = field(default_factory=list)
    """What is worth knowing and no mistake."""
    nav: Navigation | None = None
    """The navigation, once MkDocs has made it."""
    pictures: dict[str, Picture] = field(default_factory=dict)
    """The coach's pictures by their path from the docs folder."""
    endpoint: Endpoint | None = None
    """Where the contact form posts to."""

    @property
    def articles(self) -> dict[str, Article]:
        """The articles and guides this build shows, by slug, newest first."""
        return {slug: a for slug, a in self.content.articles.items() if self.shows(a)}

    def shows(self, article: Article) -> bool:
        """Whether the article is part of this build."""
        return self.preview or article.published(self.today)

    def attach(self, config: MkDocsConfig) -> None:
        """Hand this build to the events that follow."""
        config.extra[_KEY] = self

    @staticmethod
    def of(config: MkDocsConfig) -> Build:
        """The build that is under way."""
        build = config.extra[_KEY]
        assert isinstance(build, Build)
        return build
