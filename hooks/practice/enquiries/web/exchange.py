"""One request to the receiver and how it is answered, whatever it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse

from practice.enquiries.form.validation import validate
from practice.enquiries.web.senders import client_address, sender_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from practice.enquiries.form.context import FormContext
    from practice.enquiries.outbox import Outbox
    from practice.enquiries.web.pages import Pages
    from practice.enquiries.web.senders import Network
    from practice.enquiries.web.tokens import Tokens

RETRY_SECONDS = {429: 3600, 503: 120}
"""When to try again, by HTTP status."""
CLOSING = {408, 413}
"""Statuses after which the rest of the body is not read."""

READING_SECONDS = 15.0
"""How long a body may take to arrive."""


@dataclass(frozen=True)
class Receiver:
    """Everything that the web application works with."""

    form_context: Callable[[], FormContext]
    """The form as the data files are now; read once per request."""
    outbox: Outbox
    tokens: Tokens
    pages: Pages
    secret: bytes
    """The key for hashes of senders."""
    reading_seconds: float = READING_SECONDS
    path: str = "/enquiries"
    """The address on this host."""
    origins: frozenset[str] = frozenset()
    """Other sites whose pages may send here."""
    proxies: Collection[Network] = field(default=())
    """Proxies whose X-Forwarded-For is trusted."""
    accepted: Callable[[], None] = lambda: None
    """Called when there is something to deliver."""
    delivery_problem: Callable[[], str] = str
    """Why nothing can be delivered for now; empty when all is well."""
    list_messages: Callable[[], list[dict[str, Any]]] | None = None
    """What arrived, for a preview on the author's own machine; None on a public host."""


class Exchange:
    """A request, with the form as it was when the request came."""

    def __init__(self, request: Request, receiver: Receiver) -> None:
        """Read the form context; the whole request is answered from it."""
        self.request = request
        self.receiver = receiver
        self.context = receiver.form_context()
        self.wants_json = "application/json" in request.headers.get("accept", "")

    def json(self, content: dict[str, Any], status: int = 200) -> Response:
        """Data for the page's script."""
        headers = {"Vary": "Origin, Accept"}
        origin = self.request.headers.get("origin")
        if origin is not None and self._is_known(origin):
            headers["Access-Control-Allow-Origin"] = origin
        return JSONResponse(content, status, headers)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page from `receiver/<template>.html`."""
        html, policy = self.receiver.pages.render(template, self.context, **values)
        return HTMLResponse(html, status, {"Content-Security-Policy": policy})

    def notice(self, status: int, raw: Mapping[str, str]) -> Response:
        """Why a message was not taken, with everything in `raw` kept on the page."""
        notice = self.receiver.pages.notice(status, self.context)
        if self.wants_json:
            response = self.json({"message": notice}, status)
        else:
            answers, _ = validate(self.context.form, self.context.services, raw)
            response = self.page(
                "form",
                status,
                answers=answers,
                notice=notice,
                key=raw.get("_key", ""),
                token=raw.get("_token", ""),
                honeypot_value=self.honeypot_value(raw),
            )
        if status in RETRY_SECONDS:
            response.headers["Retry-After"] = str(RETRY_SECONDS[status])
        if status in CLOSING:
            response.headers["Connection"] = "close"
        return response

    def honeypot_value(self, raw: Mapping[str, str]) -> str:
        """What was typed into the field that people do not see."""
        honeypot = self.context.endpoint.honeypot
        return raw.get(honeypot.name, "") if honeypot else ""

    def sender(self) -> str:
        """A hash of the network that the request came from."""
        peer = self.request.client.host if self.request.client else ""
        forwarded = self.request.headers.getlist("x-forwarded-for")
        address = client_address(peer, forwarded, self.receiver.proxies)
        return sender_hash(address, self.receiver.secret)

    def is_from_site(self) -> bool:
        """Whether a page of the site sent this, as far as browsers say (Fetch Metadata)."""
        headers = self.request.headers
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site in {"same-origin", "none"} or (site is None and origin is None):
            return True
        return origin is not None and self._is_known(origin)

    def _is_known(self, origin: str) -> bool:
        host = self.request.headers.get("host")
        own = {f"http://{host}", f"https://{host}"}  # the proxy in front of this may speak either
        return origin in {self.context.origin, *self.receiver.origins, *own}
