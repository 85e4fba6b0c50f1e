"""The base of all typed content."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, LiteralString, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    HttpUrl,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from practice.addresses import has_domain, is_local
from practice.content.documents import Document
from practice.content.issues import Issue
from practice.content.slugs import SLUG
from practice.content.typography import curl
from practice.content.validation_errors import TOLD_ELSEWHERE, issues_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True)
class Pattern:
    """A regular expression that a text matches, and how to write such a text."""

    pattern: str
    how: str
    kind: ClassVar[LiteralString] = "form"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check the pattern after everything else that is asked of the text."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Give editors the pattern too, and the words that explain it."""
        pattern = {"pattern": f"^{self.pattern}$", "patternErrorMessage": self.how}
        return handler(schema) | pattern

    def _check(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text):
            raise PydanticCustomError(self.kind, "has the wrong form", {"how": self.how})
        return text


def _iso_day(value: Any) -> Any:
    """Refuse what pydantic would take for seconds since 1970, or a time of day."""
    if isinstance(value, dt.date) or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
        return value
    raise PydanticCustomError("date_parsing", "is not a date")


Line = Annotated[str, StringConstraints(min_length=1), AfterValidator(curl)]
"""Plain text shown as it stands, with typographic quotes."""

PROSE, PAGE = "prose", "page"
"""What the types of texts that hold links are marked with."""

Prose = Annotated[str, StringConstraints(min_length=1), PROSE]
"""One paragraph of Markdown; pages are linked by their path from the docs folder."""

Description = Annotated[str, StringConstraints(min_length=50, max_length=160), AfterValidator(curl)]
"""A sentence or two for lists and search results, which cut off what is longer."""


def _has_domain(url: HttpUrl) -> HttpUrl:
    host = url.host or ""
    if not has_domain(host) or is_local(host):
        raise PydanticCustomError("url_host", "has no domain")
    return url


WebAddress = Annotated[HttpUrl, AfterValidator(_has_domain)]
"""A full address of the web, with a domain."""

_SLUG_SIGNS = "Use small letters, digits and single hyphens."
Slug = Annotated[str, Pattern(SLUG, _SLUG_SIGNS)]
"""A name fit for an address."""


class _Elsewhere(Pattern):
    """A form whose breach is told where all files are known: there it shows what was meant."""

    kind: ClassVar = TOLD_ELSEWHERE


Reference = Annotated[str, StringConstraints(min_length=1), _Elsewhere(SLUG, _SLUG_SIGNS)]
"""The slug or id of another entry."""

Day = Annotated[dt.date, BeforeValidator(_iso_day)]
"""A day as year-month-day (ISO 8601)."""

PagePath = Annotated[
    str,
    Pattern(r"[^/\\][^\\]*\.md(#[\w-]+)?", "Write the path from the docs folder: guides/name.md."),
    PAGE,
]
"""A page by its path from the docs folder, with or without a fragment: `guides/x.md#y`."""


class Model(BaseModel):
    """A value with declared keys only; a key left empty counts as not given."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        use_attribute_docstrings=True,  # they explain the keys in new files and in editors
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

    def check(self) -> Iterable[Issue]:
        """What is wrong between keys that are right each by itself."""
        return ()

    @classmethod
    def uri_of(cls, slug: str) -> str:  # noqa: ARG003 (for those that become pages)
        """The page that an entry of that name becomes, by its path from the docs folder, if any."""
        return ""

    @property
    def uri(self) -> str:
        """The page this becomes, by its path from the docs folder; empty for none."""
        return self.uri_of(self.slug)

    def linking(self) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
        """Every text that may hold links: PROSE or PAGE, the text, and its place."""
        yield from _linking(self, ())

    @classmethod
    def read(cls, document: Document) -> tuple[Self | None, list[Issue]]:
        """The entry a document describes, or everything that is wrong with it."""
        return validate(cls, document)


def _linking(
    value: Any, place: tuple[str | int, ...]
) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            inner = getattr(value, name)
            kinds = [kind for kind in (PROSE, PAGE) if kind in info.metadata]
            if kinds and isinstance(inner, str):
                yield kinds[0], inner, (*place, name)
            else:
                yield from _linking(inner, (*place, name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _linking(inner, (*place, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _linking(inner, (*place, index))


_E = TypeVar("_E", bound=Entry)


def validate(model: type[_E], document: Document) -> tuple[_E | None, list[Issue]]:
    """`document` checked against `model`: the entry, or all its issues.

    Neither is there where only a reference has the wrong form: `references` tells of it.
    """
    try:
        entry = model.model_validate(document.data)
    except ValidationError as error:
        return None, issues_of(error, model, document)
    entry._document = document
    return entry, list(entry.check())


def twice(ids: Iterable[str]) -> list[tuple[int, str]]:
    """The places and values of what stands there for the second time."""
    seen: set[str] = set()
    found = []
    for place, id in enumerate(ids):
        if id in seen:
            found.append((place, id))
        seen.add(id)
    return found
