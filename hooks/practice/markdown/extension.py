"""The one Markdown extension of this site: citations, pictures, tables, parts and inventory."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.extensions import Extension

from practice.markdown.citations import CitationProcessor
from practice.markdown.dialect import DialectExtension
from practice.markdown.footnotes import Footnotes
from practice.markdown.inventory import Inventory, InventoryProcessor, Name
from practice.markdown.line_marks import unmark
from practice.markdown.parts import PartsProcessor
from practice.markdown.pictures import Image, PictureProcessor
from practice.markdown.tables import TableProcessor
from practice.markdown.wiki_links import WikiLinkProcessor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from practice.content.sources import Source
    from practice.markdown.remnants import Remnant


@dataclass(frozen=True)
class RenderedText:
    """What is known about a text after rendering."""

    inventory: Inventory
    cited: Sequence[str]
    """The ids of cited sources, in the order of first mention."""
    lead: str
    """The HTML of the opening: the first block, with the headings above it."""
    rest: str
    """The HTML of all other blocks."""


def _as_it_is(_: Image) -> None:
    """Leave an image as it is."""


class TextExtension(Extension):
    """Renders the texts of one build, one after the other.

    Needs the extension `footnotes` before it. Call `begin` before each text and read `rendered`
    after it.
    """

    def __init__(
        self,
        sources: Mapping[str, Source],
        write_source: Callable[[Source], str],
        heading: str,
        pages: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`write_source` returns the HTML of a source; `heading` goes above the footnotes.

        `pages` has the paths of pages by the lowercase names that wiki links may use.
        """
        super().__init__()
        self._pages = pages
        self._sources = sources
        self._write_source = write_source
        self._heading = heading
        self.begin("")

    def begin(self, folder: str, write_picture: Callable[[Image], str | None] = _as_it_is) -> None:
        """Prepare for a page in `folder`, a path from the docs folder.

        `write_picture` returns the HTML of an image, or None to leave the image as it is.
        """
        self._folder = folder
        self._write_picture = write_picture

    def inventory(
        self,
        text: str,
        extensions: Sequence[str | Extension],
        configs: Mapping[str, Mapping[str, Any]],
    ) -> Inventory:
        """The inventory of a text that is only validated.

        `extensions` of the site, this one among them, have the settings in `configs`.
        """
        self.begin("")
        Markdown(extensions=extensions, extension_configs=configs).convert(text)
        return self.rendered.inventory

    @property
    def rendered(self) -> RenderedText:
        """The text rendered last."""
        return RenderedText(
            self._inventory.found, self._citations.cited, self._parts.lead, self._parts.rest
        )

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Markdown calls)
        """Register the processors; those with a higher number run first."""
        md.registerExtension(self)
        self._inventory = InventoryProcessor(md, self._heading)
        self._citations = CitationProcessor(md, self._sources, self._write_source, self._heading)
        self._parts = PartsProcessor(md)
        pictures = PictureProcessor(md, self._folder, self._write_picture)
        footnotes = Footnotes(md)

        def define(id: str, text: str) -> None:
            self._inventory.found.definitions.append(Name(id, unmark(text)[1]))
            footnotes.define(id, text)

        def report(remnant: Remnant) -> None:
            self._inventory.found.remnants.append(remnant)

        DialectExtension(define, report).extendMarkdown(md)
        wiki_links = WikiLinkProcessor(md, self._pages, self._folder)
        md.inlinePatterns.register(wiki_links, "wiki-links", 171)
        # Markdown adds the footnotes at 50, reads inline Markdown at 20, and gives headings their
        # ids at 5; MkDocs resolves links at 0 and reads the title at -1.
        md.treeprocessors.register(self._citations, "citations", 51)
        md.treeprocessors.register(TableProcessor(md), "table-labels", 10)
        md.treeprocessors.register(self._inventory, "inventory", 4)
        md.treeprocessors.register(pictures, "pictures", 3)
        md.treeprocessors.register(self._parts, "parts", -2)

    def reset(self) -> None:
        """Start a new text."""
        for processor in (self._inventory, self._citations, self._parts):
            processor.reset()
