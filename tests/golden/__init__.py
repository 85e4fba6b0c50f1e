"""Every mistake the coach can make, as data: one file each, with what the build has to say.

`python -m tests.golden` writes the table for people, `.github/mistakes.md`, from the same files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
TABLE = FOLDER.parent.parent / ".github/mistakes.md"
GROUPS = ("Files", "Front matter and data", "Footnotes", "Links", "Pictures", "Headings", "Notes")
"""In the order of the table; what is told of Notes stops no build."""
HEAD = """\
# What the build finds, and what it says

Each of these mistakes stops `make build`. The site before stays as it was, and all mistakes are
told at once, each with its file, its line, what is wrong and what to do.

<!-- Written by `make mistakes` from tests/golden: change the cases there. -->
"""
NOTES = "These stop no build. They are told as information."


@dataclass(frozen=True)
class Case:
    """A mistake, the files that hold it, and the lines that tell of it."""

    name: str
    group: str
    mistake: str
    files: dict[str, str | None]
    """Texts by their path from the docs folder; None takes a file away."""
    told: list[str]
    pictures: list[str] = field(default_factory=list)
    """Photographs to put there."""
    encoding: str = "utf-8"
    alone: bool = False
    """Whether it needs a site of its own: other cases would change what is told."""


def cases() -> list[Case]:
    """All cases, in the order of the table."""
    found = [
        Case(file.stem, **yaml.safe_load(file.read_text("utf-8")))
        for file in sorted(FOLDER.glob("*.yml"))
    ]
    return sorted(found, key=lambda case: (GROUPS.index(case.group), case.name))


def table() -> str:
    """The table for people."""
    parts, known = [HEAD], cases()
    for group in GROUPS:
        parts.append(f"\n## {group}\n\n{NOTES + chr(10) * 2 if group == 'Notes' else ''}")
        parts.append("| The mistake | What the build says |\n|---|---|\n")
        for case in known:
            if case.group == group:
                said = "<br>".join(_cell(line) for line in case.told)
                parts.append(f"| {_cell(case.mistake)} | {said} |\n")
    return "".join(parts)


def _cell(text: str) -> str:
    """Plain text within a cell of a Markdown table."""
    for sign in "\\`*_[]<>|#!":
        text = text.replace(sign, f"\\{sign}")
    return text
