"""How mails are sent: by SMTP, or into a folder."""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.policy import SMTP
from typing import TYPE_CHECKING, Literal, Protocol

from practice.characters import REPLACEMENT, one_line
from practice.enquiries.outbox import private_folder

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

log = logging.getLogger(__name__)

AS_SENT = SMTP.clone(max_line_length=998)
"""How a mail is written down: its header lines may reach the limit of RFC 5322, section 2.1.1.
Folded earlier, a long address would be encoded, which few programs understand."""

MAX_REPLY = 500
"""Characters of a server's reply that are kept."""

LOGIN_REPLIES = {530, 534, 535, 538}
"""Replies that ask for a login (RFC 4954, section 6): the settings are wrong, not the mail."""

Security = Literal["starttls", "tls", "none"]


class TemporaryError(Exception):
    """This message was not taken, but may be taken later."""


class UnreachableError(TemporaryError):
    """The server takes no message at all for now."""


class PermanentError(Exception):
    """This message will never be taken as it is."""


class Transport(Protocol):
    """A way to send mails."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one mail. Raises TemporaryError, UnreachableError or PermanentError."""

    def rest(self) -> None:
        """Close connections: there is nothing to send for now."""


@dataclass
class FolderTransport:
    """Writes each mail into a folder, as `<id>.eml`: for the author's own machine."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        """Write a mail whole or not at all; one sent again replaces the first."""
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
    """Seconds to wait for each reply (RFC 5321, section 4.5.3.2: up to 10 minutes)."""
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    """Checks the server's certificate and name."""
    _server: smtplib.SMTP | None = field(default=None, init=False, repr=False)

    def send(self, message: EmailMessage) -> None:
        """Send one mail, over the last connection if that is still good.

        A mail that one of several recipients takes counts as sent: sent again, that one would get
        it twice.
        """
        server = self._ready()
        recipients = [each.addr_spec for each in message["To"].addresses]
        try:
            refused = server.sendmail(
                message["From"].addresses[0].addr_spec, recipients, message.as_bytes(policy=AS_SENT)
            )
        except (smtplib.SMTPException, OSError) as error:
            self.rest()
            raise _classify(error) from error
        for recipient, (code, reply) in refused.items():
            log.warning("%s did not get a mail: %s %r", recipient, code, reply)

    def rest(self) -> None:
        """Say goodbye: servers dislike idle connections."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _ready(self) -> smtplib.SMTP:
        """A server that answers, over the old connection or a new one.

        Any failure here affects every mail alike.
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
            raise UnreachableError(_describe(error)) from error
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


def _classify(error: Exception) -> TemporaryError | PermanentError:
    """What an error in the middle of a mail means.

    A connection that breaks there counts against this mail. If it counted against the server, one
    mail that makes a server fail would keep all others from being sent.
    """
    text = _describe(error)
    match error:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _ in error.recipients.values()]
        case smtplib.SMTPSenderRefused() if error.smtp_code in LOGIN_REPLIES:
            return UnreachableError(text)
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            codes = [error.smtp_code]
        case _:
            return TemporaryError(text)
    return (
        PermanentError(text) if all(500 <= code < 600 for code in codes) else TemporaryError(text)
    )


def _describe(error: Exception) -> str:
    """What went wrong, on one line: the server's own words if there are any."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            replies: list[tuple[int, bytes | str]] = list(error.recipients.values())
        case smtplib.SMTPResponseException():
            replies = [(error.smtp_code, error.smtp_error)]
        case UnicodeError():
            return (
                "The name, password or address of the mail server has characters that cannot "
                "be sent."
            )
        case _:
            return one_line(str(error), REPLACEMENT)[:MAX_REPLY] or type(error).__name__
    texts = (
        f"{code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"
        for code, reply in replies
    )
    return one_line("; ".join(texts), REPLACEMENT)[:MAX_REPLY]
