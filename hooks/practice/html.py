"""HTML as a sequence of tokens, and the addresses and ids in its tags."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class StartTag(NamedTuple):
    """`<a href="…">`; names are in lower case, values without quotes and character references."""

    name: str
    attributes: Mapping[str, str | None]
    """None for an attribute without a value."""


class EndTag(NamedTuple):
    """`</a>`; a tag that closes itself, like `<br/>`, gives a start and an end."""

    name: str


class Characters(NamedTuple):
    """All text between two tags, without comments; or all of a script or style."""

    text: str


Token: TypeAlias = StartTag | EndTag | Characters
_MARKED_SECTION = re.compile(r"<!\[(?!CDATA\[)[^>]*>?")


def tokens(html: str) -> Iterator[Token]:
    """The tags and texts of a page or a part of one, without comments and declarations."""
    try:
        yield from _Tokenizer(html).found
    except AssertionError:  # `<![…]>` is a comment to browsers, an error to Python's parser
        yield from _Tokenizer(_MARKED_SECTION.sub("", html)).found


class _Tokenizer(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Token] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Of two attributes with one name, browsers use the first.
        self.found.append(StartTag(tag, dict(attrs) | dict(reversed(attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(EndTag(tag))

    def handle_data(self, data: str) -> None:
        if self.found and isinstance(before := self.found[-1], Characters):
            self.found[-1] = Characters(before.text + data)
        else:
            self.found.append(Characters(data))


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
"""Blocks that contain others: one without an end tag takes in the rest of the text."""
TAGS = (*_FOLLOWED, *_LOADED, *BLOCKS)
"""Elements that validation looks at."""
_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])[^,]*,?")
"""An entry of `srcset`: an address, then its width or density."""
_STYLE = re.compile(r"""(?:url\(|@import)\s*['"]?\s*((?:https?:)?//[^'")\s;]+)""", re.IGNORECASE)
"""An address on another site that a style loads."""


class Address(NamedTuple):
    """An address in an attribute."""

    target: str
    attribute: str
    loaded: bool
    """Whether browsers fetch it with the page; the others are fetched when readers follow them."""


def addresses(tag: str, attributes: Mapping[str, str | None]) -> Iterator[Address]:
    """The addresses in the attributes of an element, as written."""
    for name in (*_FOLLOWED.get(tag, ()), *_LOADED.get(tag, ())):
        if name not in attributes:
            continue
        written, loaded = attributes[name] or "", tag in _LOADED
        targets = _CANDIDATE.findall(written) if name == "srcset" else [written]
        yield from (Address(target, name, loaded) for target in targets)
    for target in style_addresses(attributes.get("style") or ""):
        yield Address(target, "style", loaded=True)


def style_addresses(style: str) -> list[str]:
    """The addresses on other sites that a style loads."""
    return _STYLE.findall(style)


def ids(tag: str, attributes: Mapping[str, str | None]) -> Iterator[str]:
    """The names that a fragment of an address may use for an element."""
    for key, value in attributes.items():
        if value and (key == "id" or (key == "name" and tag == "a")):
            yield value
