"""Entries added to the end of a data file, with nothing else in it changed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from practice.authoring.kinds import RequestError, invalid
from practice.content.documents import Document, parse_yaml, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from practice.content.models import Entry

_NONE = (b"[]", b"{}")
"""How a file without entries may end."""


def read_entries(project: Path, path: str, kind: type[Any]) -> Any:
    """The entries in a file, a list or a dict as `kind` says; none if there is no file."""
    file = project / path
    if not file.is_file():
        return kind()
    text, issues = read_text(file, path)
    data, _, more = parse_yaml(text or "", path)
    if issues or more:
        raise RequestError(
            "\n".join(["Nothing was added. Fix this first:", *map(str, issues + more)])
        )
    entries = data or kind()
    if not isinstance(entries, kind):
        how = "list each entry under its id" if kind is dict else "be a list of entries"
        raise RequestError(f"Nothing was added. {path} must {how}.")
    return entries


def add_entry(
    project: Path, path: str, before: Any, model: type[Entry], entry: str, key: str | int
) -> int:
    """Write `entry` to the end of a file that has the entries `before`, and return its line.

    Raises RequestError and changes nothing if the entry is not valid, or if the other entries
    would not be the same as before.
    """
    file = project / path
    text = file.read_bytes() if file.is_file() else b""
    above, _, last = text.rstrip().rpartition(b"\n")
    after = _appended(text if before or last not in _NONE else above + b"\n" * bool(above), entry)
    line = _verified_line(path, after, before, model, entry, key)
    new = file.with_name(f".{file.name}.new")
    new.write_bytes(after)
    if file.is_file():
        shutil.copymode(file, new)
    new.replace(file)  # atomic: a crash leaves the old file or the new one
    return line


def _appended(before: bytes, entry: str) -> bytes:
    """`before` unchanged, an empty line, and the entry with the same line ends."""
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if not before else newline if before.endswith(b"\n") else newline * 2
    return before + gap + entry.encode().replace(b"\n", newline)


def _verified_line(
    path: str, after: bytes, before: Any, model: type[Entry], entry: str, key: str | int
) -> int:
    text = after.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    data, lines, issues = parse_yaml(text, path)
    if not issues and _others(data, key) == before:
        part = Document(path, "", data, lines).part(key, str(key))
        _, issues = model.read(part)
        if not issues:
            return part.line()
        raise invalid(issues, text)
    raise RequestError(
        f"Nothing was added: the end of {path} is not a place for an entry.\n"
        f"Add this yourself:\n\n{entry}"
    )


def _others(data: Any, key: str | int) -> Any:
    """The entries but the one at `key`; None if there is none at it."""
    if isinstance(data, list):
        return data[:-1] if len(data) - 1 == key else None
    if isinstance(data, dict) and key in data:
        return {name: entry for name, entry in data.items() if name != key}
    return None
