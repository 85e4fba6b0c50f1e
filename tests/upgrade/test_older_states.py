"""Older states of this repository, each with fifty articles of its own, get the current version."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.publishing.project import write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

STATES = {
    "one hook for each job, no form provider": "bcdaf20",
    "providers, commands for writers, thirteen hooks": "b5287b1",
    "one hook, content and code judged apart": "def297a",
    "the first version of make upgrade": "b9168c4",
}
COLOR = "light-dark(#123456, #abcdef)"
MINE = "<!-- Ada's own -->\n"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        **{f"GIT_{who}_NAME": "Ada" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "ada@example.com" for who in ("AUTHOR", "COMMITTER")},
    }
    for name in ("MAKELEVEL", "MAKEFLAGS", "PYTHONPATH"):
        environment.pop(name, None)
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def git(folder: Path, *words: str) -> str:
    result = run(folder, "git", *words)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository with all commits, and as the last one the files as they are now."""
    if git(ROOT, "rev-parse", "--is-shallow-repository") == "true":
        pytest.skip("This clone lacks the older states. To get them: git fetch --unshallow")
    folder = tmp_path_factory.mktemp("kit") / "kit"
    git(ROOT, "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder))
    git(folder, "checkout", "--quiet", "-B", "main")
    git(folder, "--work-tree", str(ROOT), "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "The files as they are now")
    git(folder, "reset", "--quiet", "--hard")
    return folder


def articles(topic: str, source: str, author: str) -> dict[str, str]:
    """Fifty articles that use what articles can have; some are scheduled, the last is a draft."""
    texts = {}
    for number in range(1, 51):
        year = 2019 + number // 8 if number <= 45 else 2098
        keys = [
            f"title: Article number {number}",
            f"description: What the article with the number {number} is about, in enough words.",
            f"date: {year}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            f"topic: {topic}",
        ]
        if number % 7 == 0:
            keys.append(f"author: {author}")
        if number % 10 == 0:
            keys.append(f"redirect_from: [/old/{number}/]")
        if number == 50:
            keys.append("draft: true")
        body = [
            f"The first paragraph of article {number}, with *emphasis* and a source.[^{source}]",
            "## A part\n\n- one\n- two",
            f"[The next one](own-{number + 1:02}.md)" if number < 40 else "The end.",
            "| a | b |\n|---|---|\n| 1 | 2 |",
        ]
        text = "---\n" + "\n".join(keys) + "\n---\n" + "\n\n".join(body) + "\n"
        texts[f"docs/articles/own-{number:02}.md"] = text
    return texts


def the_one_line(address: Path) -> str:
    """What the handbook says to type in a copy without the command."""
    page = (ROOT / "docs/_handbook/upgrade.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^git clone .*practice\.upgrade$", page, re.MULTILINE)
    return re.sub(r"https://\S+", str(address), line)


@pytest.mark.parametrize("commit", STATES.values(), ids=STATES)
def test_an_older_state_with_fifty_articles_is_upgraded(
    kit: Path, tmp_path: Path, commit: str
) -> None:
    if run(kit, "git", "cat-file", "-e", f"{commit}^{{commit}}").returncode:
        pytest.skip(f"This clone lacks the commit {commit}. To get it: git fetch --unshallow")
    copy = tmp_path / "copy"
    git(kit, "clone", "--quiet", str(kit), str(copy))
    git(copy, "checkout", "--quiet", "-B", "main", commit)
    own = articles(
        *(
            re.findall(pattern, git(copy, "show", f"HEAD:docs/_data/{file}"), re.MULTILINE)[0]
            for file, pattern in (
                ("topics.yml", r"^- id: (\S+)"),
                ("sources.yml", r"^([\w-]+):"),
                ("practice.yml", r"^authors:\n  ([\w-]+):"),
            )
        )
    )
    css, header = "overrides/assets/stylesheets/site.css", "overrides/partials/header.html"
    settings = (copy / "mkdocs.yml").read_text(encoding="utf-8")
    styles = (copy / css).read_text(encoding="utf-8")
    edited = {
        **own,
        "mkdocs.yml": settings.replace("https://example.com/", "https://ada.example.org/", 1),
        css: re.sub(r"(?<=--teal: )[^;]+", COLOR, styles, count=1),
        header: (copy / header).read_text(encoding="utf-8") + MINE,
    }
    for path, text in edited.items():
        write(copy / path, text)
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "--message", "My site")
    before = git(copy, "rev-parse", "HEAD")

    has_command = "\nupgrade:" in (copy / "Makefile").read_text(encoding="utf-8")
    typed = f"make upgrade from={kit}" if has_command else the_one_line(kit)
    result = run(copy, "sh", "-c", typed)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "does not build" not in result.stdout

    # The kit is the new one, byte for byte.
    differing = git(copy, "diff", "--name-only", git(kit, "rev-parse", "HEAD"), "HEAD")
    others = {path for path in differing.splitlines() if not path.startswith(("docs/", "kept/"))}
    assert others == {".kit-version", "mkdocs.yml", css}
    assert "docs/_handbook/" not in differing
    # The content is the owner's.
    touched = git(copy, "diff", "--name-only", before, "HEAD", "--", "docs", ":!docs/_handbook")
    assert touched == ("docs/_data/contact.yml" if commit == "bcdaf20" else "")
    assert "site_url: https://ada.example.org/" in (copy / "mkdocs.yml").read_text("utf-8")
    assert f"--teal: {COLOR};" in (copy / css).read_text("utf-8")
    assert f"  {header}\n" in result.stdout
    (kept,) = copy.glob(f"kept/*/{header}")
    assert kept.read_text(encoding="utf-8").endswith(MINE)
    assert git(copy, "status", "--porcelain") == ""

    # The new version publishes the articles.
    pages = [copy / f"site/articles/own-{number:02}/index.html" for number in range(1, 51)]
    published = [page.is_file() for page in pages]
    assert published == [True] * 45 + [False] * 5
    assert (copy / "site/old/20/index.html").is_file()

    (undo,) = re.findall(r"To undo the upgrade, type: (.+)", result.stdout)
    assert run(copy, "sh", "-c", undo).returncode == 0
    assert git(copy, "rev-parse", "HEAD^{tree}") == git(copy, "rev-parse", f"{before}^{{tree}}")
