"""The Markdown of this site: GitHub's, with notes, footnotes, abbreviations, and wiki links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from practice.characters import visible
from practice.markdown import inline
from practice.markdown.blocks import CommonMarkProcessor

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown

    from practice.markdown.remnants import Remnant


def _ignore(id: str, text: str) -> None:
    """Drop a footnote."""


def _overlook(_: Remnant) -> None:
    """Drop a remnant."""


class _CleanProcessor(Preprocessor):
    """Removes characters that cannot be seen."""

    def run(self, lines: list[str]) -> list[str]:
        """Clean each line."""
        return [visible(line) for line in lines]


class DialectExtension(Extension):
    """Reads blocks and inline text as GitHub does. Goes after all other extensions."""

    def __init__(
        self,
        define: Callable[[str, str], None] = _ignore,
        report: Callable[[Remnant], None] = _overlook,
        *,
        html: bool = True,
    ) -> None:
        """`define` takes the id and the text of each footnote, `report` what would be lost.

        Without `html`, tags are text.
        """
        super().__init__()
        self._report = report
        self._define = define
        self._html = html

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Markdown calls)
        """Replace the search for blocks, and some of the inline patterns."""
        md.preprocessors.register(_CleanProcessor(md), "clean", 40)
        blocks = CommonMarkProcessor(md, self._define, self._report, html=self._html)
        md.parser.blockprocessors.register(blocks, "commonmark", 1000)
        inline.extend(md, html=self._html)
