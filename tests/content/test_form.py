"""The definition of the contact form, and its mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.docs import Docs

PATH = "_data/contact.yml"
AT = f"docs/{PATH}"


def add(docs: Docs, field: str) -> None:
    docs.add(PATH, f"  - {field}\n")


def test_every_kind_of_field_has_its_defaults(docs: Docs) -> None:
    add(docs, "{id: mail, label: Mail, kind: email, invalid: Write it anew}")
    add(docs, "{id: about, label: About, kind: service, none: Not sure}")
    add(docs, "{id: message, label: Message, kind: paragraph, min: 5, max: 50, required: true}")
    add(docs, "{id: consent, label: 'I agree, see [privacy](privacy.md)', kind: consent}")
    fields = docs.content().form.fields
    assert [field.kind for field in fields] == ["text", "email", "service", "paragraph", "consent"]
    assert [field.required for field in fields] == [False, False, False, True, False]
    assert [getattr(field, "max", None) for field in fields] == [200, 254, None, 50, None]
    assert [field.missing for field in fields] == [
        "Fill in “Your name”",
        "Fill in “Mail”",
        "Fill in “About”",
        "Fill in “Message”",
        "Select the box to agree",
    ]
    assert getattr(fields[1], "autocomplete", None) == "email"


@pytest.mark.parametrize(
    ("field", "fits"),
    [
        ("kind: text, autocomplete: name, max: 1", True),
        ("kind: text, autocomplete: name, max: 500", True),
        ("kind: text, autocomplete: name, max: 0", False),
        ("kind: email, invalid: No, max: 6", True),
        ("kind: email, invalid: No, max: 5", False),
        ("kind: email, invalid: No, max: 255", False),
        ("kind: paragraph, min: 0, max: 1", True),
        ("kind: paragraph, min: 5, max: 5", True),
        ("kind: paragraph, max: 20000", True),
        ("kind: paragraph, max: 20001", False),
        ("kind: paragraph, min: -1", False),
        ("kind: paragraph, max: 0", False),
    ],
)
def test_how_long_an_answer_may_be(docs: Docs, field: str, fits: bool) -> None:
    add(docs, f"{{id: x, label: X, {field}}}")
    content, issues = docs.read()
    assert (issues == []) is fits
    assert (not content.form.broken) is fits


def test_the_default_limits_of_a_message(docs: Docs) -> None:
    add(docs, "{id: x, label: X, kind: paragraph}")
    field = docs.content().form.fields[1]
    assert (getattr(field, "min", None), getattr(field, "max", None)) == (0, 5000)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("kind: text, autocomplete: name, max: 1", "“X” must be 1 character or fewer"),
        ("kind: text, autocomplete: name", "“X” must be 200 characters or fewer"),
        ("kind: email, invalid: No", "“X” must be 254 characters or fewer"),
        ("kind: paragraph, max: 12000", "“X” must be 12,000 characters or fewer"),
        ("kind: paragraph, min: 10", "“X” must be 10 characters or more"),
        ("kind: paragraph, min: 10, too_short: Say more", "Say more"),
        ("kind: paragraph, too_long: Say less", "Say less"),
        ("kind: text, autocomplete: name, too_long:", "“X” must be 200 characters or fewer"),
    ],
)
def test_a_limit_has_a_sentence_whether_one_is_written_or_not(
    docs: Docs, given: str, said: str
) -> None:
    add(docs, f"{{id: x, label: X, {given}}}")
    field = docs.content().form.fields[1]
    assert said in {getattr(field, "too_short", None), getattr(field, "too_long", None)}


@pytest.mark.parametrize("provider", ["receiver", "netlify", "formspree", "web3forms", "mailto"])
def test_one_line_chooses_the_provider(docs: Docs, provider: str) -> None:
    docs.change(PATH, "provider: receiver", f"provider: {provider}")
    form = docs.content().form
    assert form.provider == provider
    assert form.providers.receiver.address == "/enquiries"
    assert form.providers.netlify.form == "enquiry"
    assert form.keep_days == 365


@pytest.mark.parametrize(
    ("setting", "fits"),
    [
        ("receiver: {address: /enquiries}", True),
        ("receiver: {address: 'https://example.com/send'}", True),
        ("receiver: {address: 'http://127.0.0.1:8001/in/box'}", True),
        ("receiver: {address: 'http://127.0.0.1:8001'}", False),
        ("receiver: {address: /}", False),
        ("receiver: {address: /enquiries/}", False),
        ("receiver: {address: //evil.example/x}", False),
        ("receiver: {address: '/enquiries?x=1'}", False),
        ("receiver: {address: '/enquiries#x'}", False),
        ("receiver: {address: '/{x}'}", False),
        ("receiver: {address: 'http://['}", False),
        ("receiver: {address: example.com}", False),
        ("receiver: {address: 'javascript:alert(1)'}", False),
        ("receiver: {address: 'mailto:me@example.com'}", False),
        ("netlify: {form: contact-form}", True),
        ("netlify: {form: 'contact form'}", False),
        ("formspree: {id: xklmnopq}", True),
        ("formspree: {id: 12345678}", True),
        ("formspree: {id: 'https://formspree.io/f/xklmnopq'}", False),
        ("web3forms: {access_key: 01234567-89ab-cdef-0123-456789abcdef}", True),
        ("web3forms: {access_key: 0123}", False),
        ("mailto: {address: ana@example.com}", True),
        ("mailto: {address: ana}", False),
        ("formspree: {id: }", True),
        ("formspree: {}", True),
        ("formspree:", True),
        ("formspre: {id: x}", False),
    ],
)
def test_the_settings_of_a_provider(docs: Docs, setting: str, fits: bool) -> None:
    docs.change(PATH, "provider: receiver\n", f"provider: receiver\nproviders:\n  {setting}\n")
    problems = docs.problems()
    if fits:
        assert problems == []
    else:
        (problem,) = problems
        assert problem.startswith(f"{AT}:5: “providers ")


def test_an_unknown_provider(docs: Docs) -> None:
    docs.change(PATH, "provider: receiver", "provider: pigeon")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:3: “provider” is “pigeon”. It must be “receiver”, “netlify”")


@pytest.mark.parametrize(
    ("days", "fits"), [("7", True), ("3650", True), ("6", False), ("x", False)]
)
def test_how_long_messages_are_kept(docs: Docs, days: str, fits: bool) -> None:
    docs.change(PATH, "provider: receiver\n", f"provider: receiver\nkeep_days: {days}\n")
    assert (docs.problems() == []) is fits


def test_two_fields_with_one_id(docs: Docs) -> None:
    add(docs, "{id: name, label: Name, kind: text, autocomplete: name}")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:11: ")
    assert "wo fields have the id “name”. Give each one its own." in problem


def test_a_form_without_fields(docs: Docs) -> None:
    text = (docs.folder / PATH).read_text("utf-8").partition("fields:")[0]
    docs.write(PATH, f"{text}fields: []\n")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:6: “fields”")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("    kind: text\n", "    kind: textt\n", 9, "kind"),
        ("    kind: text\n", "", 7, "kind"),
        ("    kind: text\n", "    kind: [text]\n", 9, "kind"),
        ("    kind: text\n", "    kind:\n", 9, "kind"),
        ("    label: Your name\n", "", 7, "“fields, entry 1, label” is missing. Add it: label: …"),
        ("    label: Your name\n", "    label:\n", 8, "“fields, entry 1, label” is empty."),
        ("    autocomplete: name\n", "", 7, "“fields, entry 1, autocomplete” is missing."),
        (
            "    label: Your name\n",
            "    label: Your name\n    requird: true\n",
            9,
            "“fields, entry 1, requird” is not a key here. Did you mean “required”?",
        ),
        (
            "    label: Your name\n",
            "    label: Your name\n    invalid: x\n",
            9,
            "“fields, entry 1, invalid” is not a key here.",
        ),
        (
            "  - id: name\n",
            "  - id: Your name\n",
            7,
            "“fields, entry 1, id” is “Your name”, which is not",
        ),
        (
            "    kind: text\n",
            "    kind: text\n    max: 501\n",
            10,
            "“fields, entry 1, max” is 501. It must be 500 or less.",
        ),
        (
            "    kind: text\n",
            "    kind: text\n    required: maybe\n",
            10,
            "“fields, entry 1, required” is “maybe”. Write true or false.",
        ),
    ],
)
def test_a_mistake_in_a_field_is_one_problem_at_its_line(
    docs: Docs, old: str, new: str, line: int, said: str
) -> None:
    docs.change(PATH, old, new)
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:{line}: ")
    assert said in problem
    assert "There are none yet" not in problem


def test_a_message_cannot_be_longer_than_its_limit_at_least(docs: Docs) -> None:
    add(docs, "{id: message, label: Message, kind: paragraph, min: 50, max: 5}")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:11: ")
    assert "min" in problem
