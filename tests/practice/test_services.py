"""How the work of a service is laid out, in words."""

from __future__ import annotations

import pytest

from practice.content.documents import Document
from practice.content.services import Format, Service


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


def test_a_service_is_a_page_of_its_own() -> None:
    data = {
        "title": "Mentoring",
        "description": "Advice.",
        "promise": "You are not alone.",
        "audience": ["you lead"],
        "outcomes": ["A view"],
        "steps": [{"title": "Begin", "text": "We talk."}],
        "format": {},
    }
    service, _ = Service.read(Document("docs/_data/services/mentoring.yml", "mentoring", data))
    assert service is not None
    assert service.uri == "services/mentoring.md"
    assert (service.signature, service.price, service.questions) == (False, None, ())
