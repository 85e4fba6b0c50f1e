"""The commands of the Makefile run one after the other, whatever make is asked for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.publishing.project import run, write

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = """\
#!/bin/sh
mkdir busy 2> /dev/null || echo overlap >> log
echo "$2" >> log
sleep 0.1
mkdir -p .build/site
rmdir busy
"""
"""Takes the place of Python, and notes what runs while something else does."""
BUILD, CHECKS, VANISHED = (
    f"practice.{name}" for name in ("engine", "validation.site", "publishing.vanished")
)


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        (["-j3", "publish-check"], {}, [BUILD, CHECKS, VANISHED]),
        (["build", "check-site"], {"MAKEFLAGS": "-j"}, [BUILD, CHECKS]),
    ],
)
def test_make_never_checks_a_site_while_it_is_built(
    tmp_path: Path, words: list[str], environment: dict[str, str], expected: list[str]
) -> None:
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    write(tmp_path / ".venv/bin/python", PYTHON)
    (tmp_path / ".venv/bin/python").chmod(0o755)
    write(tmp_path / ".venv/.ready-site", "")
    result = run(tmp_path, "make", *words, **environment)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "log").read_text(encoding="utf-8").split() == expected
