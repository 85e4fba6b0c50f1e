"""A real mail server that behaves as a test wants."""

from __future__ import annotations

import asyncio
import socket
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from practice.enquiries.mail.transports import SmtpTransport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from aiosmtpd.smtp import SMTP, Envelope, Session


class Inbox:
    """A mail server that takes every mail; others override a method."""

    def __init__(self) -> None:
        self.port = 0
        self.sessions = 0
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[list[str]] = []

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of the mails, in the order they came."""
        return [str(mail["Message-ID"]) for mail in self.mails]

    async def handle_EHLO(  # noqa: N802 (the name aiosmtpd calls)
        self, _: SMTP, session: Session, __: Envelope, hostname: str, replies: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return replies

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self.answer(server)
        if answer.startswith("2"):
            assert isinstance(envelope.content, bytes)
            self.raw.append(envelope.content)
            self.mails.append(message_from_bytes(envelope.content, policy=default))
            self.recipients.append(list(envelope.rcpt_tos))
        return answer

    async def answer(self, _: SMTP) -> str:
        """The reply to a mail; one that begins with 2 accepts it."""
        return "250 OK"

    def transport(self, **given: Any) -> SmtpTransport:
        """A transport that sends to this server."""
        return SmtpTransport(
            **{"host": "localhost", "port": self.port, "security": "none", "timeout": 5.0, **given}
        )


class Hanging(Inbox):
    async def answer(self, _: SMTP) -> str:
        await asyncio.sleep(60)
        return "250 OK"


class ClosingInData(Inbox):
    async def answer(self, server: SMTP) -> str:
        assert server.transport is not None
        server.transport.close()
        return "250 OK"


class Answering(Inbox):
    """Answers in order to the texts of mails, then 250."""

    def __init__(self, *answers: str) -> None:
        super().__init__()
        self.answers = list(answers)

    async def answer(self, _: SMTP) -> str:
        return self.answers.pop(0) if self.answers else "250 OK"


class Choosy(Inbox):
    """Answers to each recipient by its address, with 250 to others."""

    def __init__(self, **answers: str) -> None:
        super().__init__()
        self.answers = answers

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        answer = self.answers.get(address.partition("@")[0], "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(inbox: Inbox, *, port: int | None = None, **options: Any) -> Iterator[Inbox]:
    """Run a real mail server; aiosmtpd's options say how it behaves."""
    inbox.port = port or free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port, **options)
    controller.start()
    try:
        inbox.sessions = 0
        yield inbox
    finally:
        controller.stop(no_assert=True)
