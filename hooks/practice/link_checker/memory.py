"""What earlier checks found, in a file that is written by the command and read by people too."""

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

    from practice.link_checker.checks import Outcome

_HEADER = """\
# What `make links` found, address by address. It is written by that command and read by no build.
# Keep it in git: it knows when a page was last seen alive. Deleting it costs no more than that.

"""
Text = Annotated[str, StringConstraints(min_length=1)]
Header = Annotated[str, Pattern(r"[\x20-\x7e]{1,200}", "Take the line out.")]
"""The value of a header that is sent back as it came."""


class Record(Entry):
    """What is remembered of one address."""

    address: Text
    """Without a fragment."""
    status: Text
    """The number of the last answer (RFC 9110, section 15), else why there was none."""
    alive: Day | None = None
    """The day it was last seen alive (UTC)."""
    etag: Header | None = None
    modified: Header | None = None
    """The Last-Modified header."""
    redirect: Text | None = None
    """Where the address led in the end."""


@dataclass
class Memory:
    """The records of a file, and what is wrong with it."""

    records: dict[str, Record] = field(default_factory=dict)
    """By address."""
    issues: list[Issue] = field(default_factory=list)


def read_memory(file: Path, path: str) -> Memory:
    """What `file`, known as `path`, remembers; of a damaged one what can still be read."""
    if not file.is_file():
        return Memory()
    document, issues = read_data(file, path)
    memory = Memory(issues=issues)
    if document is None:
        return memory
    if not isinstance(document.data, list):
        issues.append(Issue(path, 1, "The file has to hold a list."))
        return memory
    for index in range(len(document.data)):
        record, wrong = Record.read(document.part(index, str(index + 1)))
        if record and record.address in memory.records:
            wrong = [record.issue("address", f"“{record.address}” is listed twice.")]
        elif record:
            memory.records[record.address] = record
        issues += wrong
    return memory


def remembered(
    before: Mapping[str, Record], outcomes: Iterable[Outcome], today: dt.date, *, keep: bool
) -> list[Record]:
    """The records after a check, by address.

    `keep` leaves those of addresses that were not checked, else they are forgotten.
    """
    after = dict(before) if keep else {}
    for outcome in outcomes:
        after[outcome.address] = _updated(before.get(outcome.address), outcome, today)
    return [after[address] for address in sorted(after)]


def _updated(before: Record | None, outcome: Outcome, today: dt.date) -> Record:
    return Record(
        address=outcome.address,
        status=before.status if outcome.unchanged and before else outcome.answer,
        alive=today if outcome.alive else before and before.alive,
        etag=outcome.etag if outcome.alive else None,
        modified=outcome.modified if outcome.alive else None,
        redirect=outcome.target,
    )


def write_memory(file: Path, records: Iterable[Record]) -> None:
    """Replace `file` in one step. Raises OSError."""
    rows = [_row(record) for record in records]
    text = yaml.dump(rows, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    partial = file.with_name(f".{file.name}.part")
    partial.write_text(_HEADER + text, encoding="utf-8")
    partial.replace(file)


class _Dumper(yaml.SafeDumper):
    """Writes the same day again where it stands again."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _row(record: Record) -> dict[str, Any]:
    row = record.model_dump(exclude_none=True)
    return {**row, "status": int(record.status)} if record.status.isdecimal() else row


def set_aside(file: Path) -> Path:
    """Give a damaged file a name that is free, and say which. Raises OSError."""
    number = 1
    while (aside := file.with_name(f"{file.stem}.damaged-{number}{file.suffix}")).exists():
        number += 1
    return file.rename(aside)
