"""Which addresses elsewhere the content names, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from markdown import Markdown

from practice.content.form import Form
from practice.html import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from practice.content.content import Content
    from practice.content.models import Entry

_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s/\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*", re.IGNORECASE
)
_EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "pymdownx.details",
    "pymdownx.superfences",
    "tables",
)
"""Those of the site's Markdown extensions that decide what is a link and what is code."""


@dataclass(frozen=True, order=True)
class Mention:
    """One place that names an address."""

    path: str
    """The file as the coach knows it."""
    line: int
    written: str
    """The address as it stands there, with its fragment."""


def mentions(content: Content) -> dict[str, list[Mention]]:
    """Every http(s) address elsewhere, in alphabetical order, with the places that name it.

    The keys are without fragments, which are never sent (RFC 3986, section 3.5). The address a
    form posts to is not among them: a look at it says nothing of whether it takes messages.
    """
    return gather(content.entries())


def gather(entries: Iterable[Entry]) -> dict[str, list[Mention]]:
    """The addresses that `entries` name."""
    links = _Links()
    found: dict[str, set[Mention]] = {}
    for entry in entries:
        for mention in (*_in_data(entry, links), *_in_body(entry, links)):
            found.setdefault(request_address(mention.written), set()).add(mention)
    return {address: sorted(places) for address, places in sorted(found.items())}


def request_address(written: str) -> str:
    """What is asked for: without a fragment, and by https where no scheme is given."""
    address = urldefrag(written).url
    return f"https:{address}" if address.startswith("//") else address


def _in_data(entry: Entry, links: _Links) -> Iterator[Mention]:
    for text, line in entry.document.texts():
        if isinstance(entry, Form) and text.strip() == entry.providers.receiver.address:
            continue
        whole = re.fullmatch(r"https?://\S+", text.strip(), re.IGNORECASE)
        for address in [whole[0]] if whole else links.of(text):
            yield Mention(entry.document.path, line, address)


def _in_body(entry: Entry, links: _Links) -> Iterator[Mention]:
    document = entry.document
    for address in dict.fromkeys(links.of(document.body)):
        for line in _lines(document.body, address) or [0]:
            yield Mention(document.path, document.body_line + line, address)


def _lines(body: str, address: str) -> list[int]:
    """The lines, from 0, on which the whole address stands, HTML's way of writing `&` included."""
    written = re.escape(address).replace("&", "&(?:amp;)?")
    whole = re.compile(rf"{written}(?![\w/%#?&=~+@:-])(?!\.\w)")
    return [body.count("\n", 0, match.start()) for match in whole.finditer(body)]


class _Links(HTMLParser):
    """The links of texts, as Markdown and then a browser would find them."""

    def __init__(self) -> None:
        super().__init__()
        self._markdown = Markdown(extensions=_EXTENSIONS)
        self._found: list[str] = []

    def of(self, text: str) -> list[str]:
        """The http(s) addresses that `text` links to, in reading order."""
        if "//" not in text:
            return []
        self.reset()
        self._found = []
        self.feed(self._markdown.reset().convert(text))
        self.close()
        return self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an element leads."""
        targets = (address.target.strip() for address in addresses(tag, dict(attrs)))
        self._found += (target for target in targets if _ADDRESS.fullmatch(target))
