"""Checks addresses: requests them, follows their redirects, and returns the results."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from practice.link_checker.client import NoResponseError, redirect_target
from practice.link_checker.results import CheckResult, Failure, Hop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from practice.link_checker.client import PoliteClient, Response
    from practice.link_checker.records import Record

_PERMANENT = {301, 308}
_REDIRECTS = {*_PERMANENT, 302, 303, 307}
"""RFC 9110, section 15.4."""
_MOST_REDIRECTS = 10
_PLAIN = re.compile(r"[\x20-\x7e]{1,200}")
"""Header values worth keeping: short, and safe to send back."""


async def check_all(
    addresses: Iterable[str],
    records: Mapping[str, Record],
    client: PoliteClient,
    done: Callable[[CheckResult], None],
) -> dict[str, CheckResult]:
    """The result for every address, in their order; `done` is called with each as it comes.

    Hosts are checked in parallel, the addresses of one host one after the other.
    """
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(_netloc(address), []).append(address)
    results: dict[str, CheckResult] = {}

    async def check_host(addresses: list[str]) -> None:
        for address in addresses:
            results[address] = await check(address, records.get(address), client)
            done(results[address])

    async with asyncio.TaskGroup() as group:
        for ones in hosts.values():
            group.create_task(check_host(ones))
    return {address: results[address] for ones in hosts.values() for address in ones}


def _netloc(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


async def check(address: str, record: Record | None, client: PoliteClient) -> CheckResult:
    """Request `address` and follow its redirects; `record` is from the last check."""
    hops: list[Hop] = []
    url = address
    try:
        while True:
            known = record if record and url == (record.redirect or address) else None
            response = await client.look(url, _conditions(known))
            location = response.headers.get("Location")
            if response.status not in _REDIRECTS or not location:
                return _result(address, tuple(hops), response, known)
            url = redirect_target(url, location)
            hops.append(Hop(url, response.status in _PERMANENT))
            passed = [address, *(urldefrag(hop.target).url for hop in hops[:-1])]
            if urldefrag(url).url in passed or len(hops) > _MOST_REDIRECTS:
                raise NoResponseError(Failure.LOOP)
    except NoResponseError as error:
        return CheckResult(address, error.failure, tuple(hops))


def _conditions(record: Record | None) -> dict[str, str]:
    """Headers that ask for the page only if it has changed (RFC 9110, section 13.1)."""
    known = {
        "If-None-Match": record and record.etag,
        "If-Modified-Since": record and record.modified,
    }
    return {name: value for name, value in known.items() if value}


def _result(
    address: str, hops: tuple[Hop, ...], response: Response, known: Record | None
) -> CheckResult:
    etag, modified = _validator(response, "ETag"), _validator(response, "Last-Modified")
    if response.status == 304 and known and _conditions(known):
        return CheckResult(
            address, 304, hops, etag or known.etag, modified or known.modified, unchanged=True
        )
    return CheckResult(address, response.status, hops, etag, modified)


def _validator(response: Response, name: str) -> str | None:
    value = response.headers.get(name, "").strip()
    return value if _PLAIN.fullmatch(value) else None
