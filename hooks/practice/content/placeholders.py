"""Words that stand for words still to be written, as `make new` leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.content.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from practice.content.documents import Document
    from practice.content.models import Entry

MARK = "TO WRITE"
"""What every such text begins with; no text that is finished holds it."""


def unwritten(document: Document) -> Iterator[int]:
    """The lines of a document on which words are still to be written."""
    for text, line in document.texts():
        if MARK in text:
            yield line
    for number, line_of_text in enumerate(document.body.split("\n")):
        if MARK in line_of_text:
            yield document.body_line + number


def unwritten_in_public(entries: Iterable[Entry]) -> Iterator[Issue]:
    """An issue for all words still to be written where readers would see them: not in drafts."""
    for entry in entries:
        if getattr(entry, "draft", False):
            continue
        for line in unwritten(entry.document):
            message = f"“{MARK}” still stands here, and readers would see it."
            fix = "Write your own words in its place."
            yield Issue(entry.document.path, line, message, fix)
