"""A project in a folder of its own, and the commands that people and hosts run there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

COMMANDS = Path(sys.executable).parent


def steps(workflow: str, job: str) -> list[dict[str, Any]]:
    """The steps of a job that run a script."""
    file = ROOT / ".github/workflows" / workflow
    found = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"][job]["steps"]
    return [step for step in found if "run" in step]


def script(workflow: str, job: str, marker: str) -> str:
    """The shell script with `marker` in it."""
    (found,) = [step["run"] for step in steps(workflow, job) if marker in step["run"]]
    return str(found)


def make_project(folder: Path) -> None:
    """The kit without content, with the environment of these tests as its own."""
    for name in ("hooks", "overrides", ".githooks"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored, dirs_exist_ok=True)
    for name in ("Makefile", "requirements.txt", ".gitignore"):
        shutil.copy(ROOT / name, folder)
    commands = folder / ".venv/bin"
    commands.mkdir(parents=True)
    for name in ("python", "mkdocs"):
        (commands / name).symlink_to(COMMANDS / name)
    shutil.copy(Path(sys.prefix) / "pyvenv.cfg", folder / ".venv")
    (folder / ".venv/lib").symlink_to(Path(sys.prefix) / "lib")
    (folder / ".venv/.ready-site").touch()


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "make", *words)


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """As a window with a Push button runs it: no terminal, a bare environment."""
    return run(folder, "git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", *words)


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    tools = {str(Path(found).parent) for name in ("git", "make") if (found := shutil.which(name))}
    return subprocess.run(
        command,
        cwd=folder,
        env={
            "PATH": ":".join([*sorted(tools), os.defpath]),
            "HOME": str(folder.parent),
            **environment,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,  # a command that waits for an answer fails the test instead of the whole run
    )


def commit(folder: Path) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A change")
    return git(folder, "rev-parse", "HEAD").stdout


def published(folder: Path, branch: str = "main") -> str:
    """The commit the other repository has on `branch`; nothing when it has no such branch."""
    return git(folder.parent / "public", "rev-parse", "--quiet", "--verify", branch).stdout
