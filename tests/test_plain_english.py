"""Words that nobody says at work stay out of messages and of what commands print."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.golden import Case, cases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PHRASES = {
    r"mend(s|ed|ing)?": "fix",
    r"tells?|told": "say, report, show",
    r"stands?": "is, appears",
    r"holds?": "contains, has",
    r"(?<!there )(is|are|was|were) (no(?! longer)|none)": "is not a",
    r"whom": "who",
    r"at once": "immediately, together",
    r"bears? on": "is about, affects",
    r"(lead|leads|led) to": "links to, causes",
    r"leads? nowhere": "has no target",
    r"befalls?": "happens to",
    r"reckon(s|ed)?": "think, calculate",
    r"thereof|therein|wherein": "of it, in it",
    r"the like": "and others",
    r"make of": "think of",
    r"worth knowing": "note",
    r"none is": "there are none",
}
"""What to avoid, and what to write instead."""
AVOIDED = re.compile(rf"\b({'|'.join(PHRASES)})\b", re.IGNORECASE)
SQL = re.compile(r"\b(CREATE TABLE|SELECT|UPDATE|IS (NOT )?NULL)\b")
QUOTED = re.compile("“[^”]*”")
"""Quoted by a message from what the coach wrote."""


def avoided(text: str) -> list[str]:
    return [match[0] for match in AVOIDED.finditer(QUOTED.sub("", text))]


def literals(file: Path) -> Iterator[tuple[int, str]]:
    """The strings with words in a module, without docstrings, regular expressions and SQL."""
    tree = ast.parse(file.read_text("utf-8"))
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            skipped.add(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            skipped.update(ast.walk(node))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and node not in skipped else None
        if isinstance(text, str) and " " in text.strip() and not SQL.search(text):
            yield node.lineno, text


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_messages_about_mistakes(case: Case) -> None:
    assert [f"{word}: {text}" for text in case.expected for word in avoided(text)] == []


@pytest.mark.parametrize(
    "file", sorted((ROOT / "hooks").rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT))
)
def test_strings_in_the_code(file: Path) -> None:
    found = [f"{line}: {word}: {text}" for line, text in literals(file) for word in avoided(text)]
    assert found == []


@pytest.mark.parametrize("phrase", ["2 problems to mend:", "A tab stands here.", "It is no date."])
def test_the_phrases_are_found(phrase: str) -> None:
    assert avoided(phrase)


@pytest.mark.parametrize("phrase", ["“Told at once” is empty.", "It is no longer needed.", "Notes"])
def test_other_words_are_not(phrase: str) -> None:
    assert not avoided(phrase)
