"""What became of the addresses: asked, followed where they lead, and judged."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from practice.link_checker.client import Trouble, UnansweredError, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from practice.link_checker.client import Answer, PoliteClient
    from practice.link_checker.memory import Record

_PERMANENT = {301, 308}
_REDIRECTS = {*_PERMANENT, 302, 303, 307}
"""RFC 9110, section 15.4."""
_MOST_REDIRECTS = 10
_UNREACHED = {Trouble.HOST, Trouble.LOOKUP, Trouble.CONNECTION, Trouble.TIMEOUT}
"""What everything looks like without a network."""
_PLAIN = re.compile(r"[\x20-\x7e]{1,200}")
"""Validators worth keeping: short, and safe to send back."""


class Standing(Enum):
    """What is thought of an address."""

    ALIVE = "alive"
    DEAD = "dead"
    MOVED = "moved"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Hop:
    """One redirect."""

    target: str
    permanent: bool


@dataclass(frozen=True)
class Outcome:
    """What asking for an address came to."""

    address: str
    status: int | Trouble
    """Of the last answer, at the end of all redirects."""
    hops: tuple[Hop, ...] = ()
    etag: str | None = None
    modified: str | None = None
    """The Last-Modified header, as it was sent."""
    unchanged: bool = False
    """The server said that nothing changed since the last look."""

    @property
    def answer(self) -> str:
        """The status in a word: `404`, `timeout`."""
        return str(self.status) if isinstance(self.status, int) else self.status.value

    @property
    def alive(self) -> bool:
        """Whether there is something to read."""
        return self.unchanged or (isinstance(self.status, int) and 200 <= self.status < 300)

    @property
    def target(self) -> str | None:
        """Where the redirects end."""
        return self.hops[-1].target if self.hops else None

    @property
    def moved_to(self) -> str | None:
        """The address to write instead: where the permanent redirects at the beginning lead."""
        new = None
        for hop in self.hops:
            if not hop.permanent:
                break
            new = hop.target
        return new

    @property
    def at_home(self) -> bool:
        """Whether a page leads to the home page of its own site: most likely it is gone."""
        if self.target is None:
            return False
        old, new = urlsplit(self.address), urlsplit(self.target)
        same = _site(old.hostname) == _site(new.hostname)
        return same and old.path not in {"", "/"} and new.path in {"", "/"} and not new.query

    @property
    def standing(self) -> Standing:
        """What to think of it."""
        if self.status in {404, 410, Trouble.HOST}:
            return Standing.DEAD
        if not self.alive or self.at_home:
            return Standing.UNSURE
        return Standing.MOVED if self.hops else Standing.ALIVE


def _site(host: str | None) -> str:
    return (host or "").removeprefix("www.")


async def check_all(
    addresses: Iterable[str],
    memory: Mapping[str, Record],
    client: PoliteClient,
    done: Callable[[Outcome], None],
) -> dict[str, Outcome]:
    """The outcome for every address, in their order; `done` hears of each as it comes.

    Hosts are asked side by side, the addresses of one host one after the other.
    """
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(_netloc(address), []).append(address)
    outcomes: dict[str, Outcome] = {}

    async def go_through(ones: list[str]) -> None:
        for address in ones:
            outcomes[address] = await check(address, memory.get(address), client)
            done(outcomes[address])

    async with asyncio.TaskGroup() as group:
        for ones in hosts.values():
            group.create_task(go_through(ones))
    return {address: outcomes[address] for ones in hosts.values() for address in ones}


def _netloc(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


async def check(address: str, record: Record | None, client: PoliteClient) -> Outcome:
    """Ask for `address` and follow it; what `record` remembers saves the server the work."""
    hops: list[Hop] = []
    url = address
    try:
        while True:
            known = record if record and url == (record.redirect or address) else None
            answer = await client.look(url, _conditions(known))
            location = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not location:
                return _outcome(address, tuple(hops), answer, known)
            url = joined(url, location)
            hops.append(Hop(url, answer.status in _PERMANENT))
            passed = [address, *(urldefrag(hop.target).url for hop in hops[:-1])]
            if urldefrag(url).url in passed or len(hops) > _MOST_REDIRECTS:
                raise UnansweredError(Trouble.LOOP)
    except UnansweredError as error:
        return Outcome(address, error.trouble, tuple(hops))


def _conditions(record: Record | None) -> dict[str, str]:
    """Ask for news only (RFC 9110, section 13.1)."""
    known = {
        "If-None-Match": record and record.etag,
        "If-Modified-Since": record and record.modified,
    }
    return {name: value for name, value in known.items() if value}


def _outcome(address: str, hops: tuple[Hop, ...], answer: Answer, known: Record | None) -> Outcome:
    etag, modified = _validator(answer, "ETag"), _validator(answer, "Last-Modified")
    if answer.status == 304 and known and _conditions(known):
        return Outcome(
            address, 304, hops, etag or known.etag, modified or known.modified, unchanged=True
        )
    return Outcome(address, answer.status, hops, etag, modified)


def _validator(answer: Answer, name: str) -> str | None:
    value = answer.headers.get(name, "").strip()
    return value if _PLAIN.fullmatch(value) else None


def no_network(outcomes: Iterable[Outcome]) -> bool:
    """Whether nothing at all could be reached, which is more likely than that all is gone."""
    asked = (outcome.status for outcome in outcomes if outcome.status is not Trouble.ADDRESS)
    statuses = list(asked)
    return bool(statuses) and all(status in _UNREACHED for status in statuses)
