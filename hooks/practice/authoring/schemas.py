"""JSON Schemas of all that the coach writes, made from the models, for editors to check by.

The build reads every value as text and the models make numbers and dates of it; an editor takes
`2026` for a number. The schemas therefore accept what an editor makes of text that the build
accepts. Where the two cannot agree, the schema is the milder: the build has the last word.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from practice.content import Article, Guide, HomePage, Practice, Service, Source, StandingPage
from practice.content.form import Form
from practice.content.testimonials import Testimonial
from practice.content.tools import Tool
from practice.content.topics import Topic

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic.json_schema import JsonSchemaMode, JsonSchemaValue
    from pydantic_core import CoreSchema, core_schema

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
"""What each schema describes: the front matter of the first four, then data files."""
_SWITCH_WORDS = "^([Tt]rue|[Ff]alse|[Yy]es|[Nn]o|[Oo]n|[Oo]ff|[YyNnTtFf]|TRUE|FALSE|YES|NO|ON|OFF)$"


def schemas() -> dict[str, JsonSchemaValue]:
    """The schema of each kind, by its name in `KINDS`."""
    return {
        name: TypeAdapter(kind).json_schema(schema_generator=_Generator)
        for name, kind in KINDS.items()
    }


def snippets() -> dict[str, Any]:
    """For VS Code, which offers no schema within Markdown: the keys of front matter, explained."""
    keys: dict[str, str] = {}
    for model in (Article, StandingPage, HomePage):
        for name, info in model.model_fields.items():
            keys.setdefault(name, " ".join((info.description or "").split()))
    return {
        name: {"scope": "markdown", "prefix": name, "body": f"{name}: $0", "description": why}
        for name, why in keys.items()
    }


def files() -> dict[str, str]:
    """The text of each file that editors read, by its path from the project's folder."""
    made = {f"{FOLDER}/{name}.json": _json(schema) for name, schema in schemas().items()}
    return made | {SNIPPETS: _json(snippets())}


def write(project: Path) -> list[str]:
    """Write the files below `project`; their paths."""
    texts = files()
    for path, text in texts.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    return list(texts)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


class _Generator(GenerateJsonSchema):
    """JSON Schema draft 7, which all YAML language servers know."""

    schema_dialect = "http://json-schema.org/draft-07/schema#"

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """The schema, said to be of draft 7, each description on one line."""
        made: JsonSchemaValue = _plain(super().generate(schema, mode))
        return {"$schema": self.schema_dialect, **made}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """No titles: they only repeat the keys."""
        return False

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Text, which an editor may take for a number; blanks alone are no text."""
        made = super().str_schema(schema)
        if made.pop("minLength", None):
            made.setdefault("pattern", r"\S")
        return {**made, "type": ["string", "number"]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        """A number, in quotes or not."""
        digits = {"type": "string", "pattern": "^[-+]?[0-9]+$"}
        return {"anyOf": [super().int_schema(schema), digits]}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """An amount, in quotes or not."""
        number: JsonSchemaValue = {"type": "number"}
        if (least := schema.get("ge")) is not None:
            number["minimum"] = int(least)
        digits = {"type": "string", "pattern": r"^[-+]?[0-9]*\.?[0-9]*$"}
        return {"anyOf": [number, digits]}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        """A switch: true and false, and the words that the build understands as well."""
        words = {"type": "string", "pattern": _SWITCH_WORDS}
        number = {"type": "integer", "minimum": 0, "maximum": 1}
        return {"anyOf": [super().bool_schema(schema), words, number]}

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:
        """A day as year-month-day."""
        pattern = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
        how = "Write year-month-day, like 2026-11-23."
        return {**super().date_schema(schema), "pattern": pattern, "patternErrorMessage": how}

    def url_schema(self, schema: core_schema.UrlSchema) -> JsonSchemaValue:  # noqa: ARG002
        """A web address, which may hold letters that JSON Schema's "uri" does not know."""
        how = "Write it in full: https://example.com/page."
        pattern = r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$"
        return {"type": "string", "pattern": pattern, "patternErrorMessage": how}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Entries by name; a name that has the wrong form is told."""
        names = self.generate_inner(schema["keys_schema"])
        made: JsonSchemaValue = {
            "type": "object",
            "additionalProperties": self.generate_inner(schema["values_schema"]),
        }
        if pattern := names.get("pattern"):
            made["propertyNames"] = {"pattern": pattern}
        if least := schema.get("min_length"):
            made["minProperties"] = least
        return made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """A value, or nothing after the colon."""
        return _or_nothing(self.generate_inner(schema["schema"]))

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """A key that may be left out may stay empty too."""
        made = _or_nothing(self.generate_inner(schema["schema"]))
        default = schema.get("default")
        return {**made, "default": default} if isinstance(default, str | int) else made

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """One of several shapes, told apart by a key; without what only OpenAPI reads."""
        made = super().tagged_union_schema(schema)
        made.pop("discriminator", None)
        return made


def _or_nothing(schema: JsonSchemaValue) -> JsonSchemaValue:
    """`schema`, and nothing too."""
    nothing = {"type": "null"}
    if "type" in schema and not schema.keys() & {"enum", "const"}:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return {**schema, "type": list(dict.fromkeys([*types, "null"]))}
    choices = schema["anyOf"] if set(schema) == {"anyOf"} else [schema]
    return schema if nothing in choices else {"anyOf": [*choices, nothing]}


def _plain(value: Any) -> Any:
    """Descriptions on one line and without marks of code, as editors show them."""
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        key: " ".join(inner.replace("`", "").split())
        if key == "description" and isinstance(inner, str)
        else _plain(inner)
        for key, inner in value.items()
    }
