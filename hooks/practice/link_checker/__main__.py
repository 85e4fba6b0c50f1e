"""The command behind `make links`. It fails nothing: what it finds is for the coach to weigh."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from practice.config import read_config
from practice.content.content import read_content
from practice.content.issues import report
from practice.link_checker import archive
from practice.link_checker.addresses import mentions
from practice.link_checker.checks import Outcome, Standing, check_all, no_network
from practice.link_checker.client import Manners, PoliteClient
from practice.link_checker.findings import addresses, findings, summary, table
from practice.link_checker.memory import read_memory, remembered, set_aside, write_memory
from practice.link_checker.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from practice.link_checker.archive import Archived
    from practice.link_checker.memory import Memory


def main(arguments: Sequence[str] | None = None) -> int:
    """Check every address and print what needs a look; 0, whatever is found."""
    options = _options(arguments)
    try:
        _run(options)
    except KeyboardInterrupt:
        print("\nStopped. Nothing was changed.", file=sys.stderr)
        return 130
    return 0


def _run(options: argparse.Namespace) -> None:
    docs: Path = options.docs
    content, issues = read_content(docs)
    if issues:
        print(report(issues), file=sys.stderr)
        print("Links in what cannot be read are not checked.", file=sys.stderr)
    places = mentions(content)
    if not places:
        print("There are no links to other sites.")
        return
    file = docs / "_data/links.yml"
    path = f"{docs.name}/_data/links.yml"
    memory = read_memory(file, path)
    for issue in sorted(memory.issues):
        print(issue, file=sys.stderr)
    manners = Manners(
        limit=options.limit,
        pause=options.pause,
        tries=options.tries,
        backoff=options.backoff,
        longest_wait=options.longest_wait,
    )
    agent = _agent(options.site or read_config(docs.parent).site_url or content.practice.name)
    print(f"Checking {addresses(len(places))} …", file=sys.stderr)
    outcomes, copies = asyncio.run(_check(list(places), memory, agent, manners, options.archive))
    if no_network(outcomes.values()):
        print("No site could be reached: there seems to be no network, and nothing was changed.")
        return
    found = findings(places, outcomes, memory.records, copies, manners.limit)
    print("\n".join([*table(found), summary(list(outcomes.values()))]))
    today = dt.datetime.now(dt.UTC).date()
    records = remembered(memory.records, outcomes.values(), today, keep=bool(issues))
    try:
        if memory.issues:
            aside = set_aside(file)
            print(f"{path} was damaged: it is now {aside.name}, and a new one takes its place.")
        write_memory(file, records)
    except OSError as error:
        print(f"{path}:1: The file cannot be written ({error.strerror}). Check who may write it.")
        return
    print(f"The results are in {path}.")


async def _check(
    places: list[str], memory: Memory, agent: str, manners: Manners, api: str
) -> tuple[dict[str, Outcome], dict[str, Archived]]:
    """The outcomes by address, and what is known of copies of the dead."""
    progress = Progress(len(places), sys.stderr)
    copies: dict[str, Archived] = {}
    async with PoliteClient(agent, manners) as client:
        try:
            outcomes = await check_all(places, memory.records, client, progress)
        finally:
            progress.end()
        if not no_network(outcomes.values()):
            for address, outcome in outcomes.items():
                if outcome.standing is Standing.DEAD:
                    known = memory.records.get(address)
                    alive = known.alive if known else None
                    copies[address] = await archive.archived(address, alive, client, api)
    return outcomes, copies


def _agent(site: str) -> str:
    """Who asks, for the logs of those asked: printable ASCII (RFC 9110, section 10.1.5)."""
    plain = "".join(c if " " <= c <= "~" and c not in "()\\" else "?" for c in site)
    return f"link-check (a person at {plain} looks whether links still work)"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    manners = Manners()
    parser = argparse.ArgumentParser(prog="make links", description=__doc__)
    parser.add_argument("--docs", type=_folder, default="docs", help="the content's folder")
    parser.add_argument("--site", default="", help="the site's address, told to those asked")
    parser.add_argument("--archive", default=archive.API, help="the address of the archive's API")
    parser.add_argument("--tries", type=_count, default=manners.tries, help="for each address")
    for name, what in {
        "limit": "the longest a request may take",
        "pause": "between two requests to one host",
        "backoff": "before the second try; doubled each time",
        "longest-wait": "the longest that a busy host is waited for",
    }.items():
        default = getattr(manners, name.replace("-", "_"))
        parser.add_argument(f"--{name}", type=_seconds, default=default, help=f"{what}, in seconds")
    return parser.parse_args(arguments)


def _folder(text: str) -> Path:
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder “{text}”")
    return folder


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < 86_400:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of seconds")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
