"""Every mistake a coach can make, as data: one file each, with the messages it must produce.

`python -m tests.golden` writes `.github/mistakes.md`, the table for people, from the same files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
TABLE = FOLDER.parent.parent / ".github/mistakes.md"
GROUPS = (
    "Files",
    "Front matter and data",
    "Footnotes",
    "Links",
    "Pictures",
    "Headings",
    "Pasted",
    "Drafts",
    "Notes",
    "Published as pasted",
)
"""In the order of the table."""
HARMLESS = {
    "Drafts": "These do not stop a build. They are listed by `make doctor` and in the preview.",
    "Notes": "These do not stop a build. They are listed as information.",
    "Published as pasted": "These are no mistakes. They are published as the editor shows them.",
}
"""What the table says of groups that do not stop a build."""
HEAD = """\
# Mistakes the build finds

Each of these mistakes stops `make build` if not stated otherwise, and the last built site stays as
it is. The build lists all mistakes together, each with its file, its line, what is wrong, and what
to do.

<!-- Written by `make mistakes` from tests/golden: change the cases there. -->
"""


@dataclass(frozen=True)
class Case:
    """A mistake, the files that have it, and the messages it must produce."""

    name: str
    group: str
    mistake: str
    files: dict[str, str | None]
    """Texts by their path from the docs folder; None removes a file."""
    expected: list[str]
    pictures: list[str] = field(default_factory=list)
    """Photographs to add."""
    encoding: str = "utf-8"
    published: list[str] = field(default_factory=list)
    """HTML that the pages of the case must contain."""
    alone: bool = False
    """Whether it needs a site of its own, because other cases would change its messages."""


def cases() -> list[Case]:
    """All cases, in the order of the table."""
    found = [
        Case(file.stem, **yaml.safe_load(file.read_text("utf-8")))
        for file in sorted(FOLDER.glob("*.yml"))
    ]
    return sorted(found, key=lambda case: (GROUPS.index(case.group), case.name))


def table() -> str:
    """The table, in Markdown."""
    parts, known = [HEAD], cases()
    for group in GROUPS:
        parts.append(f"\n## {group}\n\n")
        parts.append(f"{HARMLESS[group]}\n\n" if group in HARMLESS else "")
        plain = any(case.published for case in known if case.group == group)
        parts.append(f"| {'Text | HTML' if plain else 'Mistake | Message'} |\n|---|---|\n")
        for case in known:
            if case.group == group:
                lines = (*case.expected, *case.published)
                messages = "<br>".join(_cell(" ".join(line.split())) for line in lines)
                parts.append(f"| {_cell(case.mistake)} | {messages} |\n")
    return "".join(parts)


def _cell(text: str) -> str:
    """Plain text within a cell of a Markdown table."""
    for sign in "\\`*_[]<>|#!":
        text = text.replace(sign, f"\\{sign}")
    return text
