"""Mails to the coach: what they say, and what never gets into their headers."""

from __future__ import annotations

import re
import stat
import unicodedata
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.enquiries.enquiry import Enquiry
from practice.enquiries.mail.composer import OPENING, header_address
from practice.enquiries.mail.transports import AS_SENT, FolderTransport, UnreachableError
from practice.enquiries.outbox import State, Stored
from tests.enquiries.samples import COMPOSER, NOW, enquiry

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

ID = "0123456789abcdef0123456789abcdef"
HEADERS = {
    "Message-ID",
    "Date",
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}


def stored(made: Enquiry, *reasons: str) -> Stored:
    return Stored(made, State.CLAIMED, reasons, NOW, NOW, 0, "")


def arrived(message: EmailMessage) -> EmailMessage:
    """A mail as the coach's program reads it."""
    return message_from_bytes(message.as_bytes(policy=AS_SENT), policy=default)  # type: ignore[return-value]


def body_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def mail(*, held: int = 0, reasons: tuple[str, ...] = (), **answers: str) -> EmailMessage:
    return arrived(COMPOSER.enquiry(stored(enquiry(id=ID, **answers), *reasons), held))


def test_a_mail_has_every_answer() -> None:
    got = mail(
        name="Zoë Ö", about="career", message="One.\r\n\r\nTwo “2”.", consent="yes", gone="x"
    )
    assert dict(got.items()) == {
        "Message-ID": f"<{ID}@practice.example>",
        "Date": "Fri, 15 Jan 2027 08:00:00 +0000",
        "From": "site@practice.example",
        "To": "coach@practice.example",
        "Reply-To": "zoe@visitor.example",
        "Subject": "New enquiry: Career coaching (01234567)",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
    }
    assert body_of(got) == (
        "Your name\n  Zoë Ö\n\n"
        "Email address\n  zoe@visitor.example\n\n"
        "Your message\n  One.\n\n  Two “2”.\n\n"
        "About\n  Career coaching\n\n"
        "I agree to this\n  yes\n\n"
        "gone\n  x\n\n"
        f"--\nEnquiry {ID}, received 2027-01-15 08:00 UTC.\n"
    )


def test_empty_answers_are_left_out() -> None:
    body = body_of(mail(name="", about=""))
    assert "Your name" not in body
    assert "About" not in body


def test_a_service_that_was_removed_is_named_by_its_slug() -> None:
    got = mail(about="gone\nBcc: x@y.example")
    assert got["Subject"] == "New enquiry (01234567)"
    assert "About\n  gone\n  Bcc: x@y.example\n" in body_of(got)


def test_the_last_line_counts_the_messages_held_for_review() -> None:
    assert body_of(mail(held=3)).endswith("\n3 other messages are held for review.\n")
    assert body_of(mail(held=1)).endswith("\n1 other message is held for review.\n")
    assert "spam" not in body_of(mail())


def test_a_released_message_says_why_it_was_held() -> None:
    assert "\n- It has five links.\n" in body_of(mail(reasons=("It has five links.",)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("zoe@visitor.example", "zoe@visitor.example"),
        (" Zoe+tag@Visitor.Example ", "Zoe+tag@visitor.example"),
        ("o'neil.x@a-b.example", "o'neil.x@a-b.example"),
        ("zoe@bücher.example", "zoe@xn--bcher-kva.example"),
        ("zoe@straße.example", "zoe@xn--strae-oqa.example"),
        ("zoe@例え.example", "zoe@xn--r8jz45g.example"),
        ("a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".exampl", "same"),
        ("a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".example", None),
        ("a" * 65 + "@b.example", None),
        ("zoë@visitor.example", None),
        ('"zoe b"@visitor.example', None),
        ("zoe@localhost", None),
        ("zoe@[192.0.2.1]", None),
        ("zoe@visitor..example", None),
        (".zoe@visitor.example", None),
        ("zoe.@visitor.example", None),
        ("zoe@-visitor.example", None),
        ("a@b@visitor.example", None),
        ("zoe@visitor.example, eve@evil.example", None),
        ("Zoe <zoe@visitor.example>", None),
        ("zoe@visitor.example\r\nBcc: eve@evil.example", None),
        ("zoe\x00@visitor.example", None),
        ("zoe@visitor.exa\ud800mple", None),
        ("zoe@visitor.exam\u200fple", None),
        ("", None),
        ("@", None),
    ],
)
def test_the_address_for_replies(typed: str, expected: str | None) -> None:
    expected = typed if expected == "same" else expected
    read = header_address(typed)
    assert (read and read.addr_spec) == expected
    got = mail(email=typed)
    assert got["Reply-To"] == expected
    if expected:
        raw = COMPOSER.enquiry(stored(enquiry(email=typed)), 0).as_bytes(policy=AS_SENT)
        assert f"\r\nReply-To: {expected}\r\n".encode() in raw, "plain, for every program"
    assert ("Copy it by hand." in body_of(got)) is bool(typed and expected is None)


TEXT = st.text(st.characters(), max_size=60) | st.sampled_from(
    [
        "x\r\nBcc: eve@evil.example",
        "x\nSubject: y\n\nbody",
        "\x00\x1b[31m",
        "\ud800\udfff",
        "\u202egnp.exe\u200f",
        "y" * 5000,
        "\u2028\x85\x0b\x1c",
        "=?utf-8?q?=0ABcc=3A?=",
        "{{ 7 * 7 }}{% raw %}",
        "zoe@\u0130.example",
        "\r",
    ]
)


@settings(max_examples=60, deadline=None)
@given(answers=st.dictionaries(st.sampled_from(["name", "email", "about", "message"]) | TEXT, TEXT))
def test_nothing_typed_breaks_a_mail_or_reaches_its_headers(answers: dict[str, str]) -> None:
    made = Enquiry(ID, "k", NOW, answers)
    raw = COMPOSER.enquiry(stored(made), 0).as_bytes(policy=AS_SENT)
    assert raw.isascii()
    assert b"\x00" not in raw
    got = message_from_bytes(raw, policy=default)
    assert set(got) <= HEADERS
    assert len(got.keys()) == len(set(got.keys()))
    headers = {name: str(value) for name, value in got.items() if name != "Reply-To"}
    plain = arrived(COMPOSER.enquiry(stored(Enquiry(ID, "k", NOW, {})), 0))
    assert headers == {**dict(plain.items())}
    reply_to = got["Reply-To"]
    assert reply_to is None or str(reply_to) == header_address(answers["email"]).addr_spec  # type: ignore[union-attr]
    body = body_of(got)
    assert {letter for letter in body if unicodedata.category(letter) == "Cc"} <= {"\n", "\t"}
    assert body.endswith(f"--\nEnquiry {ID}, received 2027-01-15 08:00 UTC.\n")
    # Whatever was typed is indented.
    assert f"\n{body}".count("\n--\n") == 1
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert arrived(COMPOSER.digest([stored(made, "x")], NOW)).get_content()


def test_a_digest_describes_the_messages_held_for_review() -> None:
    first, second = enquiry(message="Buy pills. " * 30), enquiry(message="Look:\nhere")
    held = [stored(first, "It has five links.", "It came fast."), stored(second, "Twice.")]
    got = arrived(COMPOSER.digest(held, NOW))
    body = body_of(got)
    assert got["Subject"] == "2 messages are held for review"
    assert got["Auto-Submitted"] == "auto-generated"
    assert "2 messages are held for review" in body
    assert first.id in body
    assert "  Looks like spam:\n  It has five links.\n  It came fast.\n" in body
    assert "“Look: here”" not in body, "the longest answer is shown"
    (quoted,) = re.findall("“(Buy pills.*)”", body)
    assert len(quoted) == OPENING and quoted.endswith("…")
    assert "python -m practice.enquiries replay ID" in body
    assert "1 message is held for review" in body_of(arrived(COMPOSER.digest(held[:1], NOW)))


def test_a_digest_describes_what_could_not_be_delivered() -> None:
    dead = replace(stored(enquiry()), state=State.DEAD, error="550 no such user")
    assert "Could not be delivered: 550 no such user" in body_of(
        arrived(COMPOSER.digest([dead], NOW))
    )


def test_a_digest_has_an_id_made_of_its_messages() -> None:
    one, two = stored(enquiry(), "x"), stored(enquiry(), "x")
    ids = [COMPOSER.digest(held, NOW)["Message-ID"] for held in ([one], [one, two])]
    assert ids[0] != ids[1]
    assert COMPOSER.digest([one], NOW + 5)["Message-ID"] == ids[0]


def test_a_large_digest_stays_short() -> None:
    body = arrived(COMPOSER.digest([stored(enquiry(), "x")] * 1000, NOW)).get_content()
    assert "1000 messages are" in body
    assert "And 950 more." in body
    assert len(body) < 10_000


def test_mails_in_a_folder(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path / "mail")
    made = stored(enquiry(id=ID))
    for _ in range(2):
        transport.send(COMPOSER.enquiry(made, 0))
    transport.rest()
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == f"{ID}.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert (
        message_from_bytes(file.read_bytes(), policy=default)["Reply-To"]
        == made.enquiry.answers["email"]
    )


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("I am a file.")
    with pytest.raises(UnreachableError):
        FolderTransport(tmp_path / "mail").send(COMPOSER.enquiry(stored(enquiry()), 0))
