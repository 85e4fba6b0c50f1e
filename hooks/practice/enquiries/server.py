"""The receiver as a server: it keeps no log of visitors, and no visitor can keep it waiting."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import uvicorn
import yaml
from uvicorn.protocols.http.h11_impl import H11Protocol

from .desk import DeskError, DeskFiles
from .outbox import OutboxError
from .pages import ShellMissingError
from .running import receiving
from .settings import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

    from .settings import Settings

log = logging.getLogger(__name__)

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
        desks = DeskFiles(project / "docs", site_address(project / "mkdocs.yml"))
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
            log.info("Receiving at http://%s:%s%s.", *settings.listen, path)
            server(app).run(sockets=[listening])
    except ShellMissingError:
        raise ServeError(
            "The site is not built, or built for another provider. Check “provider” in "
            "docs/_data/contact.yml, and run make build."
        ) from None
    except (DeskError, OutboxError, SettingsError) as error:
        raise ServeError(str(error)) from error


def site_address(configuration: Path) -> str:
    """The site's address as `mkdocs.yml` has it. Raises ServeError where there is none."""
    try:
        found = yaml.safe_load(configuration.read_text("utf-8")).get("site_url")
    except (OSError, yaml.YAMLError) as error:
        raise ServeError(f"{configuration.name} cannot be read: {error}") from error
    if not isinstance(found, str) or not urlsplit(found).netloc:
        raise ServeError(f"{configuration.name}: “site_url” is missing. Write the site's address.")
    return found


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise ServeError(
            f"ENQUIRIES_LISTEN: {host}:{port} cannot be listened at: {error}."
        ) from error
