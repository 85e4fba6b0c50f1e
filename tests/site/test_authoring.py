"""`make new`, `make doctor` and `make schedule` as a person runs them, first on the real content."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words], cwd=project, capture_output=True, text=True, check=False
    )


def test_each_kind_is_made_and_the_site_builds_with_it(project: Path) -> None:
    before = (project / "docs/_data/sources.yml").read_bytes()
    for kind in ("article", "guide", "service", "source"):
        made = make(project, "new", kind, f"title=Fear: a new {kind}")
        assert made.returncode == 0, made.stderr
        assert f"fear-a-new-{kind}" in made.stdout
        assert "make serve" in made.stdout
    assert (project / "docs/_data/sources.yml").read_bytes().startswith(before)

    said = make(project, "doctor")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("The site can be built: nothing is wrong."), said.stdout
    assert "docs/articles/fear-a-new-article.md:6: “TO WRITE” stands at lines 6," in said.stdout
    assert "docs/_data/practice.yml:" in said.stdout
    site = project / ".build/doctor"
    for page in ("articles/fear-a-new-article", "guides/fear-a-new-guide"):
        assert not (site / page / "index.html").exists(), "a draft does not go out"
    assert "fear-a-new-service" not in (site / "contact/index.html").read_text("utf-8")

    listed = make(project, "schedule").stdout
    assert "docs/articles/fear-a-new-article.md" in listed
    assert "docs/_data/services/fear-a-new-service.yml" in listed


def test_the_doctor_says_what_the_build_says(small_project: Path) -> None:
    assert make(small_project, "new", "article", "title=Fear").returncode == 0
    article = small_project / "docs/articles/fear.md"
    article.write_text(article.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
    said = make(small_project, "doctor")
    assert said.returncode == 0
    assert "docs/articles/fear.md:6: “TO WRITE” still stands here, and readers" in said.stdout
    assert "Traceback" not in said.stdout + said.stderr


@pytest.mark.parametrize(
    "title",
    ["$5 $(shell touch gone) `touch gone` ${x} $$", """'single' "double" # hash \\ back %s""", "$("],
)
def test_no_sign_is_lost_between_the_keyboard_and_the_file(small_project: Path, title: str) -> None:
    made = make(small_project, "new", "article", f"title={title}", "name=odd")
    assert made.returncode == 0, made.stderr
    shown = (small_project / "docs/articles/odd.md").read_text("utf-8")
    assert title.replace("\\", "\\\\").replace('"', '\\"') in shown
    assert not (small_project / "gone").exists()


def test_what_is_missing_is_asked_for_in_words(small_project: Path) -> None:
    shutil.rmtree(small_project / "docs/articles")
    for words, said in {
        ("new",): 'Say what to make, and its title: make new article title="…"',
        ("new", "article"): 'The title is missing. Write it in quotes: make new article title="…"',
        ("new", "artcle", "title=x"): "Instead of article it can be: guide, service, source.",
        ("article", "title=x"): 'Say: make new article title="…"',
    }.items():
        refused = make(small_project, *words)
        assert refused.returncode == 2
        assert said in refused.stderr
        assert "Traceback" not in refused.stderr
    assert not (small_project / "docs/articles").exists()


def test_the_schemas_are_written_where_editors_look(small_project: Path) -> None:
    assert make(small_project, "schemas").returncode == 0
    for file in (ROOT / ".vscode/schemas").iterdir():
        assert (small_project / ".vscode/schemas" / file.name).read_bytes() == file.read_bytes()
