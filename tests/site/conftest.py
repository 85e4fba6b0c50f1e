"""A copy of the project, for commands that change it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT

COMMANDS = Path(sys.executable).parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project as a clone has it, with this Python standing in for its environment."""
    for name in ("docs", "overrides", "hooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("mkdocs.yml", "Makefile", "requirements.txt", "requirements-dev.txt"):
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
