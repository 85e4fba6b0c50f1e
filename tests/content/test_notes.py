"""Notes: possible mistakes that stop no build."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from practice.content.notes import notes

if TYPE_CHECKING:
    from tests.docs import Docs

TODAY = dt.date(2026, 11, 23)


def found(docs: Docs) -> list[str]:
    return [str(note) for note in notes(docs.content(), TODAY)]


def test_ordinary_content_has_no_notes(docs: Docs) -> None:
    docs.change("articles/x.md", "topic: trust", "topic: trust\ntags: [trust, Trust, a < b]")
    assert found(docs) == []


@pytest.mark.parametrize(
    ("date", "draft", "count"),
    [("2027-11-24", "", 0), ("2027-11-25", "", 1), ("2027-11-25", "draft: true\n", 0)],
)
def test_a_date_more_than_a_year_ahead(docs: Docs, date: str, draft: str, count: int) -> None:
    docs.change("articles/x.md", "date: 2026-11-18\n", f"date: {date}\n{draft}")
    message = f"The article is scheduled for {date}, more than a year from now."
    fix = "Correct the year if this is a mistake."
    assert found(docs) == [f"docs/articles/x.md:4: {message} {fix}"] * count


def test_tags_that_share_a_page(docs: Docs) -> None:
    docs.change("articles/x.md", "topic: trust", "topic: trust\ntags: [Q&A, trust, q a]")
    assert found(docs) == [
        "docs/articles/x.md:6: The tags “q a” and “Q&A” share one page: their addresses are the "
        "same. Rename one if they mean different things."
    ]


@pytest.mark.parametrize("html", ["<b>On trust</b>", "On <!-- x --> trust"])
def test_html_in_a_title(docs: Docs, html: str) -> None:
    docs.change("articles/x.md", "On trust", html)
    docs.change("_data/sources.yml", "title: On trust", f"title: {html}")
    assert found(docs) == [
        "docs/articles/x.md:2: “title” has HTML, which readers see as text. "
        "Delete it if this is a mistake."
    ]
