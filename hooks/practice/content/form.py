"""The one definition of the contact form: its markup, its checks and its wording come from here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting
from pydantic import StringConstraints, model_validator

from .models import Entry, Line, Model, Prose

FieldId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


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
    action: Annotated[str, StringConstraints(pattern=r"^(https?://\S+|mailto:\S+@\S+|/\S*)$")]
    """The address the form posts to."""
    button: Line
    next: Line
    """What happens after sending."""
    fields: Annotated[tuple[Field, ...], Setting(min_length=1)]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Form:
        ids = [field.id for field in self.fields]
        twice = sorted({id for id in ids if ids.count(id) > 1})
        if twice:
            raise ValueError(f"two fields have the id “{twice[0]}”. Give each its own.")
        return self
