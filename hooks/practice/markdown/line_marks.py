"""Marks that carry line numbers through Markdown, which forgets them.

Marked text is rendered only to find the lines of problems. It is never published.
"""

from __future__ import annotations

import re

from practice.html import TAGS

_OPEN, _CLOSE, _ZERO = "\ue00a", "\ue00b", 0xE000
"""Marks use Unicode's private use area, which no syntax reads."""
_OURS = dict.fromkeys(range(_ZERO, _ZERO + 12))
_MARK = re.compile(f"{_OPEN}([{chr(_ZERO)}-{chr(_ZERO + 9)}]+){_CLOSE}")

LINE_ATTRIBUTE = "data-line"
"""The attribute with the line of a tag written by hand."""

_INDENT = r"^[ \t>]*(?:(?:[-+*:]|\d+[.)])[ \t]+)*"
_PLACES = re.compile(
    rf"""
      (?P<tag> <(?:{"|".join(TAGS)}|h[1-6])(?=[\s/>]))
    | (?P<after>
          {_INDENT}\[\^[^\]\n]*\]:           # the definition of a footnote
        | {_INDENT}\#{{1,6}}[ \t]+           # a heading
        | ^[ \t>]*(?![-+*|\d])(?=\S[^\n]*\n[ \t>]*(?:=+|-+)[ \t]*$)  # a heading underlined
        # the target of a link or a picture, and the target that a name is defined as
        | \]\(\s*(?:<(?=[^<>]*>\s*(?:'[^']*'\s*|"[^"]*"\s*)?\)))?
        | \]:[ ]*(?:\n[ ]*)?(?:<(?=[^\s<>]+>))?(?=\S)
      )
    | (?P<before>
          (?<!\\)!?\[[^\[\]\n^][^\[\]\n]*\]\[[^\]\n^]*\]  # a link by name
        | (?<!\\)\[\^                        # a footnote's reference
        | (?<!\\)<(?=https?://)             # an address in angle brackets
      )
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


def mark(text: str, first_line: int) -> str:
    """Markdown with marks where validation looks; `first_line` is its first line in the file."""

    def place(match: re.Match[str]) -> str:
        line = first_line + match.string.count("\n", 0, match.end())
        if match["tag"]:
            return f"{match[0]} {LINE_ATTRIBUTE}={line}"
        sign = _OPEN + "".join(chr(_ZERO + int(digit)) for digit in str(line)) + _CLOSE
        return sign + match[0] if match["before"] else match[0] + sign

    return _PLACES.sub(place, text.translate(_OURS))


def unmark(text: str) -> tuple[str, int | None]:
    """`text` without its marks, and the line of the first of them, if any."""
    found = _MARK.search(text)
    return (text, None) if found is None else (_MARK.sub("", text), _line(found))


def last_line(text: str) -> int | None:
    """The line of the last mark in `text`, if any."""
    line = None
    for found in _MARK.finditer(text):
        line = _line(found)
    return line


def _line(found: re.Match[str]) -> int:
    return int("".join(str(ord(sign) - _ZERO) for sign in found[1]))
