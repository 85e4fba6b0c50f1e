"""The chooser and the scorecard in a reader's hands, with scripts and without."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import pytest

from practice.content.reading import read_content
from practice.content.tools import Chooser
from tests import practices

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHOOSER = "guides/teacher-or-app/"
SCORECARD = "guides/trial-lesson/"


@pytest.fixture(scope="module")
def chooser() -> Chooser:
    content, _ = read_content(practices.docs("full"))
    tool = content.tools["teacher-or-app"]
    assert isinstance(tool, Chooser)
    return tool


def one_path_per_result(chooser: Chooser) -> dict[str, tuple[int, ...]]:
    """For each result, one combination of answers that produces it, by position."""
    found: dict[str, tuple[int, ...]] = {}
    for picks in product(*(range(len(question.answers)) for question in chooser.questions)):
        answers = [q.answers[pick] for q, pick in zip(chooser.questions, picks, strict=True)]
        found.setdefault(chooser.outcome(answers), picks)
    assert found.keys() == chooser.results.keys()
    return found


def visible_result(page: Page) -> str | None:
    shown = page.locator("[data-result]:visible")
    return shown.get_attribute("data-result") if shown.count() else None


def test_the_chooser_shows_the_result_that_its_data_defines(
    browser: Browser, address: str, chooser: Chooser
) -> None:
    page = browser.new_page()
    page.goto(address + CHOOSER)
    asked: list[str] = []
    page.wait_for_load_state("networkidle")
    # A busy browser may ask for the page's own icon as late as this.
    page.on("request", lambda r: asked.append(r.url) if "favicon" not in r.url else None)
    for outcome, picks in one_path_per_result(chooser).items():
        for number, pick in enumerate(picks, start=1):
            page.locator(f"input[name=chooser-{number}]").nth(pick).check()
        assert visible_result(page) is None, "a changed answer takes the old result away"
        page.get_by_role("button", name="Show my result").click()
        answers = [q.answers[pick] for q, pick in zip(chooser.questions, picks, strict=True)]
        assert visible_result(page) == outcome
        reasons = page.locator("[data-result]:visible [data-reasons] li").all_inner_texts()
        assert reasons == [a.because for a in answers if a.weights.get(outcome)]
        assert page.locator("[data-result]:visible a").count() == 1
    assert asked == [], "answers never leave the browser"
    page.close()


def test_the_chooser_works_by_keyboard_and_moves_focus_to_the_result(
    browser: Browser, address: str, chooser: Chooser
) -> None:
    page = browser.new_page()
    page.goto(address + CHOOSER)
    page.locator("input[name=chooser-1]").first.focus()
    for _ in chooser.questions:
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Show my result"
    page.keyboard.press("Enter")
    focused = page.evaluate("document.activeElement.closest('[data-result]')?.dataset.result")
    assert focused == visible_result(page)
    assert page.evaluate("document.activeElement.tagName") == "H3"
    page.close()


def test_the_chooser_names_the_first_unanswered_question(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + CHOOSER)
    page.locator("input[name=chooser-1]").first.check()
    page.get_by_role("button", name="Show my result").click()
    assert page.get_by_role("status").first.inner_text() == "Please answer question 2."
    assert page.evaluate("document.activeElement.name") == "chooser-2"
    assert visible_result(page) is None
    page.get_by_role("button", name="Start over").click()
    assert page.locator("input:checked").count() == 0
    page.close()


def test_without_scripts_the_chooser_can_be_counted_by_hand(
    browser: Browser, address: str, chooser: Chooser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + CHOOSER)
    assert page.locator("fieldset").count() == len(chooser.questions)
    assert not page.get_by_role("button", name="Show my result").is_visible()
    assert page.locator("[data-result]:visible").count() == len(chooser.results)
    rows = page.locator(".count tbody tr").all()
    columns = list(chooser.results)
    # Count by the table alone, as a reader would, and compare with what the data says.
    for outcome, picks in one_path_per_result(chooser).items():
        sums = dict.fromkeys(columns, 0)
        for row, pick in zip(rows, picks, strict=False):
            for id, cell in zip(columns, row.locator("td").all_inner_texts(), strict=True):
                points = dict(re.findall(r"([A-H]): (\d)", cell))
                sums[id] += int(points.get("ABCDEFGH"[pick], 0))
        by_hand = max(columns, key=lambda id: sums[id])
        assert by_hand == outcome
    context.close()


def test_the_scorecard_adds_up_and_keeps_its_entries_until_cleared(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + SCORECARD)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_load_state("networkidle")
    asked.clear()
    page.get_by_label("Name of coach 1").fill("Ada")
    page.get_by_label("Ear, coach 1").select_option("5")
    page.get_by_label("Patience, coach 1").select_option("3")
    page.get_by_label("Ear, coach 2").select_option("2")
    page.get_by_label("Notes, coach 1").fill("Asked a good question.")
    totals = [page.get_by_label(f"Total, coach {n}").inner_text() for n in (1, 2, 3)]
    assert totals == ["8", "2", ""]
    assert asked == [], "nothing entered leaves the browser"

    page.reload()
    assert page.get_by_label("Name of coach 1").input_value() == "Ada"
    assert page.get_by_label("Notes, coach 1").input_value() == "Asked a good question."
    assert page.get_by_label("Total, coach 1").inner_text() == "8"

    page.get_by_role("button", name="Clear the scorecard").click()
    assert page.get_by_label("Name of coach 1").input_value() == ""
    assert page.get_by_label("Total, coach 1").inner_text() == ""
    assert page.evaluate("Object.keys(localStorage)") == []
    page.reload()
    assert page.get_by_label("Ear, coach 1").input_value() == ""
    context.close()


def test_unreadable_stored_scores_are_ignored(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + SCORECARD)
    for kept in ("{", "null", "[1]", '{"ear-1":"99"}'):
        page.evaluate("k => localStorage.setItem('scorecard:trial-lesson', k)", kept)
        page.reload()
        assert page.get_by_label("Total, coach 1").inner_text() == ""
        page.get_by_label("Ear, coach 1").select_option("4")
        assert page.get_by_label("Total, coach 1").inner_text() == "4"
    context.close()


def test_without_scripts_the_scorecard_is_a_sheet_to_fill_in(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + SCORECARD)
    page.get_by_label("Ear, coach 1").select_option("5")
    assert not page.get_by_role("button", name="Clear the scorecard").is_visible()
    assert not page.get_by_role("button", name="Print the scorecard").is_visible()
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("filled", [pytest.param(False, marks=pytest.mark.long), True])
def test_the_scorecard_prints_on_one_sheet(
    browser: Browser, address: str, paper: str, filled: bool
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("window.print = () => {}")
    page.goto(address + SCORECARD)
    if filled:
        for notes in page.locator("textarea").all():
            notes.fill("Words " * 30)
        for select in page.locator("select[data-coach]").all():
            select.select_option("4")
    page.get_by_role("button", name="Print the scorecard").click()
    pdf = page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    context.close()
