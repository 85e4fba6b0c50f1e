"""A web server on this computer that misbehaves as servers on the web do."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable
    from types import TracebackType
    from typing import Self


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    """The path with its query."""
    headers: dict[str, str]
    """By name in lower case."""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query)


@dataclass
class Reply:
    """A response; headers make it invalid where a test wants that."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"text"
    hold: float = 0
    """Seconds to wait before sending it."""

    def bytes(self, method: str) -> bytes:
        headers = {"Content-Length": str(len(self.body)), "Connection": "close", **self.headers}
        lines = [f"HTTP/1.1 {self.status} X", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
        head = "\r\n".join(lines).encode("latin-1")
        return head + (b"" if method == "HEAD" or self.status == 304 else self.body)


Write = asyncio.StreamWriter


class Server:
    """Runs in a thread of its own; `paths` defines how it responds."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.paths: dict[str, Reply | list[Reply] | Callable[..., Awaitable[None]]] = {}
        """One reply; replies in turn, the last of them repeatedly; or a function."""
        self.requests: list[Request] = []
        self.starts: list[float] = []
        """When each request arrived, by the clock of this server."""
        self.most = 0
        """The most requests at one time."""
        self.sent = 0
        """Bytes sent of endless bodies."""
        self._tls = tls
        self._under_way = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        start = asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        server = asyncio.run_coroutine_threadsafe(start, self._loop).result()
        self.port = int(server.sockets[0].getsockname()[1])
        self.base = f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def asked(self, path: str) -> list[str]:
        """The methods of the requests for a path."""
        return [request.method for request in self.requests if request.path == path]

    async def _serve(self, reader: asyncio.StreamReader, writer: Write) -> None:
        try:
            request = await self._read(reader)
            if request is not None:
                self.requests.append(request)
                self.starts.append(self._loop.time())
                self._under_way += 1
                self.most = max(self.most, self._under_way)
                try:
                    await self._answer(request, writer)
                finally:
                    self._under_way -= 1
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client has gone, or the test is over
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Request | None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except asyncio.IncompleteReadError:
            return None
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ")
        pairs = (line.partition(":") for line in lines)
        return Request(method, target, {k.lower(): v.strip() for k, _, v in pairs})

    async def _answer(self, request: Request, writer: Write) -> None:
        does = self.paths.get(request.path, Reply(404))
        if isinstance(does, list):
            does = does.pop(0) if len(does) > 1 else does[0]
        if isinstance(does, Reply):
            await asyncio.sleep(does.hold)
            writer.write(does.bytes(request.method))
            await writer.drain()
        else:
            await does(request, writer)

    # Functions for `paths`.

    async def hang(self, _: Request, __: Write) -> None:
        await asyncio.sleep(60)

    async def close(self, _: Request, __: Write) -> None:
        """Close the connection without a response."""

    async def garbage(self, _: Request, writer: Write) -> None:
        writer.write(b"\x00\xff\xfeSSH-2.0 no web here\r\n\r\n" * 3)
        await writer.drain()

    async def huge_headers(self, _: Request, writer: Write) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: " + b"x" * 2_000_000 + b"\r\n\r\n")
        await writer.drain()

    async def drip(self, _: Request, writer: Write) -> None:
        """Send single bytes: each read is quick, but the response never ends."""
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X" * 10_000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.02)

    async def endless(self, request: Request, writer: Write) -> None:
        """Send a body that never ends; refuse HEAD, so that the client uses GET."""
        if request.method == "HEAD":
            writer.write(Reply(405).bytes("HEAD"))
            return
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            writer.write(b"x" * 10_000)
            await writer.drain()
            self.sent += 10_000

    async def tagged(self, request: Request, writer: Write) -> None:
        """Send a page with validators, or 304 to a client that has them."""
        tag, day = '"v1"', "Wed, 04 Nov 2026 08:00:00 GMT"
        known = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
        fresh = Reply(200, {"ETag": tag, "Last-Modified": day})
        writer.write((Reply(304) if known == (tag, day) else fresh).bytes(request.method))


def archive(copies: dict[str, str]) -> Callable[[Request, Write], Awaitable[None]]:
    """The API of an archive that has `copies`, by the address of the page."""

    async def answer(request: Request, writer: Write) -> None:
        address = request.query["url"][0]
        closest = {"available": True, "status": "200", "url": copies.get(address)}
        found = {"closest": closest} if address in copies else {}
        body = json.dumps({"url": address, "archived_snapshots": found}).encode()
        writer.write(Reply(body=body).bytes(request.method))

    return answer
