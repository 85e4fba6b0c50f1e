"""How long a text takes to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.html import Characters, EndTag, StartTag, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS_PER_MINUTE = 238
"""Silent reading of non-fiction in English (Brysbaert 2019, doi:10.1016/j.jml.2019.104047)."""

_INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "small", "span", "strong"}
"""Tags that may occur within a word; all others separate words."""
_SKIPPED = {"script", "style", "sup"}


def minutes(words: int) -> int:
    """Whole minutes to read that many words, at least one."""
    return max(1, round(words / WORDS_PER_MINUTE))


def count_words(html: str) -> int:
    """The number of words a reader sees in `html`, without footnotes."""
    return sum(any(c.isalnum() for c in word) for word in "".join(_texts(html)).split())


def _texts(html: str) -> Iterator[str]:
    """The text outside of footnotes, scripts, and styles."""
    skipped, depth = "", 0
    for token in tokens(html):
        match token:
            case StartTag(name, attributes):
                classes = (attributes.get("class") or "").split()
                if depth:
                    depth += name == skipped
                elif name in _SKIPPED or "footnote" in classes:
                    skipped, depth = name, 1
            case EndTag(name):
                depth -= bool(depth) and name == skipped
            case Characters(text):
                name = "span"
                if not depth:
                    yield text
        if name not in _INLINE:
            yield " "
