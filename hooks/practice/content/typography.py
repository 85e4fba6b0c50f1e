"""Straight quotes, as typed, become the curly ones of a printed page."""

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
