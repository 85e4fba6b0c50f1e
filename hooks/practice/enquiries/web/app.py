"""The receiver's web application: one address that takes messages, and what belongs to it."""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from practice.enquiries.enquiry import Enquiry, Outcome
from practice.enquiries.form.validation import MOST_BYTES, check
from practice.enquiries.outbox import OutboxError, State
from practice.enquiries.spam import Signs, judge
from practice.enquiries.web.senders import client_address, sender_hash
from practice.enquiries.web.tokens import CHECK_WAIT, FORM_WAIT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from practice.enquiries.form.context import Desk
    from practice.enquiries.outbox import Outbox
    from practice.enquiries.web.pages import Pages
    from practice.enquiries.web.senders import Network
    from practice.enquiries.web.tokens import Token, Tokens

log = logging.getLogger("practice.enquiries")

MOST_DISCARDED = 1024 * 1024
"""What is read of a larger one, and thrown away: browsers read no answer before they have sent."""
MOST_FIELDS = 100
FORGIVEN = 600.0
"""Seconds for which a message that could not be kept counts against the receiver's health."""
READING_SECONDS = 15.0
"""How long a body may take to arrive."""
FORM_TYPE = "application/x-www-form-urlencoded"

_KEY = re.compile(r"[0-9A-Za-z-]{8,64}")

NOTICES = {
    400: "The message arrived garbled. Please send it again, or write to {email}.",
    403: "This form was sent from another site. Please open the contact page and write it there, "
    "or write to {email}.",
    408: "The message took too long to arrive. Please send it again, or write to {email}.",
    413: "The message is too long for this form. Please shorten it, or write to {email}.",
    415: "The message arrived in a form that cannot be read. Please write to {email}.",
    429: "Many messages came from your network within an hour. Please try again later, "
    "or write to {email}.",
    500: "Something went wrong here, and your message was not sent. Please try again, "
    "or write to {email}.",
    503: "Your message could not be saved just now. Please try again in a few minutes, "
    "or write to {email}.",
}
"""What to tell a visitor whose message was not taken, by the status of HTTP (RFC 9110)."""


@dataclass(frozen=True)
class Receiver:
    """Everything that the web application works with."""

    desk: Callable[[], Desk]
    """The form as the data files have it now."""
    outbox: Outbox
    tokens: Tokens
    pages: Pages
    secret: bytes
    """Makes hashes of senders."""
    reading_seconds: float = READING_SECONDS
    path: str = "/enquiries"
    """The address on this host."""
    origins: frozenset[str] = frozenset()
    """Other sites whose pages may send here."""
    proxies: Collection[Network] = field(default=())
    """Those who may say whom a request comes from."""
    accepted: Callable[[], None] = lambda: None
    """Called when there is something to deliver."""
    trouble: Callable[[], str] = str
    """Why nothing can be delivered for now; empty when all is well."""
    look: Callable[[], list[dict[str, Any]]] | None = None
    """What arrived, for a preview on the author's own machine; None where the world can ask."""


class _NotTakenError(Exception):
    """A message is not taken; visitors read the notice for the status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def application(receiver: Receiver) -> ASGIApp:
    """The application; see `Receiver` for what it needs."""
    web = _Web(receiver)
    routes = [
        Route(receiver.path, web.form, methods=["GET"]),
        Route(receiver.path, web.receive, methods=["POST"]),
        Route(f"{receiver.path}/token", web.token, methods=["GET"]),
        Route(f"{receiver.path}/health", web.health, methods=["GET"]),
    ]
    if receiver.look is not None:
        routes.append(Route(f"{receiver.path}/messages", web.messages, methods=["GET"]))
    app = Starlette(routes=routes, exception_handlers={Exception: web.failed})
    app.router.redirect_slashes = False  # a redirect would lose what was posted
    return _Headers(app)


class _Web:
    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._last_refusal = -FORGIVEN

    async def form(self, request: Request) -> Response:  # noqa: ARG002
        """The form by itself, for whoever comes back to this address."""
        return self._page("form", 200)

    async def token(self, request: Request) -> Response:
        """A time token, for the script of the page."""
        return self._json(request, {"token": self._receiver.tokens.issue(), "wait": FORM_WAIT})

    async def health(self, request: Request) -> Response:  # noqa: ARG002
        """Whether messages can be taken and are delivered: for those who watch over the server."""
        try:
            counts = await asyncio.to_thread(self._receiver.outbox.counts)
        except OutboxError:
            return PlainTextResponse("The outbox cannot be read.\n", 503)
        if monotonic() - self._last_refusal < FORGIVEN:
            return PlainTextResponse("Messages cannot be kept.\n", 503)
        lines = ["ok"]
        if self._receiver.trouble():
            lines.append("Messages wait to be delivered.")
        if counts[State.DEAD]:
            lines.append("Some messages could not be delivered.")
        return PlainTextResponse("\n".join(lines) + "\n")

    async def messages(self, request: Request) -> Response:  # noqa: ARG002
        """What arrived during a preview."""
        assert self._receiver.look is not None
        found = await asyncio.to_thread(self._receiver.look)
        return self._page("messages", 200, messages=found)

    async def receive(self, request: Request) -> Response:
        """Take a message, or say what keeps it from being taken; nothing typed is lost."""
        raw: dict[str, str] = {}
        try:
            if not self._is_from_here(request):
                raise _NotTakenError(403)
            raw.update(await _read(request, self._receiver.reading_seconds))
            return await self._take(request, raw)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except _NotTakenError as error:
            return self._notice(request, error.status, raw)
        except Exception:  # whatever it is, the visitor keeps what was typed, and sees no trace
            log.exception("A message could not be taken")
            return self._notice(request, 500, raw)

    async def _take(self, request: Request, raw: dict[str, str]) -> Response:
        here, desk = self._receiver, self._receiver.desk()
        answers, problems = check(desk.form, desk.services, raw)
        key = raw.get("_key", "")
        key = key if _KEY.fullmatch(key) else uuid.uuid4().hex
        if problems:
            if _wants_json(request):
                return self._json(request, {"problems": problems}, 422)
            return self._page(
                "form",
                422,
                answers=answers,
                problems=problems,
                key=key,
                token=here.tokens.issue(CHECK_WAIT),
                decoy=self._decoy(raw),
            )
        token = here.tokens.read(raw.get("_token", ""))
        if token is None:
            if _wants_json(request):
                again = {"token": here.tokens.issue(), "wait": FORM_WAIT}
                return self._json(request, again, 428)
            issued = here.tokens.issue(CHECK_WAIT)
            return self._page(
                "check", 200, answers=answers, key=key, token=issued, decoy=self._decoy(raw)
            )
        return await self._keep(request, raw, key, answers, token)

    async def _keep(
        self, request: Request, raw: dict[str, str], key: str, answers: dict[str, str], token: Token
    ) -> Response:
        here, desk = self._receiver, self._receiver.desk()
        signs = Signs(decoy=bool(self._decoy(raw)), early=token.early)
        enquiry = Enquiry(
            id=uuid.uuid4().hex,
            key=key,
            received=here.tokens.now(),
            answers=answers,
            sender=self._sender(request),
            nonce=token.nonce,
        )
        try:
            handed_in = here.outbox.accept(enquiry, partial(judge, signs=signs))
            outcome = await asyncio.wrap_future(handed_in)
        except OutboxError as error:
            self._last_refusal = monotonic()
            log.error("A message could not be kept: %s", error)
            raise _NotTakenError(503) from error
        self._last_refusal = -FORGIVEN
        if outcome is Outcome.REFUSED:
            raise _NotTakenError(429)
        here.accepted()
        thanks = desk.address("thank-you.md")
        if _wants_json(request):
            return self._json(request, {"sent": True, "next": thanks})
        return RedirectResponse(thanks, 303)

    def _decoy(self, raw: dict[str, str]) -> str:
        """What was typed into the field that people do not see."""
        honeypot = self._receiver.desk().endpoint.honeypot
        return raw.get(honeypot.name, "") if honeypot else ""

    def _sender(self, request: Request) -> str:
        peer = request.client.host if request.client else ""
        forwarded = request.headers.getlist("x-forwarded-for")
        address = client_address(peer, forwarded, self._receiver.proxies)
        return sender_hash(address, self._receiver.secret)

    def _is_from_here(self, request: Request) -> bool:
        """Whether a page of the site sent this, as far as browsers tell (Fetch Metadata)."""
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        if site in {"same-origin", "none"} or (site is None and origin is None):
            return True
        return origin is not None and self._is_known(request, origin)

    def _is_known(self, request: Request, origin: str) -> bool:
        here, host = self._receiver, request.headers.get("host")
        own = {f"http://{host}", f"https://{host}"}  # the proxy before this may speak either
        return origin in {here.desk().origin, *here.origins, *own}

    def _json(self, request: Request, said: dict[str, Any], status: int = 200) -> Response:
        headers = {"Vary": "Origin, Accept"}
        origin = request.headers.get("origin")
        if origin is not None and self._is_known(request, origin):
            headers["Access-Control-Allow-Origin"] = origin
        return JSONResponse(said, status, headers)

    def _notice(self, request: Request, status: int, raw: dict[str, str]) -> Response:
        desk = self._receiver.desk()
        notice = NOTICES[status].format(email=desk.practice.email)
        if _wants_json(request):
            answer = self._json(request, {"message": notice}, status)
        else:
            answers, _ = check(desk.form, desk.services, raw)
            key, token = raw.get("_key", ""), raw.get("_token", "")
            answer = self._page(
                "form",
                status,
                answers=answers,
                notice=notice,
                key=key,
                token=token,
                decoy=self._decoy(raw),
            )
        if status in {429, 503}:
            answer.headers["Retry-After"] = "3600" if status == 429 else "120"
        if status in {408, 413}:
            answer.headers["Connection"] = "close"  # the rest of the body is not waited for
        return answer

    def _page(self, template: str, status: int, **values: Any) -> Response:
        here = self._receiver
        html, policy = here.pages.write(template, here.desk(), **values)
        return HTMLResponse(html, status, {"Content-Security-Policy": policy})

    async def failed(self, request: Request, error: Exception) -> Response:
        """The last resort: no trace of what went wrong reaches a visitor."""
        log.error("%s failed", request.url.path, exc_info=error)
        return PlainTextResponse("Something went wrong here.\n", 500)


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


async def _read(request: Request, seconds: float) -> dict[str, str]:
    """The fields of the body; the first of several values counts.

    The body may take that many seconds to arrive, and have MOST_BYTES.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise _NotTakenError(415)
    body = bytearray()
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                size += len(chunk)
                if size <= MOST_BYTES:
                    body += chunk
                elif size > MOST_DISCARDED:
                    break
    except TimeoutError:
        raise _NotTakenError(408) from None
    if size > MOST_BYTES:
        raise _NotTakenError(413)
    try:
        pairs = parse_qsl(
            body.decode("utf-8", errors="replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise _NotTakenError(400) from None
    return dict(reversed(pairs))


class _Headers:
    """Adds to every answer what tells browsers to be careful with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] += [pair for pair in _CAREFUL if pair[0] not in given]
            await send(message)

        await self._app(scope, receive, careful)


_CAREFUL = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
]
