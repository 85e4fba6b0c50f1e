"""The addresses on other sites that the content links to, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from markdown import Markdown

from practice.content.form import Form
from practice.content.models import PROSE
from practice.markdown.dialect import DialectExtension
from practice.markdown.footnotes import Footnotes
from practice.markdown.inventory import InventoryProcessor
from practice.markdown.line_marks import mark
from practice.markdown.prose import ProseWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from practice.content.content import Content
    from practice.content.documents import Document
    from practice.content.models import Entry
    from practice.markdown.inventory import Link

_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s/\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*", re.IGNORECASE
)
"""The Markdown extensions in mkdocs.yml that decide what is a link and what is code."""


@dataclass(frozen=True, order=True)
class Mention:
    """A place with a link to an address."""

    path: str
    """The file, from the project folder."""
    line: int
    written: str
    """The address as written there, with its fragment."""


def mentions(content: Content) -> dict[str, list[Mention]]:
    """Every http(s) address on another site, sorted, with the places that link to it.

    The keys have no fragments, which are never sent (RFC 3986, section 3.5). The address that the
    form posts to is left out: a visit would not show whether it accepts messages.
    """
    reader = _LinkReader()
    found: dict[str, set[Mention]] = {}
    for entry in content.entries():
        for written, line in (*_in_data(entry), *reader.links(entry.document)):
            if _ADDRESS.fullmatch(written):
                mention = Mention(entry.document.path, line, written)
                found.setdefault(_requested(written), set()).add(mention)
    return {address: sorted(places) for address, places in sorted(found.items())}


def _requested(written: str) -> str:
    """The address to request: without a fragment, and with https if it has no scheme."""
    address = urldefrag(written).url
    return f"https:{address}" if address.startswith("//") else address


def _in_data(entry: Entry) -> Iterator[tuple[str, int]]:
    """The links in keys, each with its line: values that are an address, and links in prose."""
    for text, line in entry.document.texts():
        is_action = isinstance(entry, Form) and text == entry.providers.receiver.address
        if re.fullmatch(r"https?://\S+", text, re.IGNORECASE) and not is_action:
            yield text, line
    prose = ProseWriter()
    for kind, text, place in entry.linking():
        if kind == PROSE:
            links = prose.inventory(text).links
            yield from ((_target(link), entry.document.line(*place)) for link in links)


class _LinkReader:
    """Reads the links of texts, from the same inventory as validation does."""

    def __init__(self) -> None:
        self._markdown = Markdown(extensions=["attr_list", "footnotes"])
        DialectExtension(Footnotes(self._markdown).define).extendMarkdown(self._markdown)
        self._inventory = InventoryProcessor(self._markdown)
        self._markdown.treeprocessors.register(self._inventory, "inventory", 4)

    def links(self, document: Document) -> Iterable[tuple[str, int]]:
        """The links in the body, each with its line."""
        self._inventory.reset()
        try:
            self._markdown.reset().convert(mark(document.body, document.body_line))
        except RecursionError:
            return  # the text is nested too deep, which the build reports
        for link in self._inventory.found.links:
            yield _target(link), link.line or document.body_line_of(link.target)


def _target(link: Link) -> str:
    """The target as a browser reads it; in Markdown, `&amp;` is an ampersand too."""
    return link.target if link.html else re.sub(r"&#?\w+;", lambda m: unescape(m[0]), link.target)
