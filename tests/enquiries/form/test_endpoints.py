"""What each provider needs, and the messages when that is missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from practice.enquiries.form.endpoints import (
    CONTRACTS,
    Endpoint,
    endpoint_of,
    missing_settings,
    still_to_do,
)

if TYPE_CHECKING:
    from tests.docs import Docs

PATH = "_data/contact.yml"
THANKS = "https://ana.example/thank-you/"
KEY = "01234567-89ab-cdef-0123-456789abcdef"
SETTINGS = {
    "receiver": "receiver: {address: /enquiries}",
    "netlify": "netlify: {form: contact}",
    "formspree": "formspree: {id: xklmnopq}",
    "web3forms": f"web3forms: {{access_key: {KEY}}}",
    "mailto": "mailto: {address: }",
}


def choose(docs: Docs, provider: str, settings: str) -> None:
    lines = f"provider: {provider}\nproviders:\n  {settings}\n"
    docs.change(PATH, "provider: receiver\n", lines)


def endpoint(docs: Docs, provider: str, settings: str | None = None) -> Endpoint:
    choose(docs, provider, settings or SETTINGS[provider])
    content = docs.content()
    return endpoint_of(content.form, content.practice, THANKS)


def problems(
    docs: Docs, *, site_url: str | None = "https://ana.example/", thanks: bool = True
) -> list[str]:
    issues = list(missing_settings(docs.content().form, site_url=site_url, thanks=thanks))
    docs.check(issues)
    return [str(issue) for issue in sorted(issues)]


def test_the_receiver_has_its_address(docs: Docs) -> None:
    made = endpoint(docs, "receiver", "receiver: {address: 'https://post.example/in'}")
    assert (made.action, made.reader) == ("https://post.example/in", "receiver")
    assert made.honeypot is not None
    assert made.honeypot.name == "website"


def test_netlify_finds_the_form_in_the_page(docs: Docs) -> None:
    made = endpoint(docs, "netlify")
    assert made.action == "/thank-you/"
    assert made.attributes["data-netlify"] == "true"
    assert made.attributes["name"] == made.hidden["form-name"] == "contact"
    assert made.honeypot is not None
    assert made.attributes["netlify-honeypot"] == made.honeypot.name


def test_formspree_has_an_address_for_each_form(docs: Docs) -> None:
    made = endpoint(docs, "formspree")
    assert (made.action, made.reader) == ("https://formspree.io/f/xklmnopq", "errors")
    assert made.honeypot is not None
    assert made.honeypot.name == "_gotcha"


def test_web3forms_gets_the_key_and_the_address_of_the_thanks(docs: Docs) -> None:
    made = endpoint(docs, "web3forms")
    assert made.action == "https://api.web3forms.com/submit"
    assert made.hidden == {
        "access_key": KEY,
        "subject": "Message for Ana Ames",
        "redirect": THANKS,
    }
    assert made.honeypot is not None
    assert (made.honeypot.name, made.honeypot.kind) == ("botcheck", "checkbox")


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ("mailto: {address: }", "ana@example.com"),
        ("mailto: {address: a+b&c@x.example}", "a+b&c@x.example"),
    ],
)
def test_a_mail_program_gets_address_and_subject(docs: Docs, settings: str, address: str) -> None:
    made = endpoint(docs, "mailto", settings)
    parts = urlsplit(made.action)
    assert (parts.scheme, made.enctype, made.honeypot) == ("mailto", "text/plain", None)
    assert parts.path.replace("%2B", "+").replace("%26", "&") == address
    assert parse_qs(parts.query) == {"subject": ["Message for Ana Ames"]}
    assert "&" not in parts.path, "nothing in an address begins another part of the link"


@pytest.mark.parametrize("provider", SETTINGS)
def test_nothing_is_missing_once_it_is_set_up(docs: Docs, provider: str) -> None:
    choose(docs, provider, SETTINGS[provider])
    assert problems(docs) == []
    assert still_to_do(docs.content().form).endswith(".")


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        (
            "formspree",
            "docs/_data/contact.yml:5: “provider” is formspree, but the form's id is missing. "
            "Write the part after https://formspree.io/f/ in the address from Formspree.",
        ),
        (
            "web3forms",
            "docs/_data/contact.yml:5: “provider” is web3forms, but the access key is missing. "
            "Request one at https://web3forms.com and write it here.",
        ),
    ],
)
def test_a_missing_id_or_key_is_reported_at_its_line(docs: Docs, provider: str, said: str) -> None:
    setting = SETTINGS[provider].partition(": {")[2].partition(":")[0]
    choose(docs, provider, f"{provider}: {{{setting}: }}")
    assert problems(docs) == [said]


@pytest.mark.parametrize(
    ("provider", "settings", "wanted"),
    [
        ("receiver", SETTINGS["receiver"], False),
        ("receiver", "receiver: {address: 'https://post.example/in'}", True),
        ("netlify", SETTINGS["netlify"], False),
        ("formspree", SETTINGS["formspree"], False),
        ("web3forms", SETTINGS["web3forms"], True),
        ("mailto", SETTINGS["mailto"], False),
    ],
)
def test_providers_that_redirect_need_the_address_of_the_site(
    docs: Docs, provider: str, settings: str, wanted: bool
) -> None:
    choose(docs, provider, settings)
    said = (
        f"docs/_data/contact.yml:3: “provider” is {provider}, which needs the full address of "
        "the thank-you page. Write the site's address as site_url in mkdocs.yml."
    )
    assert problems(docs, site_url=None) == ([said] if wanted else [])


@pytest.mark.parametrize("provider", SETTINGS)
def test_a_sent_message_needs_a_thank_you_page(docs: Docs, provider: str) -> None:
    choose(docs, provider, SETTINGS[provider])
    said = (
        f"docs/_data/contact.yml:3: “provider” is {provider}, but there is no page to show "
        "after a message is sent. Write docs/thank-you.md."
    )
    assert problems(docs, thanks=False) == ([] if provider == "mailto" else [said])


@pytest.mark.parametrize(
    ("provider", "id"),
    [
        ("receiver", "website"),
        ("netlify", "subject"),
        ("formspree", "subject"),
        ("web3forms", "botcheck"),
        ("web3forms", "redirect"),
        ("web3forms", "access_key"),
    ],
)
def test_a_field_cannot_have_a_name_that_the_provider_reserves(
    docs: Docs, provider: str, id: str
) -> None:
    choose(docs, provider, SETTINGS[provider])
    docs.add(PATH, f"  - {{id: {id}, label: X, kind: text, autocomplete: 'off'}}\n")
    (problem,) = problems(docs)
    assert problem.startswith(f"docs/_data/contact.yml:13: The name “{id}” is reserved by ")


@pytest.mark.parametrize("provider", SETTINGS)
def test_no_field_of_the_coach_can_replace_a_hidden_one(docs: Docs, provider: str) -> None:
    made = endpoint(docs, provider)
    names = [*made.hidden, *([made.honeypot.name] if made.honeypot else [])]
    free = [name for name in names if re.fullmatch(r"[a-z][a-z0-9_]*", name)]
    assert set(free) <= set(CONTRACTS[made.provider].reserved)


def test_a_placeholder_is_reported(docs: Docs) -> None:
    choose(docs, "receiver", "receiver: {address: 'https://example.com/enquiries'}")
    assert still_to_do(docs.content().form) == (
        "“providers receiver address” is a placeholder. Messages cannot arrive yet."
    )


def test_fields_that_allow_more_than_the_receiver_reads(docs: Docs) -> None:
    docs.add(PATH, "  - {id: message, label: Message, kind: paragraph, max: 20000}\n")
    (problem,) = problems(docs)
    assert "“provider” is receiver, which accepts 64 KB, but the fields allow more." in problem
    assert re.search(r"Lower their “max” by 1\d,\d\d\d characters in total\.", problem)
