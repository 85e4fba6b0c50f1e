"""Problems in what the coach wrote, each with its place and its mend."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True)
class Issue:
    """One problem; issues sort by path, then line, then message."""

    path: str
    """The file as the coach knows it, from the project's folder: `docs/articles/x.md`."""
    line: int
    """The line in that file, from 1."""
    message: str
    """What is wrong, a sentence."""
    fix: str = ""
    """What to do, a sentence."""

    def __str__(self) -> str:
        """One line that editors recognise as a place: `path:line: message fix`."""
        text = f"{self.path}:{self.line}: {self.message} {self.fix}".rstrip()
        return "".join(sign if sign.isprintable() else " " for sign in text)


def report(issues: Iterable[Issue]) -> str:
    """All issues, each once, in the order of their places, with a count before them."""
    ordered = sorted(set(issues))
    noun = "problem" if len(ordered) == 1 else "problems"
    return "\n".join([f"{len(ordered)} {noun} to mend:", *map(str, ordered)])


def did_you_mean(word: str, known: Iterable[str], *, most: int = 12) -> str:
    """A sentence that offers the nearest known word, else lists the known ones (`most` at most)."""
    words = sorted(known)
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"Did you mean “{close[0]}”?"
    if not words:
        return "None is declared yet."
    if not most:
        return ""
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return f"Known: {', '.join(words[:most])}{more}."
