"""What to print about the addresses that need attention."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from practice.content.issues import Issue
from practice.link_checker.results import Failure, Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from practice.link_checker.archive import ArchivedCopy
    from practice.link_checker.mentions import Mention
    from practice.link_checker.records import Record
    from practice.link_checker.results import CheckResult

_LATER = "Try again later. If it stays this way, look for another address."
_BROWSER = "Open it in a browser to see whether it works."
_FAILURES = {
    Failure.HOST: ("no site has this name", ""),
    Failure.LOOKUP: ("the name of the site could not be looked up", _LATER),
    Failure.CONNECTION: ("the site cannot be reached", _LATER),
    Failure.BROKEN: ("the site sent an invalid response", _LATER),
    Failure.TIMEOUT: ("the site did not respond within {limit:g} seconds", _LATER),
    Failure.CERTIFICATE: (
        "the certificate of the site is not trusted",
        "Open it in a browser. If that warns you too, look for another address.",
    ),
    Failure.ADDRESS: ("this address, or one it redirects to, is not valid", "Correct the address."),
    Failure.LOOP: ("its redirects do not end", _BROWSER),
    Failure.WAIT: ("the site asks programs to wait", "Try again tomorrow."),
}
"""What is wrong, and what to do."""
_CODES = {
    404: ("the page does not exist (404)", ""),
    410: ("the page was removed for good (410)", ""),
    429: ("the site gets too many requests (429)", _LATER),
}
_ORDER = (Status.DEAD, Status.MOVED, Status.UNSURE)


def findings(
    mentions: Mapping[str, Sequence[Mention]],
    results: Mapping[str, CheckResult],
    records: Mapping[str, Record],
    copies: Mapping[str, ArchivedCopy],
    limit: float,
) -> dict[Status, list[Issue]]:
    """An issue for each mention of an address that needs attention, sorted, by status.

    `records` are from before the check, `copies` are of dead pages, `limit` is in seconds.
    """
    found: dict[Status, list[Issue]] = {status: [] for status in _ORDER}
    for address, result in results.items():
        if result.status is Status.ALIVE:
            continue
        known = records.get(address)
        alive = known.alive if known else None
        for mention in mentions[address]:
            if result.alive:
                wrong, fix = _moved(result, mention.written)
            else:
                wrong, fix = _not_alive(result.code, alive, limit)
            if result.status is Status.DEAD:
                fix = _replace(copies.get(address))
            issue = Issue(mention.path, mention.line, f"{mention.written}: {wrong}.", fix)
            found[result.status].append(issue)
    return {status: sorted(issues) for status, issues in found.items()}


def _not_alive(code: int | Failure, alive: dt.date | None, limit: float) -> tuple[str, str]:
    """What is wrong, and what to do unless the page is dead."""
    if isinstance(code, Failure):
        wrong, fix = _FAILURES[code]
    elif code in _CODES:
        wrong, fix = _CODES[code]
    elif code >= 500:
        wrong, fix = f"the site has a problem of its own ({code})", _LATER
    else:
        wrong, fix = f"the site does not show the page to programs ({code})", _BROWSER
    last = f", last seen alive on {alive}" if alive else ""
    return wrong.format(limit=limit) + last, fix


def _moved(result: CheckResult, written: str) -> tuple[str, str]:
    if result.at_home:
        fix = "The page is probably gone. Open it in a browser."
        return f"it redirects to the home page {result.target}", fix
    if result.moved_to:
        new = _with_fragment(result.moved_to, written)
        return "the page has moved", f"Write {new} instead."
    fix = "Nothing to do if that is the right page."
    return f"it redirects to {result.target} for now", fix


def _with_fragment(new: str, written: str) -> str:
    """`new` with the fragment of `written`, unless it has its own (RFC 9110, section 10.2.2)."""
    fragment = urldefrag(written).fragment
    return f"{new}#{fragment}" if fragment and "#" not in new else new


def _replace(copy: ArchivedCopy | None) -> str:
    if copy and copy.address:
        return f"Link to the archived copy {copy.address}, or remove the link."
    if copy and copy.search:
        return f"Look for an archived copy at {copy.search}, or remove the link."
    return "No archived copy is known. Find another page, or remove the link."


def report_lines(found: Mapping[Status, Sequence[Issue]]) -> Iterator[str]:
    """The lines to print, with a heading for each status that has any."""
    for status in _ORDER:
        if found[status]:
            yield f"{status.value.capitalize()}:"
            yield from map(str, found[status])
            yield ""


def summary(results: Sequence[CheckResult]) -> str:
    """The number of addresses by status: `12 addresses: 10 alive, 1 dead, 1 moved.`"""
    counts = dict.fromkeys(Status, 0)
    for result in results:
        counts[result.status] += 1
    parts = ", ".join(f"{count} {status.value}" for status, count in counts.items() if count)
    return f"{count_of(len(results))}: {parts}."


def count_of(addresses: int) -> str:
    """`1 address`, `2 addresses`."""
    return "1 address" if addresses == 1 else f"{addresses} addresses"
