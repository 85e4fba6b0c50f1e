"""Slugs of tags, files, and titles."""

from __future__ import annotations

import pytest

from practice.content.slugs import slug_of


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("trust", "trust"),
        ("Remote work", "remote-work"),
        ("  Remote   work ", "remote-work"),
        ("Q&A", "q-a"),
        ("Über Führung", "uber-fuhrung"),
        ("crème brûlée", "creme-brulee"),
        ("Straße", "strasse"),
        ("it’s ‘so’", "it-s-so"),
        ("360-degree feedback", "360-degree-feedback"),
        ("C++", "c"),
        ("½", "1-2"),
        ("1,000 days", "1-000-days"),
        ("&amp; &#38; &#x26;", "amp-38-x26"),
        ("коучинг", "kouching"),
        ("…", ""),
    ],
)
def test_the_slug_of_a_text(text: str, slug: str) -> None:
    assert slug_of(text) == slug
    assert slug_of(slug) == slug


@pytest.mark.parametrize(
    ("longest", "slug"),
    [
        (0, "a-very-long-title-of-it"),
        (23, "a-very-long-title-of-it"),
        (22, "a-very-long-title-of"),
        (14, "a-very-long"),
        (6, "a-very"),
    ],
)
def test_a_long_slug_loses_whole_words_at_its_end(longest: int, slug: str) -> None:
    assert slug_of("A very long title of it", longest) == slug
