"""What to read after an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from practice.pages.related import more_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from practice.content import Article


def offers(
    articles: list[Article], cited: Mapping[str, Iterable[str]] | None = None, most: int = 3
) -> dict[str, list[str]]:
    found = more_posts(articles, cited or {}, most=most)
    return {slug: [article.slug for article in offered] for slug, offered in found.items()}


def test_related_articles_come_first_in_their_own_order(
    article: Callable[..., Article],
) -> None:
    articles = [
        article("a", topic="trust", related=["d", "c"]),
        article("b", topic="trust"),
        article("c", topic="other"),
        article("d", topic="another"),
    ]
    assert offers(articles)["a"] == ["d", "c", "b"]


def test_a_topic_outweighs_a_tag_and_a_tag_outweighs_a_source(
    article: Callable[..., Article],
) -> None:
    articles = [
        article("a", topic="trust", tags=["fear"]),
        article("source", "2026-03-01", topic="one"),
        article("tag", "2026-02-01", topic="two", tags=["fear"]),
        article("topic", "2026-01-01", topic="trust"),
    ]
    cited = {"a": ["ames"], "source": ["ames"]}
    assert offers(articles, cited)["a"] == ["topic", "tag", "source"]


def test_every_shared_tag_and_source_counts(article: Callable[..., Article]) -> None:
    articles = [
        article("a", topic="trust", tags=["fear", "hope"]),
        article("topic", "2026-02-01", topic="trust"),
        article("tags", "2026-01-01", topic="one", tags=["hope", "fear"]),
        article("sources", "2026-01-01", topic="two"),
    ]
    cited = {
        "a": ["ames", "boyd", "cole", "dunn", "eads"],
        "sources": ["eads", "dunn", "cole", "boyd", "ames"],
    }
    assert offers(articles, cited)["a"] == ["sources", "tags", "topic"]


def test_a_source_cited_twice_counts_once(article: Callable[..., Article]) -> None:
    articles = [
        article("a", topic="trust"),
        article("twice", "2026-01-01", topic="one"),
        article("two", "2026-01-01", topic="two"),
    ]
    cited = {"a": ["ames", "boyd"], "twice": ["ames", "ames", "ames"], "two": ["ames", "boyd"]}
    assert offers(articles, cited)["a"] == ["two", "twice"]


def test_equals_go_newest_first_then_by_name(article: Callable[..., Article]) -> None:
    articles = [
        article("a"),
        article("old", "2025-01-01"),
        article("new-b", "2026-05-01"),
        article("new-a", "2026-05-01"),
        article("middle", "2025-06-01"),
    ]
    assert offers(articles, most=4)["a"] == ["new-a", "new-b", "middle", "old"]


def test_tags_match_however_they_are_written(article: Callable[..., Article]) -> None:
    articles = [
        article("a", topic="one", tags=["Remote work"]),
        article("b", topic="two", tags=["remote  Work"]),
        article("c", topic="three", tags=["work"]),
    ]
    assert offers(articles)["a"] == ["b"]


def test_a_tag_a_source_and_a_topic_with_one_name_are_different(
    article: Callable[..., Article],
) -> None:
    articles = [
        article("a", topic="trust"),
        article("b", topic="one", tags=["trust"]),
        article("c", topic="two"),
    ]
    assert offers(articles, {"c": ["trust"]})["a"] == []


@pytest.mark.parametrize("most", [0, 1, 2, 3, 10])
def test_there_are_never_more_than_asked_for(article: Callable[..., Article], most: int) -> None:
    articles = [article(f"a{n}", related=["a0", "a1", "a2", "a3"]) for n in range(6)]
    found = offers(articles, most=most)
    assert all(len(offered) == min(most, 5) for offered in found.values())


def test_there_are_three_unless_asked_for_more(article: Callable[..., Article]) -> None:
    articles = [article(f"a{n}") for n in range(6)]
    assert {len(offered) for offered in more_posts(articles, {}).values()} == {3}


def test_no_article_is_recommended_twice_or_for_itself(article: Callable[..., Article]) -> None:
    articles = [
        article("a", tags=["fear"], related=["b", "a", "b"]),
        article("b", tags=["fear"]),
        article("c", tags=["fear"]),
    ]
    assert offers(articles)["a"] == ["b", "c"]


def test_what_is_not_shown_is_not_recommended(article: Callable[..., Article]) -> None:
    assert offers([article("a", related=["a-draft", "b"]), article("b")])["a"] == ["b"]


def test_nothing_in_common_means_nothing_recommended(article: Callable[..., Article]) -> None:
    assert offers([article("a", topic="one"), article("b", topic="two")]) == {"a": [], "b": []}


def test_the_order_in_which_articles_come_does_not_matter(
    article: Callable[..., Article],
) -> None:
    articles = [article(f"a{n}", tags=[f"t{n % 3}", f"t{n % 2}"]) for n in range(8)]
    assert offers(articles) == offers(articles[::-1])
