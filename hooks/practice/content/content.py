"""Everything the coach wrote, as typed entries."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from practice.content.articles import UNDATED, Guide, newest_first
from practice.content.models import Entry, EntryWithPage
from practice.content.practice import Author
from practice.content.tools import Chooser, Scorecard

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from practice.content.articles import Article
    from practice.content.form import Form
    from practice.content.practice import Practice
    from practice.content.services import Service
    from practice.content.sources import Source
    from practice.content.standing_pages import StandingPage
    from practice.content.testimonials import Testimonial
    from practice.content.tools import Tool
    from practice.content.topics import Topic

_E = TypeVar("_E", bound=Entry)
_NO_AUTHOR = Author.model_construct(name="")
"""For a practice whose authors cannot be read; such a build is never published."""


@dataclass
class Content:
    """The typed content of one docs folder."""

    practice: Practice
    """Without its broken fields, so that pages can be rendered."""
    form: Form
    """All empty if it is broken, so that pages can be rendered."""
    topics: dict[str, Topic] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    """Published services, in the order of lists."""
    draft_services: dict[str, Service] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    """Articles and guides by slug, newest first."""
    tools: dict[str, Tool] = field(default_factory=dict)
    """The tools of guides, by the guide's slug."""
    testimonials: tuple[Testimonial, ...] = ()
    """In the order of their file."""
    pages: dict[str, StandingPage] = field(default_factory=dict)
    """Standing pages by their path from the docs folder."""
    gone: dict[str, int] = field(default_factory=dict)
    """Addresses that are gone on purpose, each with its line in the list of them."""
    broken: tuple[Entry, ...] = ()
    """Entries with problems, in full as far as they are valid: see `Entry.broken`."""
    incomplete: frozenset[type[Entry]] = frozenset()
    """Kinds of entries whose file cannot be read: nobody can say which of them exist."""
    draft_files: dict[str, str] = field(default_factory=dict)
    """The files of drafts, and of tools and pictures only they use: the draft each belongs to.

    No problem in them stops a build.
    """

    @property
    def signature(self) -> Service | None:
        """The offer shown first, if there is one."""
        return next((service for service in self.services.values() if service.signature), None)

    def with_drafts(self, today: dt.date) -> Content:
        """The content as a preview shows it: with draft services, and a date for every draft."""
        services = in_order({**self.services, **self.draft_services})
        articles = [
            article.model_copy(update={"date": today}) if article.date == UNDATED else article
            for article in self.articles.values()
        ]
        by_slug = {article.slug: article for article in sorted(articles, key=newest_first)}
        return replace(self, services=services, draft_services={}, articles=by_slug)

    def author(self, article: Article) -> Author:
        """Who wrote `article`: the author it names, else the first in the practice's file."""
        authors = self.practice.authors
        return authors.get(article.author or "") or next(iter(authors.values()), _NO_AUTHOR)

    def guides(self) -> Iterator[Guide]:
        """The guides among the articles."""
        return (article for article in self.articles.values() if isinstance(article, Guide))

    def page_names(self) -> dict[str, str]:
        """The path of each written page by its file's name, and by its title, in lowercase."""
        entries = [each for each in self.entries() if isinstance(each, EntryWithPage)]
        titles = {each.title.lower(): each.uri for each in entries}
        return titles | {each.slug.lower(): each.uri for each in entries}

    def article_of(self, uri: str) -> Article | None:
        """The article or guide of a page, by the page's path from the docs folder."""
        article = self.articles.get(uri.rpartition("/")[2].removesuffix(".md"))
        return article if article and article.uri == uri else None

    def entries(self) -> Iterator[Entry]:
        """All valid entries, and drafts as far as they are valid, file by file."""
        yield from (entry for entry in (self.practice, self.form) if not entry.broken)
        for collection in (
            self.topics,
            self.sources,
            self.services,
            self.draft_services,
            self.articles,
            self.tools,
            self.pages,
        ):
            yield from collection.values()
        yield from self.testimonials

    def is_draft(self, entry: Entry) -> bool:
        """Whether readers do not see `entry` yet; a tool is a draft as long as its guide is one."""
        shown = self.articles.get(entry.slug) if isinstance(entry, Chooser | Scorecard) else entry
        return bool(getattr(shown, "draft", False))

    def all(self, model: type[_E]) -> Iterator[_E]:
        """All entries of a kind, broken ones too."""
        entries = (*self.entries(), *self.broken)
        return (entry for entry in entries if isinstance(entry, model))

    def known(self, model: type[_E]) -> dict[str, _E]:
        """All entries of a kind by slug, broken ones too."""
        return {entry.slug: entry for entry in self.all(model)}


def in_order(services: dict[str, Service]) -> dict[str, Service]:
    """Services in the order of lists."""
    ordered = sorted(services.items(), key=lambda item: (item[1].order, item[1].title.casefold()))
    return dict(ordered)
