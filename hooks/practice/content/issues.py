"""Problems in what the coach wrote, each with its place and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


IN_DRAFT = "In a draft: "
"""Begins the line of a problem that does not stop a build."""


@dataclass(frozen=True, order=True)
class Issue:
    """One problem; issues sort by path, then line, then message."""

    path: str
    """The file, from the project's folder: `docs/articles/x.md`."""
    line: int
    """The line in that file, from 1."""
    message: str
    """What is wrong, in a sentence."""
    fix: str = ""
    """What to do, in a sentence."""

    def __str__(self) -> str:
        """One line that editors recognize as a place: `path:line: message fix`."""
        text = f"{self.path}:{self.line}: {self.message} {self.fix}".rstrip()
        return "".join(character if character.isprintable() else " " for character in text)


def report(issues: Iterable[Issue]) -> str:
    """All issues, each once, sorted by place, below their count."""
    ordered = sorted(set(issues))
    return "\n".join([f"{heading(len(ordered))}:", *map(str, ordered)])


def heading(count: int) -> str:
    """The words above a list of problems: `2 problems to fix`."""
    return f"{count} {'problem' if count == 1 else 'problems'} to fix"


def did_you_mean(word: str, known: Iterable[str], *, most: int = 12) -> str:
    """A sentence that suggests the nearest known word, else lists at most `most` known ones."""
    words = sorted(known)
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"Did you mean “{close[0]}”?"
    if not words:
        return "There are none yet."
    if not most:
        return ""
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return f"Known: {', '.join(words[:most])}{more}."
