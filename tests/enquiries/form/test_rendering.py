"""The contact form as each provider wants it, as the receiver renders it, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from practice.content import Content, read_content
from practice.enquiries.form.endpoints import Endpoint, endpoint_of
from tests.conftest import LEAST, ROOT, contact, service

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Build

PROVIDERS = ("receiver", "netlify", "formspree", "web3forms", "mailto")


def form_of(page: BeautifulSoup) -> BeautifulSoup:
    return page.select_one("main form")


@pytest.mark.parametrize(
    ("provider", "action", "hidden"),
    [
        ("receiver", "/enquiries", {"_key": "", "_token": ""}),
        ("netlify", "/thank-you/", {"form-name": "enquiry"}),
        ("formspree", "https://formspree.io/f/xklmnopq", {}),
        (
            "web3forms",
            "https://api.web3forms.com/submit",
            {
                "access_key": "01234567-89ab-cdef-0123-456789abcdef",
                "subject": "Message for Ada Example",
                "redirect": "https://example.com/thank-you/",
            },
        ),
        ("mailto", "mailto:ada@example.org?subject=Message%20for%20Ada%20Example", {}),
    ],
)
def test_one_line_changes_where_every_form_of_the_site_goes(
    site: Build, provider: str, action: str, hidden: dict[str, str]
) -> None:
    built = site({**contact(provider), "_data/services/s.yml": service("S")})
    assert built.ok, built.log
    for address in ("", "contact", "services/s"):
        form = form_of(built.page(address))
        assert (form["method"], form["action"]) == ("post", action)
        found = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
        assert found == hidden
        assert ("novalidate" in form.attrs) is (provider == "receiver")


def test_netlify_finds_the_form_in_every_page(site: Build) -> None:
    form = form_of(site(contact("netlify")).page("contact"))
    assert (form["data-netlify"], form["name"]) == ("true", "enquiry")
    assert form.select_one(f"input[name={form['netlify-honeypot']}]")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_people_do_not_notice_the_honeypot(site: Build, provider: str) -> None:
    traps = form_of(site(contact(provider)).page("contact")).select(".unseen input")
    assert len(traps) == (0 if provider == "mailto" else 1)
    for trap in traps:
        assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
        assert trap.find_parent(attrs={"aria-hidden": "true"})
        assert trap.get("value", "") == ""
        assert "checked" not in trap.attrs


def test_the_fields_have_the_limits_and_sentences_of_the_definition(site: Build) -> None:
    form = form_of(site().page("contact"))
    message = form.select_one("[name=message]")
    assert (message["data-min"], message["data-max"]) == ("10", "500")
    assert message["data-too-short"] == "“Message” must be 10 characters or more"
    assert message["data-too-long"] == "“Message” must be 500 characters or fewer"
    email = form.select_one("[name=email]")
    assert email["data-invalid"] == "Enter an address"
    assert email["data-missing"] == "Fill in “Email address”"
    assert "data-missing" not in form.select_one("[name=service]").attrs, "it may be left out"
    assert not form.select("[maxlength]"), "a pasted text is not cut in silence"


def test_everything_that_is_missing_is_reported_together(site: Build) -> None:
    field = "  - {id: redirect, label: Where, kind: text, autocomplete: 'off'}\n"
    files = contact("web3forms", "web3forms: {access_key: }", fields=field)
    built = site({**files, "thank-you.md": None})
    assert not built.ok
    reported = built.log[built.log.index("3 problems to fix:") :].splitlines()[1:4]
    assert reported == [
        "docs/_data/contact.yml:3: “provider” is web3forms, but there is no page to show after "
        "a message is sent. Write docs/thank-you.md.",
        "docs/_data/contact.yml:4: “provider” is web3forms, but the access key is missing. "
        "Request one at https://web3forms.com and write it here.",
        "docs/_data/contact.yml:13: The name “redirect” is reserved by Web3Forms. "
        "Give the field another id.",
    ]
    assert "Traceback" not in built.log
    assert not built.has("index.html")


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        ("receiver", "Messages go to /enquiries. The receiver has to run there"),
        ("netlify", "Messages go to Netlify. At Netlify, turn on form detection"),
        ("formspree", "Messages go to Formspree. In the form's settings at Formspree"),
        ("web3forms", "Messages go to Web3Forms. Send yourself a message"),
        ("mailto", "Messages go to the visitor's mail program. Visitors without"),
    ],
)
def test_what_is_left_to_do_is_a_note(site: Build, provider: str, said: str) -> None:
    built = site(contact(provider))
    assert built.ok
    assert f"docs/_data/contact.yml: {said}" in built.log


def test_a_placeholder_is_a_note(site: Build) -> None:
    built = site(contact("receiver", "receiver: {address: 'https://example.com/send'}"))
    assert built.ok
    assert "“providers receiver address” is a placeholder" in built.log


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        ("receiver", "this practice’s own server"),
        ("netlify", "to Netlify, a company"),
        ("formspree", "to Formspree, a company"),
        ("web3forms", "to Web3Forms, a company"),
        ("mailto", "your own mail program"),
    ],
)
def test_the_privacy_page_says_what_the_settings_say(site: Build, provider: str, said: str) -> None:
    privacy = LEAST["privacy.md"].replace(
        "---\nText.", "template: privacy.html\n---\nFirst.\n\nLast."
    )
    files = contact(provider)
    text = files["_data/contact.yml"].replace("button:", "keep_days: 99\nbutton:")
    text = text.replace("label: Your name,", "label: Your name, why: To greet you,")
    built = site({"_data/contact.yml": text, "privacy.md": privacy})
    assert built.ok, built.log
    page = built.page("privacy")
    words = " ".join(page.select_one("main").get_text(" ").split())
    assert words.startswith("Privacy First. When you send a message What the form asks for Why")
    assert words.endswith("Last.")
    assert said in words
    assert "99 days at most" in words
    rows = [[cell.get_text(strip=True) for cell in row.select("td")] for row in page.select("tr")]
    assert rows[1] == ["Your name", "To greet you"]
    assert [row[0] for row in rows[1:]] == [
        "Your name",
        "Email address",
        "About (optional)",
        "Message",
        "Your consent",
    ]
    assert ("deletes the hash after 24 hours" in words) is (provider == "receiver")


@pytest.fixture
def content(tmp_path: Path) -> Content:
    for name, text in {**LEAST, "_data/services/s.yml": service("S")}.items():
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    content, _ = read_content(tmp_path / "docs")
    return content


def rendered(content: Content, **more: object) -> BeautifulSoup:
    """The form as the receiver renders it, with undefined variables as errors."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "overrides"), autoescape=True, undefined=StrictUndefined
    )
    env.filters.update(inline=str, page_address=str)
    endpoint: Endpoint = replace(
        endpoint_of(content.form, content.practice, "/thank-you/"), action="/here"
    )
    template = env.get_template("partials/form.html")
    html = template.render(content=content, practice=content.practice, endpoint=endpoint, **more)
    return BeautifulSoup(html, "lxml")


def test_the_receiver_shows_problems_first_and_keeps_what_was_typed(content: Content) -> None:
    text = '\nA <b>bold</b> & "quoted" line\n</textarea>'
    page = rendered(
        content,
        answers={
            "name": '"><i>',
            "email": "ada@",
            "service": "s",
            "message": text,
            "consent": "yes",
        },
        problems={"name": "Too <long>", "email": "Enter an address"},
        key="the-key",
        token="the-token",
    )
    first = page.select_one("section").find(True)
    assert (first["role"], first["tabindex"]) == ("alert", "-1")
    assert "hidden" not in first.attrs
    assert "autofocus" in first.attrs, "it has the focus without scripts too"
    assert first.select_one("h2").get_text() == "There is a problem"
    links = [(link["href"], link.get_text()) for link in first.select("li a")]
    assert links == [("#enquiry-name", "Too <long>"), ("#enquiry-email", "Enter an address")]
    for id, said in (("name", "Too <long>"), ("email", "Enter an address")):
        field = page.select_one(f"#enquiry-{id}")
        assert field["aria-invalid"] == "true"
        assert f"enquiry-{id}-error" in field["aria-describedby"].split()
        assert page.select_one(f"#enquiry-{id}-error").get_text() == f"Error: {said}"
    assert "aria-invalid" not in page.select_one("#enquiry-message").attrs
    assert page.select_one("#enquiry-message-error").has_attr("hidden")
    assert page.select_one("#enquiry-name")["value"] == '"><i>'
    assert page.select_one("textarea").get_text().lstrip("\n") == text.lstrip("\n")
    assert page.select_one("option[selected]")["value"] == "s"
    assert page.select_one("#enquiry-consent").has_attr("checked")
    assert page.select_one("[name=_key]")["value"] == "the-key"
    assert page.select_one("[name=_token]")["value"] == "the-token"


def test_the_receiver_shows_a_notice_and_the_mail_address(
    content: Content,
) -> None:
    summary = rendered(content, notice="Not <saved>").select_one("[data-problems]")
    assert "hidden" not in summary.attrs
    assert summary.select_one("[data-notice]").get_text() == "Not <saved>"
    assert summary.select_one("[data-otherwise] a")["href"] == "mailto:ada@example.com"
    assert "hidden" not in summary.select_one("[data-otherwise]").attrs


def test_the_receiver_shows_an_empty_form_without_a_problem(content: Content) -> None:
    page = rendered(content)
    assert page.select_one("[data-problems]").has_attr("hidden")
    assert not page.select("[autofocus]")
    assert not page.select("[aria-invalid], [checked], .field--wrong")
    assert page.select_one("#enquiry-name")["value"] == ""
