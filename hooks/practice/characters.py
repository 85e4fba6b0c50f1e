"""Characters that cannot be seen: removed, or replaced by one that can."""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
"""Control characters except tabs and line ends, byte-order marks, and halves of characters."""
_UNSEEN = re.compile(
    r"[\xad\u200b\u200e\u200f\u2060-\u2064\ufffc]|(?!\t)[\x00-\x1f\x7f-\x9f\ufeff]"
)
"""What editors leave within words: soft hyphens, spaces without width, and controls, not tabs."""
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Marks that reverse the direction of the text after them, and so can hide how a name ends."""
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""Harmless, and part of emoji and of words in some scripts."""


def paragraphs(text: str, replacement: str = "") -> str:
    """`text` with \\n for line ends, without white space around it.

    Control characters become `replacement`.
    """
    return _CONTROLS.sub(replacement, _LINE_ENDS.sub("\n", text)).strip()


def one_line(text: str, replacement: str = "") -> str:
    """`text` on a single line, with single spaces.

    Control characters and marks of direction become `replacement`.
    """
    return " ".join(_DIRECTIONS.sub(replacement, paragraphs(text, replacement)).split())


def visible(line: str) -> str:
    """A line of text without the characters that cannot be seen."""
    return _DIRECTIONS.sub("", _UNSEEN.sub("", line))


def printable(text: str) -> str:
    """One line, as long as `text`, that is safe to print to a terminal.

    Escape sequences, line ends, marks of direction and halves of surrogate pairs become
    replacement characters.
    """
    return "".join(
        REPLACEMENT if unicodedata.category(sign) in _UNPRINTABLE and sign not in _JOINERS else sign
        for sign in text
    )
