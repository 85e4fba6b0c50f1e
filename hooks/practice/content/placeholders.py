"""Placeholders for text still to be written, as `make new` leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.content.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from practice.content.documents import Document
    from practice.content.models import Entry

MARK = "TO WRITE"
"""What every placeholder begins with; finished texts do not have it."""


def unwritten(document: Document) -> Iterator[int]:
    """The lines of a document with placeholders."""
    for text, line in document.texts():
        if MARK in text:
            yield line
    for number, line_of_text in enumerate(document.body.split("\n")):
        if MARK in line_of_text:
            yield document.body_line + number


def unwritten_issues(entries: Iterable[Entry]) -> Iterator[Issue]:
    """An issue for each placeholder in these entries."""
    for entry in entries:
        for line in unwritten(entry.document):
            message = f"“{MARK}” is still here, and readers would see it."
            fix = "Replace it with your own words."
            yield Issue(entry.document.path, line, message, fix)
