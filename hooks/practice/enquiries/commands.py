"""The commands for enquiries. They also work while the server runs."""

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

from practice.characters import printable
from practice.content.issues import report
from practice.content.reading import read_form
from practice.enquiries.mail.composer import timestamp
from practice.enquiries.outbox import Outbox, OutboxError, State
from practice.enquiries.settings import SettingsError, read_settings
from practice.output import closable_output

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
"""Characters of an id that lists show. They are enough to name it."""


class CommandError(Exception):
    """Why a command cannot be done."""


def main(
    arguments: Sequence[str] | None = None,
    environ: Mapping[str, str] = os.environ,
    *,
    docs: Path = ROOT / "docs",
) -> int:
    """Run one command; 0 when it succeeded, else 2 and the reason on the error output.

    `docs` is the coach's folder, with the mail address and the days enquiries are kept.
    """
    asked = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without “ü” gets “?”
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
            raise CommandError(f"There is no outbox in {settings.folder}. Check ENQUIRIES_FOLDER.")
        with closing(Outbox(settings.outbox)) as outbox, closable_output():
            for line in asked.run(outbox, content, asked):
                print(line)
    except (CommandError, OutboxError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def serve(settings: Settings, project: Path) -> None:
    """Receive and deliver messages until stopped."""
    from practice.enquiries.web.server import ServeError
    from practice.enquiries.web.server import serve as run

    try:
        run(settings, project)
    except ServeError as error:
        raise CommandError(str(error)) from error


def list_(outbox: Outbox, _: Content, asked: argparse.Namespace) -> Iterator[str]:
    """List the newest enquiries, and count all."""
    states = [State(state) for state in asked.state or State]
    counts = outbox.counts()
    rows = outbox.list(states, most=asked.most)
    if rows:
        yield _row("ID", "Received (UTC)", "State", "Tries", "From, or problem")
    for each in rows:
        yield _row(
            each.enquiry.id[:SHORT],
            timestamp(each.enquiry.received).removesuffix(" UTC"),
            each.state,
            str(each.attempts),
            _summary(each),
        )
    hidden = sum(counts[state] for state in states) - len(rows)
    if hidden > 0:
        yield f"… and {hidden} older. See more with: list --most {len(rows) + hidden}"
    yield ", ".join(f"{counts[state]} {state}" for state in State)


def show(outbox: Outbox, content: Content, asked: argparse.Namespace) -> Iterator[str]:
    """Show everything about one enquiry."""
    each = outbox.get(_id(outbox, asked.id))
    if each is None:
        raise CommandError(f"There is no enquiry {printable(asked.id)}.")
    yield f"Enquiry   {each.enquiry.id}"
    yield f"Received  {timestamp(each.enquiry.received)}"
    yield f"State     {each.state}"
    if each.state is State.WAITING and each.due > 0:
        yield f"Next try  {timestamp(each.due)}"
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
    """Send dead or quarantined enquiries."""
    if bool(asked.id) == asked.dead:
        raise CommandError("Name the enquiries by their ids, or use --dead for all dead ones.")
    if asked.dead:
        ids = [each.enquiry.id for each in outbox.list([State.DEAD])]
    else:
        ids = [_id(outbox, start) for start in asked.id]
    replayed = outbox.replay(ids)
    yield f"{_number(len(replayed))} to be sent. A running server does that within seconds."
    if left := [id for id in ids if id not in replayed]:
        raise CommandError(
            f"Not dead or quarantined, so not sent: {', '.join(id[:SHORT] for id in left)}."
        )


def export(outbox: Outbox, _: Content, asked: argparse.Namespace) -> Iterator[str]:
    """Print every enquiry, the oldest first, for other programs."""
    if asked.format == "jsonl":
        for each in outbox.each():
            yield json.dumps({**_facts(each), "answers": each.enquiry.answers})
        return
    # Forms change, so the columns are the fields of all enquiries.
    ids = list(dict.fromkeys(id for each in outbox.each() for id in each.enquiry.answers))
    for number, each in enumerate(outbox.each()):
        facts = _facts(each)
        if number == 0:
            yield _csv([*facts, *ids])
        yield _csv([*facts.values(), *(each.enquiry.answers.get(id, "") for id in ids)])


def purge(outbox: Outbox, content: Content, asked: argparse.Namespace) -> Iterator[str]:
    """Delete enquiries for good."""
    if asked.email is not None:
        count = outbox.erase(asked.email)
        yield f"{_number(count)} from {printable(asked.email)} deleted."
        return
    days = content.form.keep_days if asked.older_than is None else asked.older_than
    count = outbox.purge(time.time() - days * DAY, unreported=True)
    yield f"{_number(count)} older than {days} days deleted."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m practice.enquiries",
        description="Receive and manage enquiries.",
        epilog="Settings: environment variables ENQUIRIES_…, listed in docs/_handbook/server.md.",
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
        "--state", action="append", choices=[*State], help="only these; may be repeated"
    )
    command.add_argument("--most", type=_count, default=50, help="how many at most (default: 50)")
    command = add("show", show)
    command.add_argument("id", help="the id, or the beginning of it")
    command = add("replay", replay)
    command.add_argument("id", nargs="*", help="ids, or the beginnings of them")
    command.add_argument("--dead", action="store_true", help="all that could not be delivered")
    command = add("export", export)
    command.add_argument("--format", choices=["jsonl", "csv"], default="jsonl")
    either = add("purge", purge).add_mutually_exclusive_group()
    either.add_argument(
        "--older-than",
        type=_days,
        metavar="DAYS",
        help="like 365d (default: keep_days in docs/_data/contact.yml)",
    )
    either.add_argument("--email", metavar="ADDRESS", help="all from one mail address")
    return parser


def _days(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}d", text):
        raise argparse.ArgumentTypeError(
            f"“{printable(text)}” is not a number of days. Write it like 365d."
        )
    return int(text[:-1])


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"“{printable(text)}” is not a number.")
    return int(text)


def _id(outbox: Outbox, start: str) -> str:
    """The one id that begins with `start`."""
    ids = outbox.ids(start.lower(), 2)
    if not ids:
        raise CommandError(f"There is no enquiry {printable(start)}. To see them, use: list")
    if len(ids) > 1:
        raise CommandError(
            f"Several enquiries begin with {printable(start)}. Write more of the id."
        )
    return ids[0]


def _number(count: int) -> str:
    return "1 enquiry" if count == 1 else f"{count} enquiries"


def _summary(stored: Stored) -> str:
    """The most useful words about one: why it was not sent, or who sent it."""
    sender = next((text for text in stored.enquiry.answers.values() if "@" in text), "")
    return stored.error or "; ".join(stored.reasons * (stored.state == State.QUARANTINED)) or sender


def _facts(stored: Stored) -> dict[str, str]:
    return {
        "id": stored.enquiry.id,
        "received": timestamp(stored.enquiry.received),
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
    """Columns of a terminal; East Asian characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _csv(cells: Iterable[str]) -> str:
    """One row (RFC 4180), safe for a spreadsheet."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(map(_cell, cells))
    return line.getvalue()


def _cell(text: str) -> str:
    """A cell; a quote precedes what a spreadsheet would compute (OWASP, “CSV Injection”)."""
    shown = "\n".join(printable(line) for line in re.split(r"\r\n?|\n", text))
    return f"'{shown}" if re.match(r"\s*[=+\-@＝＋－＠]", text) else shown  # noqa: RUF001
