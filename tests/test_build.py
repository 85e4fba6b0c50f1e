"""The state of one build."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from practice.build import Build

if TYPE_CHECKING:
    from tests.docs import Docs

TODAY = dt.date(2026, 11, 18)


@pytest.fixture
def build(docs: Docs) -> Build:
    text = (docs.folder / "articles/x.md").read_text("utf-8")
    docs.write("articles/later.md", text.replace("2026-11-18", "2026-11-19"))
    docs.write("articles/draft.md", text.replace("topic:", "draft: true\ntopic:"))
    return Build(docs.content(), TODAY, preview=False)


def test_readers_get_no_drafts_and_nothing_from_tomorrow(build: Build) -> None:
    assert list(build.articles) == ["x", "chooser"]


def test_a_preview_shows_everything_newest_first(build: Build) -> None:
    build.preview = True
    assert list(build.articles) == ["later", "draft", "x", "chooser"]


def test_a_scheduled_article_appears_on_its_day(build: Build) -> None:
    build.today = dt.date(2026, 11, 19)
    assert "later" in build.articles


def test_scheduled_articles_are_held_back_but_not_in_a_preview(build: Build) -> None:
    assert [article.slug for article in build.held_back] == ["later"]
    build.preview = True
    assert build.held_back == []


def test_a_build_starts_without_problems_of_another(build: Build) -> None:
    build.issues.append(SimpleNamespace())  # type: ignore[arg-type]
    assert Build(build.content, TODAY, preview=False).issues == []
