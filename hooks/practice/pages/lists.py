"""Lists of articles: all, guides, and those of a topic, a year, or a tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from practice.content.articles import Guide, newest_first
from practice.content.slugs import slug_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from practice.content.articles import Article
    from practice.content.topics import Topic

Kind = Literal["all", "guides", "topic", "year", "tag"]


@dataclass(frozen=True)
class Listing:
    """A list of articles, before it is divided into pages."""

    kind: Kind
    uri: str
    """The path of its first page from the docs folder."""
    name: str
    """The topic's title, the year, the tag; empty for lists of everything."""
    articles: Sequence[Article]
    topic: Topic | None = None


@dataclass(frozen=True)
class ListSlice:
    """The part of a listing that one page shows."""

    listing: Listing
    number: int
    """From 1."""
    total: int
    articles: Sequence[Article]

    @property
    def uri(self) -> str:
        """The path of this page from the docs folder."""
        return self.uri_of(self.number)

    def uri_of(self, number: int) -> str:
        """Another page of the same listing."""
        if number == 1:
            return self.listing.uri
        return f"{self.listing.uri.removesuffix('.md').removesuffix('/index')}/page/{number}.md"


def listings(articles: Iterable[Article], topics: Iterable[Topic]) -> Iterator[Listing]:
    """Every list of the site. An empty topic has one too; pinned articles come first."""
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
        for slug, tag in {slug_of(tag): tag for tag in article.tags}.items():
            tags.setdefault(slug, (tag, []))[1].append(article)
    for slug, (tag, members) in sorted(tags.items()):
        yield Listing("tag", f"tags/{slug}.md", tag, members)


def paginate(listing: Listing, size: int) -> Iterator[ListSlice]:
    """Divide `listing` into pages of `size` articles; an empty listing has one empty page."""
    total = max(1, -(-len(listing.articles) // size))
    for number in range(1, total + 1):
        part = listing.articles[(number - 1) * size : number * size]
        yield ListSlice(listing, number, total, part)


def first_days(
    articles: Iterable[Article], topics: Collection[Topic], size: int, today: dt.date
) -> dict[str, dt.date]:
    """The list pages that scheduled articles bring, by path, each with the day it appears.

    Lists only grow, so each page stays from that day on; those there are `today` are left out.
    """
    public = [article for article in articles if not article.draft]
    days = sorted({article.date for article in public if article.date > today})
    found: dict[str, dt.date] = {}
    for day in (today, *days):
        for listing in listings((a for a in public if a.date <= day), topics):
            for part in paginate(listing, size):
                found.setdefault(part.uri, day)
    return {uri: day for uri, day in found.items() if day > today}


def neighbors(articles: Iterable[Article]) -> dict[str, tuple[Article | None, Article | None]]:
    """The older and the newer article in the same topic, by the slug of each article."""
    by_topic: dict[str, list[Article]] = {}
    for article in sorted(articles, key=newest_first, reverse=True):
        by_topic.setdefault(article.topic, []).append(article)
    found: dict[str, tuple[Article | None, Article | None]] = {}
    for members in by_topic.values():
        row = [None, *members, None]
        for before, article, after in zip(row, members, row[2:], strict=False):
            found[article.slug] = (before, after)
    return found
