"""Lists of articles, their pages, and the neighbors of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from practice.content import Topic
from practice.content.documents import Document
from practice.pages.lists import Listing, listings, neighbors, paginate

if TYPE_CHECKING:
    from collections.abc import Callable

    from practice.content import Article

    Make = Callable[..., Article]


def topic(slug: str, **keys: Any) -> Topic:
    data = {
        "id": slug,
        "title": slug.title(),
        "description": f"All on {slug}, described at the length a list needs it.",
        **keys,
    }
    made, _ = Topic.read(Document("docs/_data/topics.yml", slug, data))
    assert made is not None
    return made


def shown(articles: list[Article], topics: list[Topic] | None = None) -> dict[str, list[str]]:
    return {
        listing.uri: [article.slug for article in listing.articles]
        for listing in listings(articles, topics or [])
    }


class TestListings:
    def test_a_site_without_articles_still_has_its_lists(self) -> None:
        assert shown([], [topic("trust")]) == {
            "articles/index.md": [],
            "guides/index.md": [],
            "topics/trust.md": [],
        }

    def test_all_lists_are_newest_first(self, article: Make) -> None:
        articles = [
            article("b", "2025-12-31", tags=["Fear"]),
            article("c", "2026-05-01", tags=["Fear"], guide=True),
            article("a", "2026-05-01", tags=["Hope", "Fear"]),
            article("d", "2026-05-02", topic="other"),
        ]
        assert shown(articles, [topic("trust"), topic("other")]) == {
            "articles/index.md": ["d", "a", "c", "b"],
            "guides/index.md": ["c"],
            "topics/trust.md": ["a", "c", "b"],
            "topics/other.md": ["d"],
            "articles/2026.md": ["d", "a", "c"],
            "articles/2025.md": ["b"],
            "tags/fear.md": ["a", "c", "b"],
            "tags/hope.md": ["a"],
        }

    def test_pinned_articles_come_first_except_by_year_and_tag(self, article: Make) -> None:
        articles = [
            article("new", "2026-05-02", tags=["Fear"]),
            article("old-pin", "2026-01-01", tags=["Fear"], pinned=True),
            article("new-pin", "2026-02-01", tags=["Fear"], pinned=True, guide=True),
            article("guide", "2026-05-01", tags=["Fear"], guide=True),
        ]
        assert shown(articles, [topic("trust")]) == {
            "articles/index.md": ["new-pin", "old-pin", "new", "guide"],
            "guides/index.md": ["new-pin", "guide"],
            "topics/trust.md": ["new-pin", "old-pin", "new", "guide"],
            "articles/2026.md": ["new", "guide", "new-pin", "old-pin"],
            "tags/fear.md": ["new", "guide", "new-pin", "old-pin"],
        }

    def test_topics_keep_their_order_years_descend_and_tags_ascend(self, article: Make) -> None:
        articles = [
            article("a", "2024-01-01", tags=["b"]),
            article("b", "2026-01-01", tags=["c"]),
            article("c", "2025-01-01", tags=["a"]),
        ]
        lists = list(listings(articles, [topic("zen"), topic("art")]))
        assert [(listing.kind, listing.name) for listing in lists] == [
            ("all", ""),
            ("guides", ""),
            ("topic", "Zen"),
            ("topic", "Art"),
            ("year", "2026"),
            ("year", "2025"),
            ("year", "2024"),
            ("tag", "a"),
            ("tag", "b"),
            ("tag", "c"),
        ]

    def test_a_tag_written_in_two_ways_is_one_list_with_the_newest_spelling(
        self, article: Make
    ) -> None:
        articles = [
            article("a", "2024-01-01", tags=["remote Work"]),
            article("b", "2026-01-01", tags=["Remote work"]),
        ]
        (tag,) = [listing for listing in listings(articles, []) if listing.kind == "tag"]
        assert (tag.uri, tag.name) == ("tags/remote-work.md", "Remote work")
        assert [a.slug for a in tag.articles] == ["b", "a"]

    def test_a_tag_given_twice_lists_its_article_once(self, article: Make) -> None:
        lists = shown([article("a", tags=["Fear", "fear"])])
        assert lists["tags/fear.md"] == ["a"]

    def test_only_a_topic_s_list_knows_its_topic(self, article: Make) -> None:
        trust = topic("trust")
        lists = list(listings([article("a", tags=["fear"])], [trust]))
        assert [listing.topic for listing in lists] == [None, None, trust, None, None]


class TestPages:
    @pytest.mark.parametrize(
        ("count", "size", "parts"),
        [
            (0, 3, [0]),
            (1, 3, [1]),
            (3, 3, [3]),
            (4, 3, [3, 1]),
            (7, 3, [3, 3, 1]),
            (2, 1, [1, 1]),
        ],
    )
    def test_pages(self, article: Make, count: int, size: int, parts: list[int]) -> None:
        articles = [article(f"a{number}") for number in range(count)]
        pages = list(paginate(Listing("all", "articles/index.md", "", articles), size))
        assert [len(page.articles) for page in pages] == parts
        assert [a for page in pages for a in page.articles] == articles
        assert [page.number for page in pages] == list(range(1, len(parts) + 1))
        assert {page.total for page in pages} == {len(parts)}

    @pytest.mark.parametrize(
        ("uri", "pages"),
        [
            (
                "articles/index.md",
                ["articles/index.md", "articles/page/2.md", "articles/page/3.md"],
            ),
            ("guides/index.md", ["guides/index.md", "guides/page/2.md", "guides/page/3.md"]),
            (
                "topics/trust.md",
                ["topics/trust.md", "topics/trust/page/2.md", "topics/trust/page/3.md"],
            ),
            (
                "articles/2026.md",
                ["articles/2026.md", "articles/2026/page/2.md", "articles/2026/page/3.md"],
            ),
            ("tags/index.md", ["tags/index.md", "tags/page/2.md", "tags/page/3.md"]),
        ],
    )
    def test_addresses(self, article: Make, uri: str, pages: list[str]) -> None:
        parts = list(paginate(Listing("all", uri, "", [article(f"a{n}") for n in range(3)]), 1))
        assert [cut.uri for cut in parts] == pages
        assert [parts[2].uri_of(number) for number in (1, 2, 3)] == pages

    def test_a_name_that_only_ends_in_index_is_kept(self) -> None:
        (cut,) = paginate(Listing("tag", "tags/body-mass-index.md", "", []), 1)
        assert cut.uri_of(2) == "tags/body-mass-index/page/2.md"


class TestNeighbours:
    def test_one_before_and_one_after_within_the_topic(self, article: Make) -> None:
        articles = [
            article("new", "2026-03-01"),
            article("other", "2026-02-15", topic="other"),
            article("middle", "2026-02-01"),
            article("old", "2026-01-01"),
        ]
        beside = {
            slug: (before and before.slug, after and after.slug)
            for slug, (before, after) in neighbors(articles).items()
        }
        assert beside == {
            "old": (None, "middle"),
            "middle": ("old", "new"),
            "new": ("middle", None),
            "other": (None, None),
        }

    def test_articles_of_one_day_keep_the_order_of_lists(self, article: Make) -> None:
        articles = [article("a"), article("b"), article("c")]
        order = [a.slug for a in next(iter(listings(articles, []))).articles]
        assert order == ["a", "b", "c"]
        beside = neighbors(articles[::-1])
        assert [a and a.slug for a in beside["b"]] == ["c", "a"]

    def test_no_articles_have_no_neighbors(self) -> None:
        assert neighbors([]) == {}
