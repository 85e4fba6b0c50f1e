"""Visits from page to page, by keyboard and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

    from tests.conftest import Site

FOCUSED = "document.activeElement.innerText?.trim() || document.activeElement.name || ''"
OUTLINED = """() => {
  for (let e = document.activeElement; e; e = e.parentElement) {
    const style = getComputedStyle(e);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
  }
  return false;
}"""


def tab_to(page: Page, name: str, *, most: int = 120) -> None:
    """Press Tab until the element of that name has focus; every stop has a visible focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINED), f"no visible focus on {page.evaluate(FOCUSED)!r}"
        if page.evaluate(FOCUSED).split("\n")[0] == name:
            return
    raise AssertionError(f"{name!r} was not reached in {most} steps")


def follow(page: Page, name: str) -> str:
    """Open the link of that name by keyboard; returns the path of its page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return urlsplit(page.url).path


@pytest.mark.parametrize("width", [390, 1280])
def test_home_to_article_to_service_to_contact_by_keyboard(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Skip to the main content"
    page.keyboard.press("Enter")

    title = page.locator("[aria-labelledby=page-latest] .card__title").first.inner_text()
    assert follow(page, title).startswith("/articles/")
    assert page.locator("h1").inner_text() == title

    offer = page.locator(".offer .button").inner_text()
    assert follow(page, offer).startswith("/services/")

    page.keyboard.press("Home")
    page.evaluate("document.activeElement.blur()")
    page.reload()
    if width < 768:
        tab_to(page, "Menu")
        page.keyboard.press("Enter")
    assert follow(page, "Write") == "/contact/"

    sent: list[Request] = []
    page.route(
        "**/letters",
        lambda route: (sent.append(route.request), route.fulfill(json={"sent": True})),
    )
    for field, text in (
        ("name", "Ada"),
        ("email", "ada@example.org"),
        ("message", "It cracks on Fridays."),
    ):
        tab_to(page, field)
        page.keyboard.type(text)
    tab_to(page, "consent")
    page.keyboard.press("Space")
    tab_to(page, "Post it")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thank-you/")
    message = parse_qs(sent[0].post_data or "")
    assert message.pop("_key")
    assert message == {
        "name": ["Ada"],
        "email": ["ada@example.org"],
        "message": ["It cracks on Fridays."],
        "consent": ["yes"],
    }
    context.close()


def test_an_incomplete_form_is_not_sent(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}contact/")
    page.get_by_role("button", name="Post it").click()
    page.get_by_role("alert").get_by_text("Tell me what to call you").wait_for()
    assert page.url == f"{address}contact/"
    page.close()


def test_a_link_can_preselect_a_service(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}contact/?service=first-night")
    assert page.locator("select[name=service]").input_value() == "first-night"
    page.goto(f"{address}contact/?service=nonsense")
    assert page.locator("select[name=service]").input_value() == ""
    page.close()


def test_the_site_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(address)
    assert not page.locator("[data-scheme-switch]").is_visible()
    page.get_by_role("button", name="Menu").click()
    page.locator(".menu").get_by_role("link", name="Notes").click()
    page.locator(".card__title a").first.click()
    assert page.locator(".contents a").first.is_hidden(), "contents are folded on a phone"
    page.locator(".contents summary").click()
    assert page.locator(".contents a").first.is_visible()
    reference = page.locator(".footnote-ref").first
    reference.click()
    assert page.locator(".footnote li:target").count() == 1
    page.locator(".footnote li:target .footnote-backref").first.click()
    assert page.locator("sup:target").count() == 1
    assert page.locator("form input[name=email]").is_visible()
    context.close()


def test_the_table_of_contents_is_open_on_a_wide_screen(browser: Browser, address: str) -> None:
    for scripts in (True, False):
        context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": 1280, "height": 900}
        )
        page = context.new_page()
        page.goto(f"{address}articles/lying-down/")
        assert page.locator(".contents a").first.is_visible()
        context.close()


def test_colors_follow_the_system_until_the_reader_chooses(browser: Browser, address: str) -> None:
    scheme = """() => {
      document.body.style.outlineColor = 'light-dark(white, black)';
      return getComputedStyle(document.body).outlineColor;
    }"""
    light, dark = "rgb(255, 255, 255)", "rgb(0, 0, 0)"
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    assert page.evaluate(scheme) == dark
    page.emulate_media(color_scheme="light")
    assert page.evaluate(scheme) == light
    page.get_by_role("button", name="Use dark colors").click()
    assert page.evaluate(scheme) == dark
    page.goto(f"{address}about/")
    assert page.evaluate(scheme) == dark, "the choice is remembered"
    page.get_by_role("button", name="Use light colors").click()
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert page.evaluate(scheme) == light, "and overrides the system's setting"
    context.close()


@pytest.mark.parametrize(
    "width", [320, *(pytest.param(width, marks=pytest.mark.long) for width in (390, 768, 1280))]
)
def test_no_page_scrolls_sideways(
    browser: Browser, address: str, full_site: Site, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = []
    for file in full_site.addresses():
        path = file.removesuffix("index.html")
        page.goto(address + path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    assert wide == []
    context.close()
