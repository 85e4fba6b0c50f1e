"""The base of all typed content, and how a model's complaint becomes an issue."""

from __future__ import annotations

from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    model_validator,
)

from .documents import Document, Place
from .issues import Issue, did_you_mean
from .typography import curl

Line = Annotated[str, StringConstraints(min_length=1), AfterValidator(curl)]
"""Plain text shown as it stands, with typographic quotes."""

Prose = Annotated[str, StringConstraints(min_length=1)]
"""One paragraph of Markdown; pages are linked by their path from the docs folder."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A name fit for an address: small letters, digits and single hyphens."""

PagePath = Annotated[str, StringConstraints(pattern=r"^[^/\\][^\\]*\.md(#[\w-]+)?$")]
"""A page by its path from the docs folder, with or without a fragment: `guides/x.md#y`."""


class Model(BaseModel):
    """A value with declared keys only; a key left empty counts as not given."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True
    )

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        optional = {key for key, info in cls.model_fields.items() if not info.is_required()}
        return {k: v for k, v in data.items() if not (v is None and k in optional)}


class Entry(Model):
    """Content that has a place of its own: a file, or a named part of one."""

    _document: Document = PrivateAttr(default_factory=lambda: Document("", ""))

    @property
    def slug(self) -> str:
        """The name in addresses and references: the file's name, or the key in its file."""
        return self._document.name

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self._document.body

    @property
    def document(self) -> Document:
        """Where this was read."""
        return self._document

    def issue(self, place: str | tuple[str | int, ...], message: str, fix: str = "") -> Issue:
        """An issue at the line of one of this entry's keys."""
        steps = (place,) if isinstance(place, str) else place
        return Issue(self._document.path, self._document.line(*steps), message, fix)

    @classmethod
    def read(cls, document: Document) -> tuple[Self | None, list[Issue]]:
        """The entry a document describes, or everything that is wrong with it."""
        return validate(cls, document)


_E = TypeVar("_E", bound=Entry)


def validate(model: type[_E], document: Document) -> tuple[_E | None, list[Issue]]:
    """`document` checked against `model`: the entry, or all its issues."""
    try:
        entry = model.model_validate(document.data)
    except ValidationError as error:
        return None, [_issue(model, document, detail) for detail in error.errors()]
    entry._document = document
    return entry, []


def _issue(model: type[BaseModel], document: Document, detail: Any) -> Issue:
    place: Place = tuple(step for step in detail["loc"] if step != "[key]")
    line = document.line(*place)
    key = _shown(place)
    kind: str = detail["type"]
    if kind == "extra_forbidden":
        keys = _keys_at(model, document.data, place[:-1])
        return Issue(
            document.path, line, f"“{key}” is not a key here.", did_you_mean(str(place[-1]), keys)
        )
    if kind == "missing":
        return Issue(document.path, line, f"“{key}” is missing.", f"Add it: {place[-1]}: …")
    if detail["input"] is None:
        return Issue(document.path, line, f"“{key}” is empty.", "Write a value after the colon.")
    return Issue(document.path, line, *_explain(key, kind, detail))


def _explain(key: str, kind: str, detail: Any) -> tuple[str, str]:
    given = _short(detail["input"])
    limits = detail.get("ctx", {})
    if kind.startswith("date_"):
        return (
            f"“{key}” is “{given}”, which is not a date.",
            "Write year-month-day, like 2026-11-23.",
        )
    if kind in {"string_type", "string_sub_type"}:
        return (
            f"“{key}” has to be text.",
            "Write it on one line; in double quotes if it has a colon.",
        )
    if kind == "string_too_long":
        return f"“{key}” is too long.", f"Use at most {limits['max_length']} characters."
    if kind == "string_too_short":
        return f"“{key}” is too short.", f"Use at least {limits['min_length']} characters."
    if kind == "string_pattern_mismatch":
        return (
            f"“{key}” is “{given}”, which does not have the right form.",
            f"It must match {limits['pattern']}.",
        )
    if kind.startswith(("int_", "float_", "decimal_")):
        return (
            f"“{key}” is “{given}”, which is not a number that fits.",
            "Write digits only, like 3.",
        )
    if kind.startswith("bool_"):
        return f"“{key}” is “{given}”.", "Write true or false."
    if kind in {"tuple_type", "list_type"}:
        return (
            f"“{key}” has to be a list.",
            f"Write it as [one, two], or one line each after a dash, not “{given}”.",
        )
    if kind in {"model_type", "dict_type", "mapping_type", "model_attributes_type"}:
        return (
            f"“{key or 'The file'}” has to hold keys and values.",
            "Write lines of the form key: value.",
        )
    if kind in {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}:
        return f"“{key}” is {given}.", f"{detail['msg'].replace('Input should', 'It has to')}."
    if kind in {"literal_error", "enum"}:
        return f"“{key}” is “{given}”.", f"It has to be {limits['expected']}."
    if kind.startswith("url_"):
        return (
            f"“{key}” is “{given}”, which is not a web address.",
            "Write it in full: https://example.com/page.",
        )
    if kind == "value_error":
        return f"“{key}”: {limits['error']}", ""
    return f"“{key}”: {detail['msg']}.", ""


def _shown(place: Place) -> str:
    """`("steps", 0, "title")` as a person counts: `steps 1 title`."""
    return " ".join(str(step + 1) if isinstance(step, int) else step for step in place)


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"


def _keys_at(model: type[BaseModel], data: Any, place: Place) -> list[str]:
    """The keys the model allows at `place`, as far as types tell."""
    current: Any = model
    for step in place:
        if isinstance(step, int):
            continue
        fields = current.model_fields if _is_model(current) else {}
        current = _model_in(fields[step].annotation) if step in fields else None
    if not _is_model(current):
        return []
    given = data
    for step in place:
        given = given[step] if isinstance(given, dict) or isinstance(step, int) else {}
    return [
        name for name in current.model_fields if not isinstance(given, dict) or name not in given
    ]


def _is_model(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)


def _model_in(annotation: Any) -> Any:
    """The model inside `tuple[Model, ...]`, `Model | None` and the like."""
    if _is_model(annotation):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
