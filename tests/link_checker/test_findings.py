"""What is printed about addresses that need attention."""

from __future__ import annotations

import datetime as dt

import pytest

from practice.link_checker.archive import ArchivedCopy
from practice.link_checker.findings import findings, report_lines, summary
from practice.link_checker.mentions import Mention
from practice.link_checker.records import Record
from practice.link_checker.results import CheckResult, Failure, Hop

A = "https://x.example/a"


def line_for(result: CheckResult, written: str = A, copy: ArchivedCopy | None = None) -> str:
    record = Record(address=A, status="200", alive=dt.date(2026, 1, 2))
    mention = Mention("docs/about.md", 3, written)
    copies = {A: copy} if copy else {}
    found = findings({A: [mention]}, {A: result}, {A: record}, copies, 10)
    heading, line, *_ = report_lines(found)
    assert line.startswith(f"docs/about.md:3: {written}: ")
    return f"{heading} {line.removeprefix(f'docs/about.md:3: {written}: ')}"


@pytest.mark.parametrize("code", [404, 410, *Failure, 429, 500, 503, 401, 403, 405, 999, 304])
def test_each_line_says_what_is_wrong_and_what_to_do(code: int | Failure) -> None:
    line = line_for(CheckResult(A, code))
    wrong, fix = line.split(", last seen alive on 2026-01-02. ")
    dead = code in {404, 410, Failure.HOST}
    assert wrong.startswith("Dead: " if dead else "Unsure: ")
    assert isinstance(code, Failure) or str(code) in wrong
    assert fix[0].isupper()
    assert fix.endswith(".")
    assert "{" not in line


def test_a_timeout_names_the_limit() -> None:
    assert "did not respond within 10 seconds" in line_for(CheckResult(A, Failure.TIMEOUT))


@pytest.mark.parametrize(
    ("copy", "fix"),
    [
        (ArchivedCopy("https://c.example"), "Link to the archived copy https://c.example, "),
        (
            ArchivedCopy(search="https://l.example"),
            "Look for an archived copy at https://l.example",
        ),
        (ArchivedCopy(), "No archived copy is known. Find another page, "),
    ],
)
def test_a_dead_link_may_have_an_archived_copy(copy: ArchivedCopy, fix: str) -> None:
    assert fix in line_for(CheckResult(A, 404), copy=copy)


@pytest.mark.parametrize(
    ("written", "target", "new"),
    [
        (A, "https://x.example/b", "https://x.example/b"),
        (f"{A}#part", "https://x.example/b", "https://x.example/b#part"),
        (f"{A}#part", "https://x.example/b#own", "https://x.example/b#own"),
    ],
)
def test_a_moved_link_has_a_new_address(written: str, target: str, new: str) -> None:
    line = line_for(CheckResult(A, 200, (Hop(target, permanent=True),)), written)
    assert line == f"Moved: the page has moved. Write {new} instead."


def test_a_temporary_redirect() -> None:
    assert line_for(CheckResult(A, 200, (Hop("https://x.example/b", permanent=False),))) == (
        "Moved: it redirects to https://x.example/b for now. "
        "Nothing to do if that is the right page."
    )


def test_the_summary_counts_addresses() -> None:
    assert summary([CheckResult("a", 200), CheckResult("b", 204), CheckResult("c", 404)]) == (
        "3 addresses: 2 alive, 1 dead."
    )
    assert summary([CheckResult("a", 503)]) == "1 address: 1 unsure."
