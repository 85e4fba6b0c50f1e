"""Accessibility of every kind of page: axe, zoom, forced colors, motion, layout shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.kinds import ONE_PER_TEMPLATE, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

LONG = pytest.mark.long
"""The same with all rules on all pages: the other runs find almost all there is."""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # axe takes less time when nobody reads the rest
}
COLORS = ("color-contrast", "link-in-text-block")
ONLY_COLORS = {**RULES, "runOnly": {"type": "rule", "values": COLORS}}
"""What can differ between light and dark. It does not depend on the width."""
NO_COLORS = {**RULES, "rules": {rule: {"enabled": False} for rule in COLORS}}
LOOKS = [
    (390, "light", NO_COLORS),
    (1280, "light", NO_COLORS),
    pytest.param(390, "light", ONLY_COLORS, marks=pytest.mark.owned),
    pytest.param(390, "dark", ONLY_COLORS, marks=pytest.mark.owned),
]
"""Width, scheme, and rules: the colors are the owner's."""
TARGETS = (
    "button, .button, summary, select, textarea, .tags a, .brand, .choice__answer, "
    "input:not([type=checkbox], [type=radio], [tabindex='-1'])"
)
# What moved by itself until all fonts were there and painted, as browsers count it.
SHIFT = """async () => {
  let sum = 0;
  const add = (list) => {
    for (const entry of list) if (!entry.hadRecentInput) sum += entry.value;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  await new Promise((resolve) => setTimeout(resolve));
  add(observer.takeRecords());
  return sum;
}"""


def opened(page: Page) -> None:
    """Open what is folded: what a reader can unfold counts too."""
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")


@pytest.mark.parametrize(
    ("width", "scheme", "pages", "rules"),
    [
        (390, "light", PAGES, NO_COLORS),
        (1280, "light", ONE_PER_TEMPLATE, NO_COLORS),
        pytest.param(390, "dark", ONE_PER_TEMPLATE, ONLY_COLORS, marks=pytest.mark.owned),
        pytest.param(1280, "light", PAGES, RULES, marks=LONG),
        pytest.param(390, "dark", PAGES, RULES, marks=LONG),
        pytest.param(1280, "dark", PAGES, RULES, marks=LONG),
    ],
)
def test_axe_finds_no_violations(
    browser: Browser,
    address: str,
    width: int,
    scheme: str,
    pages: dict[str, str],
    rules: dict[str, object],
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    faults = []
    for kind, path in pages.items():
        page.goto(address + path, wait_until="networkidle" if kind == "search" else "load")
        opened(page)
        results = Axe().run(page, options=rules)
        for fault in results.response["violations"]:
            places = [node["target"] for node in fault["nodes"][:3]]
            faults.append(f"{kind}: {fault['id']} at {places}")
    assert faults == []
    context.close()


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=LONG)])
def test_no_layout_shift_while_a_page_loads(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()

    def late(route: Route) -> None:
        page.wait_for_timeout(150)
        route.continue_()

    page.route("**/*.woff2", late)  # the font arrives after the first paint, as on a slow line
    moved = {}
    for kind, path in ONE_PER_TEMPLATE.items():
        if kind == "search":
            continue  # its results come after typing
        page.goto(address + path, wait_until="load")
        shift = page.evaluate(SHIFT)
        if round(shift, 3) > 0:
            moved[kind] = round(shift, 4)
    assert moved == {}
    context.close()


def test_every_page_works_at_200_percent_zoom(browser: Browser, address: str) -> None:
    """200 % zoom on a desk of 1280 pixels leaves 640 (WCAG 2.2, criteria 1.4.4 and 1.4.10)."""
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page = context.new_page()
    for path in ONE_PER_TEMPLATE.values():
        page.goto(address + path)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
    page.goto(address)
    page.get_by_role("button", name="Menu").click()
    page.locator(".menu").get_by_role("link", name="Moira").click()
    assert page.locator("h1").inner_text() == "Meet Moira"
    context.close()


def test_controls_are_visible_with_forced_colors(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    for selector in (".button", ".card", ".field input", ".signature"):
        border = page.locator(selector).first.evaluate(
            "e => [getComputedStyle(e).borderTopStyle, getComputedStyle(e).borderTopWidth]"
        )
        assert border[0] == "solid", selector
        assert border[1] != "0px", selector
    context.close()


def test_nothing_moves_for_readers_who_ask_for_reduced_motion(
    browser: Browser, address: str
) -> None:
    for wish, still in (("reduce", True), ("no-preference", False)):
        context = browser.new_context(
            reduced_motion="reduce" if wish == "reduce" else "no-preference"
        )
        page = context.new_page()
        page.goto(f"{address}articles/lying-down/")
        moving = page.evaluate(
            "document.getAnimations().length > 0"
            " || getComputedStyle(document.documentElement).scrollBehavior === 'smooth'"
            " || getComputedStyle(document.querySelector('.button')).transitionDuration !== '0s'"
        )
        assert moving is not still, wish
        context.close()


@pytest.mark.parametrize("kind", ["home", "service", "article", "chooser", "contact", "search"])
def test_touch_targets_are_large_enough(browser: Browser, address: str, kind: str) -> None:
    """44 by 44 pixels (WCAG 2.2, criterion 2.5.5), but for links within a sentence or a list."""
    context = browser.new_context(viewport={"width": 390, "height": 900}, has_touch=True)
    page = context.new_page()
    page.goto(address + PAGES[kind])
    small = page.locator(TARGETS).evaluate_all(
        """all => all.map((e) => [e.className || e.name || e.tagName, e.getBoundingClientRect()])
          .filter(([, box]) => box.width > 0 && (box.height < 44 || box.width < 44))
          .map(([name, box]) => `${name} ${box.width} by ${box.height}`)"""
    )
    assert small == []
    context.close()
