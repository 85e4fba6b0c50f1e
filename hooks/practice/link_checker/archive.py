"""Archived copies of dead pages in the Internet Archive."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from practice.link_checker.client import NoResponseError

if TYPE_CHECKING:
    import datetime as dt

    from practice.link_checker.client import PoliteClient

API = "https://archive.org"
"""The server of `/wayback/available` (archive.org/help/wayback_api.php)."""
_SEARCH = "https://web.archive.org/web/2*/{address}"
_MOST_BYTES = 100_000
"""The longest response that is read."""


@dataclass(frozen=True)
class ArchivedCopy:
    """What is known of copies of a page."""

    address: str | None = None
    """The address of a copy."""
    search: str | None = None
    """Where a person can search for one, when the archive did not respond."""


async def archived_copy(
    address: str, alive: dt.date | None, client: PoliteClient, api: str = API
) -> ArchivedCopy:
    """The copy of `address` nearest to the date when it was last seen alive, or the newest."""
    query = {"url": address} | ({"timestamp": alive.strftime("%Y%m%d")} if alive else {})
    unknown = ArchivedCopy(search=_SEARCH.format(address=address))
    url = f"{api.rstrip('/')}/wayback/available?{urlencode(query)}"
    try:
        response = await client.read(url, _MOST_BYTES)
        copies = json.loads(response.body)["archived_snapshots"] if response.status == 200 else None
    except (NoResponseError, ValueError, KeyError, TypeError, RecursionError):
        return unknown
    if not isinstance(copies, dict):
        return unknown
    closest = copies.get("closest")
    copy = closest.get("url") if isinstance(closest, dict) and closest.get("available") else None
    if not isinstance(copy, str) or not copy.isprintable() or "://" not in copy:
        return ArchivedCopy() if not closest else unknown
    return ArchivedCopy("https://" + copy.partition("://")[2])
