"""Turns straight quotes, as typed, into typographic ones."""

from __future__ import annotations

import re

_RULES = (
    (re.compile(r"(^|[\s(\[{—–/“‘'])\"(?=\S)"), r"\1“"),
    (re.compile(r'"'), "”"),
    (re.compile(r"(^|[\s(\[{—–/“])'(?=\S)(?!\d0s)"), r"\1‘"),
    (re.compile(r"'"), "’"),
    (re.compile(r"\.\.\."), "…"),
)


def curl(text: str) -> str:
    """`text` with typographic quotes, apostrophes and ellipses."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
