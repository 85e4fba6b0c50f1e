"""Printed pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_an_article_prints_its_text_its_sources_and_their_addresses(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}articles/lying-down/")
    page.emulate_media(media="print")
    for kept in ("h1", ".prose p", ".footnote li"):
        assert page.locator(kept).first.is_visible(), kept
    for dropped in (".site-head", ".skip", ".site-foot", ".contents", ".offer", ".enquiry form"):
        assert page.locator(dropped).first.is_hidden(), dropped
    shown = page.locator(".footnote a[href^=http]").first.evaluate(
        "e => getComputedStyle(e, '::after').content + e.href"
    )
    href = page.locator(".footnote a[href^=http]").first.get_attribute("href") or "-"
    assert href in shown.replace("\\", "")
    assert shown.startswith('" (')
    page.close()


def test_answers_folded_on_screen_are_printed(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}services/first-night/")
    answer = page.locator(".questions details p").first
    assert answer.bounding_box() is None or not answer.is_visible()
    page.emulate_media(media="print")
    box = answer.bounding_box()
    assert box is not None
    assert box["height"] > 10
    page.close()
