"""The receiver as a server. It keeps no log of visitors."""

from __future__ import annotations

import logging
import signal
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn

from practice.config import read_config
from practice.enquiries.form.context import FormContextError, WatchedFormContext
from practice.enquiries.outbox import OutboxError
from practice.enquiries.receiver import receiving
from practice.enquiries.settings import SettingsError
from practice.enquiries.web.pages import ShellMissingError
from practice.enquiries.web.timeouts import ConnectionTimeouts, TimeoutProtocol

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp

    from practice.enquiries.settings import Settings

log = logging.getLogger(__name__)

CLIENT_SECONDS = 15.0
"""How long a client may take to send the head of a request, or to read an answer."""
MAX_CONNECTIONS = 512
"""Connections at the same time; any beyond that are answered with 503."""
SHUTDOWN_SECONDS = 10
"""How long open requests may take to finish when the server stops."""


class ServeError(Exception):
    """The receiver cannot run; the text says why, and what to do."""


def server(
    app: ASGIApp,
    *,
    client_seconds: float = CLIENT_SECONDS,
    shutdown_seconds: int = SHUTDOWN_SECONDS,
) -> uvicorn.Server:
    """A server for `app`, to be run with sockets."""
    timeouts = ConnectionTimeouts(app, client_seconds)
    config = uvicorn.Config(
        timeouts,
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        proxy_headers=False,  # senders.py decides which proxies to trust, by the settings
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=shutdown_seconds,
    )
    config.load()
    http = config.http_protocol_class
    config.http_protocol_class = lambda **given: TimeoutProtocol(http(**given), timeouts)  # type: ignore[assignment]
    return uvicorn.Server(config)


def serve(settings: Settings, project: Path) -> None:
    """Receive and deliver until stopped; `project` is the checkout with the built site.

    Raises ServeError.
    """
    if not settings.smtp_host:
        raise ServeError(
            "ENQUIRIES_SMTP_HOST is missing. Set it to the mail server that takes your messages."
        )
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
    try:
        form_context = WatchedFormContext(project / "docs", site_address(project))
        with (
            _listening(*settings.listen) as listening,
            receiving(
                settings,
                form_context.current,
                overrides=project / "overrides",
                site=project / "site",
            ) as app,
        ):
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: None)  # uvicorn raises them again when it ends
            path = urlsplit(form_context.current().endpoint.action).path
            host, port = settings.listen
            host = f"[{host}]" if ":" in host else host
            log.info("Receiving at http://%s:%s%s.", host, port, path)
            server(app).run(sockets=[listening])
    except ShellMissingError:
        raise ServeError(
            "The site is not built, or was built for another provider. Check “provider” in "
            "docs/_data/contact.yml, and run make build."
        ) from None
    except (FormContextError, OutboxError, SettingsError) as error:
        raise ServeError(str(error)) from error


def site_address(project: Path) -> str:
    """The address of the site in the folder `project`. Raises ServeError if there is none."""
    config = read_config(project)
    if config.site_url:
        return config.site_url
    where = f"mkdocs.yml:{config.lines.get('site_url', 1)}"
    empty = f"{where}: “site_url” is empty. Write the site's address."
    raise ServeError(empty if config.site_url == "" else "\n".join(map(str, config.issues)))


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise ServeError(f"ENQUIRIES_LISTEN: Cannot listen at {host}:{port}: {error}.") from error
