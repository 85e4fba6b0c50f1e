"""The elements of HTML that name an address, with the attributes that hold it (HTML, section 3.2).

What a reader follows is one thing, what a browser loads with the page, unasked, another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FOLLOWED = {"a": ("href",), "area": ("href",)}
_LOADED = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
BLOCKS = ("article", "aside", "blockquote", "details", "div", "figure", "section", "table")
"""Blocks that hold others: without its end, one swallows the rest of the text."""
TAGS = (*_FOLLOWED, *_LOADED, *BLOCKS)
"""Elements that can go wrong."""
_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])[^,]*,?")
"""One of several pictures in `srcset`: its address, then how wide or how dense it is."""
_STYLE = re.compile(r"""(?:url\(|@import)\s*['"]?\s*((?:https?:)?//[^'")\s;]+)""", re.IGNORECASE)
"""What a style loads from elsewhere."""


class Address(NamedTuple):
    """An address that an element names."""

    target: str
    attribute: str
    loaded: bool
    """Whether a browser fetches it without being asked."""


def addresses(tag: str, attributes: Mapping[str, str | None]) -> Iterator[Address]:
    """The addresses that an element with `attributes` names, as they are written."""
    for name in (*_FOLLOWED.get(tag, ()), *_LOADED.get(tag, ())):
        if name not in attributes:
            continue
        written, loaded = attributes[name] or "", tag in _LOADED
        targets = _CANDIDATE.findall(written) if name == "srcset" else [written]
        yield from (Address(target, name, loaded) for target in targets)
    for target in style_addresses(attributes.get("style") or ""):
        yield Address(target, "style", loaded=True)


def style_addresses(style: str) -> list[str]:
    """The addresses elsewhere that a style loads."""
    return _STYLE.findall(style)
