"""Citations: `[^source-id]` in a text becomes a footnote, from the list of sources.

By the time references are looked for, Markdown has replaced raw HTML and most code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from practice.markdown.footnotes import REFERENCE, Footnotes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from markdown import Markdown

    from practice.content.sources import Source

_REFERENCE = re.compile(rf"(?<!\\){REFERENCE}")
_NOT_TEXT = re.compile(
    r"\\\\|(?<!\\)(`+)(?!`).+?(?<!`)\1(?!`)|<!--.*?-->|%%.+?%%|<[A-Za-z][^<>]*>"
    r"|!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?=[(\[])",
    re.DOTALL,
)
"""Inline code, comments, tags, descriptions of pictures, and backslashes that are text."""


class CitationProcessor(Treeprocessor):
    """Defines the footnotes that a text refers to and does not define itself."""

    def __init__(
        self,
        md: Markdown,
        sources: Mapping[str, Source],
        write: Callable[[Source], str],
        heading: str,
    ) -> None:
        """`write` returns the HTML of a source; `heading` goes above the footnotes."""
        super().__init__(md)
        self._stash = md.htmlStash
        self._footnotes = Footnotes(md)
        self._sources = sources
        self._write = write
        self._heading = heading
        self.cited: list[str] = []
        """The ids of cited sources, in the order of first mention."""

    def reset(self) -> None:
        """Start a new text."""
        self.cited = []

    def run(self, root: ElementTree.Element) -> None:
        """Add what is missing to the footnotes."""
        defined = self._footnotes.definitions
        texts = [*_texts(root), *defined.values()]
        for id in dict.fromkeys(id for text in texts for id in _references(text)):
            if id not in defined and id in self._sources:
                html = " ".join(self._write(self._sources[id]).split())
                self._footnotes.define(id, self._stash.store(html))
                self.cited.append(id)
        if defined:
            ElementTree.SubElement(root, "h2").text = self._heading


def _texts(element: ElementTree.Element) -> Iterator[str]:
    """The text of the tree in reading order, without code."""
    if element.tag in {"code", "pre"}:
        return
    if element.text and not isinstance(element.text, AtomicString):
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail and not isinstance(child.tail, AtomicString):
            yield child.tail


def _references(text: str) -> list[str]:
    return _REFERENCE.findall(_NOT_TEXT.sub("", text))
