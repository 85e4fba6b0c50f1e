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
    """Its name in the message. Leave it as it is."""
    label: Line
    """What the field asks for."""
    hint: Line | None = None
    """A sentence shown with the field."""
    required: bool = False
    """true if it may not be left empty."""
    missing: Line = "Fill in this field"
    """What to say when a required field is empty."""


class TextField(_Field):
    """One line of text."""

    kind: Literal["text"]
    """text: one line."""
    autocomplete: str
    """A token of the HTML standard's autofill field names (WCAG 2.2, criterion 1.3.5)."""
    max: Annotated[int, Setting(ge=1, le=500)] = 200
    """The most characters."""
    too_long: Line | None = None
    """What to say when there are more."""


class EmailField(_Field):
    """A mail address."""

    kind: Literal["email"]
    """email: a mail address."""
    autocomplete: str = "email"
    """A token of the HTML standard's autofill field names."""
    max: Annotated[int, Setting(ge=6, le=254)] = 254
    """The most characters."""
    invalid: Line
    """What to say when it is no mail address."""
    too_long: Line | None = None
    """What to say when it is too long."""


class ServiceField(_Field):
    """A choice among the services, and none."""

    kind: Literal["service"]
    """service: a choice among the services."""
    none: Line
    """The choice of somebody who does not know yet."""


class ParagraphField(_Field):
    """Several lines of text."""

    kind: Literal["paragraph"]
    """paragraph: several lines."""
    min: Annotated[int, Setting(ge=0)] = 0
    """The fewest characters."""
    max: Annotated[int, Setting(ge=1, le=20000)] = 5000
    """The most characters."""
    too_short: Line | None = None
    """What to say when there are fewer."""
    too_long: Line | None = None
    """What to say when there are more."""

    @model_validator(mode="after")
    def _min_fits_max(self) -> ParagraphField:
        if self.min > self.max:
            raise ValueError("“min” is larger than “max”. Correct one of the two.")
        return self


class ConsentField(_Field):
    """A box to tick; its label is Markdown."""

    kind: Literal["consent"]
    """consent: a box to tick."""
    label: Prose
    """What is agreed to; it may hold links to pages."""


Field = Annotated[
    TextField | EmailField | ServiceField | ParagraphField | ConsentField,
    Setting(discriminator="kind"),
]


class Form(Entry):
    """`docs/_data/contact.yml`: the fields in their order, and where a message goes."""

    title: Line
    """The heading above the form."""
    intro: Line
    """A sentence or two below the heading."""
    action: Annotated[
        str,
        Pattern(r"https?://\S+|mailto:\S+@\S+|/\S*", "Write it in full: https://example.com/send."),
    ]
    """The address the form posts to."""
    button: Line
    """The words on the button."""
    next: Line
    """What happens after sending."""
    fields: Annotated[tuple[Field, ...], Setting(min_length=1)]
    """The fields in their order."""

    def check(self) -> Iterator[Issue]:
        """Two fields with one id."""
        for place, id in twice(field.id for field in self.fields):
            message = f"Two fields have the id “{id}”."
            yield self.issue(("fields", place, "id"), message, "Give each its own.")
