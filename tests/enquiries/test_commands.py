"""The commands at the terminal."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.characters import printable
from practice.enquiries.commands import main
from practice.enquiries.enquiry import Verdict
from practice.enquiries.outbox import Outbox, State
from tests import practices
from tests.enquiries.samples import NOW, enquiry, hold, keep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., list[str]]

DOCS = practices.docs("full")
HOSTILE = "\x1b[2J\x1b]0;title\x07\r\u202e\x9b31m\ud800\u2028"


@pytest.fixture
def run(outbox: Outbox, folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; the lines it prints, those on the error output last."""
    assert outbox, "commands run beside an outbox that is open"

    def command(*arguments: str, code: int = 0) -> list[str]:
        environ = {"ENQUIRIES_FOLDER": str(folder / "box")}
        try:
            assert main(arguments, environ, docs=DOCS) == code
        except SystemExit as end:
            assert end.code == code
        out, err = capsys.readouterr()
        assert bool(err) is bool(code)
        assert_harmless(out + err)
        return (out + err).split("\n")[:-1]

    return command


def assert_harmless(text: str) -> None:
    bad = {letter for letter in text if unicodedata.category(letter) in {"Cc", "Cf", "Cs"}}
    assert bad <= {"\n"}


def accept(outbox: Outbox, judge: Any = keep, **given: Any) -> str:
    made = enquiry(**given)
    outbox.accept(made, judge).result()
    return made.id


def fail(outbox: Outbox, **given: Any) -> str:
    id = accept(outbox, **given)
    outbox.claim(99)
    outbox.mark_dead(id, "550 no such user").result()
    return id


def test_the_list(outbox: Outbox, run: Run) -> None:
    dead = fail(outbox, id="a" * 32)
    held = accept(outbox, hold, id="b" * 32)
    new = accept(outbox, id="c" * 32, email="zoe@visitor.example")
    assert run("list") == [
        "ID        Received (UTC)    State        Tries  From, or problem",
        "cccccccc  2027-01-15 08:00  waiting      0      zoe@visitor.example",
        "bbbbbbbb  2027-01-15 08:00  quarantined  0      It has five links.",
        "aaaaaaaa  2027-01-15 08:00  dead         1      550 no such user",
        "1 waiting, 0 claimed, 0 sent, 1 dead, 1 quarantined",
    ]
    assert [
        line[:8] for line in run("list", "--state", "dead", "--state", "quarantined")[1:-1]
    ] == [
        held[:8],
        dead[:8],
    ]
    assert run("list", "--most", "1")[1:3] == [
        f"{new[:8]}  2027-01-15 08:00  waiting      0      zoe@visitor.example",
        "… and 2 older. See more with: list --most 3",
    ]
    assert run("list", "--most", "2")[3] == "… and 1 older. See more with: list --most 3"
    assert run("list", "--state", "sent") == ["1 waiting, 0 claimed, 0 sent, 1 dead, 1 quarantined"]


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(), max_size=100) | st.just(HOSTILE))
def test_nothing_controls_the_terminal(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    joiners = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}
    assert all(
        unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} or letter in joiners
        for letter in shown
    )


def test_lists_fit_a_terminal_whatever_was_sent(outbox: Outbox, run: Run) -> None:
    accept(outbox, email="日本" * 100 + "@")
    accept(outbox, email=HOSTILE + "@" + "x" * 300)
    accept(outbox, lambda *_: Verdict((HOSTILE * 9, "x" * 300)))
    for line in run("list"):
        assert sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) <= 80


def test_everything_about_one_is_shown(outbox: Outbox, run: Run) -> None:
    id = accept(outbox, hold, id="ab" * 16, message="One.\r\n\r\nTwo " + HOSTILE, gone="x")
    lines = run("show", "ABAB")
    assert lines[:4] == [
        f"Enquiry   {id}",
        "Received  2027-01-15 08:00 UTC",
        "State     quarantined",
        "Like spam It has five links.",
    ]
    at = lines.index("What does your voice do?")
    assert lines[at + 1 : at + 3] == ["  One.", "  "]
    assert lines[at + 3].startswith("  Two ")
    assert lines[-2:] == ["gone", "  x"]


def test_a_new_one_has_no_failures_and_no_next_try(outbox: Outbox, run: Run) -> None:
    id = accept(outbox)
    assert run("show", id)[2:4] == ["State     waiting", ""]


def test_a_failed_one_shows_why_and_when_it_is_tried_again(outbox: Outbox, run: Run) -> None:
    id = accept(outbox)
    outbox.claim(1)
    outbox.mark_failed(id, "451 later " + HOSTILE, NOW + 60).result()
    lines = run("show", id)
    assert lines[3:5] == ["Next try  2027-01-15 08:01 UTC", "Failures  1"]
    assert lines[5].startswith("Because   451 later ")


def test_replaying(outbox: Outbox, run: Run) -> None:
    dead, held, waiting = fail(outbox), accept(outbox, hold), accept(outbox)
    assert run("replay", dead[:8], held)[0].startswith("2 enquiries to be sent.")
    assert outbox.counts()[State.WAITING] == 3
    said = run("replay", waiting, code=2)
    assert said[-1] == f"Not dead or quarantined, so not sent: {waiting[:8]}."
    fail(outbox)
    assert run("replay", "--dead")[0].startswith("1 enquiry to be sent.")
    for arguments in ([], ["--dead", dead]):
        (said_,) = run("replay", *arguments, code=2)
        assert said_ == "Name the enquiries by their ids, or use --dead for all dead ones."


def test_an_id_that_matches_none_or_several(outbox: Outbox, run: Run) -> None:
    accept(outbox, id="a" * 32)
    accept(outbox, id="a" * 31 + "b")
    assert run("show", "b", code=2) == ["There is no enquiry b. To see them, use: list"]
    (said,) = run("show", "aaa", code=2)
    assert said == "Several enquiries begin with aaa. Write more of the id."
    run("show", HOSTILE, code=2)


def test_export_as_json(outbox: Outbox, run: Run) -> None:
    first = accept(outbox, message="One.\n" + HOSTILE)
    accept(outbox, hold)
    rows = [json.loads(line) for line in run("export")]
    assert rows[0]["id"] == first
    assert rows[0]["answers"]["message"] == "One.\n" + HOSTILE
    assert rows[1]["reasons"] == "It has five links."


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t=", " =", "\r=", "\n="])  # noqa: RUF001
def test_a_spreadsheet_computes_nothing_in_an_export(outbox: Outbox, run: Run, start: str) -> None:
    accept(outbox, message=start + 'cmd|"/c calc"!A1', name='a, "b"\r\nc')
    accept(outbox, extra="more")
    text = "\n".join(run("export", "--format", "csv"))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows[0]["message"].startswith("'")
    assert rows[0]["message"].endswith('cmd|"/c calc"!A1')
    assert rows[0]["name"] == 'a, "b"\nc'
    assert (rows[0]["extra"], rows[1]["extra"]) == ("", "more")


def test_export_of_nothing(run: Run) -> None:
    assert run("export") == run("export", "--format", "csv") == []


def test_purging_by_age(outbox: Outbox, run: Run) -> None:
    accept(outbox, hold, received=0)
    accept(outbox, hold, received=NOW)
    assert run("purge", "--older-than", "20000d") == ["1 enquiry older than 20000 days deleted."]
    accept(outbox, hold, received=0)
    assert run("purge") == ["1 enquiry older than 90 days deleted."], "as contact.yml says"
    assert len(outbox.list()) == 1


def test_purging_by_mail_address(outbox: Outbox, run: Run) -> None:
    accept(outbox, email="zoe@visitor.example")
    accept(outbox, email="ann@visitor.example")
    said = run("purge", "--email", "Zoe@visitor.example")
    assert said == ["1 enquiry from Zoe@visitor.example deleted."]
    assert [each.enquiry.answers["email"] for each in outbox.list()] == ["ann@visitor.example"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["sho"],
        ["show"],
        ["list", "--state", "lost"],
        ["list", "--most", "-1"],
        ["purge", "--older-than", "1y"],
        ["purge", "--older-than", "1d", "--email", "x@y.example"],
        ["export", "--format", "xml"],
    ],
)
def test_wrong_arguments(run: Run, arguments: list[str]) -> None:
    assert run(*arguments, code=2)


def test_a_folder_without_an_outbox(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"], {"ENQUIRIES_FOLDER": str(tmp_path / "typo")}, docs=DOCS) == 2
    assert "Check ENQUIRIES_FOLDER." in capsys.readouterr().err
    assert not (tmp_path / "typo").exists()
    assert main(["list"], {}, docs=DOCS) == 2
    assert capsys.readouterr().err.startswith("ENQUIRIES_FOLDER: This setting is missing.")


def test_content_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"], {}, docs=tmp_path / "docs") == 2
    assert "docs/_data/practice.yml:1: " in capsys.readouterr().err
