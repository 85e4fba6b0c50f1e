"""Archived copies of pages that are gone, as the Internet Archive knows them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from practice.link_checker.client import UnansweredError

if TYPE_CHECKING:
    import datetime as dt

    from practice.link_checker.client import PoliteClient

API = "https://archive.org"
"""Where `/wayback/available` answers (archive.org/help/wayback_api.php)."""
_LOOK_UP = "https://web.archive.org/web/2*/{address}"
_MOST = 100_000
"""The longest answer worth reading, in bytes."""


@dataclass(frozen=True)
class Archived:
    """What is known of copies of a page."""

    copy: str | None = None
    """The address of a copy."""
    look_up: str | None = None
    """Where to look by hand, when the archive could not be asked."""


async def archived(
    address: str, alive: dt.date | None, client: PoliteClient, api: str = API
) -> Archived:
    """The copy of `address` nearest to the day it was last seen alive, else the newest."""
    query = {"url": address} | ({"timestamp": alive.strftime("%Y%m%d")} if alive else {})
    unknown = Archived(look_up=_LOOK_UP.format(address=address))
    try:
        answer = await client.read(f"{api.rstrip('/')}/wayback/available?{urlencode(query)}", _MOST)
        copies = json.loads(answer.body)["archived_snapshots"] if answer.status == 200 else None
    except (UnansweredError, ValueError, KeyError, TypeError, RecursionError):
        return unknown
    if not isinstance(copies, dict):
        return unknown
    closest = copies.get("closest")
    copy = closest.get("url") if isinstance(closest, dict) and closest.get("available") else None
    if not isinstance(copy, str) or not copy.isprintable() or "://" not in copy:
        return Archived() if not closest else unknown
    return Archived(copy="https://" + copy.partition("://")[2])
