"""Markdown in data files: a paragraph or two, with links to pages of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from practice.validation.links import Link

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree import ElementTree


class ProseWriter:
    """Renders prose; HTML in it is shown as text."""

    def __init__(self) -> None:
        """A writer to be used for many texts."""
        self._links = _LinkExtension()
        self._markdown = Markdown(extensions=["smarty", self._links])
        self._markdown.preprocessors.deregister("html_block")
        self._markdown.inlinePatterns.deregister("html")

    def render(self, text: str, href: Callable[[str], str]) -> str:
        """`text` as HTML paragraphs; `href` gives the address of a page linked by its path."""
        return self._render(text, href, inline=False)

    def render_inline(self, text: str, href: Callable[[str], str]) -> str:
        """`text` as a span within a paragraph of the page; more than a paragraph stays whole."""
        return self._render(text, href, inline=True)

    def links(self, text: str) -> list[Link]:
        """The links and pictures in `text`."""
        if "](" not in text and "]:" not in text and "<" not in text:
            return []
        self.render(text, lambda target: target)
        return self._links.found

    def _render(self, text: str, href: Callable[[str], str], *, inline: bool) -> str:
        self._links.href, self._links.inline = href, inline
        self._links.found = []
        return self._markdown.reset().convert(text)


class _LinkExtension(Extension):
    href: Callable[[str], str]
    inline: bool

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Link] = []
        """The links of the text rendered last."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Markdown calls)
        md.treeprocessors.register(_Links(md, self), "page-links", 0)


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, extension: _LinkExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ElementTree.Element) -> None:
        if self.extension.inline and len(root) == 1 and root[0].tag == "p":
            root[0].tag = "span"
        for picture in root.iter("img"):
            self.extension.found.append(Link(picture.get("src") or "", None, picture=True))
        for link in root.iter("a"):
            target = link.get("href") or ""
            if AMP_SUBSTITUTE not in target:
                self.extension.found.append(Link(target, None))
            if ":" not in target and ".md" in target:
                link.set("href", self.extension.href(target))
