"""The adapter to the site generator."""

from __future__ import annotations

import datetime as dt

import pytest

from practice.engine import build_time

INSTANT = "SOURCE_DATE_EPOCH"


def test_a_build_may_be_given_its_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(INSTANT, "86400")
    assert build_time() == dt.datetime(1970, 1, 2, tzinfo=dt.UTC)


def test_an_empty_instant_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(INSTANT, "")
    assert build_time().year >= 2026


@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "9" * 30, " "])
def test_another_instant_is_explained(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(INSTANT, value)
    with pytest.raises(SystemExit, match="Write whole seconds since 1970, or unset it"):
        build_time()
