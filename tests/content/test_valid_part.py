"""The valid part of a broken entry: what is kept, and what takes the place of the rest."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

import pytest
from pydantic import Field, HttpUrl

from practice.content.documents import Document, parse_yaml
from practice.content.models import Entry, Line, Model, PagePath, Prose, Slug


class Step(Model):
    title: Line
    text: Prose
    page: PagePath = ""


class Yes(Model):
    kind: Literal["yes"]
    label: Prose


class No(Model):
    kind: Literal["no"]
    count: int


class Plan(Entry):
    title: Line
    day: dt.date
    url: HttpUrl
    count: int
    price: Decimal
    on: bool
    kind: Literal["one", "two"]
    words: Annotated[tuple[Line, ...], Field(min_length=2)]
    first: Step
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    named: Annotated[dict[Slug, Step], Field(min_length=1)]
    answers: tuple[Annotated[Yes | No, Field(discriminator="kind")], ...] = ()
    note: Line | None = None
    most: Annotated[int, Field(le=9)] = 3


GOOD = """\
title: It's a plan
day: 2026-11-23
url: https://example.com
count: 2
price: 1.50
on: true
kind: two
words: [a, b]
first: {title: F, text: "[f](f.md)"}
steps: [{title: S, text: "[s](s.md)"}]
named: {a: {title: A, text: "[a](a.md)"}}
answers: [{kind: "yes", label: "[y](y.md)"}]
note: A note
most: 4
"""
VALID, _ = Plan.read(Document("docs/x.yml", "x", parse_yaml(GOOD, "")[0]))


def read(text: str) -> Plan:
    data, lines, _ = parse_yaml(text, "docs/x.yml")
    return Plan.read(Document("docs/x.yml", "x", data, lines))[0]


def change(key: str, value: str | None) -> Plan:
    """The plan with another value at `key`, or without it."""
    lines = [line for line in GOOD.splitlines() if not line.startswith(f"{key}:")]
    return read("\n".join([*lines, *([] if value is None else [f"{key}: {value}"])]))


def test_a_valid_entry_is_not_broken() -> None:
    assert read(GOOD).broken == frozenset()
    assert not read(GOOD).unreadable


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("title", "[a]", ""),
        ("title", None, ""),
        ("day", "never", None),
        ("day", None, None),
        ("url", "nowhere", None),
        ("count", "many", 0),
        ("price", "much", Decimal(0)),
        ("on", "maybe", False),
        ("kind", "three", "one"),
        ("words", "one", ()),
        ("words", "[a]", ("a",)),
        ("words", "[a, [b], c]", ("a", "", "c")),
        ("most", "10", 3),
        ("note", "[a]", None),
        ("first", "word", Step.model_construct(title="", text="", page="")),
        ("first", None, Step.model_construct(title="", text="", page="")),
        ("first", "{title: F}", Step.model_construct(title="F", text="", page="")),
        ("steps", "[]", ()),
        ("steps", "[{titel: S, text: t}]", (Step.model_construct(title="", text="t", page=""),)),
        (
            "steps",
            "[word, {title: S, text: t}]",
            (
                Step.model_construct(title="", text="", page=""),
                Step.model_construct(title="S", text="t", page=""),
            ),
        ),
        ("named", "{}", {}),
        ("named", "[a]", {}),
        ("named", "{B: {title: T}}", {"B": Step.model_construct(title="T", text="", page="")}),
        ("answers", "[{kind: perhaps}]", (Yes.model_construct(kind="yes", label=""),)),
        ("answers", '[{kind: "no", count: x}]', (No.model_construct(kind="no", count=0),)),
    ],
)
def test_what_is_not_valid_is_empty_and_all_else_stays(
    key: str, value: str | None, kept: object
) -> None:
    plan = change(key, value)
    assert plan.broken == {key}
    assert getattr(plan, key) == kept
    for other in Plan.model_fields.keys() - {key}:
        assert getattr(plan, other) == getattr(VALID, other)


def test_text_is_read_as_in_a_valid_entry() -> None:
    plan = read('title: "  It\'s \\"so\\"  "\n')
    assert plan.title == "It’s “so”"


def test_an_unknown_key_breaks_an_entry_that_has_all_its_fields() -> None:
    plan = read(f"{GOOD}titel: x\n")
    assert plan.broken == {"titel"}
    assert plan.model_dump() == VALID.model_dump()
    assert not plan.unreadable


@pytest.mark.parametrize("text", ["word\n", "- a\n", "3\n"])
def test_an_entry_without_keys_is_unreadable(text: str) -> None:
    plan = read(text)
    assert plan.unreadable
    assert plan.title == ""
    assert plan.slug == "x"


def test_links_in_the_valid_part_are_known_with_their_places() -> None:
    plan = read(
        "steps:\n"
        "  - {text: '[one](one.md)'}\n"
        "  - word\n"
        "  - {title: S, text: '[two](two.md)', page: /bad/}\n"
        "named:\n"
        "  Bad name: {text: '[three](three.md)', page: three.md}\n"
    )
    found = [(words, plan.document.line(*place)) for _, words, place in plan.linking()]
    assert found == [
        ("[one](one.md)", 2),
        ("[two](two.md)", 4),
        ("[three](three.md)", 6),
        ("three.md", 6),
    ]
