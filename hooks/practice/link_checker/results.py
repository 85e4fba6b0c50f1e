"""The result of checking an address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable


class Failure(Enum):
    """Why there is no response; the value is written to the file of records."""

    HOST = "unknown host"
    LOOKUP = "lookup failed"
    """The name could not be looked up just now. The site itself may be fine."""
    CONNECTION = "no connection"
    BROKEN = "invalid response"
    """The connection broke, or the response is not HTTP."""
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    ADDRESS = "invalid address"
    LOOP = "redirect loop"
    WAIT = "asked to wait"


class Status(Enum):
    """What a result means for the link."""

    ALIVE = "alive"
    DEAD = "dead"
    MOVED = "moved"
    UNSURE = "unsure"


_OFFLINE = {Failure.HOST, Failure.LOOKUP, Failure.CONNECTION, Failure.TIMEOUT}
"""The failures of every address when there is no network."""


@dataclass(frozen=True)
class Hop:
    """One redirect."""

    target: str
    permanent: bool


@dataclass(frozen=True)
class CheckResult:
    """The result of checking one address."""

    address: str
    code: int | Failure
    """The status code of the last response, after all redirects, or why there is none."""
    hops: tuple[Hop, ...] = ()
    etag: str | None = None
    modified: str | None = None
    """The Last-Modified header."""
    unchanged: bool = False
    """The server answered that the page has not changed since the last check."""

    @property
    def reason(self) -> str:
        """The code as text: `404`, `timeout`."""
        return self.code.value if isinstance(self.code, Failure) else str(self.code)

    @property
    def alive(self) -> bool:
        """Whether there is a page, here or after redirects."""
        return self.unchanged or (isinstance(self.code, int) and 200 <= self.code < 300)

    @property
    def target(self) -> str | None:
        """Where the redirects end."""
        return self.hops[-1].target if self.hops else None

    @property
    def moved_to(self) -> str | None:
        """The address to link to instead: where the permanent redirects at the start end."""
        new = None
        for hop in self.hops:
            if not hop.permanent:
                break
            new = hop.target
        return new

    @property
    def at_home(self) -> bool:
        """Whether a page redirects to the home page of its site, which usually means it is gone."""
        if self.target is None:
            return False
        old, new = urlsplit(self.address), urlsplit(self.target)
        same = _site(old.hostname) == _site(new.hostname)
        return same and old.path not in {"", "/"} and new.path in {"", "/"} and not new.query

    @property
    def status(self) -> Status:
        """What the result means for the link."""
        if self.code in {404, 410, Failure.HOST}:
            return Status.DEAD
        if not self.alive or self.at_home:
            return Status.UNSURE
        return Status.MOVED if self.hops else Status.ALIVE


def _site(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def is_offline(results: Iterable[CheckResult]) -> bool:
    """Whether no site could be reached: more likely there is no network than that all are gone."""
    codes = [result.code for result in results if result.code is not Failure.ADDRESS]
    return bool(codes) and all(code in _OFFLINE for code in codes)
