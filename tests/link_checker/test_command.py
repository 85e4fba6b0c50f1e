"""`make links` as the coach runs it: what it prints, what it records, when it changes nothing."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from practice.link_checker.__main__ import main
from tests.link_checker.conftest import closed_port
from tests.link_checker.server import Reply, Server, archive
from tests.practices import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs import Docs
    from tests.link_checker.server import Request, Write

RECORDS = "_data/links.yml"
TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def run(docs: Docs, server: Server, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(docs, server, capsys)


class Run:
    """Runs the command on a docs folder, without pauses; `server` is the archive too."""

    def __init__(self, docs: Docs, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
        self.docs, self.server, self._capsys = docs, server, capsys
        self.errors = ""

    def __call__(self, *options: str) -> list[str]:
        """The lines on standard output; those on standard error are in `errors`."""
        quick = ["--docs", str(self.docs.folder), "--archive", self.server.base, "--pause", "0"]
        quick += ["--backoff", "0.01", "--tries", "2", "--limit", "5"]
        assert main([*quick, *options]) == 0
        out, self.errors = self._capsys.readouterr()
        assert "Traceback" not in out + self.errors
        return out.replace(self.server.base, "SITE").splitlines()

    def sources(self, *paths: str) -> None:
        """Write sources with links to these paths of the server, or to full addresses."""
        entries = (
            f"s{number}:\n  title: T\n  url: {path if '://' in path else self.server.base + path}\n"
            for number, path in enumerate(paths)
        )
        self.docs.write("_data/sources.yml", "".join(entries))

    def text(self, path: str) -> None:
        """Write a text with a link to a path of the server, where a real process may have one."""
        self.docs.add("about.md", f"\n[A page]({self.server.base}{path})\n")

    def records(self) -> str:
        """The file of records, below its comment."""
        text = (self.docs.folder / RECORDS).read_text("utf-8").replace(self.server.base, "SITE")
        return text.partition("\n\n")[2].replace(TODAY.isoformat(), "TODAY")


def test_everything_together(run: Run) -> None:
    server = run.server
    server.paths |= {
        "/alive": server.tagged,
        "/moved": Reply(301, {"Location": "/alive"}),
        "/busy": Reply(503),
        "/wayback/available": archive({f"{server.base}/gone": "http://archive.example/2020/gone"}),
    }
    run.sources("/alive", "/gone", "/moved", "/busy")
    run.docs.add(
        "about.md", f"\n[Gone]({server.base}/gone#why), [moved]({server.base}/moved#here).\n"
    )
    run.docs.add(
        "_data/practice.yml",
        f"social:\n  - {{title: Elsewhere, url: {server.base}/lost}}\n"
        f"booking: {server.base}/alive\n",
    )
    assert run() == [
        "Dead:",
        "docs/_data/practice.yml:10: SITE/lost: the page does not exist (404). "
        "No archived copy is known. Find another page, or remove the link.",
        "docs/_data/sources.yml:6: SITE/gone: the page does not exist (404). "
        "Link to the archived copy https://archive.example/2020/gone, or remove the link.",
        "docs/about.md:7: SITE/gone#why: the page does not exist (404). "
        "Link to the archived copy https://archive.example/2020/gone, or remove the link.",
        "",
        "Moved:",
        "docs/_data/sources.yml:9: SITE/moved: the page has moved. Write SITE/alive instead.",
        "docs/about.md:7: SITE/moved#here: the page has moved. Write SITE/alive#here instead.",
        "",
        "Unsure:",
        "docs/_data/sources.yml:12: SITE/busy: the site has a problem of its own (503). "
        "Try again later. If it stays this way, look for another address.",
        "",
        "5 addresses: 1 alive, 2 dead, 1 moved, 1 unsure.",
        "The results are in docs/_data/links.yml.",
    ]
    assert (
        run.records()
        == """\
- address: SITE/alive
  status: 200
  alive: TODAY
  etag: '"v1"'
  modified: Wed, 04 Nov 2026 08:00:00 GMT
- address: SITE/busy
  status: 503
- address: SITE/gone
  status: 404
- address: SITE/lost
  status: 404
- address: SITE/moved
  status: 200
  alive: TODAY
  etag: '"v1"'
  modified: Wed, 04 Nov 2026 08:00:00 GMT
  redirect: SITE/alive
"""
    )
    before = (run.docs.folder / RECORDS).read_bytes()
    asked = len(server.requests)
    run()
    again = server.requests[asked:]
    assert "if-none-match" in next(r for r in again if r.path == "/alive").headers
    assert (run.docs.folder / RECORDS).read_bytes() == before, "the same results, the same file"
    run.docs.content()


def test_the_date_last_seen_alive_is_kept_and_sent_to_the_archive(run: Run) -> None:
    run.server.paths["/wayback/available"] = archive({})
    run.sources("/gone")
    run.docs.write(
        RECORDS, f"- address: {run.server.base}/gone\n  status: 200\n  alive: 2025-03-04\n"
    )
    assert run()[1].startswith(
        "docs/_data/sources.yml:3: SITE/gone: the page does not exist (404), "
        "last seen alive on 2025-03-04."
    )
    assert run.records() == "- address: SITE/gone\n  status: 404\n  alive: 2025-03-04\n"
    (asked,) = {r.target for r in run.server.requests if r.path == "/wayback/available"}
    assert "timestamp=20250304" in asked


@pytest.mark.parametrize(
    "answer",
    [
        Reply(503),
        Reply(404),
        Reply(body=b"no JSON"),
        Reply(body=b"[]"),
        Reply(body=b'{"archived_snapshots": []}'),
        Reply(body=b'{"archived_snapshots": {"closest": {"available": true, "url": 7}}}'),
        Reply(
            body=b'{"archived_snapshots": {"closest": {"available": true, "url": "\\u001b[2J"}}}'
        ),
        Reply(body=b"[" * 90_000),
        Reply(body=b'{"archived_snapshots": {}, "x": "' + b"x" * 200_000 + b'"}'),
        Reply(body=b"\xff\xfe\x00"),
    ],
)
def test_without_the_archive_a_person_can_search_it(run: Run, answer: Reply) -> None:
    run.server.paths["/wayback/available"] = answer
    run.sources("/gone")
    assert (
        "Look for an archived copy at https://web.archive.org/web/2*/SITE/gone, "
        "or remove the link." in run()[1]
    )


def test_an_endless_response_of_the_archive_is_not_read(run: Run) -> None:
    run.server.paths["/wayback/available"] = run.server.endless
    run.sources("/gone")
    assert "https://web.archive.org/web/2*/SITE/gone" in run()[1]
    assert run.server.sent < 20_000_000, "only what fits into the buffers of both sides"


def test_no_archive(run: Run) -> None:
    run.sources("/gone")
    lines = run("--archive", f"http://127.0.0.1:{closed_port()}")
    assert "https://web.archive.org/web/2*/SITE/gone" in lines[1]


def test_without_a_network_nothing_changes(run: Run) -> None:
    run.sources("http://one.example/", f"http://127.0.0.1:{closed_port()}/two")
    said = "No site could be reached. There seems to be no network, so nothing was changed."
    assert run() == [said]
    assert not (run.docs.folder / RECORDS).exists()
    run.docs.write(RECORDS, "- {address: http://one.example/, status: 200, alive: 2026-01-02}\n")
    assert run() == [said]
    run.docs.write(RECORDS, "no list\n")
    assert run() == [said]
    assert (run.docs.folder / RECORDS).read_text("utf-8") == "no list\n"
    assert not run.server.requests, "the archive gets no request"


class TestDamagedRecords:
    @pytest.mark.parametrize(
        ("damaged", "said"),
        [
            (b"- address: [\n", "docs/_data/links.yml:2: "),
            (b"\xff\xfe", "docs/_data/links.yml:1: This line is not UTF-8 text."),
            (b"", "docs/_data/links.yml:1: The file is empty."),
            (b"some: thing\n", "docs/_data/links.yml:1: This file must contain a list."),
            (b"<<<<<<< HEAD\n- address: x\n", "docs/_data/links.yml:"),
        ],
    )
    def test_a_damaged_file_is_reported_and_renamed(
        self, run: Run, damaged: bytes, said: str
    ) -> None:
        run.server.paths["/alive"] = Reply(200)
        run.sources("/alive")
        run.docs.write(RECORDS, damaged)
        run.docs.write("_data/links.damaged-1.yml", "an earlier one")
        assert run() == [
            "1 address: 1 alive.",
            "docs/_data/links.yml was damaged. It is now named links.damaged-2.yml.",
            "The results are in docs/_data/links.yml.",
        ]
        assert said in run.errors
        assert (run.docs.folder / "_data/links.damaged-2.yml").read_bytes() == damaged
        assert run.records() == "- address: SITE/alive\n  status: 200\n  alive: TODAY\n"
        run.docs.content()

    def test_records_that_can_be_read_are_kept(self, run: Run) -> None:
        run.server.paths["/busy"] = Reply(503)
        run.sources("/busy", "/gone")
        run.docs.write(
            RECORDS,
            f"- {{address: {run.server.base}/busy, status: 200, alive: 2026-01-02}}\n"
            f"- {{address: {run.server.base}/busy, status: 200, alive: 2025-01-02}}\n"
            f"- {{address: {run.server.base}/gone, status: 200, alive: yesterday}}\n"
            "- {address: http://x.example, sttus: 200}\n",
        )
        run()
        said = run.errors.replace(run.server.base, "SITE")
        assert "docs/_data/links.yml:2: “SITE/busy” is listed twice." in said
        assert "docs/_data/links.yml:3: “alive” is “yesterday”, which is not a date." in said
        assert "docs/_data/links.yml:4: “sttus” is not a key here. Did you mean “status”?" in said
        assert run.records() == (
            "- address: SITE/busy\n  status: 503\n  alive: 2026-01-02\n"
            "- address: SITE/gone\n  status: 404\n"
        )


def test_an_address_removed_from_the_content_is_removed_from_the_records(run: Run) -> None:
    run.server.paths |= {"/a": Reply(200), "/b": Reply(200)}
    run.sources("/a", "/b")
    run()
    run.sources("/a")
    run()
    assert run.records() == "- address: SITE/a\n  status: 200\n  alive: TODAY\n"


def test_a_mistake_in_the_content_removes_no_records(run: Run) -> None:
    run.server.paths |= {"/a": Reply(200), "/b": Reply(200)}
    run.sources("/a", "/b")
    run()
    run.sources("/a")
    run.docs.add("_data/sources.yml", f"b: {{url: {run.server.base}/b}}\n")
    assert run()[0] == "1 address: 1 alive."
    assert "docs/_data/sources.yml:4: “title” is missing." in run.errors
    assert "- address: SITE/b\n" in run.records()


def test_other_links_are_checked_when_the_practice_cannot_be_read(run: Run) -> None:
    run.docs.write("_data/practice.yml", "name: [\n")
    run.server.paths["/a"] = Reply(200)
    run.sources("/a")
    assert run()[0] == "1 address: 1 alive."
    assert "docs/_data/practice.yml:2: " in run.errors


def test_no_links(run: Run) -> None:
    assert run() == ["There are no links to other sites."]
    assert not (run.docs.folder / RECORDS).exists()


def test_a_file_that_cannot_be_written(run: Run) -> None:
    run.server.paths["/a"] = Reply(200)
    run.sources("/a")
    (run.docs.folder / "_data/.links.yml.part").mkdir()
    assert run() == [
        "1 address: 1 alive.",
        "docs/_data/links.yml:1: This file cannot be written (Is a directory). "
        "Check its permissions.",
    ]


@pytest.mark.parametrize(
    "options",
    [["--docs", "nowhere"], ["--tries", "0"], ["--limit", "-1"], ["--pause", "soon"], ["extra"]],
)
def test_only_wrong_options_fail(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(options)
    assert left.value.code == 2
    assert options[-1] in capsys.readouterr().err


def test_requests_name_the_site(run: Run) -> None:
    run.server.paths["/a"] = Reply(200)
    run.sources("/a")
    run("--site", "https://coach.example/")
    assert "https://coach.example/" in run.server.requests[-1].headers["user-agent"]
    run.docs.change("_data/practice.yml", "name: Ana Ames\nrole", "name: Ana Ämes\nrole")
    run()
    assert "Ana ?mes" in run.server.requests[-1].headers["user-agent"]


def test_progress_is_a_line_for_each_address(run: Run) -> None:
    run.server.paths["/a"] = Reply(200)
    run.sources("/a", "/b")
    run("--site", "https://coach.example/")
    assert run.errors.replace(run.server.base, "SITE").splitlines() == [
        "Checking 2 addresses …",
        "1/2 200: SITE/a",
        "2/2 404: SITE/b",
    ]


def test_make_links_names_the_site_of_mkdocs_yml(run: Run, tmp_path: Path) -> None:
    run.server.paths["/a"] = Reply(200)
    run.text("/a")
    for name in ("hooks", "Makefile"):
        (tmp_path / name).symlink_to(ROOT / name)
    address = '!ENV [ADDRESS_OF_NO_TEST, "https://coach.example/"]'
    (tmp_path / "mkdocs.yml").write_text(f"site_url: {address}\nnav: []\n")
    commands = tmp_path / ".venv/bin"
    commands.mkdir(parents=True)
    python = commands / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    for name in ("requirements.txt", ".venv/.ready-site"):
        (tmp_path / name).touch()
    done = subprocess.run(
        ["make", "links"], cwd=tmp_path, capture_output=True, text=True, env=_direct(), check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "The results are in docs/_data/links.yml."
    assert "https://coach.example/ " in run.server.requests[0].headers["user-agent"]
    assert "mkdocs.yml:1: “theme” is missing. Restore the file from git." in done.stderr


def test_an_interrupted_check_changes_nothing(run: Run, tmp_path: Path) -> None:
    interrupt = []
    # A shell that runs the tests in the background makes them, and what they start, ignore Ctrl+C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    async def interrupted(_: Request, __: Write) -> None:
        interrupt[0].send_signal(signal.SIGINT)
        await run.server.hang(_, __)

    run.server.paths["/a"] = interrupted
    run.text("/a")
    command = [sys.executable, "-m", "practice.link_checker", "--docs", "docs"]
    env = {**_direct(), "PYTHONPATH": str(ROOT / "hooks")}
    stopped = subprocess.Popen(
        command, cwd=tmp_path, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    interrupt.append(stopped)
    signal.signal(signal.SIGINT, before)
    out, errors = stopped.communicate(timeout=60)
    assert (stopped.returncode, out) == (130, "")
    assert errors.splitlines()[-1] == "Stopped. Nothing was changed."
    assert "Traceback" not in errors
    assert not (run.docs.folder / RECORDS).exists()


def _direct() -> dict[str, str]:
    """The environment without a proxy."""
    return {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
