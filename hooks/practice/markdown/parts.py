"""The two parts of a text: its opening, and the rest. A page may show something between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.treeprocessors import Treeprocessor

from practice.html import StartTag, tokens

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class PartsProcessor(Treeprocessor):
    """Writes the blocks of a finished tree in two parts.

    The opening ends after the first block; headings belong to the block below them.
    """

    def __init__(self, md: Markdown) -> None:
        """A processor for the texts of `md`."""
        super().__init__(md)
        self._markdown = md
        self.lead = ""
        """The HTML of the opening."""
        self.rest = ""
        """The HTML of the other blocks, footnotes included."""

    def reset(self) -> None:
        """Start a new text."""
        self.lead = self.rest = ""

    def run(self, root: Element) -> None:
        """Write both parts as Markdown writes the whole."""
        blocks = [self._write(block) for block in root]
        openings = (number for number, html in enumerate(blocks, 1) if _opens(html))
        end = next(openings, len(blocks))
        self.lead, self.rest = "".join(blocks[:end]).strip(), "".join(blocks[end:]).strip()

    def _write(self, block: Element) -> str:
        html = self._markdown.serializer(block)
        for processor in self._markdown.postprocessors:
            html = processor.run(html)
        return html


def _opens(html: str) -> bool:
    """Whether a block is more than a heading or a comment."""
    tags = (token.name for token in tokens(html) if isinstance(token, StartTag))
    return next(tags, "h1") not in _HEADINGS
