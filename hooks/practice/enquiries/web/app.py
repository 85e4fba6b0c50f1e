"""The receiver's web application: its addresses, and what is behind them."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from practice.enquiries.outbox import OutboxError, State
from practice.enquiries.web.exchange import Exchange
from practice.enquiries.web.submission import receive
from practice.enquiries.web.tokens import FORM_WAIT

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from practice.enquiries.web.exchange import Receiver

log = logging.getLogger(__name__)

UNHEALTHY_SECONDS = 600.0
"""How long a message that could not be saved counts against the receiver's health."""

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""The headers of every answer that does not set its own."""


def application(receiver: Receiver) -> ASGIApp:
    """The web application of `receiver`."""
    web = _Web(receiver)
    routes = [
        Route(receiver.path, web.form, methods=["GET"]),
        Route(receiver.path, web.receive, methods=["POST"]),
        Route(f"{receiver.path}/token", web.token, methods=["GET"]),
        Route(f"{receiver.path}/health", web.health, methods=["GET"]),
    ]
    if receiver.list_messages is not None:
        routes.append(Route(f"{receiver.path}/messages", web.messages, methods=["GET"]))
    app = Starlette(routes=routes, exception_handlers={Exception: web.failed})
    app.router.redirect_slashes = False  # a redirect would lose what was posted
    return _SecurityHeaders(app)


class _Web:
    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._last_failure = -UNHEALTHY_SECONDS

    async def form(self, request: Request) -> Response:
        """The form by itself, for someone who opens this address."""
        return Exchange(request, self._receiver).page("form")

    async def receive(self, request: Request) -> Response:
        """Take a message."""
        response, works = await receive(Exchange(request, self._receiver))
        if works is not None:
            self._last_failure = -UNHEALTHY_SECONDS if works else monotonic()
        return response

    async def token(self, request: Request) -> Response:
        """A time token, for the page's script."""
        given = {"token": self._receiver.tokens.issue(), "wait": FORM_WAIT}
        return Exchange(request, self._receiver).json(given)

    async def health(self, request: Request) -> Response:  # noqa: ARG002
        """Whether messages are saved and delivered, for monitoring."""
        try:
            counts = await asyncio.to_thread(self._receiver.outbox.counts)
        except OutboxError:
            return PlainTextResponse("The outbox cannot be read.\n", 503)
        if monotonic() - self._last_failure < UNHEALTHY_SECONDS:
            return PlainTextResponse("Messages cannot be saved.\n", 503)
        lines = ["ok"]
        if self._receiver.delivery_problem():
            lines.append("Messages are waiting to be delivered.")
        if counts[State.DEAD]:
            lines.append("Some messages could not be delivered.")
        return PlainTextResponse("\n".join(lines) + "\n")

    async def messages(self, request: Request) -> Response:
        """What arrived during a preview."""
        assert self._receiver.list_messages is not None
        found = await asyncio.to_thread(self._receiver.list_messages)
        return Exchange(request, self._receiver).page("messages", messages=found)

    async def failed(self, request: Request, error: Exception) -> Response:
        """The last resort: no internal detail reaches a visitor."""
        log.error("%s failed", request.url.path, exc_info=error)
        return PlainTextResponse("Something went wrong here.\n", 500)


class _SecurityHeaders:
    """Adds SECURITY_HEADERS to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, add)
