"""The receiver as a running server: web application, outbox and delivery in one process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

HEAD_SECONDS = 15.0
"""How long a connection may take to ask for something."""
MOST_CONNECTIONS = 512
"""Connections at once; whoever comes beyond that is answered with 503."""


class Patience:
    """Closes connections on which no request arrives in time.

    The server itself waits without end for the head of a request: enough such connections, and
    nobody else gets through.
    """

    def __init__(self, app: ASGIApp, seconds: float = HEAD_SECONDS) -> None:
        """Watches over the connections on which `app` is asked."""
        self._app = app
        self._seconds = seconds
        self._open: dict[Any, tuple[asyncio.Transport, asyncio.TimerHandle]] = {}

    def protocol(self) -> type[asyncio.Protocol]:
        """The server's protocol, which tells of each connection made and lost."""
        patience = self

        class Patient(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                patience.wait(self.client, transport)

            def connection_lost(self, exc: Exception | None) -> None:
                patience.forget(self.client)
                super().connection_lost(exc)

        return Patient

    def wait(self, client: Any, transport: asyncio.Transport) -> None:
        """Close `transport` unless a request of `client` begins in time."""
        timer = asyncio.get_running_loop().call_later(self._seconds, transport.abort)
        self._open[client] = transport, timer

    def forget(self, client: Any) -> None:
        """The connection has ended."""
        if client in self._open:
            self._open.pop(client)[1].cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on: while it is at work the application watches the clock itself."""
        client = scope.get("client")
        if client in self._open:
            self._open[client][1].cancel()
        await self._app(scope, receive, send)
        if client in self._open:
            self.wait(client, self._open[client][0])


def server(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> uvicorn.Server:
    """A server for `app` that keeps no log of who asked for what."""
    patience = Patience(app)
    return uvicorn.Server(
        uvicorn.Config(
            patience,
            host=host,
            port=port,
            http=patience.protocol(),
            ws="none",
            lifespan="off",
            access_log=False,
            log_level="warning",
            proxy_headers=False,  # whom to believe is decided in senders.py, by explicit trust
            server_header=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=10,
        )
    )
