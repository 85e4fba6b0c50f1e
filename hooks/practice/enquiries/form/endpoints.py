"""The services that can bring a message to the coach: what each needs, and how each answers.

The contracts follow the documentation of Netlify, Formspree and Web3Forms, as of 2026.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from practice.addresses import EXAMPLE_DOMAIN
from practice.enquiries.form.validation import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from practice.content.form import Form, Provider
    from practice.content.issues import Issue
    from practice.content.practice import Practice

Reader = Literal["receiver", "status", "errors", "success"]
"""How the script reads an answer: as the receiver's, by HTTP status alone, as Formspree's list of
errors, or as Web3Forms' `success`."""


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
    """None if nothing answers, as with a mail program."""
    enctype: str = "application/x-www-form-urlencoded"
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Further attributes of the `<form>`."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """Hidden inputs and their values."""
    honeypot: Honeypot | None = None


@dataclass(frozen=True)
class Contract:
    """What a provider is called, and what it needs."""

    name: str
    reserved: tuple[str, ...] = ()
    """Names of fields that it uses itself."""
    thanks: Literal["no", "path", "address"] = "path"
    """Whether it redirects to a page of the site, and whether it needs that page's full address."""
    setup: str = ""
    """What is left to do outside this repository, in a sentence."""


CONTRACTS: dict[Provider, Contract] = {
    "receiver": Contract(
        "the receiver",
        reserved=("website",),
        setup="The receiver has to run there. See docs/_handbook/server.md.",
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
        setup="In the form's settings at Formspree, enter the thank-you page as the redirect. "
        "Otherwise visitors without JavaScript see Formspree's own page.",
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
        setup="Send yourself a message from the published site to check that it arrives.",
    ),
    "mailto": Contract(
        "the visitor's mail program",
        thanks="no",
        setup="Visitors without a mail program cannot use the form. Your address is next to it.",
    ),
}


def endpoint_of(form: Form, practice: Practice, thanks: str) -> Endpoint:
    """The endpoint of the provider that `form` chooses; `thanks` is the thank-you page's address.

    Missing settings are missing in the result; `missing_settings` lists them.
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


def missing_settings(form: Form, *, site_url: str | None, thanks: bool) -> Iterator[Issue]:
    """What the chosen provider needs and does not have.

    `site_url` is the site's address; `thanks` is whether there is a thank-you page.
    """
    provider, contract = form.provider, CONTRACTS[form.provider]
    chosen = f"“provider” is {provider}"
    if provider == "formspree" and form.providers.formspree.id is None:
        yield form.issue(
            ("providers", "formspree", "id"),
            f"{chosen}, but the form's id is missing.",
            "Write the part after https://formspree.io/f/ in the address from Formspree.",
        )
    if provider == "web3forms" and form.providers.web3forms.access_key is None:
        yield form.issue(
            ("providers", "web3forms", "access_key"),
            f"{chosen}, but the access key is missing.",
            "Request one at https://web3forms.com and write it here.",
        )
    if contract.thanks != "no" and not thanks:
        message = f"{chosen}, but there is no page to show after a message is sent."
        yield form.issue("provider", message, "Write docs/thank-you.md.")
    elsewhere = provider == "receiver" and form.providers.receiver.address.startswith("http")
    if (contract.thanks == "address" or elsewhere) and not site_url:
        message = f"{chosen}, which needs the full address of the thank-you page."
        yield form.issue("provider", message, "Write the site's address as site_url in mkdocs.yml.")
    if provider == "receiver" and (excess := _excess(form)) > 0:
        message = f"{chosen}, which accepts 64 KB, but the fields allow more."
        fix = f"Lower their “max” by {-(-excess // BYTES_PER_CHARACTER):,} characters in total."
        yield form.issue("fields", message, fix)
    for place, entry in enumerate(form.fields):
        if entry.id in contract.reserved:
            message = f"The name “{entry.id}” is reserved by {contract.name}."
            yield form.issue(("fields", place, "id"), message, "Give the field another id.")


BYTES_PER_CHARACTER, BYTES_PER_MAIL_CHARACTER = 12, 3
"""The most a character takes in a url-encoded form: four bytes of UTF-8, three signs each."""
OTHER_BYTES = 1000
"""For names of fields, the choice of a service, the key and the token."""


def _excess(form: Form) -> int:
    """By how many bytes the fullest possible form exceeds what the receiver reads."""
    most = OTHER_BYTES
    for entry in form.fields:
        if entry.kind in {"text", "paragraph"}:
            most += BYTES_PER_CHARACTER * entry.max
        elif entry.kind == "email":
            most += BYTES_PER_MAIL_CHARACTER * entry.max
    return most - MAX_BYTES


def still_to_do(form: Form) -> str:
    """What is left to do before messages arrive, in a sentence or two."""
    address = form.providers.receiver.address
    if form.provider == "receiver" and EXAMPLE_DOMAIN.search(address):
        return "“providers receiver address” is a placeholder. Messages cannot arrive yet."
    contract = CONTRACTS[form.provider]
    target = address if form.provider == "receiver" else contract.name
    return f"Messages go to {target}. {contract.setup}"
