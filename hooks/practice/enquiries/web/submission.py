"""A message that a visitor sends: read, checked, and handed to the outbox."""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse, Response

from practice.enquiries.enquiry import Enquiry, Receipt
from practice.enquiries.form.validation import MAX_BYTES, validate
from practice.enquiries.outbox import OutboxError
from practice.enquiries.spam import Signals, judge
from practice.enquiries.web.tokens import CHECK_WAIT, FORM_WAIT

if TYPE_CHECKING:
    from starlette.requests import Request

    from practice.enquiries.web.exchange import Exchange
    from practice.enquiries.web.tokens import Token

log = logging.getLogger(__name__)

MAX_DISCARDED = 1024 * 1024
"""How much of a larger body is read and discarded: browsers read no answer before they have sent
everything."""
MAX_FIELDS = 100
FORM_TYPE = "application/x-www-form-urlencoded"

_KEY = re.compile(r"[0-9A-Za-z-]{8,64}")


class NotTakenError(Exception):
    """A message is not taken; `receiver/notice.txt` explains each status (RFC 9110)."""

    def __init__(self, status: int) -> None:
        """`status` is the HTTP status of the answer."""
        super().__init__(status)
        self.status = status


async def receive(exchange: Exchange) -> tuple[Response, bool | None]:
    """Take a message, or answer why not; nothing typed is lost.

    Also whether the outbox works; None if it was not used.
    """
    raw: dict[str, str] = {}
    try:
        if not exchange.is_from_site():
            raise NotTakenError(403)
        raw.update(await _read(exchange.request, exchange.receiver.reading_seconds))
        return await _take(exchange, raw)
    except ClientDisconnect:
        return Response(status_code=400), None  # nobody is there to read it
    except NotTakenError as error:
        return exchange.notice(error.status, raw), {429: True, 503: False}.get(error.status)
    except Exception:  # the visitor keeps what was typed, and sees no internal detail
        log.exception("A message could not be taken")
        return exchange.notice(500, raw), None


async def _take(exchange: Exchange, raw: dict[str, str]) -> tuple[Response, bool | None]:
    tokens = exchange.receiver.tokens
    answers, problems = validate(exchange.context.form, exchange.context.services, raw)
    key = raw.get("_key", "")
    key = key if _KEY.fullmatch(key) else uuid.uuid4().hex
    token = tokens.read(raw.get("_token", ""))
    if token is not None and not problems:
        return await _save(exchange, raw, key, answers, token), True
    if exchange.wants_json:
        if problems:
            return exchange.json({"problems": problems}, 422), None
        return exchange.json({"token": tokens.issue(), "wait": FORM_WAIT}, 428), None
    page = exchange.page(
        "form" if problems else "check",
        422 if problems else 200,
        answers=answers,
        problems=problems,
        key=key,
        token=tokens.issue(CHECK_WAIT),
        honeypot_value=exchange.honeypot_value(raw),
    )
    return page, None


async def _save(
    exchange: Exchange, raw: dict[str, str], key: str, answers: dict[str, str], token: Token
) -> Response:
    receiver = exchange.receiver
    signals = Signals(honeypot=bool(exchange.honeypot_value(raw)), early=token.early)
    enquiry = Enquiry(
        id=uuid.uuid4().hex,
        key=key,
        received=receiver.tokens.now(),
        answers=answers,
        sender=exchange.sender(),
        nonce=token.nonce,
    )
    try:
        accepted = receiver.outbox.accept(enquiry, partial(judge, signals=signals))
        receipt = await asyncio.wrap_future(accepted)
    except OutboxError as error:
        log.error("A message could not be saved: %s", error)
        raise NotTakenError(503) from error
    if receipt is Receipt.REFUSED:
        raise NotTakenError(429)
    receiver.accepted()
    thanks = exchange.context.address("thank-you.md")
    if exchange.wants_json:
        return exchange.json({"sent": True, "next": thanks})
    return RedirectResponse(thanks, 303)


async def _read(request: Request, seconds: float) -> dict[str, str]:
    """The fields of the body; the first of several values counts.

    The body may take that many seconds to arrive, and have MAX_BYTES.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise NotTakenError(415)
    body = bytearray()
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                size += len(chunk)
                if size <= MAX_BYTES:
                    body += chunk
                elif size > MAX_DISCARDED:
                    break
    except TimeoutError:
        raise NotTakenError(408) from None
    if size > MAX_BYTES:
        raise NotTakenError(413)
    try:
        pairs = parse_qsl(
            body.decode("utf-8", errors="replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:
        raise NotTakenError(400) from None
    return dict(reversed(pairs))
