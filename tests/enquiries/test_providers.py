"""What each provider wants of the form, and what is said when it does not get it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from practice.enquiries.form.endpoints import CONTRACTS, Endpoint, endpoint_of, lacks, still_to_do

if TYPE_CHECKING:
    from tests.docs import Docs

PATH = "_data/contact.yml"
THANKS = "https://ana.example/thank-you/"
KEY = "01234567-89ab-cdef-0123-456789abcdef"
SETTINGS = {
    "receiver": "receiver: {address: /enquiries}",
    "netlify": "netlify: {form: contact}",
    "formspree": "formspree: {id: xabcdefg}",
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
    issues = list(lacks(docs.content().form, site_url=site_url, thanks=thanks))
    docs.check(issues)
    return [str(issue) for issue in sorted(issues)]


def test_the_receiver_is_asked_at_its_address(docs: Docs) -> None:
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


def test_formspree_is_asked_at_the_forms_own_address(docs: Docs) -> None:
    made = endpoint(docs, "formspree")
    assert (made.action, made.reader) == ("https://formspree.io/f/xabcdefg", "errors")
    assert made.honeypot is not None
    assert made.honeypot.name == "_gotcha"


def test_web3forms_is_told_the_key_and_where_to_lead(docs: Docs) -> None:
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
def test_a_mail_program_is_told_address_and_subject(
    docs: Docs, settings: str, address: str
) -> None:
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
            "docs/_data/contact.yml:5: “provider” is formspree, and the form's id is missing. "
            "Write what follows https://formspree.io/f/ in the address that Formspree gave you.",
        ),
        (
            "web3forms",
            "docs/_data/contact.yml:5: “provider” is web3forms, and the access key is missing. "
            "Ask for one at https://web3forms.com and write it here.",
        ),
    ],
)
def test_a_missing_id_or_key_is_told_at_its_line(docs: Docs, provider: str, said: str) -> None:
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
def test_a_site_without_an_address_cannot_be_led_back_to(
    docs: Docs, provider: str, settings: str, wanted: bool
) -> None:
    choose(docs, provider, settings)
    said = (
        f"docs/_data/contact.yml:3: “provider” is {provider}, and needs the full address of the "
        "thank-you page. Write the site's address as site_url in mkdocs.yml."
    )
    assert problems(docs, site_url=None) == ([said] if wanted else [])


@pytest.mark.parametrize("provider", SETTINGS)
def test_a_sent_message_needs_a_page_to_lead_to(docs: Docs, provider: str) -> None:
    choose(docs, provider, SETTINGS[provider])
    said = (
        f"docs/_data/contact.yml:3: “provider” is {provider}, and the page that a sent message "
        "leads to is missing. Write docs/thank-you.md."
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
def test_a_field_cannot_have_a_name_that_the_provider_takes(
    docs: Docs, provider: str, id: str
) -> None:
    choose(docs, provider, SETTINGS[provider])
    docs.add(PATH, f"  - {{id: {id}, label: X, kind: text, autocomplete: 'off'}}\n")
    (problem,) = problems(docs)
    assert problem.startswith(f"docs/_data/contact.yml:13: The name “{id}” is taken by ")


@pytest.mark.parametrize("provider", SETTINGS)
def test_no_field_of_the_coach_can_stand_in_for_a_hidden_one(docs: Docs, provider: str) -> None:
    made = endpoint(docs, provider)
    names = [*made.hidden, *([made.honeypot.name] if made.honeypot else [])]
    free = [name for name in names if re.fullmatch(r"[a-z][a-z0-9_]*", name)]
    assert set(free) <= set(CONTRACTS[made.provider].reserved)


def test_a_placeholder_is_called_one(docs: Docs) -> None:
    choose(docs, "receiver", "receiver: {address: 'https://example.com/enquiries'}")
    assert still_to_do(docs.content().form) == (
        "“providers receiver address” is a placeholder, messages go nowhere yet."
    )


def test_fields_that_hold_more_than_the_receiver_reads(docs: Docs) -> None:
    docs.add(PATH, "  - {id: message, label: Message, kind: paragraph, max: 20000}\n")
    (problem,) = problems(docs)
    assert "“provider” is receiver, which takes 64 KB, and the fields can hold more." in problem
    assert re.search(r"Lower their “max” by 1\d,\d\d\d characters together\.", problem)
