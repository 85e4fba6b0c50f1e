"""Dates, prices, and words in templates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from practice.pages.filters import long_date, lower_first, money


@pytest.mark.parametrize(
    ("date", "written"),
    [
        (dt.date(2026, 11, 5), "November 5, 2026"),
        (dt.date(2026, 1, 31), "January 31, 2026"),
        ("2026-11-05", "November 5, 2026"),
        ("2021-06", "June 2021"),
        ("2023", "2023"),
    ],
)
def test_dates_as_americans_write_them(date: dt.date | str, written: str) -> None:
    assert long_date(date) == written


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("1200", "USD", "$1,200"),
        ("1200.00", "USD", "$1,200"),
        ("99.5", "USD", "$99.50"),
        ("99.05", "USD", "$99.05"),
        ("0", "USD", "$0"),
        ("1234567", "USD", "$1,234,567"),
        ("1200", "EUR", "€1,200"),
        ("99.50", "GBP", "£99.50"),
        ("1200", "JPY", "¥1,200"),
    ],
)
def test_prices_have_cents_only_if_there_are_any(amount: str, currency: str, written: str) -> None:
    assert money(Decimal(amount), currency) == written


def test_a_currency_without_a_symbol_keeps_its_letters() -> None:
    assert money(Decimal(1200), "CHF").replace("\xa0", " ") == "CHF 1,200"


@pytest.mark.parametrize(
    ("title", "within"),
    [("Career coaching", "career coaching"), ("", ""), ("A", "a"), ("Über uns", "über uns")],
)
def test_a_title_within_a_sentence(title: str, within: str) -> None:
    assert lower_first(title) == within
