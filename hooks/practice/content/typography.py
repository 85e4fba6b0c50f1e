"""Typographic quotes for straight ones, as typed; markup that nothing has turned into HTML."""

from __future__ import annotations

import re

_RULES = (
    (re.compile(r"(^|[\s(\[{—–/“‘'])\"(?=\S)"), r"\1“"),
    (re.compile(r'"'), "”"),
    (re.compile(r"(^|[\s(\[{—–/“])'(?=\S)(?!\d0s)"), r"\1‘"),
    (re.compile(r"'"), "’"),
    (re.compile(r"\.\.\."), "…"),
)

LEFTOVER = re.compile(r"\{\{[^}]{0,30}\}*|\{%[^}]{0,30}\}?|\[\^[^\]\s]{1,30}\]|\]\([^)]{0,30}\)?")
"""What looks like unfinished markup in a text for readers: `{{ … }}`, `{% … %}`, `[^…]`, `](…)`."""


def curl(text: str) -> str:
    """`text` with typographic quotes, apostrophes and ellipses."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
