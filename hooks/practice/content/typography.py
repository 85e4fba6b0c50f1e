"""Plain text as readers see it: typographic quotes, characters for HTML's names of them."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

_REFERENCE = re.compile(r"&(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]*;)")
_RULES = (
    (re.compile(r"(^|[\s(\[{—–/“‘'])\"(?=\S)"), r"\1“"),
    (re.compile(r'"'), "”"),
    (re.compile(r"(^|[\s(\[{—–/“])'(?=\S)(?!\d0s)"), r"\1‘"),
    (re.compile(r"'"), "’"),
    (re.compile(r"\.\.\."), "…"),
)

TEMPLATE_TAG = re.compile(r"\{\{[^}\n]{0,30}\}*|\{%[^}\n]{0,30}\}?")
"""`{{ … }}` or `{% … %}`, which is never meant for readers."""
LEFTOVER = re.compile(rf"{TEMPLATE_TAG.pattern}|\[\^[^\]\s]{{1,30}}\]|\]\([^)]{{0,30}}\)?")
"""What looks like unfinished markup in a line without Markdown: a template tag, `[^…]`, `](…)`."""


def decoded(text: str) -> str:
    """`text` with the characters that `&amp;`, `&#8217;`, or `&amp;#8217;` mean in HTML."""
    while (plain := _REFERENCE.sub(_character, text)) != text:
        text = plain
    return text


def _character(reference: re.Match[str]) -> str:
    known = reference[1].startswith("#") or reference[1] in html5
    return unescape(reference[0]) if known else reference[0]


def curl(text: str) -> str:
    """`text` with typographic quotes, apostrophes and ellipses."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
