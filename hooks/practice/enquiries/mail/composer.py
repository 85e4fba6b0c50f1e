"""The mails to the coach.

Nothing that a visitor typed is in a header, except for the one address that replies go to, and that
only when it is plainly an address. Everything else is text in the body.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import idna
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from practice.characters import REPLACEMENT, one_line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from practice.content.form import Field
    from practice.enquiries.outbox import Stored

MAX_LISTED = 50
"""How many messages one digest describes."""

OPENING = 100
"""Characters of a message that a digest quotes."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_NAME = rf"{_ATOM}(\.{_ATOM})*"
_PART = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_DOMAIN = rf"({_PART}\.)+{_PART}"


class MailComposer:
    """Writes the mails: from an address, to others, about a form's answers."""

    def __init__(
        self,
        fields: Iterable[Field],
        titles: Mapping[str, str],
        *,
        sender: str,
        recipients: Sequence[str],
        templates: Path,
    ) -> None:
        """`fields` are the form's; `titles` the services' by slug; all addresses are in ASCII."""
        self.fields = {field.id: field for field in fields}
        self.titles = titles
        self.sender = sender
        self.recipients = recipients
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self.environment.filters.update(timestamp=timestamp, opening=_opening)

    def enquiry(self, stored: Stored, held: int) -> EmailMessage:
        """The mail about one enquiry; `held` is how many others are held for review.

        The same enquiry always has the same Message-ID (RFC 5322, section 3.6.4), so that a mail
        program shows one that was sent twice only once.
        """
        enquiry = stored.enquiry
        fields = self.fields
        mails = (id for id, field in fields.items() if field.kind == "email")
        typed = next((text for id in mails if (text := enquiry.answers.get(id))), "")
        reply_to = header_address(typed)
        services = (id for id, field in fields.items() if field.kind == "service")
        chosen = (enquiry.answers.get(id, "") for id in services)
        values = {
            "titles": [self.titles[slug] for slug in chosen if slug in self.titles],
            "answers": [
                (_label(fields.get(id), id), self._answer(fields.get(id), answer))
                for id, answer in enquiry.answers.items()
                if answer
            ],
            "no_reply": bool(typed) and reply_to is None,
            "reasons": stored.reasons,
            "received": timestamp(enquiry.received),
            "held": held,
        }
        message = self._message("enquiry", enquiry.id, enquiry.received, values)
        if reply_to:
            message["Reply-To"] = reply_to
        return message

    def digest(self, held: Sequence[Stored], now: float) -> EmailMessage:
        """The mail about messages held for review since the last one; `held` is not empty.

        Its Message-ID is derived from their ids, so that a digest sent twice is the same mail.
        """
        ids = ",".join(each.enquiry.id for each in held)
        id = sha256(ids.encode()).hexdigest()[:32]
        return self._message("held", id, now, {"enquiries": held, "most": MAX_LISTED})

    def _message(self, template: str, id: str, date: float, values: dict[str, Any]) -> EmailMessage:
        """The mail in `mail/<template>.txt`, which also sets the subject."""
        text: Any = self.environment.get_template(f"mail/{template}.txt").make_module(
            {"id": id, **values}
        )
        message = EmailMessage(SMTP)
        message["Message-ID"] = f"<{id}@{self.sender.rpartition('@')[2]}>"
        message["From"] = self.sender
        message["To"] = ", ".join(self.recipients)
        message["Subject"] = one_line(text.subject, REPLACEMENT)
        message["Date"] = format_datetime(datetime.fromtimestamp(int(date), UTC))
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no “out of office” in return
        # ASCII in lines of 76 characters, whatever was typed: every server accepts that.
        message.set_content(
            paragraphs(str(text), REPLACEMENT), charset="utf-8", cte="quoted-printable"
        )
        return message

    def _answer(self, field: Field | None, answer: str) -> str:
        if field is not None and field.kind == "service" and answer in self.titles:
            return self.titles[answer]
        return paragraphs(answer, REPLACEMENT)


def header_address(typed: str) -> Address | None:
    """The mail address somebody typed, if it can be used in a header.

    A domain in another script becomes ASCII (IDNA 2008, RFC 5891). A name before the @ that is not
    ASCII cannot (RFC 6531 would need servers that all know it), and neither can a quoted one.
    """
    name, _, domain = typed.strip().rpartition("@")
    try:
        domain = idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:  # includes IDNAError
        return None
    short = len(name) <= 64 and len(name) + 1 + len(domain) <= 254  # RFC 5321, section 4.5.3.1
    fits = short and re.fullmatch(_NAME, name) and re.fullmatch(_DOMAIN, domain)
    return Address(username=name, domain=domain) if fits else None


def timestamp(seconds: float) -> str:
    """A time for people: `2026-11-25 22:49 UTC`."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


def _label(field: Field | None, id: str) -> str:
    """A field's label without the addresses of its links; the id of a field that was removed."""
    label = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", field.label) if field else id
    return one_line(label, REPLACEMENT)


def _opening(answers: Mapping[str, str]) -> str:
    """The beginning of the longest answer, on one line."""
    text = one_line(max(answers.values(), key=len, default=""), REPLACEMENT)
    return text if len(text) <= OPENING else f"{text[: OPENING - 1]}…"
