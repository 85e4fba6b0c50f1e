"""What is held for review, and what is not."""

from __future__ import annotations

import pytest

from practice.enquiries.enquiry import Enquiry, History, Verdict
from practice.enquiries.spam import HELD_AFTER, REFUSED_AFTER, Signals, judge


def verdict(message: str = "Hello.", signs: Signals = Signals(), **history: int) -> Verdict:  # noqa: B008
    enquiry = Enquiry("a" * 32, "key", 0.0, {"name": "Ada", "message": message})
    return judge(enquiry, History(**history), signs)  # type: ignore[arg-type]


def test_a_message_like_others_is_delivered() -> None:
    assert verdict() == Verdict()
    assert verdict("See https://a.example, www.b.example and http://c.example.") == Verdict()
    assert verdict(from_sender=HELD_AFTER - 1) == Verdict()


@pytest.mark.parametrize(
    ("signs", "history", "message", "reason"),
    [
        (Signals(honeypot=True), {}, "", "A field that people do not see was filled in."),
        (Signals(early=True), {}, "", "It was sent faster than a person can type."),
        (Signals(), {}, "http://a HTTPS://b www.c [url=d", "It has 4 web addresses."),
        (Signals(), {"same_text": 1}, "", "The same words came before."),
        (Signals(), {"nonce_used": True}, "", "Another message came from the same page."),
        (
            Signals(),
            {"from_sender": HELD_AFTER},
            "",
            "Many messages came from the same network within an hour.",
        ),
    ],
)
def test_each_signal_holds_a_message(
    signs: Signals, history: dict[str, int], message: str, reason: str
) -> None:
    assert verdict(message, signs, **history) == Verdict((reason,))


def test_all_reasons_are_given() -> None:
    found = verdict("http://" * 9, Signals(honeypot=True, early=True), same_text=2, nonce_used=True)
    assert len(found.reasons) == 5


def test_a_flood_is_refused() -> None:
    assert not verdict(from_sender=REFUSED_AFTER - 1).refused
    assert verdict(from_sender=REFUSED_AFTER).refused
