"""Pictures in a text: each is published in several sizes."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

    from markdown import Markdown


_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|[/#]", re.IGNORECASE)
_SIZED_ALT = re.compile(r"(.*\S)\s*\|\s*(\d+)(?:x\d+)?", re.DOTALL)
"""`![A desk|300](desk.jpg)`, as Obsidian writes a picture of 300 pixels."""
_DECIDED = {"width", "height", "loading", "decoding", "srcset", "sizes"}


@dataclass(frozen=True)
class Image:
    """An image in a text."""

    uri: str
    """Its path from the docs folder."""
    alt: str
    lazy: bool
    """Whether it loads when the reader comes near: all but one that opens the text."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What the text says about it beyond that: its title, `{.class}`, `{width=300}`."""

    @property
    def others(self) -> list[tuple[str, str]]:
        """The attributes that are neither its size nor decided by the build."""
        return [(name, value) for name, value in self.attributes.items() if name not in _DECIDED]


class PictureProcessor(Treeprocessor):
    """Replaces each image with the HTML that `write` returns; None leaves it as it is."""

    def __init__(self, md: Markdown, folder: str, write: Callable[[Image], str | None]) -> None:
        """`folder` is that of the page, from the docs folder."""
        super().__init__(md)
        self._stash = md.htmlStash
        self._unescape = UnescapeTreeprocessor(md).unescape
        self._folder = folder
        self._write = write

    def run(self, root: Element) -> None:
        """Replace the images of a text."""
        first = root[0] if len(root) else None
        for parent in list(root.iter()):
            # From last to first, so that the indexes of earlier children stay valid.
            for index, child in reversed(list(enumerate(parent))):
                if child.tag == "img":
                    self._replace(parent, index, child, opens=parent is first and index == 0)

    def _replace(self, parent: Element, index: int, element: Element, *, opens: bool) -> None:
        given = {name: self._unescape(value) for name, value in element.items()}
        src, alt = given.pop("src", ""), given.pop("alt", "").strip()
        if _ELSEWHERE.match(src):
            return
        if obsidian := _SIZED_ALT.fullmatch(alt):
            alt, given = obsidian[1].strip(), {"width": obsidian[2], **given}
        uri = posixpath.normpath(posixpath.join(self._folder, unquote(src)))
        html = self._write(Image(uri, alt, not opens, given))
        if html is None:
            return
        text = self._stash.store(" ".join(html.split())) + (element.tail or "")
        parent.remove(element)
        if index == 0:
            parent.text = (parent.text or "") + text
        else:
            before = parent[index - 1]
            before.tail = (before.tail or "") + text
