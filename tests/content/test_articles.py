"""Articles and guides: when readers see them, their order and their addresses."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from practice.content.articles import newest_first

if TYPE_CHECKING:
    from collections.abc import Callable

    from practice.content import Article

TODAY = dt.date(2026, 6, 15)


@pytest.mark.parametrize(
    ("date", "draft", "shown"),
    [
        ("2026-06-14", False, True),
        ("2026-06-15", False, True),
        ("2026-06-16", False, False),
        ("2026-06-14", True, False),
        ("2026-06-16", True, False),
    ],
)
def test_readers_see_articles_dated_today_or_before_but_no_drafts(
    article: Callable[..., Article], date: str, draft: bool, shown: bool
) -> None:
    assert article("x", date, draft=draft).published(TODAY) is shown


def test_articles_and_guides_have_folders_of_their_own(article: Callable[..., Article]) -> None:
    assert article("x").uri == "articles/x.md"
    assert article("x", guide=True).uri == "guides/x.md"


def test_newest_comes_first_and_one_day_goes_by_name(article: Callable[..., Article]) -> None:
    articles = [
        article("b", "2025-12-31"),
        article("d", "2026-01-02"),
        article("c", "2026-01-01"),
        article("a", "2026-01-01"),
    ]
    assert [a.slug for a in sorted(articles, key=newest_first)] == ["d", "a", "c", "b"]


def test_what_is_left_out_has_a_quiet_default(article: Callable[..., Article]) -> None:
    plain = article("x")
    assert (plain.tags, plain.related, plain.redirect_from) == ((), (), ())
    assert (plain.pinned, plain.draft) == (False, False)
    assert (plain.updated, plain.author, plain.service) == (None, None, None)
