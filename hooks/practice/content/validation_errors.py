"""Issues from the errors that pydantic reports: in plain words, with the line and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel

from practice.content.issues import Issue, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

    from practice.content.documents import Document, Place


def issues_of(
    details: Sequence[ErrorDetails], model: type[BaseModel], document: Document
) -> list[Issue]:
    """An issue for each of the errors that `model` raised for `document`."""
    places = [tuple(detail["loc"]) for detail in details]
    return [
        _issue(model, document, detail)
        for detail, place in zip(details, places, strict=True)
        if not _reported_within(place, detail["type"], places)
    ]


def _reported_within(place: Place, kind: str, places: list[Place]) -> bool:
    """Whether a list is too short only because of items that are reported themselves."""
    inner = (other for other in places if len(other) > len(place))
    return kind == "too_short" and any(other[: len(place)] == place for other in inner)


def _issue(model: type[BaseModel], document: Document, detail: Any) -> Issue:
    kind: str = detail["type"]
    place = _place(document.data, detail["loc"])
    line, key = document.line(*place), _shown(place)
    named = f"“{key}”" if key else "This entry" if document.root else "The file"
    if kind == "extra_forbidden":
        keys = _keys_at(model, document.data, detail["loc"][:-1])
        fix = did_you_mean(str(place[-1]), keys) if keys else "Delete it."
        return Issue(document.path, line, f"{named} is not a key here.", fix)
    if kind in {"missing", "union_tag_not_found"}:
        missing = "kind" if kind == "union_tag_not_found" else str(place[-1])
        named = named if kind == "missing" else f"“{_shown((*place, 'kind'))}”"
        return Issue(document.path, line, f"{named} is missing.", f"Add it: {missing}: …")
    if kind == "union_tag_invalid":
        given = detail["input"]["kind"]
        line, key = document.line(*place, "kind"), _shown((*place, "kind"))
        named, detail["input"] = f"“{key}”", given
    if key and not str("" if detail["input"] is None else detail["input"]).strip():
        return Issue(document.path, line, f"{named} is empty.", "Write a value after the colon.")
    if kind == "value_error":  # one of our own, with a full message: "What is wrong. What to do."
        message, _, fix = str(detail["ctx"]["error"]).partition(". ")
        return Issue(document.path, line, f"{message}.", fix)
    if kind in {"too_short", "too_long"} and isinstance(detail["input"], str):
        kind = f"string_{kind}"
    if key and kind.startswith("model_") and (needed := _needed(model, detail["loc"])):
        fix = f"Write below it, each on its own line: {' and '.join(needed)}."
        return Issue(document.path, line, f"{named} {_KEYS[0]}", fix)
    message, fix = _explain(kind, _short(detail["input"]), detail.get("ctx", {}))
    return Issue(document.path, line, f"{named} {message}", fix)


_KEYS = "must have keys and values.", "Write lines of the form key: value."
_NUMBER = "is “{given}”, which is not a valid number.", "Write digits only, like 3."
_AMOUNT = (
    "is “{given}”, which is not an amount.",
    "Write digits, with a point before cents, like 1500 or 49.50.",
)
_DATE = "is “{given}”, which is not a date.", "Write year-month-day, like 2026-11-23."
_LIST = (
    "must be a list.",
    "Write it as [one, two], or one line each after a dash, not “{given}”.",
)
_SWITCHED = "is “{given}”.", "Write true or false."
_ADDRESS = (
    "is “{given}”, which is not a web address.",
    "Write it in full: https://example.com/page.",
)
_WORDS: dict[str, tuple[str, str]] = {
    "string_type": ("must be text.", "Put it in double quotes, on one line."),
    "string_unicode": ("has half of a character.", "Retype the value."),
    "string_too_long": ("is too long.", "Use at most {max_length} characters."),
    "string_too_short": ("is too short.", "Use at least {min_length} characters."),
    "partial_date": (
        "is “{given}”, which is not a date.",
        "Write a year, year-month or year-month-day.",
    ),
    "pattern": ("is “{given}”, which is not in the right format.", "{how}"),
    "markup": (
        "contains “{markup}”, which looks like unfinished markup.",
        "Write plain text here: Markdown works only in texts.",
    ),
    "query": (
        "is “{given}”. A site of files cannot redirect it: hosts ignore what follows the “?”.",
        "Delete it.",
    ),
    "ending": (
        "is “{given}”. A site of files can redirect only pages, not what ends in {ending}.",
        "Delete it.",
    ),
    "currency": (
        "is “{given}”, which is not a currency code.",
        "Write three capital letters (ISO 4217), like USD or EUR.",
    ),
    "too_short": ("has too few items.", "Write at least {min_length}."),
    "too_long": ("has too many items.", "Write at most {max_length}."),
    "greater_than_equal": ("is {given}.", "It must be {ge} or more."),
    "less_than_equal": ("is {given}.", "It must be {le} or less."),
    "literal_error": ("is “{given}”.", "It must be {expected}."),
    "union_tag_invalid": (
        "is “{given}”, which is not a valid kind.",
        "It must be {expected_tags}.",
    ),
}
"""The message and the fix for each error type (pydantic, "Validation Errors" page)."""
_FAMILIES = {
    "date_": _DATE,
    "int_": _NUMBER,
    "float_": _NUMBER,
    "decimal_": _AMOUNT,
    "finite_number": _NUMBER,
    "bool_": _SWITCHED,
    "tuple_": _LIST,
    "list_": _LIST,
    "model_": _KEYS,
    "dict_": _KEYS,
    "mapping_": _KEYS,
    "url_": _ADDRESS,
}


def _explain(kind: str, given: str, limits: dict[str, Any]) -> tuple[str, str]:
    families = (words for start, words in _FAMILIES.items() if kind.startswith(start))
    message, fix = _WORDS.get(kind) or next(families, ("cannot be read.", "Write it again."))
    words = {key: _choices(word) if "expected" in key else word for key, word in limits.items()}
    return message.format(given=given, **words), fix.format(given=given, **words)


def _choices(quoted: str) -> str:
    """`'one', 'two'` as `“one” or “two”`, and `'one', 'two' or 'three'` likewise."""
    values = re.findall("'([^']*)'", quoted)
    return " or ".join(filter(None, [", ".join(f"“{v}”" for v in values[:-1]), f"“{values[-1]}”"]))


def _place(data: Any, loc: Place) -> Place:
    """`loc` without what pydantic adds: the tags of alternatives, and marks of keys.

    A last step that is not in the data stays: it is the missing key.
    """
    steps = _steps(data, loc)
    inner = _at(data, _steps(data, loc[:-1]))
    absent = isinstance(inner, dict) and loc[-1:] not in {(), ("[key]",)} and loc[-1] not in inner
    return (*steps, loc[-1]) if absent else steps


def _steps(data: Any, loc: Place) -> Place:
    """The steps of `loc` that exist in the data."""
    steps: list[str | int] = []
    for step in loc:
        if step in data if isinstance(data, dict) else isinstance(data, list) and step != "[key]":
            steps.append(step)
            data = data[step]
    return tuple(steps)


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data


def _shown(place: Place) -> str:
    """`("steps", 0, "title")` as a person counts: `steps, entry 1, title`."""
    steps = (f", entry {step + 1}," if isinstance(step, int) else f" {step}" for step in place)
    return "".join(steps).strip(" ,")


def _short(value: Any) -> str:
    """A value as the coach typed it, on one line, shortened."""
    if isinstance(value, dict):
        text = "{" + ", ".join(f"{key}: {_short(inner)}" for key, inner in value.items()) + "}"
    elif isinstance(value, list):
        text = "[" + ", ".join(map(_short, value)) + "]"
    else:
        text = " ".join(str(value).encode(errors="replace").decode().split())
    return text if len(text) <= 40 else text[:39] + "…"


def _keys_at(model: type[BaseModel], data: Any, loc: Place) -> list[str]:
    """The keys that the model allows at `loc`, except those that are there."""
    current: Any = model
    for step in loc:
        current = _inside(current, step)
    given = _at(data, _steps(data, loc))
    found = _model_in(current)
    return [name for name in found.model_fields if name not in given] if found else []


def _needed(model: type[BaseModel], loc: Place) -> list[str]:
    """The required keys at `loc`, each as the start of its line."""
    current: Any = model
    for step in loc:
        current = _inside(current, step)
    found = _model_in(current)
    fields = found.model_fields.items() if found else ()
    return [f"“{name}: …”" for name, info in fields if info.is_required()]


def _inside(annotation: Any, step: str | int) -> Any:
    """The type at `step` of a type: a field's, an item's, or one alternative's by its tag."""
    model = _model_in(annotation)
    if isinstance(step, int):
        return next(iter(get_args(annotation)), None)
    if _is_model(annotation) and model and step in model.model_fields:
        return model.model_fields[step].annotation
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    return next((m for m in _models_in(annotation) if step in _tags(m)), None)


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    kind = model.model_fields.get("kind")
    return get_args(kind.annotation) if kind else ()


def _is_model(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation is, or may be: `Model`, `Model | None`."""
    return next(iter(_models_in(annotation)), None)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if _is_model(annotation):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]
