"""The definition of the contact form, and its mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.practice.conftest import Docs

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
    assert {field.missing for field in fields} == {"Fill in this field"}
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
    assert (content is not None) is fits


def test_how_long_a_message_may_be_unless_told_otherwise(docs: Docs) -> None:
    add(docs, "{id: x, label: X, kind: paragraph}")
    field = docs.content().form.fields[1]
    assert (getattr(field, "min", None), getattr(field, "max", None)) == (0, 5000)


@pytest.mark.parametrize(
    "action", ["https://example.com/f", "http://x.example", "mailto:me@example.com", "/send", "/"]
)
def test_where_a_message_may_go(docs: Docs, action: str) -> None:
    docs.change(PATH, "https://example.com/enquiries", action)
    assert docs.content().form.action == action


@pytest.mark.parametrize("action", ["example.com", "ftp://x.example", "javascript:alert(1)"])
def test_where_a_message_cannot_go(docs: Docs, action: str) -> None:
    docs.change(PATH, "https://example.com/enquiries", action)
    (problem,) = docs.problems()
    assert problem.startswith(
        f"{AT}:3: “action” is “{action}”, which does not have the right form."
    )


def test_two_fields_with_one_id(docs: Docs) -> None:
    add(docs, "{id: name, label: Name, kind: text, autocomplete: name}")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:11: ")
    assert "wo fields have the id “name”. Give each its own." in problem


def test_no_field_at_all(docs: Docs) -> None:
    text = (docs.folder / PATH).read_text("utf-8").partition("fields:")[0]
    docs.write(PATH, f"{text}fields: []\n")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:6: “fields”")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("    kind: text\n", "    kind: textt\n", 7, "kind"),
        ("    kind: text\n", "", 7, "kind"),
        ("    kind: text\n", "    kind: [text]\n", 7, "kind"),
        ("    kind: text\n", "    kind:\n", 7, "kind"),
        ("    label: Your name\n", "", 7, "“fields 1 label” is missing. Add it: label: …"),
        ("    label: Your name\n", "    label:\n", 8, "“fields 1 label” is empty."),
        ("    autocomplete: name\n", "", 7, "“fields 1 autocomplete” is missing."),
        (
            "    label: Your name\n",
            "    label: Your name\n    requird: true\n",
            9,
            "“fields 1 requird” is not a key here. Did you mean “required”?",
        ),
        (
            "    label: Your name\n",
            "    label: Your name\n    invalid: x\n",
            9,
            "“fields 1 invalid” is not a key here.",
        ),
        ("  - id: name\n", "  - id: Your name\n", 7, "“fields 1 id” is “Your name”, which does"),
        (
            "    kind: text\n",
            "    kind: text\n    max: 501\n",
            10,
            "“fields 1 max” is 501. It has to be less than or equal to 500.",
        ),
        (
            "    kind: text\n",
            "    kind: text\n    required: maybe\n",
            10,
            "“fields 1 required” is “maybe”. Write true or false.",
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
    assert "None is declared yet" not in problem


def test_a_message_cannot_be_longer_than_its_limit_at_least(docs: Docs) -> None:
    add(docs, "{id: message, label: Message, kind: paragraph, min: 50, max: 5}")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:11: ")
    assert "min" in problem
