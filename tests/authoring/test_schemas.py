"""The schemas for editors are up to date and agree with the build."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from practice.authoring import schemas
from practice.content import Article
from practice.content.documents import Document, parse_yaml
from practice.content.issues import Issue
from practice.content.slugs import SLUG
from tests.docs import LEAST
from tests.practices import ROOT, docs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from practice.content.documents import Place
    from practice.content.models import Entry

FRONT_MATTER = ("article", "guide", "page", "home")
FILES = {
    "article": "articles/*.md",
    "guide": "guides/*.md",
    "page": "[!i]*.md",
    "home": "index.md",
    "practice": "_data/practice.yml",
    "contact": "_data/contact.yml",
    "topics": "_data/topics.yml",
    "sources": "_data/sources.yml",
    "testimonials": "_data/testimonials.yml",
    "service": "_data/services/*.yml",
    "tool": "_data/guides/*.yml",
}


class Editor(yaml.SafeLoader):
    """YAML 1.2 with its core schema (section 10.3.2), as language servers read it."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)
Editor.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))
Editor.add_constructor("tag:yaml.org,2002:float", lambda _, node: float(node.value))


@cache
def validator(kind: str) -> jsonschema.Draft7Validator:
    schema = json.loads((ROOT / schemas.FOLDER / f"{kind}.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


@cache
def adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(schemas.KINDS[kind])


def editor_errors(kind: str, text: str) -> list[str]:
    """What an editor reports in `text`."""
    data = yaml.load(text, Loader=Editor)
    return [error.message for error in validator(kind).iter_errors(data)]


def builds(kind: str, text: str) -> bool:
    """Whether the build accepts `text`."""
    data, _, issues = parse_yaml(text, "")
    return not issues and accepts(kind, data)


def accepts(kind: str, data: Any) -> bool:
    """Whether the build accepts `data` without knowing which other entries exist."""
    try:
        read = adapter(kind).validate_python(data)
    except ValidationError:
        return False
    entries = (
        read.values() if isinstance(read, dict) else read if isinstance(read, tuple) else [read]
    )
    return not any([*entry.check()] or not refers_to_ids(entry) for entry in entries)


def refers_to_ids(entry: Entry) -> bool:
    """Whether all references of `entry` can be ids: no entry has another name."""
    if not isinstance(entry, Article):
        return True
    words = (entry.topic, entry.service, entry.author, *entry.related)
    return all(re.fullmatch(SLUG, word) for word in words if word)


def content(kind: str) -> Iterator[tuple[str, str]]:
    """The files of one kind in the full practice: their names and their YAML."""
    for file in sorted(docs("full").glob(FILES[kind])):
        text = file.read_text("utf-8")
        yield file.name, text.split("---\n")[1] if kind in FRONT_MATTER else text


def change(kind: str, old: str, new: str) -> str:
    """The YAML of the first file of this kind that matches `old`, with `new` in its place."""
    text = next(text for _, text in content(kind) if re.search(old, text))
    return re.sub(old, new, text, count=1)


def test_the_committed_files_are_up_to_date() -> None:
    for path, text in schemas.files().items():
        assert (ROOT / path).read_text("utf-8") == text, f"{path} is out of date: make schemas"
    committed = {f"{schemas.FOLDER}/{f.name}" for f in (ROOT / schemas.FOLDER).iterdir()}
    assert committed == {path for path in schemas.files() if path != schemas.SNIPPETS}


def test_schemas_within_a_schema_are_adapted_once() -> None:
    made = schemas.editor_schema(
        {
            "title": "A model",
            "properties": {
                "title": {"type": "string", "minLength": 1, "description": "A `title`\nof it."},
                "count": {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None},
                "names": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}},
            },
            "required": ["title", "names"],
        }
    )
    assert made["properties"] == {
        "title": {
            "description": "A title of it.",
            "pattern": r"\S",
            "type": ["string", "number", "boolean"],
        },
        "count": {
            "anyOf": [
                {"type": "integer"},
                {"type": "string", "pattern": "^[-+]?[0-9]+$"},
                {"type": "null"},
            ]
        },
        "names": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}},
    }
    assert "title" not in made


@pytest.mark.parametrize("kind", schemas.KINDS)
def test_valid_content_has_no_errors(kind: str) -> None:
    found = dict(content(kind))
    assert found
    for name, text in found.items():
        assert builds(kind, text), name
        assert editor_errors(kind, text) == [], name


# One mistake each: a pattern in a file of the kind, and its replacement.
MISTAKES = [
    ("article", "title:", "titel:"),
    ("article", "title:.*", "title:"),
    ("article", "title:.*", 'title: "  "'),
    ("article", "title:.*", "title: [a]"),
    ("article", "title:.*", "title: [a]"),
    ("article", "date:.*", ""),
    ("article", "date:.*", "date: 2026-13-01"),
    ("article", "date:.*", "date: 2026-02-30"),
    ("article", "date:.*", "date: 23.11.2026"),
    ("article", "date:.*", "date: 2026"),
    ("article", "date:.*", "date: tomorrow"),
    ("article", "topic:.*", "topic: Two Words"),
    ("article", "topic:.*", "topic: a--b"),
    ("article", "tags:.*", "tags: one"),
    ("article", "tags:.*", "tags: {a: b}"),
    ("article", "tags:.*", "tags: [a, [b]]"),
    ("article", "tags:.*", f"tags: [{'a' * 61}]"),
    ("article", "tags:.*", "related: [On trust]"),
    ("article", "tags:.*", "draft: perhaps"),
    ("article", "tags:.*", "pinned: 2"),
    ("article", "tags:.*", "redirect_from: [https://x.example]"),
    ("guide", "topic:", "topics:"),
    ("page", "template:.*", "template: none.html"),
    ("home", "page: .*", "page: /about/"),
    ("home", "  second:.*", "  sceond: x"),
    ("home", "template:.*", "template: main.html"),
    ("practice", "email:.*", "email: ana"),
    ("practice", "phone:.*", "phone: [1]"),
    ("practice", "url: https://social.*", "url: www.x.example"),
    ("practice", "booking:.*", "booking: ftp://x.example"),
    ("practice", "booking:.*", "booking: javascript:alert(1)"),
    ("practice", "file: .*", "file: me.gif"),
    ("practice", "  alt: .*", ""),
    ("practice", "articles_per_page:.*", "articles_per_page: 0"),
    ("practice", "articles_per_page:.*", "articles_per_page: many"),
    ("practice", "articles_per_page:.*", "articles_per_page: 2.5"),
    ("practice", "  moira:", "  Moira F:"),
    ("contact", "kind: text", "kind: tekst"),
    ("contact", "    kind: text\n", ""),
    ("contact", "id: name", "id: Your name"),
    ("contact", "max: 80", "max: 0"),
    ("contact", "required: true", "required: must"),
    ("topics", "- id:", "- idd:"),
    ("topics", "  title:.*", "  titel: x"),
    ("sources", "  title:.*", "  titel: x"),
    ("sources", "  url:.*", "  url: www.td.org"),
    ("sources", "  date:.*", "  date: 2021-13"),
    ("sources", "  date:.*", "  date: spring 2021"),
    ("sources", "  date:.*", "  date: 21"),
    ("sources", "  accessed:.*", "  accessed: 2021"),
    ("testimonials", "  consent:.*", ""),
    ("testimonials", "consent:.*", "consent: yes"),
    ("service", "title:", "name:"),
    ("service", "description:.*", "description: Too short for a list."),
    ("service", "order:.*", "order: first"),
    ("service", "order:.*", "signature: maybe"),
    ("service", "order:.*", "price: {amount: -1, currency: USD}"),
    ("service", "order:.*", "price: {amount: x, currency: USD}"),
    ("service", "order:.*", "price: {amount: 1}"),
    ("service", "order:.*", "price: {amount: 1, currency: Dollars}"),
    ("service", "order:.*", "price: 900"),
    ("service", r"format:\n", "format:\n  sessions: 0\n"),
    ("service", "minutes:.*", "minutes: 481"),
    ("service", "outcomes:.*", "outcomes: []"),
    ("service", "outcomes:.*", "outcomes:"),
    ("tool", "kind: chooser", "kind: choser"),
    ("tool", "kind: chooser", ""),
    ("tool", "teacher: 2", "teacher: 10"),
    ("tool", "teacher: 2", "Teacher one: 2"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "old", "new"), MISTAKES)
def test_an_editor_marks_what_the_build_refuses(kind: str, old: str, new: str) -> None:
    changed = change(kind, old, new)
    assert not builds(kind, changed)
    assert editor_errors(kind, changed)


@pytest.mark.parametrize("kind", ["article", "guide", "service"])
def test_an_editor_requires_as_much_of_a_draft_as_the_build(kind: str) -> None:
    model = schemas.KINDS[kind]
    empty = {key: None for key in model.model_fields if key not in {"title", "draft"}}
    for data in (
        {"title": "An idea", "draft": True},
        {**empty, "title": "An idea", "draft": True},
        *(
            {"title": "An idea", "draft": word}
            for word in (1, "1", "yes", "Yes", "on", "Y", "tRUE")
        ),
        *({"title": "An idea", "draft": word} for word in (0, "0", "no", "Off", "N", "false", "x")),
        {"title": "An idea", "draft": False},
        {"title": "An idea"},
        {**empty, "title": "An idea"},
        {"title": None, "draft": True},
        {"draft": True},
        {"title": "An idea", "draft": True, "description": "Too short."},
    ):
        _, issues = model.read(Document("", "an-idea", data))
        assert validator(kind).is_valid(data) is not bool(issues), data


@pytest.mark.parametrize("kind", ["article", "guide", "page", "home", "practice", "service"])
def test_an_editor_explains_the_length_of_a_description_as_it_checks_it(kind: str) -> None:
    schema = schemas.schemas()[kind]["properties"]["description"]
    limits = f"{schema['minLength']} to {schema['maxLength']} characters"
    assert limits in schema["description"]


# Schemas cannot compare values or files; only the build reports these.
BEYOND = [
    ("sources", "  date: 2022-09", "  accessed: 2026-11-23"),
    ("tool", "teacher: 2", "techer: 2"),
    ("contact", "max: 1200", "max: 5"),
    ("service", "order:.*", "price: {amount: 1.234, currency: USD}"),
]

SCALARS = [
    "", "~", "word", "two words", '""', '" "', '"2"', "0", "1", "2", "12", "007", "-1", "+3", "2.5",
    "3.0", "1e3", "2026", '"2026"', "2026-11", "2026-11-23", '"2026-11-23"', "2026-02-30",
    "23.11.2026", "yes", "No", "off", "y", "maybe", "USD", "a-b", "a_b", "A", "é",
    "a@b.example", "https://x.example/é?a=1", "HTTPS://X.EXAMPLE", "http://x", "//x.example",
    "guides/x.md", "guides/x.md#y", "me.jpg", "/old/place/", "old", "1/2", "[]", "[word]", "[2026]",
    "[2026-11-23]", "[~]", "{}", "{a: b}", "chooser", "main.html", "home.html",
]  # fmt: skip


@pytest.mark.parametrize("kind", [k for k in schemas.KINDS if k not in ("guide", "testimonials")])
def test_an_editor_marks_nothing_that_the_build_accepts(kind: str) -> None:
    """Each value of the smallest content, and each missing key, is replaced by each scalar."""
    text = next(text for path, text in LEAST.items() if PurePath(path).match(FILES[kind]))
    text = text.split("---\n")[1] if kind in FRONT_MATTER else text
    built, edited = parse_yaml(text, "")[0], yaml.load(text, Loader=Editor)
    if hasattr(schemas.KINDS[kind], "model_fields"):
        built, edited = (
            dict.fromkeys(schemas.KINDS[kind].model_fields) | data for data in (built, edited)
        )
    accepted = 0
    for place in places(built):
        for scalar in SCALARS:
            as_built = put(built, place, parse_yaml(scalar, "")[0])
            if accepts(kind, as_built):
                accepted += 1
                as_edited = put(edited, place, yaml.load(scalar, Loader=Editor))
                assert validator(kind).is_valid(as_edited), f"{scalar!r} at {place}"
    assert accepted > 20


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in `value`; of a list only the first entry."""
    if place:
        yield place
    steps: list[Any] = list(value) if isinstance(value, dict) else []
    for step in [0] if isinstance(value, list) else steps:
        yield from places(value[step], (*place, step))


def put(whole: Any, place: Place, value: Any) -> Any:
    """A copy of `whole` with `value` at `place`."""
    if not place:
        return value
    copy = dict(whole) if isinstance(whole, dict) else list(whole)
    copy[place[0]] = put(whole[place[0]], place[1:], value)
    return copy


@pytest.mark.parametrize(("kind", "old", "new"), BEYOND)
def test_the_build_refuses_what_an_editor_cannot_see(kind: str, old: str, new: str) -> None:
    changed = change(kind, old, new)
    assert not builds(kind, changed)
    assert editor_errors(kind, changed) == []


class TestEditors:
    settings: dict[str, Any] = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))

    @pytest.mark.parametrize("kind", [k for k in schemas.KINDS if k not in FRONT_MATTER])
    def test_each_data_file_has_one_schema(self, kind: str) -> None:
        for name, _ in content(kind):
            path = (PurePath("docs") / FILES[kind]).with_name(name).as_posix()
            found = [
                schema
                for schema, globs in self.settings["yaml.schemas"].items()
                if any(fnmatch(path, g) for g in ([globs] if isinstance(globs, str) else globs))
            ]
            assert found == [f"{schemas.FOLDER}/{kind}.json"]

    def test_no_schema_comes_from_a_third_party(self) -> None:
        assert self.settings["yaml.schemaStore.enable"] is False

    def test_each_key_of_front_matter_has_a_snippet_with_an_explanation(self) -> None:
        snippets = json.loads((ROOT / schemas.SNIPPETS).read_text("utf-8"))
        for kind in FRONT_MATTER:
            for key, info in schemas.KINDS[kind].model_fields.items():
                assert snippets[key]["prefix"] == key
                assert snippets[key]["body"] == f"{key}: $0"
                assert snippets[key]["description"], info

    def test_each_key_has_a_description(self) -> None:
        def keys(value: Any) -> Iterator[tuple[str, Any]]:
            if isinstance(value, dict):
                if isinstance(value.get("properties"), dict):
                    yield from value["properties"].items()
                for name, inner in value.items():
                    if name not in {"if", "else"}:  # more rules for the same keys
                        yield from keys(inner)

        for kind, schema in schemas.schemas().items():
            for key, about in keys(schema):
                assert about.get("description", "").endswith((".", "”.", '"')), f"{kind}: {key}"

    def test_the_task_finds_the_line_of_each_problem(self) -> None:
        tasks = json.loads((ROOT / ".vscode/tasks.json").read_text("utf-8"))
        pattern = tasks["tasks"][0]["problemMatcher"]["pattern"]
        match = re.match(pattern["regexp"], str(Issue("docs/articles/x.md", 12, "Bad.", "Fix it.")))
        assert match is not None
        assert match[pattern["file"]] == "docs/articles/x.md"
        assert match[pattern["line"]] == "12"
        assert match[pattern["message"]] == "Bad. Fix it."
        assert not re.match(pattern["regexp"], "2 problems to fix:")
