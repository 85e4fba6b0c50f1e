"""Markdown in data files: a paragraph or two, with links to pages of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from practice.markdown.dialect import DialectExtension
from practice.markdown.inventory import InventoryProcessor
from practice.markdown.wiki_links import WikiLinkProcessor

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from practice.markdown.inventory import Inventory


class ProseWriter:
    """Renders prose; HTML in it is shown as text."""

    def __init__(self) -> None:
        """A writer to use for many texts."""
        self._markdown = Markdown(extensions=["smarty", DialectExtension(html=False)])
        self._inventory = InventoryProcessor(self._markdown)
        self._links = _LinkProcessor(self._markdown)
        wiki_links = WikiLinkProcessor(self._markdown, {}, "")
        self._markdown.inlinePatterns.register(wiki_links, "wiki-links", 171)
        self._markdown.treeprocessors.register(self._inventory, "inventory", 4)
        self._markdown.treeprocessors.register(self._links, "page-links", 0)

    def render(self, text: str, href: Callable[[str], str]) -> str:
        """`text` as HTML paragraphs; `href` returns the address of a page from its path."""
        return self._render(text, href, inline=False)

    def render_inline(self, text: str, href: Callable[[str], str]) -> str:
        """`text` as a span within a paragraph; more than a paragraph is written as blocks."""
        return self._render(text, href, inline=True)

    def inventory(self, text: str) -> Inventory:
        """What validation looks at in `text`."""
        self.render(text, lambda target: target)
        return self._inventory.found

    def _render(self, text: str, href: Callable[[str], str], *, inline: bool) -> str:
        self._links.href, self._links.inline = href, inline
        self._inventory.reset()
        return self._markdown.reset().convert(text)


class _LinkProcessor(Treeprocessor):
    href: Callable[[str], str]
    inline: bool

    def run(self, root: Element) -> None:
        if self.inline and len(root) == 1 and root[0].tag == "p":
            root[0].tag = "span"
        for link in root.iter("a"):
            target = link.get("href") or ""
            if ":" not in target and ".md" in target:
                link.set("href", self.href(target))
