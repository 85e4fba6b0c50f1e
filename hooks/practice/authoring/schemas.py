"""JSON Schemas of everything the coach writes, derived from the models, for editors.

The build reads every value as text, and the models turn it into numbers and dates. An editor reads
`2026` as a number. So the schemas accept every value that the build accepts, as an editor reads it.
Where the two cannot agree, the schema is the more lenient one: the build decides.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter

from practice.content import Article, Guide, HomePage, Practice, Service, Source, StandingPage
from practice.content.form import Form
from practice.content.testimonials import Testimonial
from practice.content.tools import Tool
from practice.content.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


Schema = dict[str, Any]

FOLDER = ".vscode/schemas"
SNIPPETS = ".vscode/front-matter.code-snippets"
KINDS: dict[str, Any] = {
    "article": Article,
    "guide": Guide,
    "page": StandingPage,
    "home": HomePage,
    "practice": Practice,
    "contact": Form,
    "topics": tuple[Topic, ...],
    "sources": dict[str, Source],
    "testimonials": tuple[Testimonial, ...],
    "service": Service,
    "tool": Annotated[Tool, Field(discriminator="kind")],
}
"""What each schema describes: the front matter of the first four, data files of the others."""
_DRAFT_7 = "http://json-schema.org/draft-07/schema#"
"""The version that all YAML language servers know."""
_NULL: Schema = {"type": "null"}
_DATE = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_HOW_TO_WRITE_A_DATE = "Write year-month-day, like 2026-11-23."
_AMOUNT: Schema = {"type": "string", "pattern": r"^[-+]?[0-9]*\.?[0-9]*$"}
_ON, _OFF = ("true", "yes", "on", "y", "t"), ("false", "no", "off", "n", "f")
"""What the build accepts for true and false, in any case, besides 1 and 0."""


def schemas() -> dict[str, Schema]:
    """The schema of each of `KINDS`, by name."""
    return {
        name: {"$schema": _DRAFT_7, **editor_schema(TypeAdapter(kind).json_schema())}
        for name, kind in KINDS.items()
    }


def snippets() -> dict[str, Any]:
    """The keys of front matter with explanations: VS Code does not use schemas in Markdown."""
    keys: dict[str, str] = {}
    for model in (Article, StandingPage, HomePage):
        for name, info in model.model_fields.items():
            keys.setdefault(name, " ".join((info.description or "").split()))
    return {
        name: {"scope": "markdown", "prefix": name, "body": f"{name}: $0", "description": why}
        for name, why in keys.items()
    }


def files() -> dict[str, str]:
    """The text of each file for editors, by its path from the project folder."""
    made = {f"{FOLDER}/{name}.json": _json(schema) for name, schema in schemas().items()}
    return made | {SNIPPETS: _json(snippets())}


def write(project: Path) -> list[str]:
    """Write the files under `project`, and return their paths."""
    texts = files()
    for path, text in texts.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    return list(texts)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def editor_schema(schema: Schema) -> Schema:
    """Adapt a schema that pydantic made, and all schemas in it, to how editors read YAML.

    - Text may be a number or true. If it must not be empty, it needs a visible character.
    - Numbers, amounts, and switches may be in quotes.
    - A key that is optional may have no value. In a draft, only the title is required.
    - Entries whose name has the wrong pattern are errors.
    - Titles are dropped, since they repeat the keys, as is what only OpenAPI uses.
    """
    made = {key: _inner(key, value) for key, value in schema.items() if key not in _DROPPED}
    if "description" in made:
        made["description"] = " ".join(made["description"].replace("`", "").split())
    needed = list(made.get("required", ()))
    if "draft" in made.get("properties", {}):
        needed.remove("title")
        made |= {"required": ["title"], "if": _DRAFT, "else": _filled_in(needed)}
    for key, value in made.get("properties", {}).items():
        if key not in made.get("required", ()):
            made["properties"][key] = _or_null(value)
    if "patternProperties" in made:
        ((pattern, entries),) = made.pop("patternProperties").items()
        made |= {"additionalProperties": entries, "propertyNames": {"pattern": pattern}}
    if not made.keys() & {"enum", "const"} and made.get("type") in _SCALARS:
        about = {key: made.pop(key) for key in ("description", "default") if key in made}
        made = about | _SCALARS[made["type"]](made)
    return made if isinstance(made.get("default", ""), str | int) else _without(made, "default")


def _inner(key: str, value: Any) -> Any:
    """The value of a keyword, with the schemas in it changed."""
    if key in {"$defs", "patternProperties", "properties"}:
        return {name: editor_schema(inner) for name, inner in value.items()}
    if key in {"additionalProperties", "items"} and isinstance(value, dict):
        return editor_schema(value)
    if key == "anyOf" and any({"string", kind} <= _types(value) for kind in ("integer", "number")):
        return [_AMOUNT if choice == {"type": "string"} else choice for choice in value]
    return [editor_schema(inner) for inner in value] if key in {"anyOf", "oneOf"} else value


def _types(choices: list[Schema]) -> set[str | None]:
    return {choice.get("type") for choice in choices}


def _choices(schema: Schema) -> list[Schema]:
    """The schemas of which a value has to match one, except null."""
    return [choice for choice in schema.get("anyOf", [schema]) if choice != _NULL]


def _text(schema: Schema) -> Schema:
    if schema.get("format") == "date":
        return schema | {"pattern": _DATE, "patternErrorMessage": _HOW_TO_WRITE_A_DATE}
    if schema.get("format") == "uri":  # JSON Schema's own "uri" refuses letters like é
        how = "Write it in full: https://example.com/page."
        return {
            "type": "string",
            "pattern": r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$",
            "patternErrorMessage": how,
        }
    if shortest := schema.get("minLength"):
        schema = {"pattern": r"\S"} | (_without(schema, "minLength") if shortest == 1 else schema)
    may_be_number = re.search(schema.get("pattern", ""), "1") is not None
    return schema | {"type": ["string", "number", "boolean"]} if may_be_number else schema


def _integer(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "string", "pattern": "^[-+]?[0-9]+$"}]}


def _switch(schema: Schema) -> Schema:
    return {"anyOf": [schema, _words(*_ON, *_OFF, "1", "0"), {"enum": [0, 1]}]}


def _words(*words: str) -> Schema:
    """Text that is one of some words, in any case."""
    both = ("".join(f"[{c.upper()}{c}]" if c.isalpha() else c for c in word) for word in words)
    return {"type": "string", "pattern": f"^({'|'.join(both)})$"}


_DRAFT: Schema = {
    "properties": {"draft": {"anyOf": [{"enum": [True, 1]}, _words(*_ON, "1")]}},
    "required": ["draft"],
}


_DROPPED = {"title", "discriminator"}
_SCALARS: dict[str, Callable[[Schema], Schema]] = {
    "string": _text,
    "integer": _integer,
    "boolean": _switch,
}


def _filled_in(keys: list[str]) -> Schema:
    """What all but drafts have to match: each key has a value."""
    value = {
        "type": ["array", "boolean", "number", "object", "string"],
        "errorMessage": "Only a draft may leave this empty.",
    }
    return {"required": keys, "properties": dict.fromkeys(keys, value)}


def _or_null(schema: Schema) -> Schema:
    """`schema` for a value that may be null."""
    about = {key: schema[key] for key in ("description", "default") if key in schema}
    rest = _without(schema, *about)
    choices = [choice for outer in rest.get("anyOf", [rest]) for choice in _choices(outer)]
    only = choices[0]
    if len(choices) > 1 or "type" not in only or only.keys() & {"enum", "const"}:
        return about | {"anyOf": [*choices, _NULL]}
    types = only["type"] if isinstance(only["type"], list) else [only["type"]]
    return about | only | {"type": [*types, "null"]}


def _without(schema: Schema, *keys: str) -> Schema:
    return {key: value for key, value in schema.items() if key not in keys}
