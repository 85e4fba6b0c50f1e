"""Addresses elsewhere: found in the content, and judged without a network."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from practice.link_checker.addresses import Mention, mentions
from practice.link_checker.archive import Archived
from practice.link_checker.checks import Hop, Outcome, Standing
from practice.link_checker.client import Trouble, retry_after
from practice.link_checker.findings import findings, summary, table
from practice.link_checker.memory import Record, read_memory, remembered, write_memory

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs import Docs

X = "articles/x.md"
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


class TestAddresses:
    def found(self, docs: Docs) -> dict[str, list[str]]:
        return {
            address: [f"{m.path}:{m.line}: {m.written}" for m in places]
            for address, places in mentions(docs.content()).items()
        }

    @pytest.mark.parametrize(
        "text",
        [
            "See [it](https://x.example/a).",
            'See [it](<https://x.example/a> "A title").',
            "See [it][ref].\n\n[ref]: https://x.example/a",
            "See <https://x.example/a>.",
            "See ![a picture](https://x.example/a).",
            'See <a href="https://x.example/a">it</a>.',
            '<div><video src="https://x.example/a"></video></div>',
            "Said.[^note]\n\n[^note]: In [it](https://x.example/a).",
            "| a |\n|---|\n| [it](https://x.example/a) |",
            "!!! note\n    [it](https://x.example/a)",
            "??? note\n    [it](https://x.example/a)",
        ],
    )
    def test_a_link_in_a_text(self, docs: Docs, text: str) -> None:
        docs.add(X, f"\n{text}\n")
        line = 9 + text[: text.index("https")].count("\n")
        assert self.found(docs) == {
            "https://x.example/a": [f"docs/{X}:{line}: https://x.example/a"]
        }

    @pytest.mark.parametrize(
        "text",
        [
            "`[it](https://x.example/a)`",
            "    [it](https://x.example/a)",
            "```\n[it](https://x.example/a)\n```",
            "Only the words https://x.example/a.",
            r"\[it](https://x.example/a)",
            "<!-- [it](https://x.example/a) -->",
            "[unused]: https://x.example/a",
            "[here](#there), [mail](mailto:x@example.com), [page](../about.md), [top](/about/)",
            "[it](ftp://x.example/a)",
            "[it](https://x.example/\x1b)",
        ],
    )
    def test_what_is_no_link_elsewhere(self, docs: Docs, text: str) -> None:
        docs.add(X, f"\n{text}\n")
        assert self.found(docs) == {}

    def test_every_line_that_names_it_and_no_longer_address(self, docs: Docs) -> None:
        docs.add(
            X,
            "\n[a](https://x.example/a) [b](https://x.example/a/b)\n\n"
            "[c](https://x.example/a#c) [d](https://x.example/a.html)\n\n"
            "[e](https://x.example/a), again\n\n[f](https://x.example/a) [g](https://x.example/a)\n",
        )
        found = self.found(docs)
        assert list(found) == [
            "https://x.example/a",
            "https://x.example/a.html",
            "https://x.example/a/b",
        ]
        assert found["https://x.example/a"] == [
            f"docs/{X}:9: https://x.example/a",
            f"docs/{X}:11: https://x.example/a#c",
            f"docs/{X}:13: https://x.example/a",
            f"docs/{X}:15: https://x.example/a",
        ]
        assert found["https://x.example/a.html"] == [f"docs/{X}:11: https://x.example/a.html"]

    @pytest.mark.parametrize(
        ("written", "address"),
        [
            ("https://x.example/a?b=1&c=2", "https://x.example/a?b=1&c=2"),
            ("https://x.example/a?b=1&amp;c=2", "https://x.example/a?b=1&c=2"),
            ("https://x.example/a_(b)", "https://x.example/a_(b)"),
            ("HTTP://X.example/a", "HTTP://X.example/a"),
            ("//x.example/a", "https://x.example/a"),
        ],
    )
    def test_the_ways_to_write_one(self, docs: Docs, written: str, address: str) -> None:
        docs.add(X, f"\n\n[it]({written})\n")
        ((key, (place,)),) = self.found(docs).items()
        assert key == address
        assert place.startswith(f"docs/{X}:10: ")

    def test_data_files(self, docs: Docs) -> None:
        docs.add("_data/sources.yml", "cole:\n  title: T\n  url: https://x.example/source\n")
        docs.add(
            "_data/practice.yml",
            "    url: https://x.example/author\n"
            "social:\n  - title: S\n    url: https://x.example/social\n"
            "booking: https://x.example/booking\n",
        )
        docs.change(
            "_data/services/mentoring.yml", "We talk.", "We [talk](https://x.example/talk#now)."
        )
        docs.change(
            "index.md",
            "steps:",
            "questions: [{question: Q, answer: '<https://x.example/answer>'}]\nsteps:",
        )
        assert self.found(docs) == {
            "https://x.example/answer": ["docs/index.md:14: https://x.example/answer"],
            "https://x.example/author": ["docs/_data/practice.yml:9: https://x.example/author"],
            "https://x.example/booking": ["docs/_data/practice.yml:13: https://x.example/booking"],
            "https://x.example/social": ["docs/_data/practice.yml:12: https://x.example/social"],
            "https://x.example/source": ["docs/_data/sources.yml:8: https://x.example/source"],
            "https://x.example/talk": [
                "docs/_data/services/mentoring.yml:8: https://x.example/talk#now"
            ],
        }

    def test_the_address_of_the_form_takes_no_visits(self, docs: Docs) -> None:
        settings = "providers: {receiver: {address: 'https://example.com/enquiries'}}\n"
        docs.add("_data/contact.yml", settings)
        address = docs.content().form.providers.receiver.address
        assert address == "https://example.com/enquiries"
        assert self.found(docs) == {}


A = "https://x.example/a"


def said(outcome: Outcome, written: str = A, copy: Archived | None = None) -> str:
    record = Record(address=A, status="200", alive=dt.date(2026, 1, 2))
    mention = Mention("docs/about.md", 3, written)
    copies = {A: copy} if copy else {}
    found = findings({A: [mention]}, {A: outcome}, {A: record}, copies, 10)
    heading, line, *_ = table(found)
    assert line.startswith(f"docs/about.md:3: {written}: ")
    return f"{heading} {line.removeprefix(f'docs/about.md:3: {written}: ')}"


class TestFindings:
    @pytest.mark.parametrize("status", [404, 410, *Trouble, 429, 500, 503, 401, 403, 405, 999, 304])
    def test_each_says_what_is_wrong_and_what_to_do(self, status: int | Trouble) -> None:
        line = said(Outcome(A, status))
        wrong, mend = line.split(", last seen alive on 2026-01-02. ")
        dead = status in {404, 410, Trouble.HOST}
        assert wrong.startswith("Dead: " if dead else "Unsure: ")
        assert isinstance(status, Trouble) or str(status) in wrong
        assert mend[0].isupper()
        assert mend.endswith(".")
        assert "{" not in line

    def test_the_limit_is_told(self) -> None:
        assert "no answer within 10 seconds" in said(Outcome(A, Trouble.TIMEOUT))

    @pytest.mark.parametrize(
        ("copy", "mend"),
        [
            (Archived(copy="https://c.example"), "Link to the archived copy https://c.example, "),
            (
                Archived(look_up="https://l.example"),
                "Look for an archived copy at https://l.example",
            ),
            (Archived(), "No archived copy is known: find another page, "),
        ],
    )
    def test_a_dead_one_has_an_archived_copy_or_not(self, copy: Archived, mend: str) -> None:
        assert mend in said(Outcome(A, 404), copy=copy)

    @pytest.mark.parametrize(
        ("written", "target", "new"),
        [
            (A, "https://x.example/b", "https://x.example/b"),
            (f"{A}#part", "https://x.example/b", "https://x.example/b#part"),
            (f"{A}#part", "https://x.example/b#own", "https://x.example/b#own"),
        ],
    )
    def test_a_moved_one_has_a_new_address(self, written: str, target: str, new: str) -> None:
        line = said(Outcome(A, 200, (Hop(target, permanent=True),)), written)
        assert line == f"Moved: the page has moved. Write {new} instead."

    def test_one_that_leads_on_for_now(self) -> None:
        assert said(Outcome(A, 200, (Hop("https://x.example/b", permanent=False),))) == (
            "Moved: it leads on to https://x.example/b for now. "
            "Nothing to do if that is the right page."
        )

    @pytest.mark.parametrize(
        ("address", "target", "home"),
        [
            ("http://x.example/a", "https://www.x.example/", True),
            ("http://x.example/a", "http://x.example", True),
            ("http://x.example/a", "http://x.example/?id=7", False),
            ("http://x.example/a", "http://y.example/", False),
            ("http://x.example/", "https://x.example/", False),
        ],
    )
    def test_the_home_page_in_place_of_a_page(self, address: str, target: str, home: bool) -> None:
        outcome = Outcome(address, 200, (Hop(target, permanent=True),))
        assert outcome.standing is (Standing.UNSURE if home else Standing.MOVED)

    def test_the_summary_counts_addresses(self) -> None:
        assert summary([Outcome("a", 200), Outcome("b", 204), Outcome("c", 404)]) == (
            "3 addresses: 2 alive, 1 dead."
        )
        assert summary([Outcome("a", 503)]) == "1 address: 1 unsure."


class TestMemory:
    def test_what_is_written_is_read_again(self, tmp_path: Path) -> None:
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
        write_memory(file, nasty)
        memory = read_memory(file, "docs/_data/links.yml")
        assert memory.issues == []
        read = [record.model_dump() for record in memory.records.values()]
        assert read == [record.model_dump() for record in nasty]

    def test_none_yet(self, tmp_path: Path) -> None:
        memory = read_memory(tmp_path / "links.yml", "docs/_data/links.yml")
        assert (memory.records, memory.issues) == ({}, [])

    @pytest.mark.parametrize(
        ("outcome", "status", "alive", "etag"),
        [
            (Outcome(A, 200, etag='"new"'), "200", TODAY, '"new"'),
            (Outcome(A, 304, etag='"old"', unchanged=True), "203", TODAY, '"old"'),
            (Outcome(A, 404, etag='"of the 404"'), "404", dt.date(2026, 1, 2), None),
            (Outcome(A, Trouble.TIMEOUT), "timeout", dt.date(2026, 1, 2), None),
        ],
    )
    def test_what_is_kept_of_an_outcome(
        self, outcome: Outcome, status: str, alive: dt.date, etag: str | None
    ) -> None:
        before = Record(address=A, status="203", alive=dt.date(2026, 1, 2), etag='"old"')
        (after,) = remembered({A: before}, [outcome], TODAY, keep=False)
        assert (after.status, after.alive, after.etag) == (status, alive, etag)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("9" * 400, 999_999_999),
        ("Wed, 25 Nov 2026 12:01:30 GMT", 90),
        ("Wednesday, 25-Nov-26 12:01:30 GMT", 90),
        ("Wed Nov 25 12:01:30 2026", 90),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("", None),
    ],
)
def test_the_wait_a_server_asks_for(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds
