"""The command behind `make links`. It exits with 0 whatever it finds: the coach decides."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from practice.config import SiteConfig, read_config
from practice.content.issues import report
from practice.content.reading import read_content
from practice.link_checker import archive
from practice.link_checker.checks import check_all
from practice.link_checker.client import PoliteClient, RequestPolicy
from practice.link_checker.findings import count_of, findings, report_lines, summary
from practice.link_checker.mentions import mentions
from practice.link_checker.records import read_records, set_aside, updated_records, write_records
from practice.link_checker.results import CheckResult, Status, is_offline
from practice.output import closable_output

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from practice.link_checker.archive import ArchivedCopy
    from practice.link_checker.records import Record


def main(arguments: Sequence[str] | None = None) -> int:
    """Check every address, and print those that need attention."""
    options = _options(arguments)
    try:
        with closable_output():
            _run(options)
    except KeyboardInterrupt:
        print("\nStopped. Nothing was changed.", file=sys.stderr)
        return 130
    return 0


def _run(options: argparse.Namespace) -> None:
    docs: Path = options.docs
    content, issues = read_content(docs)
    config = SiteConfig(options.site) if options.site else read_config(docs.parent)
    if config.issues or issues:
        print(report([*config.issues, *issues]), file=sys.stderr)
    if issues:
        print("Links in files that cannot be read are not checked.", file=sys.stderr)
    places = mentions(content)
    if not places:
        print("There are no links to other sites.")
        return
    file = docs / "_data/links.yml"
    path = f"{docs.name}/_data/links.yml"
    records = read_records(file, path)
    for issue in sorted(records.issues):
        print(issue, file=sys.stderr)
    policy = RequestPolicy(
        limit=options.limit,
        pause=options.pause,
        tries=options.tries,
        backoff=options.backoff,
        longest_wait=options.longest_wait,
    )
    site = config.site_url or content.practice.name
    client = PoliteClient(_agent(site), policy)
    print(f"Checking {count_of(len(places))} …", file=sys.stderr)
    known = records.by_address
    results, copies = asyncio.run(_check(list(places), known, client, options.archive))
    if is_offline(results.values()):
        print("No site could be reached. There seems to be no network, so nothing was changed.")
        return
    found = findings(places, results, known, copies, policy.limit)
    with closable_output():  # the results are written even if nobody reads this
        print("\n".join([*report_lines(found), summary(list(results.values()))]))
    today = dt.datetime.now(dt.UTC).date()
    updated = updated_records(known, results.values(), today, keep=bool(issues))
    try:
        if records.issues:
            print(f"{path} was damaged. It is now named {set_aside(file).name}.")
        write_records(file, updated)
    except OSError as error:
        print(f"{path}:1: This file cannot be written ({error.strerror}). Check its permissions.")
        return
    print(f"The results are in {path}.")


async def _check(
    places: list[str], records: Mapping[str, Record], client: PoliteClient, api: str
) -> tuple[dict[str, CheckResult], dict[str, ArchivedCopy]]:
    """The results by address, and what is known of copies of the dead pages."""
    numbers = count(1)

    def show(result: CheckResult) -> None:
        print(f"{next(numbers)}/{len(places)} {result.reason}: {result.address}", file=sys.stderr)

    copies: dict[str, ArchivedCopy] = {}
    async with client:
        results = await check_all(places, records, client, show)
        if not is_offline(results.values()):
            for address, result in results.items():
                if result.status is Status.DEAD:
                    alive = records[address].alive if address in records else None
                    copies[address] = await archive.archived_copy(address, alive, client, api)
    return results, copies


def _agent(site: str) -> str:
    """The User-Agent, in printable ASCII (RFC 9110, section 10.1.5)."""
    plain = "".join(c if " " <= c <= "~" and c not in "()\\" else "?" for c in site)
    return f"link-check (run by a person at {plain} to find broken links)"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    policy = RequestPolicy()
    parser = argparse.ArgumentParser(prog="make links", description=__doc__)
    parser.add_argument("--docs", type=_folder, default="docs", help="the folder of the content")
    parser.add_argument("--site", default="", help="the address to put in the User-Agent")
    parser.add_argument("--archive", default=archive.API, help="the address of the archive's API")
    parser.add_argument("--tries", type=_count, default=policy.tries, help="for each address")
    for name, what in {
        "limit": "the longest time for one request",
        "pause": "between two requests to one host",
        "backoff": "before the second try; doubled for each further one",
        "longest-wait": "the longest wait for a busy host",
    }.items():
        default = getattr(policy, name.replace("-", "_"))
        parser.add_argument(f"--{name}", type=_seconds, default=default, help=f"{what}, in seconds")
    return parser.parse_args(arguments)


def _folder(text: str) -> Path:
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder “{text}”")
    return folder


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number above 0")
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
