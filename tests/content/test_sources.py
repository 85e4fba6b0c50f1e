"""The works that articles cite: their dates and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from practice.content.documents import Document
from practice.content.sources import Source
from practice.pages.filters import long_date

if TYPE_CHECKING:
    from practice.content.issues import Issue
    from tests.docs import Docs

PATH = "_data/sources.yml"


def read(**keys: Any) -> tuple[Source | None, list[Issue]]:
    return Source.read(Document(f"docs/{PATH}", "ames", {"title": "On trust", **keys}))


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2023", "2023"),
        (2023, "2023"),
        ("2021-06", "June 2021"),
        ("2021-06-21", "June 21, 2021"),
        ("2024-02-29", "February 29, 2024"),
    ],
)
def test_a_date_may_be_a_year_a_month_or_a_day(date: object, shown: str) -> None:
    source, issues = read(date=date)
    assert issues == []
    assert source is not None
    assert source.date is not None
    assert long_date(source.date) == shown


@pytest.mark.parametrize(
    "date",
    [
        "2021-4",
        "2021-13",
        "2021-00",
        "2021-02-30",
        "2021-06-31",
        "0000",
        "21",
        "20210405",
        "2021-W14",
        "2021-W14-3",
        "2021-06-21T10:00",
        "June 2021",
        "٢٠٢١",
        "-2021",
        "2021-2022",
    ],
)
def test_what_is_not_a_date_is_reported_at_its_line(docs: Docs, date: str) -> None:
    docs.change(PATH, "2021-06-21", f'"{date}"')
    (problem,) = docs.problems()
    assert problem.startswith("docs/_data/sources.yml:5: “date”")
    assert "not a date" in problem
    assert problem.endswith("Write a year, year-month or year-month-day.")


def test_a_day_of_reading_needs_an_address(docs: Docs) -> None:
    docs.add(PATH, "  accessed: 2026-11-23\n")
    (problem,) = docs.problems()
    assert "“accessed” needs a “url”. Add the address, or delete “accessed”." in problem
    docs.add(PATH, "  url: https://example.com/book\n")
    assert docs.problems() == []


def test_sources_sort_by_author_else_title_whatever_the_case() -> None:
    given: list[dict[str, str]] = [
        {"title": "a second", "author": "Boyd"},
        {"title": "Ben’s book"},
        {"title": "A first", "author": "boyd"},
        {"title": "Zen", "author": "Ames"},
    ]
    sources = [read(**keys)[0] for keys in given]
    ordered = sorted((s for s in sources if s), key=lambda source: source.sort_key)
    assert [source.title for source in ordered] == ["Zen", "Ben’s book", "A first", "a second"]
