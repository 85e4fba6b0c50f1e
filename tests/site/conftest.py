"""A copy of the project, for commands that change it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from tests.conftest import LEAST, ROOT, SETTINGS, article
from tests.practices import configure, copy_practice

COMMANDS = Path(sys.executable).parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A clone of the project with the practice `minimal`, and this Python as its environment."""
    copy_practice("minimal", tmp_path)
    return equipped(tmp_path)


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """The same with the content of the tiny site and one article."""
    for name, text in {**LEAST, "articles/first.md": article("First")}.items():
        file = tmp_path / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    configure(tmp_path, SETTINGS)
    return equipped(tmp_path)


def equipped(tmp_path: Path) -> Path:
    """The folder, with all that a project needs besides its content and mkdocs.yml."""
    for name in ("overrides", "hooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    commands = tmp_path / ".venv/bin"
    commands.mkdir(parents=True)
    for name in ("python", "mkdocs"):
        (commands / name).symlink_to(COMMANDS / name)
    shutil.copy(Path(sys.prefix) / "pyvenv.cfg", tmp_path / ".venv")
    (tmp_path / ".venv/lib").symlink_to(Path(sys.prefix) / "lib")
    for name in (".ready-site", ".ready-tests"):
        (tmp_path / ".venv" / name).touch()
    return tmp_path
