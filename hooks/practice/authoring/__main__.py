"""The commands behind `make new`, `make doctor`, `make schedule` and `make schemas`.

The project is the current folder. Values that a person typed come through environment variables,
so that no shell interprets them. Without any, `make new` asks for them on a terminal.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from practice.authoring import schemas
from practice.authoring.doctor import build_problems, diagnose
from practice.authoring.kinds import KINDS, RequestError
from practice.authoring.new import make
from practice.authoring.schedule import schedule
from practice.content.reading import read_content
from practice.engine import build_date
from practice.output import closable_output

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from practice.authoring.new import Made


def main(arguments: list[str]) -> int:
    """Run one command, and return its exit status."""
    parser = argparse.ArgumentParser(prog="practice.authoring")
    parser.add_argument("command", choices=["new", "doctor", "schedule", "schemas"])
    parser.add_argument("--kind", default="", help=", ".join(KINDS))
    parser.add_argument("--words", default="", help="the names of the variables to read")
    given = parser.parse_args(arguments)
    project = Path.cwd()
    with closable_output():
        if given.command == "new":
            return _new(project, given.kind, given.words.split())
        if given.command == "doctor":
            _doctor(project)
        elif given.command == "schedule":
            _schedule(project)
        else:
            print("Wrote", len(schemas.write(project)), "files to .vscode/.")
    return 0


def _new(project: Path, kind: str, words: Collection[str]) -> int:
    typed = {word: os.environ.get(word, "") for word in words}
    today = build_date(read_content(project / "docs")[0].practice.timezone)
    try:
        if not typed and kind in KINDS and sys.stdin.isatty() and sys.stdout.isatty():
            made = _ask(project, kind, today)
        else:
            made = make(project, kind, typed, today)
    except (EOFError, KeyboardInterrupt):
        print("\nNothing was made.", file=sys.stderr)
        return 2
    except RequestError as error:
        print(error, file=sys.stderr)
        return 2
    print(made.message)
    for number, step in enumerate(made.steps, 1):
        print(f"  {number}. {step}")
    return 0


def _ask(project: Path, kind: str, today: dt.date) -> Made:
    """Make what a person describes at a terminal, where no shell cuts an address at its `&`."""
    print("Answer without quotes. Leave out what you do not know: press Enter.")
    answers = {}
    for option in KINDS[kind].options:
        print(f"\n{KINDS[kind].explain(option)}")
        answers[option] = input(f"{option}: ")
    while True:
        try:
            return make(project, kind, answers, today)
        except RequestError as error:
            if error.option not in answers:
                raise
            print(f"\n{error.why}")
            answers[error.option] = input(f"{error.option}: ")


def _doctor(project: Path) -> None:
    problems, drafts = build_problems(project)
    print("\n".join(problems) if problems else "The site builds without problems.")
    for heading, lines in [("To fix in drafts", drafts), *diagnose(project)]:
        if lines:
            print(f"\n{heading}:", *lines, sep="\n")


def _schedule(project: Path) -> None:
    content, issues = read_content(project / "docs")
    print("\n".join(schedule(content, build_date(content.practice.timezone))))
    if issues:
        print("\nThe content has problems, so entries may be missing here. Run: make doctor")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
