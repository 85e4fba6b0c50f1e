"""Timeouts for connections on which a client keeps the server waiting.

uvicorn waits forever for the head of a request and for a client to read its answer, and has no
setting for either (github.com/Kludex/uvicorn/issues/157). Enough such connections, and nobody else
is served. This module uses what uvicorn, asyncio and ASGI document: a protocol class, its six
callbacks, and the client's address in the scope.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class ConnectionTimeouts:
    """An ASGI application that closes connections whose client is too slow.

    A request has to begin in time. While the application works, it watches the clock itself. While
    it answers, the client has to read in time.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        """Watch the connections on which `app` is called."""
        self._app = app
        self._seconds = seconds
        self._timers: dict[Any, tuple[asyncio.Transport, asyncio.TimerHandle]] = {}

    def opened(self, client: Any, transport: asyncio.Transport) -> None:
        """Start the timer of a new connection."""
        timer = asyncio.get_running_loop().call_later(self._seconds, transport.abort)
        self._timers[client] = transport, timer

    def closed(self, client: Any) -> None:
        """Forget a connection."""
        self._stop(client)
        self._timers.pop(client, None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        client = tuple(scope.get("client") or ())

        async def timed(message: Message) -> None:
            self._restart(client)
            await send(message)  # returns when the client has read enough
            self._stop(client)

        self._stop(client)
        await self._app(scope, receive, timed)
        self._restart(client)

    def _restart(self, client: Any) -> None:
        if client in self._timers:
            self._stop(client)
            self.opened(client, self._timers[client][0])

    def _stop(self, client: Any) -> None:
        if client in self._timers:
            self._timers[client][1].cancel()


class TimeoutProtocol(asyncio.Protocol):
    """Another protocol, whose connections ConnectionTimeouts watches."""

    def __init__(self, protocol: asyncio.Protocol, timeouts: ConnectionTimeouts) -> None:
        """Pass everything on to `protocol`."""
        self._protocol = protocol
        self._timeouts = timeouts
        self._client: Any = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start watching."""
        self._client = transport.get_extra_info("peername")[:2]
        self._protocol.connection_made(transport)
        self._timeouts.opened(self._client, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        self._timeouts.closed(self._client)
        self._protocol.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass on."""
        self._protocol.data_received(data)

    def eof_received(self) -> bool | None:
        """Pass on."""
        return self._protocol.eof_received()

    def pause_writing(self) -> None:
        """Pass on."""
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        """Pass on."""
        self._protocol.resume_writing()
