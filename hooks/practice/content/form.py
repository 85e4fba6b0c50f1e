"""The one definition of the contact form: its markup, its checks and its wording come from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field as Setting
from pydantic import model_validator

from .models import Entry, Line, Model, Prose, twice
from .models import Form as Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .issues import Issue

FieldId = Annotated[str, Pattern(r"[a-z][a-z0-9_]*", "Use small letters, digits and underscores.")]


class _Field(Model):
    id: FieldId
    label: Line
    hint: Line | None = None
    required: bool = False
    missing: Line = "Fill in this field"
    """What to say when a required field is empty."""


class TextField(_Field):
    """One line of text."""

    kind: Literal["text"]
    autocomplete: str
    """A token of the HTML standard's autofill field names (WCAG 2.2, criterion 1.3.5)."""
    max: Annotated[int, Setting(ge=1, le=500)] = 200
    too_long: Line | None = None


class EmailField(_Field):
    """A mail address."""

    kind: Literal["email"]
    autocomplete: str = "email"
    max: Annotated[int, Setting(ge=6, le=254)] = 254
    invalid: Line
    too_long: Line | None = None


class ServiceField(_Field):
    """A choice among the services, and none."""

    kind: Literal["service"]
    none: Line
    """The choice of somebody who does not know yet."""


class ParagraphField(_Field):
    """Several lines of text."""

    kind: Literal["paragraph"]
    min: Annotated[int, Setting(ge=0)] = 0
    max: Annotated[int, Setting(ge=1, le=20000)] = 5000
    too_short: Line | None = None
    too_long: Line | None = None

    @model_validator(mode="after")
    def _min_fits_max(self) -> ParagraphField:
        if self.min > self.max:
            raise ValueError("“min” is larger than “max”. Correct one of the two.")
        return self


class ConsentField(_Field):
    """A box to tick; its label is Markdown."""

    kind: Literal["consent"]
    label: Prose


Field = Annotated[
    TextField | EmailField | ServiceField | ParagraphField | ConsentField,
    Setting(discriminator="kind"),
]


class Form(Entry):
    """`docs/_data/contact.yml`: the fields in their order, and where a message goes."""

    title: Line
    intro: Line
    action: Annotated[
        str,
        Pattern(r"https?://\S+|mailto:\S+@\S+|/\S*", "Write it in full: https://example.com/send."),
    ]
    """The address the form posts to."""
    button: Line
    next: Line
    """What happens after sending."""
    fields: Annotated[tuple[Field, ...], Setting(min_length=1)]

    def check(self) -> Iterator[Issue]:
        """Two fields with one id."""
        for place, id in twice(field.id for field in self.fields):
            message = f"Two fields have the id “{id}”."
            yield self.issue(("fields", place, "id"), message, "Give each its own.")
