"""Where emphasis begins and ends (CommonMark 0.31, 6.2), set in Python-Markdown's own pattern.

`delimiters` and `boundary` are public names without documentation; tests/markdown/test_dialect.py
fails if they change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown import Markdown

_LETTER = r"[^\W_]"


def extend(md: Markdown) -> None:
    """Read asterisks and underscores as CommonMark does."""
    pattern: Any = md.inlinePatterns["em_strong"]
    pattern.delimiters["*"].boundary = _boundary(r"\*", r"(?:[^\w\s*]|_)", within_words=True)
    pattern.delimiters["_"].boundary = _boundary("_", r"[^\w\s]", within_words=False)


def _boundary(sign: str, other: str, *, within_words: bool) -> re.Pattern[str]:
    """Runs of `sign` that may begin emphasis, end it, or both; `other` is punctuation."""
    run = f"(?<!{sign}){sign}+(?!{sign})"
    within = f"(?<={_LETTER}){run}(?={_LETTER})"
    both = [f"(?<=[^\\w\\s]){run}(?={other})", f"(?<=_){run}(?={other})"]
    return re.compile(
        f"(?P<ambiguous>{'|'.join([*both, within] if within_words else both)})"
        f"|(?P<end>(?<={_LETTER}){run}(?!{_LETTER})|(?<!\\s)(?<!^){run}(?=\\s|$))"
        f"|(?P<start>(?<!{_LETTER}){run}(?={_LETTER})|(?<!\\S){run}(?={other}))"
    )
