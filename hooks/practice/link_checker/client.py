"""Polite requests: one at a time per host, with pauses, and with patience when a host is busy.

httpx sends the requests. This module decides when.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import ssl
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

from practice.link_checker.results import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

_BUSY = {429, 503}
"""Status codes that ask for patience (RFC 6585, section 4; RFC 9110, section 15.6.4)."""
_TEMPORARY = {Failure.LOOKUP, Failure.CONNECTION, Failure.BROKEN, Failure.TIMEOUT}
"""Failures after which another try may succeed."""
_LONGEST_ADDRESS = 8000
"""Characters that an address may have (RFC 9110, section 4.1)."""


@dataclass(frozen=True)
class RequestPolicy:
    """How patient and how gentle to be; times in seconds."""

    limit: float = 10
    """The longest time for one request."""
    pause: float = 1
    """Between two requests to one host."""
    tries: int = 3
    """For an address whose host is busy, broken, or silent."""
    backoff: float = 2
    """The wait before the second try; it doubles before each further one."""
    longest_wait: float = 60
    """A host that asks for a longer wait gets no more requests in this run."""
    parallel: int = 8
    """The most requests at one time, each to another host."""


class NoResponseError(Exception):
    """There was no usable response."""

    def __init__(self, failure: Failure) -> None:
        """`failure` is the reason."""
        super().__init__(failure.value)
        self.failure = failure


@dataclass(frozen=True)
class Response:
    """What a server sent."""

    status: int
    headers: Mapping[str, str]
    """By name, in any case."""
    body: bytes = b""
    """As much of it as was requested."""


@dataclass
class _Host:
    """The state of a host during one run."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0
    """When the next request may start, by the clock of the event loop."""
    failing: bool = False
    """Every try for one address failed: the other addresses get one try each."""

    def wait(self, seconds: float) -> None:
        """Start no request within the next `seconds`."""
        self.free_at = max(self.free_at, asyncio.get_running_loop().time() + seconds)


class PoliteClient:
    """Sends one request at a time to each host; an asynchronous context manager."""

    def __init__(
        self, agent: str, policy: RequestPolicy, verify: ssl.SSLContext | None = None
    ) -> None:
        """`agent` is the User-Agent, in ASCII; `verify` has the certificates to trust."""
        self.policy = policy
        self._hosts: dict[str, _Host] = {}
        self._room = asyncio.Semaphore(policy.parallel)
        headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        trust = verify or httpx.create_ssl_context()
        # httpx limits each read, so slow drips never end: _send limits the whole request instead.
        self._client = httpx.AsyncClient(headers=headers, timeout=None, verify=trust)

    async def __aenter__(self) -> Self:
        """Allow connections."""
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close all connections."""
        await self._client.__aexit__(kind, error, trace)

    async def look(self, address: str, headers: Mapping[str, str] | None = None) -> Response:
        """Request `address` with HEAD, then with GET if HEAD is refused or fails.

        Does not follow redirects. Raises NoResponseError.
        """
        return await self._try("HEAD", address, headers or {}, read=0)

    async def read(self, address: str, most: int) -> Response:
        """Request `address` with at most `most` bytes of its body. Raises NoResponseError."""
        return await self._try("GET", address, {}, read=most)

    async def _try(
        self, method: str, address: str, headers: Mapping[str, str], *, read: int
    ) -> Response:
        url = _parse(address)
        host = self._hosts.setdefault(url.netloc.decode("ascii"), _Host())
        tries = 1 if host.failing else self.policy.tries
        last: Response | NoResponseError
        for attempt in range(tries):
            requested_wait = None
            try:
                last = await self._once(host, method, url, headers, read)
                if method == "HEAD" and last.status >= 400 and last.status not in _BUSY:
                    last = await self._once(host, "GET", url, headers, read)
            except NoResponseError as error:
                if error.failure not in _TEMPORARY:
                    raise
                last = error
            else:
                if last.status != 429 and last.status < 500:
                    host.failing = False
                    return last
                value = last.headers.get("Retry-After", "")
                requested_wait = retry_after(value, dt.datetime.now(dt.UTC))
            is_last = attempt == tries - 1
            host.wait(requested_wait or (0 if is_last else self.policy.backoff * 2**attempt))
            method = "GET"
        host.failing = True
        if isinstance(last, NoResponseError):
            raise last
        return last

    async def _once(
        self, host: _Host, method: str, url: httpx.URL, headers: Mapping[str, str], read: int
    ) -> Response:
        """Send one request when the host is free."""
        async with host.lock:
            wait = host.free_at - asyncio.get_running_loop().time()
            if wait > self.policy.longest_wait:
                raise NoResponseError(Failure.WAIT)
            await asyncio.sleep(max(0, wait))
            async with self._room:
                try:
                    return await self._send(method, url, headers, read)
                finally:
                    host.wait(self.policy.pause)

    async def _send(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], read: int
    ) -> Response:
        try:
            async with (
                asyncio.timeout(self.policy.limit),
                self._client.stream(method, url, headers=headers) as response,
            ):
                body = bytearray()
                if read:
                    async for chunk in response.aiter_raw(read):
                        body += chunk
                        if len(body) >= read:
                            break
                return Response(response.status_code, response.headers, bytes(body[:read]))
        except TimeoutError:
            raise NoResponseError(Failure.TIMEOUT) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise NoResponseError(_failure(error)) from error


def redirect_target(address: str, location: str) -> str:
    """The full address, in ASCII, that `address` redirects to. Raises NoResponseError."""
    try:
        target = str(_parse(str(httpx.URL(address).join(location))))
    except (httpx.InvalidURL, ValueError):
        raise NoResponseError(Failure.ADDRESS) from None
    if len(target) > _LONGEST_ADDRESS:
        raise NoResponseError(Failure.ADDRESS)
    return target


def _parse(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
        valid = url.scheme in {"http", "https"} and url.host and (url.port or 0) <= 65_535
    except (httpx.InvalidURL, ValueError):  # among them UnicodeError, for impossible names
        valid = False
    if not valid:
        raise NoResponseError(Failure.ADDRESS)
    return url


def _failure(error: BaseException) -> Failure:
    """The failure behind an exception, from the first cause that shows it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return Failure.LOOKUP if cause.errno == socket.EAI_AGAIN else Failure.HOST
        if isinstance(cause, ssl.SSLError):
            return Failure.CERTIFICATE
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | ValueError):
        return Failure.ADDRESS
    unconnected = isinstance(error, httpx.ConnectError | httpx.ProxyError)
    return Failure.CONNECTION if unconnected else Failure.BROKEN


def retry_after(value: str, now: dt.datetime) -> float | None:
    """The seconds to wait that a `Retry-After` header asks for (RFC 9110, section 10.2.3)."""
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:  # the obsolete form of a date, which is in UTC too
        until = until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - now).total_seconds())
