"""Who can take a message to the coach: what each wants of the form, and how each answers.

The contracts are those of Netlify's, Formspree's and Web3Forms' own documentation, as of 2026.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from practice.enquiries.form.validation import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from practice.content.form import Form, Provider
    from practice.content.issues import Issue
    from practice.content.practice import Practice

Reader = Literal["receiver", "status", "errors", "success"]
"""How the script reads an answer: the receiver's own, by HTTP status alone, as Formspree's list of
errors, as Web3Forms' `success`."""


@dataclass(frozen=True)
class Honeypot:
    """A field that people do not see and that programs fill in."""

    name: str
    kind: Literal["text", "checkbox"] = "text"


@dataclass(frozen=True)
class Endpoint:
    """Where the form posts to, and how."""

    provider: Provider
    action: str
    """The address of the form: a path, or a full one."""
    reader: Reader | None = None
    """None where nothing answers: a mail program."""
    enctype: str = "application/x-www-form-urlencoded"
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What else the `<form>` carries."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """Hidden inputs and their values."""
    honeypot: Honeypot | None = None


@dataclass(frozen=True)
class Contract:
    """What a provider is called, keeps to itself and leaves to do."""

    name: str
    reserved: tuple[str, ...] = ()
    """Names of fields that it takes for itself."""
    thanks: Literal["no", "path", "address"] = "path"
    """Whether it leads to a page of the site, and whether it needs that page's full address."""
    setup: str = ""
    """What is left to do outside of this repository, a sentence."""


CONTRACTS: dict[Provider, Contract] = {
    "receiver": Contract(
        "the receiver",
        reserved=("website",),
        setup="The receiver has to run there; the README says how.",
    ),
    "netlify": Contract(
        "Netlify",
        reserved=("subject",),
        setup="At Netlify, turn on form detection before the next deploy, "
        "and add a notification to your address.",
    ),
    "formspree": Contract(
        "Formspree",
        reserved=("subject",),
        setup="In the form's settings at Formspree, enter the thank-you page as redirect: "
        "without JavaScript, visitors see Formspree's own page otherwise.",
    ),
    "web3forms": Contract(
        "Web3Forms",
        reserved=(
            "access_key",
            "apikey",
            "attachment",
            "botcheck",
            "ccemail",
            "from_name",
            "recaptcha_response",
            "redirect",
            "replyto",
            "subject",
            "webhook",
        ),
        thanks="address",
        setup="Send yourself one message from the published site to see that it arrives.",
    ),
    "mailto": Contract(
        "the visitor's mail program",
        thanks="no",
        setup="Visitors without a mail program cannot use the form; the address stands beside it.",
    ),
}


def endpoint_of(form: Form, practice: Practice, thanks: str) -> Endpoint:
    """The endpoint of the provider that `form` chooses; `thanks` is the thank-you page's address.

    What is missing in the settings is missing in the result: `lacks` says what.
    """
    settings = form.providers
    match form.provider:
        case "receiver":
            return receiver(settings.receiver.address)
        case "netlify":
            honeypot = Honeypot("bot-field")
            name = settings.netlify.form
            return Endpoint(
                "netlify",
                urlsplit(thanks).path,
                "status",
                attributes={
                    "name": name,
                    "data-netlify": "true",
                    "netlify-honeypot": honeypot.name,
                },
                hidden={"form-name": name},
                honeypot=honeypot,
            )
        case "formspree":
            return Endpoint(
                "formspree",
                f"https://formspree.io/f/{settings.formspree.id or ''}",
                "errors",
                honeypot=Honeypot("_gotcha"),
            )
        case "web3forms":
            return Endpoint(
                "web3forms",
                "https://api.web3forms.com/submit",
                "success",
                hidden={
                    "access_key": settings.web3forms.access_key or "",
                    "subject": subject_of(practice),
                    "redirect": thanks,
                },
                honeypot=Honeypot("botcheck", "checkbox"),
            )
        case "mailto":
            address = settings.mailto.address or practice.email
            return Endpoint(
                "mailto",
                f"mailto:{quote(address, safe='@')}?subject={quote(subject_of(practice))}",
                enctype="text/plain",
            )


def receiver(address: str) -> Endpoint:
    """The endpoint of a receiver that listens at `address`."""
    return Endpoint("receiver", address, "receiver", honeypot=Honeypot("website"))


def subject_of(practice: Practice) -> str:
    """The subject of a mail from the form."""
    return f"Message for {practice.name}"


def lacks(form: Form, *, site_url: str | None, thanks: bool) -> Iterator[Issue]:
    """What the chosen provider needs and does not find.

    `site_url` is the address that the site is published at, `thanks` whether there is a
    thank-you page.
    """
    provider, contract = form.provider, CONTRACTS[form.provider]
    chosen = f"“provider” is {provider}"
    if provider == "formspree" and form.providers.formspree.id is None:
        yield form.issue(
            ("providers", "formspree", "id"),
            f"{chosen}, and the form's id is missing.",
            "Write what follows https://formspree.io/f/ in the address that Formspree gave you.",
        )
    if provider == "web3forms" and form.providers.web3forms.access_key is None:
        yield form.issue(
            ("providers", "web3forms", "access_key"),
            f"{chosen}, and the access key is missing.",
            "Ask for one at https://web3forms.com and write it here.",
        )
    if contract.thanks != "no" and not thanks:
        message = f"{chosen}, and the page that a sent message leads to is missing."
        yield form.issue("provider", message, "Write docs/thank-you.md.")
    elsewhere = provider == "receiver" and form.providers.receiver.address.startswith("http")
    if (contract.thanks == "address" or elsewhere) and not site_url:
        message = f"{chosen}, and needs the full address of the thank-you page."
        yield form.issue("provider", message, "Write the site's address as site_url in mkdocs.yml.")
    if provider == "receiver" and (excess := _excess(form)) > 0:
        message = f"{chosen}, which takes 64 KB, and the fields can hold more."
        fix = f"Lower their “max” by {-(-excess // BYTES_OF_ANY):,} characters together."
        yield form.issue("fields", message, fix)
    for place, entry in enumerate(form.fields):
        if entry.id in contract.reserved:
            message = f"The name “{entry.id}” is taken by {contract.name}."
            yield form.issue(("fields", place, "id"), message, "Give the field another id.")


BYTES_OF_ANY, BYTES_OF_MAIL = 12, 3
"""What a character takes in a url-encoded form at most: four bytes of UTF-8, three signs each."""
BYTES_BESIDES = 1000
"""For names of fields, the choice of a service, the key and the token."""


def _excess(form: Form) -> int:
    """By how many bytes a form filled to the brim is larger than what the receiver reads."""
    most = BYTES_BESIDES
    for entry in form.fields:
        if entry.kind in {"text", "paragraph"}:
            most += BYTES_OF_ANY * entry.max
        elif entry.kind == "email":
            most += BYTES_OF_MAIL * entry.max
    return most - MOST_BYTES


def still_to_do(form: Form) -> str:
    """What is left to do before messages arrive, a sentence or two."""
    address = form.providers.receiver.address
    if form.provider == "receiver" and "example.com" in address:
        return "“providers receiver address” is a placeholder, messages go nowhere yet."
    return f"Messages go to {_where(form)}. {CONTRACTS[form.provider].setup}"


def _where(form: Form) -> str:
    if form.provider == "receiver":
        return form.providers.receiver.address
    return CONTRACTS[form.provider].name
