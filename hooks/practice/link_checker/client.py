"""Requests as a considerate guest makes them: few, one after the other, and patient."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import ssl
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

_BUSY = {429, 503}
"""Answers that ask for patience (RFC 6585, section 4; RFC 9110, section 15.6.4)."""

_LONGEST = 8000
"""Characters of an address that is still taken for one (RFC 9110, section 4.1)."""


@dataclass(frozen=True)
class Manners:
    """How patient and how gentle to be; times in seconds."""

    limit: float = 10
    """The longest a single request may take."""
    pause: float = 1
    """Between two requests to one host."""
    tries: int = 3
    """How often an address is tried when it is busy, broken or silent."""
    backoff: float = 2
    """The wait before the second try; it doubles with every further one."""
    longest_wait: float = 60
    """A host that asks to be left alone for longer is not asked again in this run."""
    at_once: int = 8
    """How many requests may be under way, each to another host."""


class Trouble(Enum):
    """Why there is no answer; the value is the word kept in the file of results."""

    HOST = "host unknown"
    LOOKUP = "lookup failed"
    """The name could not be looked up just now, which says nothing of the site."""
    CONNECTION = "no connection"
    BROKEN = "no proper answer"
    """The connection broke off, or what came is not HTTP."""
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    ADDRESS = "malformed"
    LOOP = "redirect loop"
    WAIT = "asked to wait"


_PASSING = {Trouble.LOOKUP, Trouble.CONNECTION, Trouble.BROKEN, Trouble.TIMEOUT}
"""What another try may mend."""


class UnansweredError(Exception):
    """No usable answer came."""

    def __init__(self, trouble: Trouble) -> None:
        """Say why."""
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    """By name, whatever its case."""
    body: bytes = b""
    """As much of it as was asked for."""


@dataclass
class _Host:
    """What is known of a host during one run."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0
    """When it may be asked again, by the clock of the event loop."""
    failing: bool = False
    """An address there failed at every try: the others get one try each."""


class PoliteClient:
    """Asks one thing at a time of every host; use it as an asynchronous context."""

    def __init__(self, agent: str, manners: Manners, verify: ssl.SSLContext | None = None) -> None:
        """`agent` is who asks, in ASCII; `verify` says which certificates to trust."""
        self.manners = manners
        self._hosts: dict[str, _Host] = {}
        self._room = asyncio.Semaphore(manners.at_once)
        headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        trust = verify or httpx.create_ssl_context()
        # The limit is on a whole request: httpx's own are on each read, and a drip never ends.
        self._client = httpx.AsyncClient(headers=headers, timeout=None, verify=trust)

    async def __aenter__(self) -> Self:
        """Open connections from here on."""
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close them all."""
        await self._client.__aexit__(kind, error, trace)

    async def look(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Whether `address` answers: HEAD, then GET where HEAD is refused or fails.

        Redirects are not followed. Raises UnansweredError.
        """
        return await self._patiently(address, headers or {}, head=True, read=0)

    async def read(self, address: str, most: int) -> Answer:
        """At most `most` bytes of what stands at `address`. Raises UnansweredError."""
        return await self._patiently(address, {}, head=False, read=most)

    async def _patiently(
        self, address: str, headers: Mapping[str, str], *, head: bool, read: int
    ) -> Answer:
        url = _parsed(address)
        host = self._hosts.setdefault(url.netloc.decode("ascii"), _Host())
        tries = 1 if host.failing else self.manners.tries
        for attempt in range(1, tries + 1):
            answer, trouble = None, None
            try:
                answer = await self._once(host, "HEAD" if head else "GET", url, headers, read)
                if head and answer.status >= 400 and answer.status not in _BUSY:
                    answer = await self._once(host, "GET", url, headers, read)
            except UnansweredError as error:
                trouble = error.trouble
            if answer and answer.status != 429 and answer.status < 500:
                host.failing = False
                return answer
            if trouble and trouble not in _PASSING:
                raise UnansweredError(trouble)
            asked = _asked_wait(answer) if answer else None
            if asked or attempt < tries:
                wait = asked or self.manners.backoff * 2 ** (attempt - 1)
                host.free_at = max(host.free_at, asyncio.get_running_loop().time() + wait)
            head = False
        host.failing = True
        if answer is None:
            raise UnansweredError(trouble or Trouble.CONNECTION)
        return answer

    async def _once(
        self, host: _Host, method: str, url: httpx.URL, headers: Mapping[str, str], read: int
    ) -> Answer:
        """One request, when it is this one's turn at the host."""
        clock = asyncio.get_running_loop().time
        async with host.lock:
            wait = host.free_at - clock()
            if wait > self.manners.longest_wait:
                raise UnansweredError(Trouble.WAIT)
            await asyncio.sleep(max(0, wait))
            async with self._room:
                try:
                    return await self._send(method, url, headers, read)
                finally:
                    host.free_at = max(host.free_at, clock() + self.manners.pause)

    async def _send(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], read: int
    ) -> Answer:
        try:
            async with (
                asyncio.timeout(self.manners.limit),
                self._client.stream(method, url, headers=headers) as response,
            ):
                body = bytearray()
                if read:
                    async for chunk in response.aiter_raw(read):
                        body += chunk
                        if len(body) >= read:
                            break
                return Answer(response.status_code, response.headers, bytes(body[:read]))
        except TimeoutError:
            raise UnansweredError(Trouble.TIMEOUT) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise UnansweredError(_trouble(error)) from error


def joined(address: str, location: str) -> str:
    """The full address a redirect at `address` leads to, in ASCII. Raises UnansweredError."""
    try:
        target = str(_parsed(str(httpx.URL(address).join(location))))
    except (httpx.InvalidURL, ValueError):
        raise UnansweredError(Trouble.ADDRESS) from None
    if len(target) > _LONGEST:
        raise UnansweredError(Trouble.ADDRESS)
    return target


def _parsed(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
        web = url.scheme in {"http", "https"} and url.host and (url.port or 0) <= 65_535
    except (httpx.InvalidURL, ValueError):  # UnicodeError, of names that cannot be, is one of these
        web = False
    if not web:
        raise UnansweredError(Trouble.ADDRESS)
    return url


def _trouble(error: BaseException) -> Trouble:
    """What went wrong, by the first cause that says it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return Trouble.LOOKUP if cause.errno == socket.EAI_AGAIN else Trouble.HOST
        if isinstance(cause, ssl.SSLError):
            return Trouble.CERTIFICATE
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | ValueError):
        return Trouble.ADDRESS
    unconnected = isinstance(error, httpx.ConnectError | httpx.ProxyError)
    return Trouble.CONNECTION if unconnected else Trouble.BROKEN


def _asked_wait(answer: Answer) -> float | None:
    return retry_after(answer.headers.get("Retry-After", ""), dt.datetime.now(dt.UTC))


def retry_after(value: str, now: dt.datetime) -> float | None:
    """The wait in seconds that `Retry-After` asks for (RFC 9110, section 10.2.3), if it does."""
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:  # the obsolete form of a date, which means UTC as well
        until = until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - now).total_seconds())
