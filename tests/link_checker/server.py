"""A web server on this machine that misbehaves in every way a link check will meet."""

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
    """By name in small letters."""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query)


@dataclass
class Reply:
    """An answer as bytes: right, unless a test wants otherwise."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"text"
    hold: float = 0
    """Seconds before it is sent."""

    def bytes(self, method: str) -> bytes:
        headers = {"Content-Length": str(len(self.body)), "Connection": "close", **self.headers}
        lines = [f"HTTP/1.1 {self.status} X", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
        head = "\r\n".join(lines).encode("latin-1")
        return head + (b"" if method == "HEAD" or self.status == 304 else self.body)


Write = asyncio.StreamWriter


class Server:
    """Serves in a thread of its own; `paths` says what each address does."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.paths: dict[str, Reply | list[Reply] | Callable[..., Awaitable[None]]] = {}
        """A reply; replies in turn, the last again and again; or a behavior of its own."""
        self.requests: list[Request] = []
        self.starts: list[float] = []
        """When each request arrived, by the clock of this server."""
        self.most = 0
        """How many requests were under way at once, at most."""
        self.received = 0
        """Bytes of bodies without an end that went out."""
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
        """The methods by which a path was asked for."""
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
            pass  # the other side went away, or the test is over
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

    # Behaviors that are no replies.

    async def hang(self, _: Request, __: Write) -> None:
        await asyncio.sleep(60)

    async def close(self, _: Request, __: Write) -> None:
        """Break off without a word."""

    async def garbage(self, _: Request, writer: Write) -> None:
        writer.write(b"\x00\xff\xfeSSH-2.0 no web here\r\n\r\n" * 3)
        await writer.drain()

    async def huge_headers(self, _: Request, writer: Write) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: " + b"x" * 2_000_000 + b"\r\n\r\n")
        await writer.drain()

    async def drip(self, _: Request, writer: Write) -> None:
        """A byte now and then: each read is quick, the whole takes for ever."""
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X" * 10_000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.02)

    async def endless(self, request: Request, writer: Write) -> None:
        """A body that never ends, and HEAD refused so that it has to be met."""
        if request.method == "HEAD":
            writer.write(Reply(405).bytes("HEAD"))
            return
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            writer.write(b"x" * 10_000)
            await writer.drain()
            self.received += 10_000

    async def tagged(self, request: Request, writer: Write) -> None:
        """A page with validators, which answers 304 to who knows them."""
        tag, day = '"v1"', "Wed, 04 Nov 2026 08:00:00 GMT"
        known = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
        fresh = Reply(200, {"ETag": tag, "Last-Modified": day})
        writer.write((Reply(304) if known == (tag, day) else fresh).bytes(request.method))


def archive(copies: dict[str, str]) -> Callable[[Request, Write], Awaitable[None]]:
    """The archive's API: the copies it has, by the address of the page."""

    async def answer(request: Request, writer: Write) -> None:
        address = request.query["url"][0]
        closest = {"available": True, "status": "200", "url": copies.get(address)}
        found = {"closest": closest} if address in copies else {}
        body = json.dumps({"url": address, "archived_snapshots": found}).encode()
        writer.write(Reply(body=body).bytes(request.method))

    return answer
