"""The form's rules as the receiver enforces them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.characters import one_line, paragraphs
from practice.content.documents import Document
from practice.content.form import Form
from practice.enquiries.form.validation import validate

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = {
    "title": "Write",
    "intro": "A few lines.",
    "provider": "receiver",
    "button": "Send",
    "next": "You get an answer.",
    "fields": [
        {
            "id": "name",
            "label": "Name",
            "kind": "text",
            "autocomplete": "name",
            "required": True,
            "max": 10,
            "missing": "Enter your name",
            "too_long": "Name is too long",
        },
        {
            "id": "email",
            "label": "Mail",
            "kind": "email",
            "required": True,
            "max": 30,
            "missing": "Enter your address",
            "invalid": "Enter it like name@example.com",
            "too_long": "Address is too long",
        },
        {"id": "service", "label": "About", "kind": "service", "none": "Not sure"},
        {
            "id": "message",
            "label": "Message",
            "kind": "paragraph",
            "min": 5,
            "max": 20,
            "required": True,
            "missing": "Enter your message",
            "too_short": "Message is too short",
            "too_long": "Message is too long",
        },
        {
            "id": "consent",
            "label": "I agree",
            "kind": "consent",
            "required": True,
            "missing": "Select the box",
        },
    ],
}
GOOD = {
    "name": "Ada",
    "email": "ada@example.org",
    "service": "career",
    "message": "Hello there",
    "consent": "yes",
}


@pytest.fixture(scope="module")
def form() -> Form:
    read, issues = Form.read(Document("contact.yml", "contact", DATA))
    assert read, issues
    return read


def problems(form: Form, **changes: str) -> Mapping[str, str]:
    return validate(form, {"career"}, {**GOOD, **changes})[1]


def test_good_answers_pass_as_they_were_typed(form: Form) -> None:
    answers, found = validate(form, {"career"}, {**GOOD, "more": "ignored"})
    assert answers == GOOD
    assert list(answers) == ["name", "email", "service", "message", "consent"]
    assert found == {}


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        ("name", "", "Enter your name"),
        ("name", " \t\r\n\0", "Enter your name"),
        ("name", "x" * 10, None),
        ("name", "x" * 11, "Name is too long"),
        ("name", " " * 9 + "x" * 10 + "\n", None),
        ("name", "😀" * 10, None),
        ("email", "", "Enter your address"),
        ("email", "ada", "Enter it like name@example.com"),
        ("email", "ada@example", "Enter it like name@example.com"),
        ("email", "a b@example.org", "Enter it like name@example.com"),
        ("email", "a@b.org, c@d.org", "Enter it like name@example.com"),
        ("email", "<a@b.org>", "Enter it like name@example.com"),
        ("email", "a@b@c.org", "Enter it like name@example.com"),
        ("email", " ada@example.org ", None),
        ("email", "x" * 19 + "@example.org", "Address is too long"),
        ("email", "x" * 18 + "@example.org", None),
        ("service", "", None),
        ("service", "unknown", None),
        ("message", "", "Enter your message"),
        ("message", "four", "Message is too short"),
        ("message", "    four    ", "Message is too short"),
        ("message", "fives", None),
        ("message", "x" * 20, None),
        ("message", "x" * 21, "Message is too long"),
        ("message", "line\r\nline\r\nline\r\nline!", None),  # a line end counts as one character
        ("consent", "", "Select the box"),
        ("consent", "on", "Select the box"),
    ],
)
def test_every_rule_has_its_limit_and_its_sentence(
    form: Form, field: str, answer: str, sentence: str | None
) -> None:
    assert problems(form, **{field: answer}) == ({field: sentence} if sentence else {})


def test_problems_come_in_the_order_of_the_form(form: Form) -> None:
    _, found = validate(form, set(), {"consent": "", "message": "x"})
    assert list(found) == ["name", "email", "message", "consent"]


def test_a_missing_answer_is_empty(form: Form) -> None:
    answers, _ = validate(form, set(), {})
    assert set(answers.values()) == {""}


def test_a_service_that_was_removed_is_not_a_choice(form: Form) -> None:
    answers, _ = validate(form, {"career"}, {**GOOD, "service": "gone"})
    assert answers["service"] == ""


@given(st.text())
@settings(deadline=None)
def test_a_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert line == one_line(line)
    assert not any(unicodedata.category(c) == "Cc" for c in line)
    assert len(line.splitlines()) <= 1


@given(st.text())
@settings(deadline=None)
def test_a_text_keeps_its_lines_but_no_control_characters(text: str) -> None:
    kept = paragraphs(text)
    assert kept == paragraphs(kept)
    assert {c for c in kept if unicodedata.category(c) == "Cc"} <= {"\n", "\t"}
