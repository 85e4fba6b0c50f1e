"""A push from Windows, from a terminal, and from a machine that cannot run the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, article
from tests.publishing.project import commit, git, make, published

if TYPE_CHECKING:
    from pathlib import Path


def test_a_windows_checkout_builds_and_pushes(project: Path) -> None:
    shutil.copy(ROOT / ".gitattributes", project)
    commit(project)
    clone = project.parent / "windows"
    git(project.parent, "clone", "--config", "core.autocrlf=true", str(project), str(clone))
    git(clone, "remote", "set-url", "origin", str(project.parent / "public"))
    (clone / ".venv").symlink_to(project / ".venv")
    installed = make(clone, "pre-push")
    assert installed.returncode == 0, installed.stderr

    second = clone / "docs/articles/second.md"
    second.write_text(article("Second"), encoding="utf-8", newline="\r\n")
    git(clone, "add", "docs")
    git(clone, "commit", "--message", "A second article")
    pushed = git(clone, "push", "origin", "main")
    assert pushed.returncode == 0, pushed.stderr
    assert "Checking " in pushed.stderr
    good = published(clone)
    assert good

    second.write_text(article("Second", topic="none"), encoding="utf-8", newline="\r\n")
    git(clone, "commit", "--all", "--message", "A mistake")
    refused = git(clone, "push", "origin", "main")
    assert refused.returncode != 0
    assert "docs/articles/second.md:5: There is no topic “none”." in refused.stderr
    assert published(clone) == good


@pytest.mark.parametrize("name", ["form.pdf", "photo.jpg", "talk.mp3"])
def test_files_without_lines_come_back_as_they_were(project: Path, name: str) -> None:
    """Git takes a file without a NUL byte for text, and would change its line ends."""
    shutil.copy(ROOT / ".gitattributes", project)
    written = b"%PDF-1.4\r\n1 0 obj\r\n"
    (project / "docs" / name).write_bytes(written)
    commit(project)
    git(project.parent, "clone", str(project), "clone")
    assert (project.parent / "clone/docs" / name).read_bytes() == written


def test_the_hook_ends_when_a_person_runs_it(project: Path) -> None:
    there, terminal = os.openpty()
    try:
        ran = subprocess.run(
            [project / ".git/hooks/pre-push"],
            cwd=project,
            stdin=terminal,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    finally:
        os.close(there)
        os.close(terminal)
    assert ran.returncode != 0
    assert "make build" in ran.stderr


def test_a_push_is_not_stopped_by_an_environment_of_another_system(project: Path) -> None:
    python = project / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    pushed = git(project, "push", "origin", "main")
    assert pushed.returncode == 0, pushed.stderr
    assert "“make build”" in pushed.stderr
    assert published(project)
