"""Images in Markdown: each becomes a picture with its sizes, and says in words what it shows."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from jinja2 import Template
    from markdown import Markdown


@dataclass(frozen=True)
class Image:
    """An image as the text has it."""

    src: str
    uri: str
    """Its path from the docs folder."""
    alt: str
    lazy: bool
    """Whether it may wait until the reader comes near: all but one that opens the text."""


class ImageExtension(Extension):
    """Puts in the place of each image what `write` gives for it."""

    def __init__(self, template: Template) -> None:
        """`template` writes one picture; before each text, `write` and `folder` are set anew."""
        super().__init__()
        self.template = template
        self.write: Callable[[Image], str | None] = lambda _: None
        """Gives the HTML of an image, or None to leave it as it is."""
        self.folder = ""
        """The folder of the page being rendered, from the docs folder."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Markdown calls)
        """Register after the survey (4) and before MkDocs resolves links (0)."""
        md.treeprocessors.register(_Images(md, self), "pictures", 3)


class _Images(Treeprocessor):
    def __init__(self, md: Markdown, extension: ImageExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        first = root[0] if len(root) else None
        for parent in list(root.iter()):
            # From the last to the first, so that the places of those before stay as they are.
            for index, child in reversed(list(enumerate(parent))):
                if child.tag == "img":
                    self._replace(parent, index, child, opens=parent is first and index == 0)

    def _replace(self, parent: Element, index: int, element: Element, *, opens: bool) -> None:
        src, alt = element.get("src") or "", (element.get("alt") or "").strip()
        if ":" in src or src.startswith(("/", "#")):
            return
        uri = posixpath.normpath(posixpath.join(self.extension.folder, unquote(src)))
        html = self.extension.write(Image(src, uri, alt, lazy=not opens))
        if html is None:
            return
        assert self.md is not None
        text = self.md.htmlStash.store(" ".join(html.split())) + (element.tail or "")
        parent.remove(element)
        if index == 0:
            parent.text = (parent.text or "") + text
        else:
            before = parent[index - 1]
            before.tail = (before.tail or "") + text
