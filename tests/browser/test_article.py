"""An article in a browser: its table of contents, its sources, and search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

ARTICLE = "articles/lying-down/"


@pytest.fixture
def page(browser: Browser, address: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + ARTICLE)
    return page


def test_the_table_of_contents_marks_the_current_heading(page: Page) -> None:
    current = page.locator(".contents [aria-current]")
    assert current.count() == 0
    for heading in ("When to stop", "How to keep it", "What you notice"):
        page.locator("h2", has_text=heading).evaluate("e => e.scrollIntoView()")
        page.wait_for_function(
            "t => document.querySelector('.contents [aria-current]')?.innerText === t", arg=heading
        )
        assert current.count() == 1


def test_a_source_appears_next_to_its_number_on_hover_and_on_focus(page: Page) -> None:
    reference = page.locator(".footnote-ref").nth(3)
    note = page.locator(reference.get_attribute("href").replace(":", "\\:"))
    preview = page.locator(".preview")
    reference.scroll_into_view_if_needed()
    reference.hover()
    assert preview.is_visible()
    assert "Handbook for Members" in preview.inner_text()
    assert preview.locator(".footnote-backref").count() == 0
    assert note.locator(".footnote-backref").count() > 0, "the list of references is untouched"
    preview.hover()
    page.wait_for_timeout(400)
    assert preview.is_visible(), "the pointer may rest on it (WCAG 2.2, criterion 1.4.13)"
    page.keyboard.press("Escape")
    assert preview.is_hidden()
    page.mouse.move(5, 5)
    reference.focus()
    assert preview.is_visible()
    assert reference.get_attribute("aria-describedby") == preview.get_attribute("id")
    page.keyboard.press("Tab")
    page.wait_for_timeout(400)
    box = preview.bounding_box()
    assert box is None or page.evaluate("document.activeElement.className") == "footnote-ref"


def test_the_first_touch_shows_the_source_and_the_second_jumps_to_it(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(address + ARTICLE)
    reference = page.locator(".footnote-ref").first
    reference.scroll_into_view_if_needed()
    reference.tap()
    preview = page.locator(".preview")
    assert preview.is_visible()
    box = preview.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert "#" not in page.url
    reference.tap()
    assert page.url.endswith(reference.get_attribute("href") or "-")
    assert preview.is_hidden()
    context.close()


def test_search_finds_pages_as_you_type_and_loads_nothing_before(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}search/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/pagefind/" in url]
    page.get_by_label("Search this site").fill("breath")
    page.get_by_role("status").filter(has_text="for “breath”").wait_for()
    links = page.locator(".search__results a")
    links.first.wait_for()
    assert links.count() >= 3
    assert page.url.endswith("?q=breath")
    links.first.click()
    assert page.locator("h1").is_visible()
    page.goto(f"{address}search/?q=zzzzqqq")
    page.get_by_text("No results for “zzzzqqq”").wait_for()
    page.goto(f"{address}search/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    page.get_by_role("status").filter(has_text="<img src=x").wait_for()
    assert page.locator("img").count() == 0
    context.close()


def test_words_typed_before_the_script_has_loaded_are_searched_for(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()

    def late(route: Route) -> None:
        page.get_by_label("Search this site").fill("breath")
        route.continue_()

    page.route("**/search.js", late)
    page.goto(f"{address}search/")
    page.locator(".search__results a").first.wait_for()
    assert page.get_by_label("Search this site").input_value() == "breath"
    context.close()


def test_without_scripts_search_offers_the_lists(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}search/")
    assert page.get_by_text("Search needs JavaScript").is_visible()
    assert page.get_by_role("link", name="Picking a teacher").first.is_visible()
    assert page.get_by_label("Search this site").is_hidden()
    context.close()
