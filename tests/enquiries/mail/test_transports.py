"""Sending mail through real servers, good and bad."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiosmtpd.smtp import AuthResult

from practice.enquiries.mail.delivery import Delivery
from practice.enquiries.mail.transports import PermanentError, TemporaryError, UnreachableError
from practice.enquiries.outbox import Outbox, State, Stored
from tests.enquiries.mail_server import (
    Answering,
    Choosy,
    ClosingInData,
    Hanging,
    Inbox,
    free_port,
    serving,
)
from tests.enquiries.samples import COMPOSER, NOW, enquiry, keep
from tests.enquiries.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from practice.enquiries.mail.transports import SmtpTransport


def mail(**answers: str) -> EmailMessage:
    stored = Stored(enquiry(**answers), State.CLAIMED, (), NOW, NOW, 0, "")
    return COMPOSER.enquiry(stored, 0)


def refused(transport: SmtpTransport) -> Exception:
    """The error that sending raises: one of the three kinds."""
    with pytest.raises((TemporaryError, PermanentError)) as error:
        transport.send(mail())
    transport.rest()
    return error.value


def test_a_mail_arrives_as_it_was_written() -> None:
    text = "A line.\n.\n..two dots\nFrom here on\n" + "x" * 5000 + "\n日本語"
    with serving(Inbox()) as inbox:
        transport = inbox.transport()
        transport.send(mail(message=text))
        transport.rest()
    (got,) = inbox.mails
    body = got.get_content().replace("\r\n", "\n")
    for line in text.splitlines():
        assert f"\n  {line}\n" in body
    assert inbox.recipients == [["coach@practice.example"]]
    assert max(map(len, inbox.raw[0].split(b"\r\n"))) <= 78


def test_one_connection_serves_many_mails() -> None:
    with serving(Inbox()) as inbox:
        transport = inbox.transport()
        for _ in range(3):
            transport.send(mail())
        transport.rest()
        assert (len(inbox.mails), inbox.sessions) == (3, 1)
        transport.send(mail())
        transport.rest()
        assert (len(inbox.mails), inbox.sessions) == (4, 2)


def test_a_closed_connection_is_opened_again() -> None:
    port = free_port()
    with serving(Inbox(), port=port) as inbox:
        transport = inbox.transport()
        transport.send(mail())
    with serving(Inbox(), port=port) as later:
        transport.send(mail())
        transport.rest()
    assert (len(inbox.mails), len(later.mails)) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("451 try later", TemporaryError),
        ("452 no room", TemporaryError),
        ("421 closing", TemporaryError),
        ("550 no", PermanentError),
        ("554 spam", PermanentError),
    ],
)
def test_replies_to_a_mail(answer: str, kind: type[Exception]) -> None:
    with serving(Answering(answer)) as inbox:
        error = refused(inbox.transport())
        assert type(error) is kind
        assert str(error) == answer
        transport = inbox.transport()
        transport.send(mail())  # the next one goes through
        transport.rest()
    assert len(inbox.mails) == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("451 greylisted", TemporaryError), ("550 no such user", PermanentError)],
)
def test_replies_to_a_recipient(answer: str, kind: type[Exception]) -> None:
    with serving(Choosy(coach=answer)) as inbox:
        error = refused(inbox.transport())
    assert type(error) is kind
    assert answer in str(error)


def test_one_recipient_of_two_is_enough(caplog: pytest.LogCaptureFixture) -> None:
    message = mail()
    message.replace_header("To", "coach@practice.example, gone@practice.example")
    with serving(Choosy(gone="550 no such user")) as inbox:
        transport = inbox.transport()
        transport.send(message)
        transport.rest()
    assert inbox.recipients == [["coach@practice.example"]]
    assert "gone@practice.example" in caplog.text


def test_of_two_recipients_one_may_be_taken_later() -> None:
    message = mail()
    message.replace_header("To", "coach@practice.example, gone@practice.example")
    with (
        serving(Choosy(coach="451 later", gone="550 no such user")) as inbox,
        pytest.raises(TemporaryError) as error,
    ):
        inbox.transport().send(message)
    assert type(error.value) is TemporaryError


@pytest.mark.parametrize("server", [Hanging(), ClosingInData()], ids=["hangs", "closes"])
def test_a_server_that_fails_in_the_middle_of_a_mail(server: Inbox) -> None:
    with serving(server):
        assert type(refused(server.transport(timeout=2.0))) is TemporaryError


def test_no_server_at_all() -> None:
    inbox = Inbox()
    inbox.port = free_port()
    assert type(refused(inbox.transport())) is UnreachableError


@contextmanager
def raw_server(greeting: bytes) -> Iterator[Inbox]:
    """A server that sends `greeting` to one client, and nothing more."""
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        inbox.port = listening.getsockname()[1]

        def run() -> None:
            visitor, _ = listening.accept()
            with visitor:
                visitor.sendall(greeting)
                visitor.settimeout(5)
                while visitor.recv(1000):
                    pass

        thread = threading.Thread(target=run)
        thread.start()
        yield inbox
        thread.join()


@pytest.mark.parametrize(
    "greeting",
    [b"554 go away\r\n", b"421 busy\r\n", b"\x00\xff nonsense\r\n", b"220 " + b"x" * 9000, b""],
)
def test_a_server_with_a_bad_greeting(greeting: bytes) -> None:
    with raw_server(greeting) as inbox:
        assert type(refused(inbox.transport(timeout=0.3))) is UnreachableError


def authenticator(_: Any, __: Any, ___: Any, ____: str, data: Any) -> AuthResult:
    known = (data.login, data.password) == (b"coach", b"right")
    return AuthResult(success=known, handled=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_server_that_requires_a_login() -> None:
    options = {
        "authenticator": authenticator,
        "auth_required": True,
        "auth_require_tls": False,
    }
    with serving(Inbox(), **options) as inbox:
        transport = inbox.transport(user="coach", password="right")
        transport.send(mail())
        transport.rest()
        assert len(inbox.mails) == 1
        wrong = refused(inbox.transport(user="coach", password="wr0ng"))
        assert type(wrong) is UnreachableError
        assert str(wrong).startswith("535 ")
        assert "wr0ng" not in str(wrong) + repr(inbox.transport(password="wr0ng"))
        nobody = refused(inbox.transport())
        assert type(nobody) is UnreachableError, "the settings are wrong, not the mail"
        assert str(nobody).startswith("530 ")
        assert len(inbox.mails) == 1


def test_a_login_that_the_server_does_not_offer() -> None:
    with serving(Inbox()) as inbox:
        error = refused(inbox.transport(user="coach", password="right"))
        assert type(error) is UnreachableError
        assert type(refused(inbox.transport(user="cöach", password="right"))) is UnreachableError


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def certificate(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_starttls(certificate: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    with serving(Inbox(), tls_context=certificate, require_starttls=True) as inbox:
        transport = inbox.transport(security="starttls", context=trusting)
        transport.send(mail())
        transport.rest()
    assert len(inbox.mails) == 1


def test_implicit_tls(certificate: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    with serving(Inbox(), ssl_context=certificate) as inbox:
        transport = inbox.transport(security="tls", context=trusting)
        transport.send(mail())
        transport.rest()
    assert len(inbox.mails) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_from_an_unknown_authority(
    certificate: ssl.SSLContext, security: str
) -> None:
    way = "tls_context" if security == "starttls" else "ssl_context"
    with serving(Inbox(), **{way: certificate}) as inbox:
        error = refused(inbox.transport(security=security))
    assert type(error) is UnreachableError
    assert "certificate" in str(error).lower()
    assert inbox.mails == []


def test_a_certificate_for_another_host(authority: trustme.CA, trusting: ssl.SSLContext) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("other.example").configure_cert(context)
    with serving(Inbox(), tls_context=context) as inbox:
        error = refused(inbox.transport(security="starttls", context=trusting))
    assert type(error) is UnreachableError
    assert inbox.mails == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_without_tls_gets_nothing(security: str) -> None:
    with serving(Inbox()) as inbox:
        transport = inbox.transport(security=security, user="coach", password="right", timeout=1.0)
        assert type(refused(transport)) is UnreachableError
    assert inbox.mails == []


def test_a_server_that_was_down_gets_every_mail_when_it_is_up(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "enquiries.db")
    made = [enquiry() for _ in range(5)]
    inbox = Inbox()
    inbox.port = free_port()
    delivery = Delivery(
        outbox, lambda: COMPOSER, inbox.transport(), keep=lambda: 1e9, draw=lambda: 0.001
    )
    delivery.start()
    for each in made:
        outbox.accept(each, keep).result()
        delivery.wake()
    eventually(lambda: delivery.problem)
    assert outbox.counts()[State.SENT] == 0
    with serving(inbox, port=inbox.port):
        eventually(lambda: outbox.counts()[State.SENT] == len(made))
        delivery.stop()
    assert inbox.ids == [f"<{each.id}@practice.example>" for each in made]
    assert {each.attempts for each in outbox.each()} == {0}
    outbox.close()
