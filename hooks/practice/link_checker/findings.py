"""What to tell the coach of the addresses that need a look."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from practice.content.issues import Issue
from practice.link_checker.checks import Standing
from practice.link_checker.client import Trouble

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from practice.link_checker.addresses import Mention
    from practice.link_checker.archive import Archived
    from practice.link_checker.checks import Outcome
    from practice.link_checker.memory import Record

_LATER = "Try again later; if it stays so, look for another address."
_BROWSER = "Open it in a browser to see whether it is there."
_TROUBLES = {
    Trouble.HOST: ("there is no site of that name", ""),
    Trouble.LOOKUP: ("the name of the site could not be looked up", _LATER),
    Trouble.CONNECTION: ("the site cannot be reached", _LATER),
    Trouble.BROKEN: ("the site gives no proper answer", _LATER),
    Trouble.TIMEOUT: ("there was no answer within {limit:g} seconds", _LATER),
    Trouble.CERTIFICATE: (
        "its certificate is not one that can be trusted",
        "Open it in a browser; if that warns you too, look for another address.",
    ),
    Trouble.ADDRESS: ("this, or what it leads to, is not a web address", "Correct the address."),
    Trouble.LOOP: ("its redirects lead round in a circle", _BROWSER),
    Trouble.WAIT: ("the site asks to be left alone for a while", "Try again tomorrow."),
}
"""What is wrong, and what to do."""
_STATUSES = {
    404: ("the page is gone (404)", ""),
    410: ("the page was taken away for good (410)", ""),
    429: ("the site gets too many requests (429)", _LATER),
}
_ORDER = (Standing.DEAD, Standing.MOVED, Standing.UNSURE)


def findings(
    mentions: Mapping[str, Sequence[Mention]],
    outcomes: Mapping[str, Outcome],
    memory: Mapping[str, Record],
    copies: Mapping[str, Archived],
    limit: float,
) -> dict[Standing, list[Issue]]:
    """An issue for every place that names an address which needs a look, by standing, sorted.

    `memory` is from before the check; `copies` are of the dead; `limit` is in seconds.
    """
    found: dict[Standing, list[Issue]] = {standing: [] for standing in _ORDER}
    for address, outcome in outcomes.items():
        if outcome.standing is Standing.ALIVE:
            continue
        known = memory.get(address)
        alive = known.alive if known else None
        for mention in mentions[address]:
            if outcome.alive:
                wrong, fix = _moved(outcome, mention.written)
            else:
                wrong, fix = _unanswered(outcome.status, alive, limit)
            if outcome.standing is Standing.DEAD:
                fix = _instead(copies.get(address))
            issue = Issue(mention.path, mention.line, f"{mention.written}: {wrong}.", fix)
            found[outcome.standing].append(issue)
    return {standing: sorted(issues) for standing, issues in found.items()}


def _unanswered(status: int | Trouble, alive: dt.date | None, limit: float) -> tuple[str, str]:
    """What is wrong, and what to do unless the page is dead."""
    if isinstance(status, Trouble):
        wrong, fix = _TROUBLES[status]
    elif status in _STATUSES:
        wrong, fix = _STATUSES[status]
    elif status >= 500:
        wrong, fix = f"the site has a fault of its own ({status})", _LATER
    else:
        wrong, fix = f"the site does not let programs look ({status})", _BROWSER
    last = f", last seen alive on {alive}" if alive else ""
    return wrong.format(limit=limit) + last, fix


def _moved(outcome: Outcome, written: str) -> tuple[str, str]:
    if outcome.at_home:
        fix = "The page itself is most likely gone: open it in a browser."
        return f"it leads to the home page {outcome.target}", fix
    if outcome.moved_to:
        return "the page has moved", f"Write {_carried(written, outcome.moved_to)} instead."
    return f"it leads on to {outcome.target} for now", "Nothing to do if that is the right page."


def _carried(written: str, new: str) -> str:
    """`new` with the fragment of `written`, unless it has its own (RFC 9110, section 10.2.2)."""
    fragment = urldefrag(written).fragment
    return f"{new}#{fragment}" if fragment and "#" not in new else new


def _instead(copies: Archived | None) -> str:
    if copies and copies.copy:
        return f"Link to the archived copy {copies.copy}, or take the link out."
    if copies and copies.look_up:
        return f"Look for an archived copy at {copies.look_up}, or take the link out."
    return "No archived copy is known: find another page, or take the link out."


def table(found: Mapping[Standing, Sequence[Issue]]) -> Iterator[str]:
    """The lines to print, under a heading for each standing that has any."""
    for standing in _ORDER:
        if found[standing]:
            yield f"{standing.value.capitalize()}:"
            yield from map(str, found[standing])
            yield ""


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many addresses are how: `12 addresses: 10 alive, 1 dead, 1 moved.`"""
    counts = dict.fromkeys(Standing, 0)
    for outcome in outcomes:
        counts[outcome.standing] += 1
    told = ", ".join(f"{count} {standing.value}" for standing, count in counts.items() if count)
    return f"{addresses(len(outcomes))}: {told}."


def addresses(count: int) -> str:
    """`1 address`, `2 addresses`."""
    return "1 address" if count == 1 else f"{count} addresses"
