"""The Markdown of this site: GitHub's, with notes, footnotes, and abbreviations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension

from practice.markdown import inline
from practice.markdown.blocks import CommonMarkProcessor

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown


def _ignore(id: str, text: str) -> None:
    """Drop a footnote."""


class DialectExtension(Extension):
    """Reads blocks and inline text as GitHub does. Goes after all other extensions."""

    def __init__(self, define: Callable[[str, str], None] = _ignore, *, html: bool = True) -> None:
        """`define` takes the id and the text of each footnote; without `html`, tags are text."""
        super().__init__()
        self._define = define
        self._html = html

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Markdown calls)
        """Replace the search for blocks, and some of the inline patterns."""
        blocks = CommonMarkProcessor(md, self._define, html=self._html)
        md.parser.blockprocessors.register(blocks, "commonmark", 1000)
        inline.extend(md, html=self._html)
