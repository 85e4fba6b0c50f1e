"""The form under `make serve` sends, with scripts and without."""

from __future__ import annotations

import re
import shutil
from email import message_from_bytes
from email.policy import default
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.browser.test_access import LOOKS
from tests.conftest import ROOT
from tests.practices import copy_practice
from tests.preview import eventually, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

MESSAGE = "I took over a team in the spring.\nTwo people avoid me since."


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("preview") / "project"
    for name in ("overrides", "hooks"):
        shutil.copytree(ROOT / name, folder / name)
    copy_practice("full", folder)
    return folder


@pytest.fixture(scope="module")
def preview(project: Path) -> Iterator[str]:
    with serving(project) as get:
        eventually(lambda: get(""), "Moira Fenwick")
        yield get.address


def mails(project: Path) -> list[str]:
    files = sorted((project / ".build/enquiries/mail").glob("*.eml"))
    read = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [mail["Reply-To"] + mail.get_body(("plain",)).get_content() for mail in read]  # type: ignore[union-attr]


def fill(page: Page, name: str, message: str = MESSAGE) -> None:
    page.get_by_label("What shall I call you?").fill(name)
    page.get_by_label("Where can I reply?").fill(f"{name.lower()}@visitor.example")
    page.get_by_label("What does your voice do?").fill(message)
    page.get_by_label("Moira may keep").check()


def test_with_scripts_a_message_arrives(browser: Browser, preview: str, project: Path) -> None:
    page = browser.new_page()
    page.goto(f"{preview}services/first-night/")
    fill(page, "Grace", f"{MESSAGE} From Grace.")
    page.get_by_role("button", name="Post it").dblclick()
    page.wait_for_url("**/thank-you/")
    eventually(lambda: "\n".join(mails(project)), "From Grace.")
    (mail,) = [mail for mail in mails(project) if "From Grace." in mail]
    assert mail.startswith("grace@visitor.example")
    assert "First night" in mail
    page.goto(f"{preview}enquiries/messages")
    assert page.get_by_text("From Grace.").count() == 1, "a double click is one message"
    page.close()


def test_without_scripts_a_message_arrives(browser: Browser, preview: str, project: Path) -> None:
    preview = preview.replace("127.0.0.1", "localhost")  # the preview does not know its address
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(preview) else elsewhere.append(r.url))
    page.goto(f"{preview}contact/")
    page.get_by_label("What shall I call you?").fill("Ada")
    page.get_by_role("button", name="Post it").click()
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.get_by_label("What shall I call you?").input_value() == "Ada"
    links = page.locator(".problems li a")
    assert links.all_inner_texts() == [
        "Give me an address to reply to",
        "Describe what your voice does",
        "Tick the box, or I may not read your letter",
    ]
    links.first.click()
    assert page.evaluate("location.hash") == "#enquiry-email"
    fill(page, "Ada", f"{MESSAGE} From Ada.")
    page.wait_for_timeout(1100)  # what the page's token asks of a person
    page.get_by_role("button", name="Post it").click()
    page.wait_for_url(f"{preview}thank-you/")

    page.goto(f"{preview}contact/")
    fill(page, "Ida", f"{MESSAGE} From Ida.")
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your message")
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Post it").click()
    page.wait_for_url(f"{preview}thank-you/")
    eventually(lambda: "\n".join(mails(project)), "From Ida.")
    assert sum("From Ada." in mail for mail in mails(project)) == 1
    assert elsewhere == []
    context.close()


@pytest.mark.parametrize("host", ["ada-8000.app.github.dev", "localhost:8000"])
def test_behind_a_proxy_a_message_arrives(preview: str, host: str) -> None:
    """Codespaces sends either host, always this machine's origin, and ends TLS itself."""
    headers = {
        "Host": host,
        "Origin": "http://localhost:8000",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-Host": "ada-8000.app.github.dev",
        "X-Forwarded-Proto": "https",
    }

    def post(**fields: str) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection(urlsplit(preview).netloc, timeout=30)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/enquiries", urlencode(fields), headers | form)
        answer = connection.getresponse()
        return answer, answer.read().decode()

    answers = {"name": "Eve", "email": "eve@visitor.example", "message": MESSAGE, "consent": "yes"}
    answer, html = post(**answers)
    assert answer.status == 200
    for found in (html, answer.headers["Content-Security-Policy"]):
        assert "127.0.0.1" not in found
    token = BeautifulSoup(html, "lxml").select_one("[name=_token]")
    assert token is not None
    answer, _ = post(**answers, _token=str(token["value"]))
    assert (answer.status, answer.headers["Location"]) == (303, "/thank-you/")


@pytest.mark.parametrize(("width", "scheme", "rules"), LOOKS)
def test_axe_finds_no_violations_on_the_receivers_pages(
    browser: Browser, preview: str, width: int, scheme: str, rules: dict[str, object]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    faults = []

    def look(kind: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind
        results = Axe().run(page, options=rules)
        faults.extend(f"{kind}: {fault['id']}" for fault in results.response["violations"])

    page.goto(f"{preview}enquiries")
    look("blank form")
    submit = "document.querySelector('.enquiry__form').submit()"  # past the script
    with page.expect_navigation():
        page.evaluate(submit)
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.evaluate("document.activeElement.matches('[data-problems]')"), "focus is on it"
    look("problems")
    fill(page, "Joan")
    page.evaluate("document.querySelector('[name=_token]').value = ''")
    with page.expect_navigation():
        page.evaluate(submit)
    look("check")
    page.goto(f"{preview}enquiries/messages")
    look("messages")
    assert faults == []
    context.close()
