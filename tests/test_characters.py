"""Characters that cannot be seen are removed or replaced, and all others stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.characters import REPLACEMENT, one_line, paragraphs, printable

CONTROLS = ["\0", "\x08", "\x0e", "\x1b", "\x1f", "\x7f", "\x9f", "\ufeff", "\ud800", "\udfff"]
LINE_ENDS = ["\r", "\r\n", "\n", "\v", "\f", "\x1c", "\x1e", "\x85", "\u2028", "\u2029"]
DIRECTIONS = ["\u202a", "\u202e", "\u2066", "\u2069"]


@pytest.mark.parametrize("sign", CONTROLS)
def test_control_characters_are_removed_or_replaced(sign: str) -> None:
    assert paragraphs(f"a{sign}b") == one_line(f"a{sign}b") == "ab"
    assert paragraphs(f"a{sign}b", "?") == one_line(f"a{sign}b", "?") == "a?b"


@pytest.mark.parametrize("sign", LINE_ENDS)
def test_every_line_end_is_the_same(sign: str) -> None:
    assert paragraphs(f"a{sign}b") == "a\nb"
    assert one_line(f"a{sign}b") == "a b"


@pytest.mark.parametrize("sign", DIRECTIONS)
def test_a_line_has_no_marks_of_direction(sign: str) -> None:
    assert one_line(f"a{sign}b") == "ab"
    assert one_line(f"a{sign}b", "?") == "a?b"
    assert paragraphs(f"a{sign}b") == f"a{sign}b"


def test_everything_else_stays() -> None:
    text = "Zoë said:\n\n\t“日本” 👩\u200d💻  x"
    assert paragraphs(f" {text}\n") == text
    assert one_line(text) == "Zoë said: “日本” 👩\u200d💻 x"
    assert printable("Zoë “日本” 👩\u200d💻") == "Zoë “日本” 👩\u200d💻"


@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert paragraphs(paragraphs(text)) == paragraphs(text)
    assert one_line(one_line(text)) == one_line(text)
    assert len(one_line(text).splitlines()) <= 1
    assert {c for c in paragraphs(text) if unicodedata.category(c) == "Cc"} <= {"\n", "\t"}


@pytest.mark.parametrize("sign", ["\x1b", "\n", "\u202e", "\ud800", "\u2028", "\u200b"])
def test_what_a_terminal_would_act_on_is_replaced(sign: str) -> None:
    assert printable(f"a{sign}b") == f"a{REPLACEMENT}b"
