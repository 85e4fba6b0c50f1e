"""The lists that articles stand in: all of them, by topic, by year, by tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from practice.content.articles import Guide, newest_first, tag_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from practice.content.articles import Article
    from practice.content.topics import Topic

Kind = Literal["all", "guides", "topic", "year", "tag"]


@dataclass(frozen=True)
class Listing:
    """A list of articles, before it is cut into pages."""

    kind: Kind
    uri: str
    """Its first page, by the path from the docs folder."""
    name: str
    """The topic's title, the year, the tag; empty for lists of everything."""
    articles: Sequence[Article]
    topic: Topic | None = None


@dataclass(frozen=True)
class ListPage:
    """One page of a listing."""

    listing: Listing
    number: int
    """From 1."""
    total: int
    articles: Sequence[Article]

    @property
    def uri(self) -> str:
        """This page, by its path from the docs folder."""
        return self.uri_of(self.number)

    def uri_of(self, number: int) -> str:
        """Another page of the same listing."""
        if number == 1:
            return self.listing.uri
        return f"{self.listing.uri.removesuffix('.md').removesuffix('/index')}/page/{number}.md"


def listings(articles: Iterable[Article], topics: Iterable[Topic]) -> Iterator[Listing]:
    """Every list of the site; a topic has one even while it is empty, and pinned articles lead."""
    ordered = sorted(articles, key=lambda article: (not article.pinned, newest_first(article)))
    by_date = sorted(ordered, key=newest_first)
    yield Listing("all", "articles/index.md", "", ordered)
    yield Listing("guides", "guides/index.md", "", [a for a in ordered if isinstance(a, Guide)])
    for topic in topics:
        members = [article for article in ordered if article.topic == topic.slug]
        yield Listing("topic", f"topics/{topic.slug}.md", topic.title, members, topic)
    for year in sorted({article.date.year for article in by_date}, reverse=True):
        members = [article for article in by_date if article.date.year == year]
        yield Listing("year", f"articles/{year}.md", str(year), members)
    tags: dict[str, tuple[str, list[Article]]] = {}
    for article in by_date:
        for slug, tag in {tag_slug(tag): tag for tag in article.tags}.items():
            tags.setdefault(slug, (tag, []))[1].append(article)
    for slug, (tag, members) in sorted(tags.items()):
        yield Listing("tag", f"tags/{slug}.md", tag, members)


def paginate(listing: Listing, size: int) -> Iterator[ListPage]:
    """`listing` in pages of `size` articles; an empty listing has one empty page."""
    total = max(1, -(-len(listing.articles) // size))
    for number in range(1, total + 1):
        cut = listing.articles[(number - 1) * size : number * size]
        yield ListPage(listing, number, total, cut)


def neighbours(articles: Iterable[Article]) -> dict[str, tuple[Article | None, Article | None]]:
    """For each article's slug, the one before it and the one after it in time, within its topic."""
    by_topic: dict[str, list[Article]] = {}
    for article in sorted(articles, key=newest_first, reverse=True):
        by_topic.setdefault(article.topic, []).append(article)
    found: dict[str, tuple[Article | None, Article | None]] = {}
    for members in by_topic.values():
        row = [None, *members, None]
        for before, article, after in zip(row, members, row[2:], strict=False):
            found[article.slug] = (before, after)
    return found


def heading(page: ListPage) -> tuple[str, str]:
    """The title and the description of a list's page."""
    listing = page.listing
    titles: dict[Kind, str] = {
        "all": "Articles",
        "guides": "Guides to choosing",
        "topic": listing.name,
        "year": f"Articles of {listing.name}",
        "tag": f"Articles on {listing.name}",
    }
    descriptions: dict[Kind, str] = {
        "all": "Every article and guide on executive coaching and mentoring, newest first, "
        "to read in any order.",
        "guides": "Guides that help you choose a coach or a mentor: what to look for, "
        "what credentials mean and what to ask.",
        "topic": listing.topic.description if listing.topic else "",
        "year": f"Articles and guides on coaching and mentoring published in {listing.name}.",
        "tag": f"Articles and guides on coaching and mentoring that bear on {listing.name}.",
    }
    title = titles[listing.kind]
    if page.number > 1:
        title = f"{title}, page {page.number}"
    return title, descriptions[listing.kind]
