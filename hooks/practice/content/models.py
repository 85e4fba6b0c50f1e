"""The base of all typed content, and the types of its fields."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Self
from urllib.parse import unquote

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    HttpUrl,
    ModelWrapValidatorHandler,
    PrivateAttr,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from practice.addresses import has_domain, is_local
from practice.characters import visible
from practice.content.documents import Document
from practice.content.issues import Issue
from practice.content.slugs import SLUG
from practice.content.typography import LEFTOVER, curl, decoded
from practice.content.valid_part import VALID_PART, valid_part
from practice.content.validation_errors import issues_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pydantic_core import ErrorDetails


@dataclass(frozen=True)
class Pattern:
    """A regular expression that a text matches, and how to write such a text."""

    pattern: str
    how: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check the pattern after all other constraints."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Give editors the pattern and its explanation."""
        pattern = {"pattern": f"^{self.pattern}$", "patternErrorMessage": self.how}
        return handler(schema) | pattern

    def _check(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text):
            raise PydanticCustomError("pattern", "does not match", {"how": self.how})
        return text


def _iso_day(value: Any) -> Any:
    """Reject what pydantic reads as seconds since 1970 or as a time of day."""
    if isinstance(value, dt.date) or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
        return value
    raise PydanticCustomError("date_parsing", "is not a date")


def _plain(text: str) -> str:
    """Reject Markdown, which readers would see as it is written."""
    if left := LEFTOVER.search(text):
        raise PydanticCustomError("markup", "has markup", {"markup": left[0].strip()})
    return curl(visible(text))


Decoded = BeforeValidator(lambda value: decoded(value) if isinstance(value, str) else value)
"""Reads `&amp;` and its kind, which come from HTML, as the characters that they mean."""

Line = Annotated[str, Decoded, StringConstraints(min_length=1), AfterValidator(_plain)]
"""Plain text, shown with typographic quotes."""

PROSE, PAGE = "prose", "page"
"""Metadata that marks the types of texts with links."""

Prose = Annotated[str, StringConstraints(min_length=1), PROSE]
"""One paragraph of Markdown; pages are linked by their path from the docs folder."""

Description = Annotated[
    str, Decoded, StringConstraints(min_length=50, max_length=160), AfterValidator(_plain)
]
"""A sentence or two for lists and search results, which cut off longer texts."""


def _has_domain(url: HttpUrl) -> HttpUrl:
    host = url.host or ""
    if not has_domain(host) or is_local(host):
        raise PydanticCustomError("url_host", "has no domain")
    return url


WebAddress = Annotated[HttpUrl, Decoded, AfterValidator(_has_domain)]
"""A full web address, with a domain."""

_SLUG_SIGNS = "Use lowercase letters, digits, and single hyphens."
Slug = Annotated[str, Pattern(SLUG, _SLUG_SIGNS)]
"""A name that an address can have."""


Reference = Annotated[
    str,
    StringConstraints(min_length=1),
    Field(json_schema_extra={"pattern": f"^{SLUG}$", "patternErrorMessage": _SLUG_SIGNS}),
]
"""The slug or id of another entry; references.py checks that it exists."""

Day = Annotated[dt.date, BeforeValidator(_iso_day)]
"""A day as year-month-day (ISO 8601)."""

PagePath = Annotated[
    str,
    Pattern(r"[^/\\][^\\]*\.md(#[\w-]+)?", "Write the path from the docs folder: guides/name.md."),
    PAGE,
]
"""A page by its path from the docs folder, with or without a fragment: `guides/x.md#y`."""


_OLD = r"/?[\w-]+(/[\w-]+)*"
"""An old address without its end."""


def _redirectable(address: str) -> str:
    """Explain what is wrong with an address that was copied from a browser or another site."""
    if "?" in address:
        raise PydanticCustomError("query", "has a query")
    path = unquote(re.sub(r"\Ahttps?://[^/]*", "", address))
    ending = re.fullmatch(rf"{_OLD}(\.\w+)/?", path)
    if ending and path.startswith("/") and ending[2] not in {".html", ".htm"}:
        raise PydanticCustomError("ending", "is not a page", {"ending": ending[2]})
    if path != address and re.fullmatch(rf"{_OLD}(/|\.html?)?", path):
        how = "Leave out the domain" if "://" in address else "Write it as browsers show it"
        raise PydanticCustomError("pattern", "is not as it should be", {"how": f"{how}: {path}"})
    return address


OldAddress = Annotated[
    str,
    Field(max_length=200),
    AfterValidator(_redirectable),
    Pattern(rf"{_OLD}(/|\.html?)?", "Write it like /old/place/ or /old/page.html."),
]
"""An address on this site, without the domain: /old/place/ or /old/page.html."""


class Model(BaseModel):
    """A value with declared keys only; a key left empty counts as not given."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        use_attribute_docstrings=True,  # they explain the keys in new files and in editors
    )

    @model_validator(mode="wrap")
    @classmethod
    def _read(
        cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        if not isinstance(data, dict):
            return handler(data)
        if info.context == VALID_PART:
            return valid_part(cls, data)
        optional = {key for key, info in cls.model_fields.items() if not info.is_required()}
        return handler({k: v for k, v in data.items() if not (v is None and k in optional)})


class Entry(Model):
    """Content with a place of its own: a file, or a named part of one.

    An entry with problems is read too, so that everything else in it can be checked: see `broken`.
    """

    _document: Document = PrivateAttr(default_factory=lambda: Document("", ""))
    _broken: frozenset[str] = PrivateAttr(default=frozenset())

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

    @property
    def broken(self) -> frozenset[str]:
        """Keys with a problem: fields that are missing or wrong, all if unreadable; unknown keys.

        The fields among them are empty as far as they are wrong: see `valid_part`. In a draft
        they may wait: nothing but its title is needed.
        """
        return self._broken

    @property
    def unreadable(self) -> bool:
        """Whether nothing is known of this but its name, and perhaps its body."""
        return self._broken >= type(self).model_fields.keys()

    def issue(self, place: str | tuple[str | int, ...], message: str, fix: str = "") -> Issue:
        """An issue at the line of one of this entry's keys."""
        steps = (place,) if isinstance(place, str) else place
        return Issue(self._document.path, self._document.line(*steps), message, fix)

    def check(self) -> Iterable[Issue]:
        """Problems between fields that are each valid."""
        return ()

    @classmethod
    def uri_of(cls, slug: str) -> str:  # noqa: ARG003 (used by entries that have a page)
        """The path from the docs folder of the page of an entry with this slug; "" for none."""
        return ""

    @property
    def uri(self) -> str:
        """The path from the docs folder of this entry's page; "" for none."""
        return self.uri_of(self.slug)

    def linking(self) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
        """Every text that may have links: PROSE or PAGE, the text, and its place."""
        yield from _linking(self, ())

    @classmethod
    def read(cls, document: Document) -> tuple[Self, list[Issue]]:
        """The entry that a document describes, and all its problems."""
        try:
            entry = cls.model_validate(document.data)
        except ValidationError as error:
            details = error.errors()
            keys = {str(detail["loc"][0]) for detail in details if detail["loc"]}
            if is_draft(document):
                details = [detail for detail in details if not _may_wait(detail)]
            return cls.broken_at(keys, document), issues_of(details, cls, document)
        entry._document = document
        return entry, list(entry.check())

    @classmethod
    def broken_at(cls, keys: Collection[str], document: Document) -> Self:
        """The valid part of an entry with problems at `keys`; at all of them if none is given."""
        entry = valid_part(cls, document.data if isinstance(document.data, dict) else {})
        entry._document = document
        entry._broken = frozenset(keys or cls.model_fields)
        return entry


class EntryWithPage(Entry):
    """An entry that has a page of its own."""

    title: Line
    """The heading of the page. In double quotes if it has a colon."""
    description: Description
    """One sentence of 50 to 160 characters, best 120 or more, for lists and search results."""
    redirect_from: tuple[OldAddress, ...] = ()
    """Old addresses that redirect here, in brackets: [/blog/old-name/]."""


_SWITCH = TypeAdapter(bool)


def is_draft(document: Document) -> bool:
    """Whether a document says of itself that it is a draft, in any of the ways pydantic reads."""
    try:
        return _SWITCH.validate_python(document.data["draft"])
    except (ValidationError, LookupError, TypeError):
        return False


def _may_wait(detail: ErrorDetails) -> bool:
    """Whether an error is only that a key other than the title is not filled in yet."""
    empty = detail["type"] == "missing" or detail["input"] is None
    return empty and len(detail["loc"]) == 1 and detail["loc"] != ("title",)


def _linking(
    value: Any, place: tuple[str | int, ...]
) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            inner = getattr(value, name)
            kinds = [kind for kind in (PROSE, PAGE) if kind in info.metadata]
            if kinds and isinstance(inner, str) and inner:  # empty where it is broken
                yield kinds[0], inner, (*place, name)
            else:
                yield from _linking(inner, (*place, name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _linking(inner, (*place, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _linking(inner, (*place, index))


def twice(ids: Iterable[str]) -> list[tuple[int, str]]:
    """The places and values of all ids that came before."""
    seen: set[str] = set()
    found = []
    for place, id in enumerate(ids):
        if id in seen:
            found.append((place, id))
        seen.add(id)
    return found
