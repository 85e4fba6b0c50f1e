"""The file that records what earlier checks found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from pydantic import StringConstraints

from practice.content.documents import read_data
from practice.content.issues import Issue
from practice.content.models import Day, Entry, Pattern

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from practice.link_checker.results import CheckResult

_HEADER = """\
# What `make links` found. That command writes this file; builds do not read it.
# Keep it in git: it records when each page was last seen alive. Nothing else depends on it.

"""
Text = Annotated[str, StringConstraints(min_length=1)]
Header = Annotated[str, Pattern(r"[\x20-\x7e]{1,200}", "Delete the line.")]
"""The value of a header that is sent back unchanged."""


class Record(Entry):
    """The last known state of one address."""

    address: Text
    """Without a fragment."""
    status: Text
    """The last status code (RFC 9110, section 15), or why there was no response."""
    alive: Day | None = None
    """The date when it was last seen alive (UTC)."""
    etag: Header | None = None
    modified: Header | None = None
    """The Last-Modified header."""
    redirect: Text | None = None
    """Where its redirects ended."""


@dataclass
class Records:
    """The records in a file, and the problems in it."""

    by_address: dict[str, Record] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def read_records(file: Path, path: str) -> Records:
    """Read `file`, whose path from the project folder is `path`, as far as it is not damaged."""
    if not file.is_file():
        return Records()
    document, issues = read_data(file, path)
    records = Records(issues=issues)
    if document is None:
        return records
    if not isinstance(document.data, list):
        issues.append(Issue(path, 1, "This file must contain a list."))
        return records
    for index in range(len(document.data)):
        record, wrong = Record.read(document.part(index, str(index + 1)))
        if not record.broken and record.address in records.by_address:
            wrong = [record.issue("address", f"“{record.address}” is listed twice.")]
        elif not record.broken:
            records.by_address[record.address] = record
        issues += wrong
    return records


def updated_records(
    before: Mapping[str, Record], results: Iterable[CheckResult], today: dt.date, *, keep: bool
) -> list[Record]:
    """The records after a check, sorted by address.

    `keep` retains the records of addresses that were not checked.
    """
    after = dict(before) if keep else {}
    for result in results:
        after[result.address] = _updated(before.get(result.address), result, today)
    return [after[address] for address in sorted(after)]


def _updated(before: Record | None, result: CheckResult, today: dt.date) -> Record:
    return Record(
        address=result.address,
        status=before.status if result.unchanged and before else result.reason,
        alive=today if result.alive else before and before.alive,
        etag=result.etag if result.alive else None,
        modified=result.modified if result.alive else None,
        redirect=result.target,
    )


def write_records(file: Path, records: Iterable[Record]) -> None:
    """Replace `file` atomically. Raises OSError."""
    rows = [_row(record) for record in records]
    text = yaml.dump(rows, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    partial = file.with_name(f".{file.name}.part")
    partial.write_text(_HEADER + text, encoding="utf-8")
    partial.replace(file)


class _Dumper(yaml.SafeDumper):
    """Writes a date in full each time, never as an alias of an earlier one."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _row(record: Record) -> dict[str, Any]:
    row = record.model_dump(exclude_none=True)
    return {**row, "status": int(record.status)} if record.status.isdecimal() else row


def set_aside(file: Path) -> Path:
    """Rename a damaged file, and return its new path. Raises OSError."""
    number = 1
    while (aside := file.with_name(f"{file.stem}.damaged-{number}{file.suffix}")).exists():
        number += 1
    return file.rename(aside)
