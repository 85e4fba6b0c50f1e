"""How the work of a service is laid out, in words."""

from __future__ import annotations

import pytest

from practice.content.documents import Document
from practice.content.services import Format, Service

LEAST = {
    "title": "Mentoring",
    "description": "Advice from someone who was there, as long as you need.",
    "promise": "You are not alone.",
    "audience": ["you lead"],
    "outcomes": ["A view"],
    "steps": [{"title": "Begin", "text": "We talk."}],
    "format": {},
}


@pytest.mark.parametrize(
    ("sessions", "minutes", "words"),
    [
        (3, 60, "3 sessions of 1 hour"),
        (1, 60, "1 session of 1 hour"),
        (6, 120, "6 sessions of 2 hours"),
        (6, 90, "6 sessions of 90 minutes"),
        (6, 45, "6 sessions of 45 minutes"),
        (6, None, "6 sessions"),
        (1, None, "1 session"),
        (None, 60, "Sessions of 1 hour"),
        (None, 50, "Sessions of 50 minutes"),
        (None, None, ""),
    ],
)
def test_length(sessions: int | None, minutes: int | None, words: str) -> None:
    assert Format(sessions=sessions, minutes=minutes).length == words


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ({"sessions": 1, "minutes": 10}, True),
        ({"sessions": 100, "minutes": 480}, True),
        ({"sessions": 0}, False),
        ({"sessions": 101}, False),
        ({"minutes": 9}, False),
        ({"minutes": 481}, False),
    ],
)
def test_how_many_and_how_long_sessions_may_be(given: dict[str, int], fits: bool) -> None:
    _, issues = Service.read(Document("docs/x.yml", "x", {**LEAST, "format": given}))
    assert (issues == []) is fits


@pytest.mark.parametrize(
    ("amount", "fits"),
    [("0", True), ("1200", True), ("0.05", True), ("1234567.89", True), ("12345678.90", False)],
)
def test_what_it_may_cost(amount: str, fits: bool) -> None:
    price = {"amount": amount, "currency": "USD"}
    service, issues = Service.read(Document("docs/x.yml", "x", {**LEAST, "price": price}))
    assert (issues == []) is fits
    if fits:
        assert service.price is not None
        assert str(service.price.amount) == amount
        assert service.price.currency == "USD"
        assert service.price.unit == "for the whole engagement"


def test_a_service_has_its_own_page() -> None:
    service, _ = Service.read(Document("docs/_data/services/mentoring.yml", "mentoring", LEAST))
    assert service.uri == "services/mentoring.md"
    assert (service.signature, service.price, service.questions) == (False, None, ())
