"""What this site uses of Python-Markdown's footnotes; fails when that package changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from practice.markdown.footnotes import DEFINITION, NOTE_ID, REFERENCE_CLASS, Footnotes

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class Adds(Treeprocessor):
    """Defines the footnote `added`, and remembers the definitions of the text."""

    def run(self, root: Element) -> None:  # noqa: ARG002 (Markdown calls it so)
        assert self.md is not None
        footnotes = Footnotes(self.md)
        self.seen = dict(footnotes.definitions)
        footnotes.define("added", "An *added* note.")


def converted(text: str) -> tuple[BeautifulSoup, dict[str, str]]:
    markdown = Markdown(extensions=["footnotes"])
    adds = Adds(markdown)
    markdown.treeprocessors.register(adds, "adds", 51)
    return BeautifulSoup(markdown.convert(text), "lxml"), adds.seen


def test_the_definitions_of_a_text_are_known_before_its_footnotes_are_written() -> None:
    _, seen = converted("A.[^one]\n\n[^one]: A *note*.\n\n    More.\n\n[^two]: Another.")
    assert seen == {"one": "A *note*.\n\nMore.", "two": "Another."}


def test_a_footnote_can_be_added() -> None:
    page, seen = converted("A fact.[^added]")
    assert seen == {}
    link = page.select_one(f"sup a.{REFERENCE_CLASS}")
    assert link["href"] == f"#{NOTE_ID}added"
    note = page.select_one(f"[id='{NOTE_ID}added']")
    assert note.select_one("em").get_text() == "added"
    assert note.select_one("a.footnote-backref")["href"] == "#fnref:added"


@pytest.mark.parametrize(
    "text",
    [
        "[^one]: A note.",
        "   [^one]: A note.",
        "[^one]:A note.",
        "[^one]:\n    A note.",
        "[^a one]: A note.",
        "[^one]: A note.\n[^two]: Another.",
        "Text.\n[^one]: A note.",
        "Text [^one]: A note.",
        "[^one] : A note.",
        "[^ [^one]: A note.",
    ],
)
def test_definitions_are_those_that_markdown_finds(text: str) -> None:
    assert [match[1] for match in DEFINITION.finditer(text)] == list(converted(text)[1])
