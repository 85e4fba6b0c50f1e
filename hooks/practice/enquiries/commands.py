"""The commands by which the coach looks after enquiries. They work beside a running server."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import re
import sys
import time
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from practice.content.content import read_form
from practice.content.issues import report
from practice.enquiries.mail import moment
from practice.enquiries.outbox import Outbox, OutboxError, State
from practice.enquiries.settings import SettingsError, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from practice.content import Content
    from practice.enquiries.outbox import Stored
    from practice.enquiries.settings import Settings

ROOT = Path(__file__).parents[3]
"""The project's folder."""

DAY = 86400.0
WIDTH = 80
SHORT = 8
"""Characters of an id that lists show; as few are enough to name it."""

JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""Harmless, and part of emoji and of words in some scripts."""


class CommandError(Exception):
    """What a command cannot do, and why."""


def main(
    arguments: Sequence[str] | None = None,
    environ: Mapping[str, str] = os.environ,
    *,
    docs: Path = ROOT / "docs",
) -> int:
    """Run one command; 0 when it did what it was asked, else 2 and the reason on the error output.

    `docs` is the coach's folder, which names the mail address and the days enquiries are kept.
    """
    asked = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that knows no “ü” gets “?”
            stream.reconfigure(errors="replace")
    try:
        content, issues = read_form(docs)
        if content is None:
            raise CommandError(report(issues))
        settings = read_settings(environ, to=content.practice.email)
        if asked.run is serve:
            serve(settings, docs.parent)
            return 0
        if not settings.outbox.is_file():
            raise CommandError(
                f"There is no outbox in {settings.folder}. Look whether ENQUIRIES_FOLDER is right."
            )
        with closing(Outbox(settings.outbox)) as outbox:
            for line in asked.run(outbox, content, asked):
                print(line)
            sys.stdout.flush()
    except BrokenPipeError:  # `list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except (CommandError, OutboxError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def serve(settings: Settings, project: Path) -> None:
    """Receive and deliver until told to stop."""
    from practice.enquiries.web.server import ServeError
    from practice.enquiries.web.server import serve as run

    try:
        run(settings, project)
    except ServeError as error:
        raise CommandError(str(error)) from error


def list_(outbox: Outbox, _: Content, asked: argparse.Namespace) -> Iterator[str]:
    """A table of the newest enquiries, and how many there are."""
    states = [State(state) for state in asked.state or State]
    counts = outbox.counts()
    rows = outbox.list(states, most=asked.most)
    if rows:
        yield _row("ID", "Received (UTC)", "State", "Tries", "From, or why not")
    for each in rows:
        yield _row(
            each.enquiry.id[:SHORT],
            moment(each.enquiry.received).removesuffix(" UTC"),
            each.state,
            str(each.attempts),
            _gist(each),
        )
    hidden = sum(counts[state] for state in states) - len(rows)
    if hidden > 0:
        yield f"… and {hidden} older. See more with: list --most {len(rows) + hidden}"
    yield ", ".join(f"{counts[state]} {state}" for state in State)


def show(outbox: Outbox, content: Content, asked: argparse.Namespace) -> Iterator[str]:
    """Everything about one enquiry."""
    each = outbox.show(_id(outbox, asked.id))
    if each is None:
        raise CommandError(f"There is no enquiry {printable(asked.id)}.")
    yield f"Enquiry   {each.enquiry.id}"
    yield f"Received  {moment(each.enquiry.received)}"
    yield f"State     {each.state}"
    if each.state is State.WAITING and each.due > 0:
        yield f"Next try  {moment(each.due)}"
    if each.attempts:
        yield f"Failures  {each.attempts}"
    if each.error:
        yield f"Because   {printable(each.error)}"
    for reason in each.reasons:
        yield f"Like spam {printable(reason)}"
    labels = {field.id: field.label for field in content.form.fields}
    for id, answer in each.enquiry.answers.items():
        yield ""
        yield printable(labels.get(id, id))
        for line in re.split(r"\r\n?|\n", answer):
            yield f"  {printable(line)}"


def replay(outbox: Outbox, _: Content, asked: argparse.Namespace) -> Iterator[str]:
    """Have dead or quarantined enquiries sent."""
    if bool(asked.id) == asked.dead:
        raise CommandError("Name enquiries by their ids, or all dead ones by --dead.")
    if asked.dead:
        ids = [each.enquiry.id for each in outbox.list([State.DEAD])]
    else:
        ids = [_id(outbox, start) for start in asked.id]
    replayed = outbox.replay(ids)
    yield f"{_number(len(replayed))} to be sent; a running server does it within seconds."
    if left := [id for id in ids if id not in replayed]:
        raise CommandError(
            f"Not dead or quarantined, so left alone: {', '.join(id[:SHORT] for id in left)}."
        )


def export(outbox: Outbox, _: Content, asked: argparse.Namespace) -> Iterator[str]:
    """Every enquiry, the oldest first, for other programs."""
    if asked.format == "jsonl":
        for each in outbox.each():
            yield json.dumps({**_facts(each), "answers": each.enquiry.answers})
        return
    # Forms change: the columns are all that any enquiry answers.
    ids = list(dict.fromkeys(id for each in outbox.each() for id in each.enquiry.answers))
    for number, each in enumerate(outbox.each()):
        facts = _facts(each)
        if number == 0:
            yield _csv([*facts, *ids])
        yield _csv([*facts.values(), *(each.enquiry.answers.get(id, "") for id in ids)])


def purge(outbox: Outbox, content: Content, asked: argparse.Namespace) -> Iterator[str]:
    """Delete enquiries for good."""
    if asked.email is not None:
        gone = outbox.erase(asked.email)
        yield f"{_number(gone)} from {printable(asked.email)} deleted."
        return
    days = content.form.keep_days if asked.older_than is None else asked.older_than
    gone = outbox.purge(time.time() - days * DAY, untold=True)
    yield f"{_number(gone)} older than {days} days deleted."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m practice.enquiries",
        description="Receive enquiries, and look after those that came.",
        epilog="Settings are environment variables named ENQUIRIES_…; the README lists them.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[..., object]) -> argparse.ArgumentParser:
        text = (run.__doc__ or "").partition("\n")[0]
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    add("serve", serve)
    command = add("list", list_)
    command.add_argument(
        "--state", action="append", choices=[*State], help="only those; repeatable"
    )
    command.add_argument("--most", type=_count, default=50, help="how many at most (50)")
    command = add("show", show)
    command.add_argument("id", help="the id, or the beginning of it")
    command = add("replay", replay)
    command.add_argument("id", nargs="*", help="ids, or the beginnings of them")
    command.add_argument("--dead", action="store_true", help="all that could not be sent")
    command = add("export", export)
    command.add_argument("--format", choices=["jsonl", "csv"], default="jsonl")
    either = add("purge", purge).add_mutually_exclusive_group()
    either.add_argument(
        "--older-than",
        type=_days,
        metavar="DAYS",
        help="like 365d; unless given, keep_days of docs/_data/contact.yml",
    )
    either.add_argument("--email", metavar="ADDRESS", help="all that came from a mail address")
    return parser


def _days(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}d", text):
        raise argparse.ArgumentTypeError(f"“{printable(text)}” is no number of days like 365d")
    return int(text[:-1])


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"“{printable(text)}” is no number")
    return int(text)


def _id(outbox: Outbox, start: str) -> str:
    """The one id that begins with `start`."""
    ids = outbox.ids(start.lower(), 2)
    if not ids:
        raise CommandError(f"There is no enquiry {printable(start)}. See them with: list")
    if len(ids) > 1:
        raise CommandError(
            f"Several enquiries begin with {printable(start)}. Write more of the id."
        )
    return ids[0]


def _number(count: int) -> str:
    return "1 enquiry" if count == 1 else f"{count} enquiries"


def _gist(stored: Stored) -> str:
    """The most useful words about one: why it is not sent, else whose it is."""
    whose = next((text for text in stored.enquiry.answers.values() if "@" in text), "")
    return stored.error or "; ".join(stored.reasons * (stored.state == State.QUARANTINED)) or whose


def _facts(stored: Stored) -> dict[str, str]:
    return {
        "id": stored.enquiry.id,
        "received": moment(stored.enquiry.received),
        "state": stored.state,
        "tries": str(stored.attempts),
        "error": stored.error,
        "reasons": "; ".join(stored.reasons),
    }


def _row(*cells: str) -> str:
    widths = (SHORT, 16, 11, 5)
    fixed = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
    left = WIDTH - sum(widths) - 2 * len(widths)
    return "  ".join([*fixed, _clip(printable(cells[-1]), left)]).rstrip()


def _clip(text: str, columns: int) -> str:
    """As much of `text` as fits."""
    if _width(text) <= columns:
        return text
    text = text[:columns]
    while _width(text) >= columns:
        text = text[:-1]
    return f"{text}…"


def _width(text: str) -> int:
    """Columns of a terminal; letters of East Asia take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _csv(cells: Iterable[str]) -> str:
    """One row, as RFC 4180 has it, fit for a spreadsheet."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(map(_cell, cells))
    return line.getvalue()


def _cell(text: str) -> str:
    """A cell that a spreadsheet would compute gets a quote in front (OWASP, “CSV Injection”)."""
    shown = "\n".join(printable(line) for line in re.split(r"\r\n?|\n", text))
    return f"'{shown}" if re.match(r"\s*[=+\-@＝＋－＠]", text) else shown  # noqa: RUF001


def printable(text: str) -> str:
    """One line that does nothing to a terminal.

    Escape sequences, line ends, marks that turn the direction of writing and halves of surrogate
    pairs become replacement characters.
    """
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and letter not in JOINERS
        else letter
        for letter in text
    )
