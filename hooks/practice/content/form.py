"""The one definition of the contact form: markup, checks, and wording all come from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationInfo
from pydantic import Field as Setting

from practice.addresses import MAIL_ADDRESS
from practice.content.models import Entry, Line, Model, Pattern, Prose, twice
from practice.content.practice import MailAddress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from practice.content.issues import Issue

FieldId = Annotated[
    str, Pattern(r"[a-z][a-z0-9_]*", "Use lowercase letters, digits, and underscores.")
]


def _characters(count: int) -> str:
    return f"{count:,} character" if count == 1 else f"{count:,} characters"


def _fill(known: dict[str, Any]) -> str:
    return f"Fill in “{known['label']}”"


def _shorten(known: dict[str, Any]) -> str:
    return f"“{known['label']}” must be {_characters(known['max'])} or fewer"


def _lengthen(known: dict[str, Any]) -> str:
    return f"“{known['label']}” must be {_characters(known['min'])} or more"


def _unless_given(sentence: Callable[[dict[str, Any]], str]) -> BeforeValidator:
    """Use `sentence`, made from the fields before it, if the coach wrote none."""

    def write(given: Any, info: ValidationInfo) -> Any:
        try:
            return given or sentence(info.data)
        except KeyError:  # its parts are broken, which is reported already
            return "…"

    return BeforeValidator(write)


class _Field(Model):
    id: FieldId
    """Its name in the message. Leave it as it is."""
    label: Line
    """What the field asks for."""
    hint: Line | None = None
    """A sentence shown with the field."""
    why: Line | None = None
    """What the answer is for; the privacy page says it."""
    required: bool = False
    """true if it may not be left empty."""
    missing: Annotated[Line, _unless_given(_fill), Setting(validate_default=True)] = ""
    """What to say when a required field is empty."""


class TextField(_Field):
    """One line of text."""

    kind: Literal["text"]
    """text: one line."""
    autocomplete: str
    """A token of the HTML standard's autofill field names (WCAG 2.2, criterion 1.3.5)."""
    max: Annotated[int, Setting(ge=1, le=500)] = 200
    """The most characters."""
    too_long: Annotated[Line, _unless_given(_shorten), Setting(validate_default=True)] = ""
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
    """What to say when it is not a mail address."""
    too_long: Annotated[Line, _unless_given(_shorten), Setting(validate_default=True)] = ""
    """What to say when it is too long."""

    @property
    def pattern(self) -> str:
        """The pattern of a whole address, for Python and for browsers."""
        return MAIL_ADDRESS


class ServiceField(_Field):
    """A choice among the services, or none."""

    kind: Literal["service"]
    """service: a choice among the services."""
    none: Line
    """The choice for someone who does not know yet."""


class ParagraphField(_Field):
    """Several lines of text."""

    kind: Literal["paragraph"]
    """paragraph: several lines."""
    min: Annotated[int, Setting(ge=0)] = 0
    """The fewest characters."""
    max: Annotated[int, Setting(ge=1, le=20000)] = 5000
    """The most characters."""
    too_short: Annotated[Line, _unless_given(_lengthen), Setting(validate_default=True)] = ""
    """What to say when there are fewer."""
    too_long: Annotated[Line, _unless_given(_shorten), Setting(validate_default=True)] = ""
    """What to say when there are more."""


class ConsentField(_Field):
    """A box to tick; its label is Markdown."""

    kind: Literal["consent"]
    """consent: a box to tick."""
    label: Prose
    """What is agreed to; it may have links to pages."""
    missing: Line = "Select the box to agree"
    """What to say when it is not ticked."""


Field = Annotated[
    TextField | EmailField | ServiceField | ParagraphField | ConsentField,
    Setting(discriminator="kind"),
]


class ReceiverSettings(Model):
    """This practice's own server."""

    address: Annotated[
        str,
        Pattern(r"(https?://[\w.-]+(:[0-9]+)?)?(/[\w-]+)+", "Write it like /enquiries."),
    ] = "/enquiries"
    """Where it listens: a path on the site's own host, or a full address elsewhere."""


class NetlifySettings(Model):
    """Netlify Forms, for a site that Netlify hosts."""

    form: Annotated[str, Pattern(r"[A-Za-z][\w-]*", "Use letters, digits, and hyphens.")] = (
        "enquiry"
    )
    """The name of the form in Netlify's lists."""


class FormspreeSettings(Model):
    """Formspree."""

    id: (
        Annotated[
            str,
            Pattern(r"[A-Za-z0-9]+", "Write the last part of https://formspree.io/f/… alone."),
        ]
        | None
    ) = None
    """The end of the form's address at Formspree."""


class Web3FormsSettings(Model):
    """Web3Forms."""

    access_key: (
        Annotated[
            str,
            Pattern(
                r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
                "Copy it from Web3Forms' mail to you.",
            ),
        ]
        | None
    ) = None
    """The key that Web3Forms sends by mail; it is public, and is visible in the page."""


class MailtoSettings(Model):
    """The visitor's own mail program."""

    address: MailAddress | None = None
    """Where the mail goes; the practice's address if empty."""


class Providers(Model):
    """What each provider needs; only the chosen one's settings are used."""

    receiver: ReceiverSettings = ReceiverSettings()
    """Where your own server listens."""
    netlify: NetlifySettings = NetlifySettings()
    """The form's name at Netlify."""
    formspree: FormspreeSettings = FormspreeSettings()
    """The form's id at Formspree."""
    web3forms: Web3FormsSettings = Web3FormsSettings()
    """The access key of Web3Forms."""
    mailto: MailtoSettings = MailtoSettings()
    """Where a mail goes that the visitor's own program sends."""


Provider = Literal["receiver", "netlify", "formspree", "web3forms", "mailto"]


class Form(Entry):
    """`docs/_data/contact.yml`: the fields in their order, and where a message goes."""

    title: Line
    """The heading above the form."""
    intro: Line
    """A sentence or two below the heading."""
    provider: Provider
    """Who takes a message to the coach."""
    providers: Providers = Providers()
    """What each of them needs; only the chosen one's lines are used."""
    keep_days: Annotated[int, Setting(ge=7, le=3650)] = 365
    """How many days a message is kept; the receiver enforces it, the privacy page says it."""
    button: Line
    """The words on the button."""
    next: Line
    """What happens after sending."""
    fields: Annotated[tuple[Field, ...], Setting(min_length=1)]
    """The fields in their order."""

    def check(self) -> Iterator[Issue]:
        """Limits that exclude every text, and two fields with one id."""
        for place, field in enumerate(self.fields):
            if isinstance(field, ParagraphField) and field.min > field.max:
                message = "“min” is larger than “max”."
                yield self.issue(("fields", place), message, "Correct one of the two.")
        for place, id in twice(field.id for field in self.fields):
            message = f"Two fields have the id “{id}”."
            yield self.issue(("fields", place, "id"), message, "Give each one its own.")
