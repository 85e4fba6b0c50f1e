"""The receiver as a server: it keeps no log of visitors, and no visitor can keep it waiting."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from practice.config import read_config
from practice.enquiries.form.context import DeskError, DeskFiles
from practice.enquiries.outbox import OutboxError
from practice.enquiries.receiver import receiving
from practice.enquiries.settings import SettingsError
from practice.enquiries.web.pages import ShellMissingError

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from practice.enquiries.settings import Settings

log = logging.getLogger(__name__)

HEAD_SECONDS = 15.0
"""How long a connection may take to ask for something."""
MOST_CONNECTIONS = 512
"""Connections at once; whoever comes beyond that is answered with 503."""


class Patience:
    """Closes connections on which no request arrives in time, or whose answer is not taken.

    The server itself waits without end for the head of a request, and for a client to read: enough
    such connections, and nobody else gets through.
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
        """Close `transport` unless something of `client` comes, or is taken, in time."""
        self.stop(client)
        timer = asyncio.get_running_loop().call_later(self._seconds, transport.abort)
        self._open[client] = transport, timer

    def stop(self, client: Any) -> None:
        """Watch this connection no more for now."""
        if client in self._open:
            self._open[client][1].cancel()

    def forget(self, client: Any) -> None:
        """The connection has ended."""
        self.stop(client)
        self._open.pop(client, None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on.

        While it is at work the application watches the clock itself; while it answers, the client
        has to take what it is sent.
        """
        client = scope.get("client")

        async def timed(message: Message) -> None:
            if client in self._open:
                self.wait(client, self._open[client][0])
            await send(message)
            self.stop(client)

        self.stop(client)
        await self._app(scope, receive, timed)
        if client in self._open:
            self.wait(client, self._open[client][0])


def server(app: ASGIApp, head_seconds: float = HEAD_SECONDS) -> uvicorn.Server:
    """A server for `app`, to be run with sockets; it keeps no log of who asked for what."""
    patience = Patience(app, head_seconds)
    return uvicorn.Server(
        uvicorn.Config(
            patience,
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


class ServeError(Exception):
    """The receiver cannot run; the text says why, and what to do."""


def serve(settings: Settings, project: Path) -> None:
    """Receive and deliver until told to stop; `project` is the checkout with the built site.

    Raises ServeError.
    """
    if not settings.smtp_host:
        raise ServeError(
            "ENQUIRIES_SMTP_HOST: It is missing. Name the mail server that takes messages to you."
        )
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
    try:
        desks = DeskFiles(project / "docs", site_address(project))
        with (
            _listening(*settings.listen) as listening,
            receiving(
                settings,
                desks.current,
                overrides=project / "overrides",
                site=project / "site",
            ) as app,
        ):
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: None)  # the server sends them again when it ends
            path = urlsplit(desks.current().endpoint.action).path
            host, port = settings.listen
            host = f"[{host}]" if ":" in host else host
            log.info("Receiving at http://%s:%s%s.", host, port, path)
            server(app).run(sockets=[listening])
    except ShellMissingError:
        raise ServeError(
            "The site is not built, or built for another provider. Check “provider” in "
            "docs/_data/contact.yml, and run make build."
        ) from None
    except (DeskError, OutboxError, SettingsError) as error:
        raise ServeError(str(error)) from error


def site_address(project: Path) -> str:
    """The address of the site in the folder `project`. Raises ServeError where there is none."""
    config = read_config(project)
    if config.site_url:
        return config.site_url
    where = f"mkdocs.yml:{config.lines.get('site_url', 1)}"
    empty = f"{where}: “site_url” is empty. Write the site's address."
    raise ServeError("\n".join(map(str, config.issues)) or empty)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise ServeError(
            f"ENQUIRIES_LISTEN: {host}:{port} cannot be listened at: {error}."
        ) from error
