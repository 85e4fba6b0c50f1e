"""Citations: `[^source-id]` in an article becomes a footnote, from the list of sources.

A Markdown extension beside `footnotes`. Markdown has taken out code and raw HTML by the time the
references are looked for, so what is code stays code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from markdown import Markdown

    from practice.content.sources import Source

_REFERENCE = re.compile(r"(?<!\\)\[\^([^\]]+)\]")
_CODE_OR_ESCAPE = re.compile(r"\\\\|(?<!\\)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
"""Inline code, and backslashes that are text, as Markdown's own inline patterns find them first."""


class CitationExtension(Extension):
    """Supplies the footnotes that a text refers to and does not define itself."""

    def __init__(
        self, sources: Mapping[str, Source], write: Callable[[Source], str], heading: str
    ) -> None:
        """`write` gives the HTML of a source; `heading` goes above the footnotes."""
        super().__init__()
        self.sources = sources
        self.write = write
        self.heading = heading
        self.found: list[str] = []
        """The source ids that the text converted last cites, in the order of first mention."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Markdown calls)
        """Register before the footnotes' own processor, which collects definitions at 50."""
        footnotes = next(e for e in md.registeredExtensions if isinstance(e, FootnoteExtension))
        md.registerExtension(self)
        md.treeprocessors.register(_Supply(md, self, footnotes), "citations", 51)

    def reset(self) -> None:
        """Forget the text before."""
        self.found = []


class _Supply(Treeprocessor):
    def __init__(
        self, md: Markdown, extension: CitationExtension, footnotes: FootnoteExtension
    ) -> None:
        super().__init__(md)
        self.extension = extension
        self.footnotes = footnotes

    def run(self, root: ElementTree.Element) -> None:
        extension, defined = self.extension, self.footnotes.footnotes
        extension.reset()
        texts = [*_texts(root), *defined.values()]
        for id in dict.fromkeys(id for text in texts for id in _references(text)):
            if id not in defined and id in extension.sources:
                html = " ".join(extension.write(extension.sources[id]).split())
                assert self.md is not None
                self.footnotes.setFootnote(id, self.md.htmlStash.store(html))
                extension.found.append(id)
        if self.footnotes.footnotes:
            ElementTree.SubElement(root, "h2").text = extension.heading


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
    return _REFERENCE.findall(_CODE_OR_ESCAPE.sub("", text))
