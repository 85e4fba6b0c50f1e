"""Footnotes: their syntax, and the only use of Python-Markdown's extension beyond its manual.

`footnotes` and `setFootnote` are public names without documentation; tests/markdown/
test_footnotes.py fails if they change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions.footnotes import FootnoteExtension

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown import Markdown

REFERENCE = r"\[\^(?P<note>[^\]]+)\]"
DEFINITION = re.compile(r"^[ ]{0,3}\[\^([^\]]*)\]:[ ]*(.*)$", re.MULTILINE)
REFERENCE_CLASS, NOTE_ID = "footnote-ref", "fn:"
"""The class of links to footnotes, and how the ids of footnotes begin."""


class Footnotes:
    """The footnotes of the text that is being rendered."""

    def __init__(self, md: Markdown) -> None:
        """`md` has the extension `footnotes`."""
        extensions = md.registeredExtensions
        self._extension = next(e for e in extensions if isinstance(e, FootnoteExtension))

    @property
    def definitions(self) -> Mapping[str, str]:
        """The text of each footnote, by its id, once the blocks of the text are known."""
        return self._extension.footnotes

    def define(self, id: str, text: str) -> None:
        """Add a footnote; `text` is Markdown."""
        self._extension.setFootnote(id, text)
