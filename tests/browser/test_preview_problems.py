"""`make serve` during a mistake: the page with the problems comes and goes by itself."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_access import RULES
from tests.conftest import ROOT, article
from tests.practices import copy_practice
from tests.preview import eventually, serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

WAIT = 60_000
"""How long a rebuild may take on a busy machine, in milliseconds."""


def test_a_mistake_is_shown_on_every_page_until_it_is_fixed(
    browser: Browser, tmp_path: Path
) -> None:
    for name in ("overrides", "hooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    copy_practice("minimal", tmp_path)
    file = tmp_path / "docs/articles/quick-work.md"
    good = article("Quick work", topic="meetings", body="<b>Words</b> of it.")
    file.write_text(good, encoding="utf-8")
    template = tmp_path / "overrides/article.html"
    markup = template.read_text(encoding="utf-8")

    with serving(tmp_path) as get:
        get.address += "lind/"  # the practice has its site in this folder of the host
        eventually(lambda: get("articles/quick-work/"), "Quick work")
        page = browser.new_page()
        page.goto(f"{get.address}articles/quick-work/")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("Quick work")

        file.write_text(good.replace("date: 2024-05-01", "date: 2024-13-01"), encoding="utf-8")
        expect(heading).to_have_text("1 problem to fix", timeout=WAIT)
        expect(page.get_by_role("heading", level=2)).to_have_text("docs/articles/quick-work.md:4")
        expect(page.get_by_text("“date” is “2024-13-01”, which is not a date.")).to_be_visible()
        expect(page.locator("strong")).to_contain_text("Write year-month-day, like")
        expect(page.locator("mark")).to_have_text("4  date: 2024-13-01")
        expect(page.locator("pre")).to_contain_text("5  topic: meetings")
        assert Axe().run(page, options=RULES).response["violations"] == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.goto(f"{get.address}about/")
        expect(heading).to_have_text("1 problem to fix")

        file.write_text(good, encoding="utf-8")
        expect(heading).not_to_have_text("1 problem to fix", timeout=WAIT)
        page.goto(f"{get.address}articles/quick-work/")
        expect(heading).to_have_text("Quick work")

        template.write_text(markup + "\n{% nonsense %}\n", encoding="utf-8")
        expect(heading).to_have_text("1 problem to fix", timeout=WAIT)
        expect(page.locator("mark")).to_contain_text("{% nonsense %}")
        template.write_text(markup, encoding="utf-8")
        expect(heading).to_have_text("Quick work", timeout=WAIT)
        page.close()
