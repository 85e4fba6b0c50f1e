"""Straight quotes become the curly ones of a printed page."""

from __future__ import annotations

import pytest

from practice.content.typography import curl


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("", ""),
        ("No marks at all", "No marks at all"),
        ('"Why?" she asked', "“Why?” she asked"),
        ('She asked "why?"', "She asked “why?”"),
        ('"One" and "two"', "“One” and “two”"),
        ('("in brackets") ["in others"]', "(“in brackets”) [“in others”]"),
        ('A dash—"and a quote"', "A dash—“and a quote”"),
        ('A range–"and a quote"', "A range–“and a quote”"),
        ('yes/"no"', "yes/“no”"),
        ("don't", "don’t"),
        ("the coaches' room", "the coaches’ room"),
        ("it's 'so'", "it’s ‘so’"),
        ("'so' it begins", "‘so’ it begins"),
        ("in the '90s", "in the ’90s"),
        ("\"'Hi,' she said.\"", "“‘Hi,’ she said.”"),
        ("She said \"it's 'so'\"", "She said “it’s ‘so’”"),
        ("Wait...", "Wait…"),
        ('"...and then?"', "“…and then?”"),
        ("One. Two.. Three", "One. Two.. Three"),
        ("“already”, ‘curly’ and it’s…", "“already”, ‘curly’ and it’s…"),
        ('first\n"second line"', "first\n“second line”"),
    ],
)
def test_marks_as_printed(typed: str, printed: str) -> None:
    assert curl(typed) == printed


def test_a_quote_after_a_single_quote_opens() -> None:
    assert curl("'\"Hi\" he said'") == "‘“Hi” he said’"


def test_marks_already_curled_stay() -> None:
    text = curl("She said \"it's 'so'\" in the '90s...")
    assert curl(text) == text
