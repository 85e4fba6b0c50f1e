"""Mails to the coach: how they are written, and the two ways they go: by SMTP or into a folder.

Nothing that a visitor typed stands in a header, but for the one address that an answer goes to, and
that only when it is plainly an address. Everything else is text in the body.
"""

from __future__ import annotations

import logging
import os
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, Protocol

import idna
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from practice.enquiries.outbox import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from practice.content.form import Field
    from practice.enquiries.outbox import Stored

log = logging.getLogger(__name__)

AS_SENT = SMTP.clone(max_line_length=998)
"""How a mail is written down: lines of its header may reach the limit of RFC 5322, section 2.1.1.
Folded earlier, a long address would be encoded, which few programs understand."""

SHOWN = 50
"""How many messages one digest describes."""

MOST_SAID = 500
"""Characters that are kept of what a server says."""

NO_ENTRY = {530, 534, 535, 538}
"""Replies that ask for a login (RFC 4954, section 6): the settings are wrong, not the mail."""

Security = Literal["starttls", "tls", "none"]


class Letters:
    """Writes the mails: from whom, to whom, and what the answers were to."""

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
        self.environment.filters.update(moment=moment, opening=_opening)

    def enquiry(self, stored: Stored, held: int) -> EmailMessage:
        """The mail of one enquiry; `held` is how many others were put aside.

        The same enquiry always has the same Message-ID (RFC 5322, section 3.6.4), so that a mail
        program shows one that was sent twice only once.
        """
        enquiry = stored.enquiry
        fields = self.fields
        mails = (id for id, field in fields.items() if field.kind == "email")
        typed = next((text for id in mails if (text := enquiry.answers.get(id))), "")
        reply_to = address(typed)
        titles = [
            self.titles.get(answer)
            for id, answer in enquiry.answers.items()
            if id in fields and fields[id].kind == "service"
        ]
        subject = ": ".join(filter(None, ["New enquiry", *titles]))
        body = self.environment.get_template("mail/enquiry.txt").render(
            answers=[
                (_label(fields.get(id), id), self._answer(fields.get(id), answer))
                for id, answer in enquiry.answers.items()
                if answer
            ],
            unanswerable=bool(typed) and reply_to is None,
            reasons=stored.reasons,
            id=enquiry.id,
            received=moment(enquiry.received),
            held=held,
        )
        message = self._message(enquiry.id, f"{subject} ({enquiry.id[:8]})", body)
        message["Date"] = _date(enquiry.received)
        if reply_to:
            message["Reply-To"] = reply_to
        return message

    def digest(self, held: Sequence[Stored], now: float) -> EmailMessage:
        """The mail about messages that were put aside since the last one; `held` are all of them.

        Its Message-ID is of what it tells, so that one sent twice is the same.
        """
        ids = ",".join(each.enquiry.id for each in held)
        body = self.environment.get_template("mail/held.txt").render(enquiries=held, most=SHOWN)
        subject = f"Messages that wait for you to look: {len(held)}"
        message = self._message(sha256(ids.encode()).hexdigest()[:32], subject, _clean(body))
        message["Date"] = _date(now)
        return message

    def _message(self, id: str, subject: str, body: str) -> EmailMessage:
        message = EmailMessage(SMTP)
        message["Message-ID"] = f"<{id}@{self.sender.rpartition('@')[2]}>"
        message["From"] = self.sender
        message["To"] = ", ".join(self.recipients)
        message["Subject"] = _one_line(subject)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no “out of office” in return
        # ASCII in lines of 76 characters, whatever was typed: every server takes that.
        message.set_content(body, charset="utf-8", cte="quoted-printable")
        return message

    def _answer(self, field: Field | None, answer: str) -> str:
        if field is not None and field.kind == "service":
            return self.titles.get(answer, _clean(answer))
        return _clean(answer)


def address(typed: str) -> Address | None:
    """What somebody typed as a mail address, fit for a header, or None.

    A domain in another script becomes ASCII (IDNA 2008, RFC 5891). A name before the @ that is not
    ASCII cannot (RFC 6531 would need servers that all know it), nor one in quotes.
    """
    name, _, domain = typed.strip().rpartition("@")
    try:
        domain = idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:  # IDNAError is one
        return None
    short = len(name) <= 64 and len(name) + 1 + len(domain) <= 254  # RFC 5321, section 4.5.3.1
    fits = short and re.fullmatch(_NAME, name) and re.fullmatch(_DOMAIN, domain)
    return Address(username=name, domain=domain) if fits else None


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_NAME = rf"{_ATOM}(\.{_ATOM})*"
_PART = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_DOMAIN = rf"({_PART}\.)+{_PART}"


def moment(seconds: float) -> str:
    """A time for a person: `2026-11-25 22:49 UTC`."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


def _date(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(int(seconds), UTC))


def _label(field: Field | None, id: str) -> str:
    """A field's label, the addresses of its links left out; the id of one that is no more."""
    return _one_line(re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", field.label) if field else id)


def _clean(text: str) -> str:
    """A visitor's text for a mail's body: lines end in one way, and nothing unprintable is left."""
    text = text.encode(errors="replace").decode()
    text = re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", text)


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _opening(answers: Mapping[str, str]) -> str:
    """The beginning of the longest answer, on one line."""
    text = _one_line(max(answers.values(), key=len, default=""))
    return text if len(text) <= 100 else f"{text[:99]}…"


class TemporaryError(Exception):
    """This message was not taken; the same may be taken later."""


class UnreachableError(TemporaryError):
    """The server takes nothing at all for now, whatever the message."""


class PermanentError(Exception):
    """This message will never be taken as it is."""


class Transport(Protocol):
    """A way that mails go."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one mail. Raises TemporaryError, UnreachableError or PermanentError."""

    def rest(self) -> None:
        """There is nothing to send for now."""


@dataclass
class FolderTransport:
    """Writes each mail into a folder, as `<id>.eml`: for the author's own machine."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        """Write a mail whole or not at all; one sent again takes the place of the first."""
        name = str(message["Message-ID"])[1:].partition("@")[0]
        part = self.folder / f".{name}.part"
        try:
            private_folder(self.folder)
            file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(file, "wb") as opened:
                opened.write(message.as_bytes(policy=AS_SENT))
                opened.flush()
                os.fsync(file)
            part.replace(self.folder / f"{name}.eml")
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise UnreachableError(
                f"The folder {self.folder} cannot be written: {error}"
            ) from error

    def rest(self) -> None:
        """Nothing is kept open."""


@dataclass
class SmtpTransport:
    """Sends mails through one server (RFC 5321), several over one connection."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 600.0
    """Seconds to wait for each answer (RFC 5321, section 4.5.3.2: up to 10 minutes)."""
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    """Checks the server's certificate and name."""
    _server: smtplib.SMTP | None = field(default=None, init=False, repr=False)

    def send(self, message: EmailMessage) -> None:
        """Send one mail, over the connection of the last one if that is still good.

        Taken by one recipient of several is sent: sent again, that one would get it twice.
        """
        server = self._ready()
        recipients = [each.addr_spec for each in message["To"].addresses]
        try:
            refused = server.sendmail(
                message["From"].addresses[0].addr_spec, recipients, message.as_bytes(policy=AS_SENT)
            )
        except (smtplib.SMTPException, OSError) as error:
            self.rest()
            raise _judged(error) from error
        for recipient, (code, said) in refused.items():
            log.warning("%s did not get a mail: %s %r", recipient, code, said)

    def rest(self) -> None:
        """Say goodbye: servers dislike idle connections."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _ready(self) -> smtplib.SMTP:
        """A server that answers, over the old connection or a new one.

        Whatever fails here concerns every mail alike.
        """
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._server.noop()[0] == 250:
                    return self._server
            self._server.close()
            self._server = None
        try:
            self._server = self._connect()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise UnreachableError(_said(error)) from error
        return self._server

    def _connect(self) -> smtplib.SMTP:
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=self.context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.security == "starttls":
                server.starttls(context=self.context)
            if self.user:
                server.login(self.user, self.password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server


def _judged(error: Exception) -> TemporaryError | PermanentError:
    """What an error in the middle of a mail means.

    A connection that breaks there is this mail's misfortune: were it held against the server, one
    mail that makes a server fail would keep all others from being sent.
    """
    said = _said(error)
    match error:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _ in error.recipients.values()]
        case smtplib.SMTPSenderRefused() if error.smtp_code in NO_ENTRY:
            return UnreachableError(said)
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            codes = [error.smtp_code]
        case _:
            return TemporaryError(said)
    return (
        PermanentError(said) if all(500 <= code < 600 for code in codes) else TemporaryError(said)
    )


def _said(error: Exception) -> str:
    """What went wrong, on one line: the server's own words where there are any."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            replies: list[tuple[int, bytes | str]] = list(error.recipients.values())
        case smtplib.SMTPResponseException():
            replies = [(error.smtp_code, error.smtp_error)]
        case UnicodeError():
            return "The name, password or address of the mail server has letters it cannot take."
        case _:
            return _one_line(str(error))[:MOST_SAID] or type(error).__name__
    texts = (
        f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
        for code, said in replies
    )
    return _one_line("; ".join(texts))[:MOST_SAID]
