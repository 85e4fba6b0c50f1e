"""The file that records what earlier checks found."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from practice.link_checker.records import Record, read_records, updated_records, write_records
from practice.link_checker.results import CheckResult, Failure

if TYPE_CHECKING:
    from pathlib import Path

A = "https://x.example/a"
TODAY = dt.date(2026, 11, 25)


def test_records_are_read_as_written(tmp_path: Path) -> None:
    file = tmp_path / "links.yml"
    nasty = [
        Record(address="https://x.example/" + "long" * 200 + "?a: b #c", status="200"),
        Record(address="https://x.example/ä", status="true", alive=TODAY),
        Record(
            address="https://y.example/",
            status="no connection",
            alive=TODAY,
            etag="W/\"'#:null\\",
            modified="null",
            redirect="https://y.example/#!x",
        ),
    ]
    write_records(file, nasty)
    records = read_records(file, "docs/_data/links.yml")
    assert records.issues == []
    read = [record.model_dump() for record in records.by_address.values()]
    assert read == [record.model_dump() for record in nasty]


def test_a_missing_file_has_no_records(tmp_path: Path) -> None:
    records = read_records(tmp_path / "links.yml", "docs/_data/links.yml")
    assert (records.by_address, records.issues) == ({}, [])


@pytest.mark.parametrize(
    ("result", "status", "alive", "etag"),
    [
        (CheckResult(A, 200, etag='"new"'), "200", TODAY, '"new"'),
        (CheckResult(A, 304, etag='"old"', unchanged=True), "203", TODAY, '"old"'),
        (CheckResult(A, 404, etag='"of the 404"'), "404", dt.date(2026, 1, 2), None),
        (CheckResult(A, Failure.TIMEOUT), "timeout", dt.date(2026, 1, 2), None),
    ],
)
def test_a_result_updates_the_record(
    result: CheckResult, status: str, alive: dt.date, etag: str | None
) -> None:
    before = Record(address=A, status="203", alive=dt.date(2026, 1, 2), etag='"old"')
    (after,) = updated_records({A: before}, [result], TODAY, keep=False)
    assert (after.status, after.alive, after.etag) == (status, alive, etag)
