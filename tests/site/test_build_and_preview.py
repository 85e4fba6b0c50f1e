"""`make build` and `make serve`: what a failed build leaves alone, and what a preview follows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.preview import eventually, serving


@pytest.mark.engine
def test_a_failed_build_leaves_the_previous_site_alone(small_project: Path) -> None:
    def make() -> subprocess.CompletedProcess[str]:
        command = ["make", "build"]
        return subprocess.run(command, cwd=small_project, capture_output=True, text=True, check=False)

    first = make()
    assert first.returncode == 0, first.stderr
    home = small_project / "site/index.html"
    before = home.read_text(encoding="utf-8")

    text = "---\ntitle: Broken\ndate: 2026-13-40\ntopic: nowhere\n---\nT.\n"
    (small_project / "docs/articles/broken.md").write_text(text, encoding="utf-8")
    second = make()
    assert second.returncode != 0
    assert (
        "docs/articles/broken.md:3: “date” is “2026-13-40”, which is not a date." in second.stderr
    )
    assert "Traceback" not in second.stderr
    assert home.read_text(encoding="utf-8") == before

    (small_project / "docs/articles/broken.md").unlink()
    about = small_project / "docs/about.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n[x](nowhere.md)\n", encoding="utf-8")
    third = make()
    assert third.returncode != 0, "a broken link in the text fails the build too"
    assert home.read_text(encoding="utf-8") == before

    settings = small_project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("site_url: https://", "site_url: ", 1)
    settings.write_text(text, encoding="utf-8")
    fourth = make()
    assert fourth.returncode != 0
    assert "mkdocs.yml:3: “site_url” is “example.com/”, which is not" in fourth.stderr
    assert home.read_text(encoding="utf-8") == before


@pytest.mark.engine
def test_the_preview_follows_changes_of_text_data_and_templates(small_project: Path) -> None:
    def change(name: str, old: str, new: str) -> None:
        file = small_project / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    with serving(small_project) as get:
        eventually(lambda: get(""), "Ada Example")
        change("docs/articles/first.md", "title: ", "title: Altogether ")
        eventually(lambda: get("articles/first/"), "Altogether ")
        change("docs/_data/practice.yml", "name: Ada Example\nrole", "name: Eda Example\nrole")
        eventually(lambda: get("about/"), "Eda Example")
        change("overrides/partials/footer.html", "<footer ", "<footer data-changed ")
        eventually(lambda: get(""), "data-changed")
        change("docs/_data/topics.yml", "- id: ", "- idd: ")
        eventually(lambda: (small_project / "serve.log").read_text(), "“idd” is not a key here.")
        change("docs/_data/topics.yml", "- idd: ", "- id: ")
        change("docs/about.md", "\n---\n", "\n---\nBack again.\n")
        eventually(lambda: get("about/"), "Back again.")
