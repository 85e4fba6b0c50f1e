"""What a change needs: a change of content alone does not run the tests of the code."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from practice.publishing.changes import code_files
from tests.publishing.project import make_project, script, write

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
site_name: Ada
site_url: https://example.com/ # the address
nav:
  - About: about.md
hooks: [hooks/events.py]
names: !ENV NAMES
"""
CONTENT = [
    ["docs/articles/on-listening.md"],
    ["docs/articles/photo.jpg", "docs/_data/topics.yml"],
    ["docs/articles/“quoted” über.md"],
    [],
]
CODE = [
    ["hooks/events.py"],
    ["docs/index.md", "overrides/main.html"],
    ["docs.md"],
    ["docs/_handbook/publish.md"],
    ["hooks/docs/x.md"],
    ["README.md"],
    [".github/workflows/publish.yml"],
    ["requirements.txt"],
]


@pytest.mark.parametrize("changed", CONTENT, ids=" ".join)
def test_files_in_docs_are_content(changed: list[str]) -> None:
    assert code_files(changed, SETTINGS, SETTINGS) == []


@pytest.mark.parametrize("changed", CODE, ids=" ".join)
def test_all_other_files_are_code(changed: list[str]) -> None:
    found = code_files(changed, SETTINGS, SETTINGS)
    assert found == [path for path in changed if path != "docs/index.md"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://example.com/", "https://ada.example/site/"),
        ("https://example.com/", "!ENV [URL, 'https://ada.example/']"),
        ("site_url: https://example.com/ # the address\n", ""),
        (
            "  - About: about.md\n",
            "  - About: about.md\n  - More:\n      - Guides: guides/index.md\n",
        ),
        ("nav:\n  - About: about.md\n", ""),
        ("# the address", "# my address"),
        ("hooks: [", "# a comment\nhooks: ["),
    ],
)
def test_the_address_and_the_navigation_are_content(old: str, new: str) -> None:
    assert old in SETTINGS
    assert code_files(["mkdocs.yml"], SETTINGS, SETTINGS.replace(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hooks/events.py", "hooks/other.py"),
        ("hooks: [hooks/events.py]\n", ""),
        ("site_name: Ada", "site_name: Bob"),
        ("NAMES", "OTHERS"),
        ("names:", "extra: {nav: 1}\nnames:"),
        ("names:", "[nav]: 1\nnames:"),
        ("nav:\n", "nav: [\n"),
        (SETTINGS, ""),
        (SETTINGS, "- a list\n"),
    ],
)
def test_other_settings_and_unreadable_ones_are_code(old: str, new: str) -> None:
    assert old in SETTINGS
    changed = SETTINGS.replace(old, new)
    assert code_files(["mkdocs.yml"], SETTINGS, changed) == ["mkdocs.yml"]
    assert code_files(["mkdocs.yml"], changed, SETTINGS) == ["mkdocs.yml"]


def test_a_new_settings_file_is_code() -> None:
    assert code_files(["mkdocs.yml"], "", "") == ["mkdocs.yml"]


class Repository:
    """A repository, and the step of a workflow that looks at what changed in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch", "main")
        write(folder / "docs/index.md", "Home")
        write(folder / "mkdocs.yml", SETTINGS)
        write(folder / "hooks/old.py", "")
        make_project(folder)
        self.first = self.commit()

    def git(self, *words: str) -> str:
        name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
        command = ["git", *name, *words]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=True
        ).stdout.strip()

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "A change")
        return self.git("rev-parse", "HEAD")

    def step(self, workflow: str = "publish.yml", base: str = "") -> tuple[str, str]:
        """What the step prints, and what it hands to the steps after it."""
        output = self.folder.parent / "output"
        output.write_text("", encoding="utf-8")
        result = subprocess.run(
            ["bash", "-e", "-c", script(workflow, "site", "make changes")],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "GITHUB_OUTPUT": str(output), "BASE": base},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout, output.read_text(encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    (tmp_path / "project").mkdir()
    return Repository(tmp_path / "project")


def test_a_push_of_several_commits_of_content(repository: Repository) -> None:
    write(repository.folder / "docs/articles/on “listening”.md", "Words")
    repository.commit()
    write(repository.folder / "mkdocs.yml", SETTINGS.replace("example.com", "ada.example"))
    repository.commit()
    said = ("No code changed, so its tests do not run.\n", "code=false\nolder=false\n")
    assert repository.step(base=repository.first) == said


def test_a_push_with_code_in_an_earlier_commit(repository: Repository) -> None:
    write(repository.folder / "hooks/new.py", "")
    repository.commit()
    write(repository.folder / "docs/index.md", "Hello")
    repository.commit()
    said = "The code changed, so its tests run: hooks/new.py\n"
    assert repository.step(base=repository.first) == (said, "code=true\nolder=false\n")


def test_code_that_is_moved_into_docs_has_changed(repository: Repository) -> None:
    repository.git("mv", "hooks/old.py", "docs/old.md")
    repository.commit()
    assert "code=true\n" in repository.step(base=repository.first)[1]


@pytest.mark.parametrize("base", ["", "0" * 40, "1" * 40, "--exit-code", "--output=x"])
def test_an_unknown_commit_before_runs_the_tests(repository: Repository, base: str) -> None:
    before = sorted(repository.folder.iterdir())
    said = "The commit to compare with is unknown, so the tests of the code run.\n"
    assert repository.step(base=base) == (said, "code=true\nolder=false\n")
    assert sorted(repository.folder.iterdir()) == before


def test_a_commit_that_was_published_again_is_older(repository: Repository) -> None:
    write(repository.folder / "docs/index.md", "Hello")
    newest = repository.commit()
    assert "older=false\n" in repository.step(base=newest)[1]
    repository.git("checkout", "--quiet", repository.first)
    assert repository.step(base=newest)[1] == "code=false\nolder=true\n"
    write(repository.folder / "docs/index.md", "Another")
    repository.commit()
    assert "older=false\n" in repository.step(base=newest)[1]


def test_code_that_failed_its_tests_is_tested_again_with_the_next_push(
    repository: Repository, tmp_path: Path
) -> None:
    """GitHub names the last push that passed, which is not always the one before."""
    write(repository.folder / "hooks/new.py", "")
    repository.commit()
    write(repository.folder / "docs/index.md", "Hello")
    content = repository.commit()
    output = tmp_path / "passed"
    for passed, code in ((repository.first, "true"), (content, "false"), ("", "true")):
        answers = f"echo {passed}" if passed else "exit 1"
        write(tmp_path / "gh", f"#!/bin/sh\n{answers}\n")
        (tmp_path / "gh").chmod(0o755)
        subprocess.run(
            ["bash", "-e", "-c", script("publish.yml", "site", "gh api")],
            env={"PATH": f"{tmp_path}:{os.defpath}", "GITHUB_OUTPUT": str(output)},
            check=True,
        )
        named = output.read_text(encoding="utf-8").splitlines()[-1]
        base = named.removeprefix("commit=")
        assert f"code={code}\n" in repository.step(base=base)[1]


@pytest.mark.parametrize(("file", "code"), [("docs/index.md", "false"), ("hooks/x.py", "true")])
def test_a_pull_request_is_compared_with_its_branch(
    repository: Repository, file: str, code: str
) -> None:
    repository.git("switch", "--quiet", "--create", "change")
    write(repository.folder / file, "New")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    write(repository.folder / "hooks/meanwhile.py", "")
    repository.commit()
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", "change")
    assert f"code={code}\n" in repository.step("check.yml")[1]
