"""Addresses of the site that are gone on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from practice.content.documents import read_data
from practice.content.issues import Issue

if TYPE_CHECKING:
    from pathlib import Path

GONE = "docs/_data/gone.yml"


def read_gone(docs: Path) -> tuple[dict[str, int], list[Issue]]:
    """The line of each address in the list, and what is wrong there.

    See `plain` for how the addresses are written.
    """
    file = docs / "_data/gone.yml"
    if not file.is_file():
        return {}, []
    document, issues = read_data(file, GONE)
    if document is None:
        return {}, issues
    fix = "Write one address per line: - /articles/old-name/"
    if not isinstance(document.data, list):
        return {}, [Issue(GONE, 1, "The file is not a list of addresses.", fix)]
    lines: dict[str, int] = {}
    for place, entry in enumerate(document.data):
        if isinstance(entry, str) and entry.startswith("/"):
            lines[plain(entry)] = document.line(place)
        else:
            message = "This entry is not an address that begins with a slash."
            issues.append(Issue(GONE, document.line(place), message, fix))
    return lines, issues


def plain(address: str) -> str:
    """An address without what may differ: the slash at its end, and letters written as codes."""
    return "/" + unquote(address).strip("/")
