"""`make build` and `make serve`: what a failed build leaves alone, and what a preview follows."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import article
from practice.preview_server import PreviewServer
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
    line = text[: text.index("site_url:")].count("\n") + 1
    fourth = make()
    assert fourth.returncode != 0
    assert f"mkdocs.yml:{line}: “site_url” is “example.com/”, which is not" in fourth.stderr
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
        eventually(lambda: get("about/"), "“idd” is not a key here.")
        assert "“idd” is not a key here." in (small_project / "serve.log").read_text()
        change("docs/_data/topics.yml", "- idd: ", "- id: ")
        eventually(lambda: get("about/"), "Eda Example")


@pytest.mark.engine
def test_a_preview_that_starts_with_a_mistake_shows_it_and_then_the_site(
    small_project: Path,
) -> None:
    settings = small_project / "mkdocs.yml"
    good = settings.read_text(encoding="utf-8")
    broken = small_project / "docs/articles/broken.md"
    broken.write_text(article("Broken", date="2026-13-40"), encoding="utf-8")
    settings.write_text(good.replace("site_url: https://", "site_url: ", 1), encoding="utf-8")
    with serving(small_project) as get:
        eventually(lambda: get("about/"), "“site_url” is “example.com/”, which is not")
        settings.write_text(f"{good}theme: {{name: nowhere}}\n", encoding="utf-8")
        eventually(lambda: get("about/"), "The setting “theme” does not work: ")
        settings.write_text(good, encoding="utf-8")
        eventually(lambda: get("about/"), "“date” is “2026-13-40”, which is not a date.")
        broken.unlink()
        eventually(lambda: get("about/"), "About Ada")
        assert "There are none yet." in get("enquiries/messages"), "the form works too"


def test_a_preview_without_mkdocs_yml_says_so_and_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "practice.preview_server"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "1 problem to fix:",
        "mkdocs.yml:1: The file is missing. Restore the file from git.",
    ]


def test_a_preview_says_that_its_port_is_taken_and_uses_the_next_free_one(
    small_project: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with serving(small_project, taken) as get:
            said = f"Port {taken} is taken. This preview uses port "
            eventually(lambda: (small_project / "serve.log").read_text(), "Serving on")
            lines = (small_project / "serve.log").read_text().splitlines()
            (line,) = [line for line in lines if said in line]
            port = line.partition(said)[2].rstrip(".")
            get.address = f"http://127.0.0.1:{port}/"
            assert "Ada Example" in get("")


def test_a_port_that_is_taken_during_the_first_build_ends_the_preview(small_project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        preview = PreviewServer(small_project, other.getsockname()[1])
        with pytest.raises(SystemExit, match="could not start .* Type make serve again"):
            preview.run()


@pytest.mark.engine
def test_drafts_and_scheduled_articles_have_one_mark_in_a_preview(small_project: Path) -> None:
    articles = small_project / "docs/articles"
    (articles / "later.md").write_text(article("Later", date="2099-01-01"), encoding="utf-8")
    (articles / "rough.md").write_text(article("Rough", draft="true"), encoding="utf-8")
    with serving(small_project) as get:
        eventually(lambda: get("articles/rough/"), "Draft: not published.")
        assert "Scheduled: will be published on" in get("articles/later/")
        for slug in ("rough", "later"):
            assert "mkdocs-draft-marker" not in get(f"articles/{slug}/")
