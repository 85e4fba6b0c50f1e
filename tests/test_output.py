"""Commands whose output another program reads only in part."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.practices import ROOT, docs


@pytest.mark.parametrize("command", ["doctor", "schedule"])
def test_a_command_ends_quietly_when_nobody_reads_its_output(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-m", "practice.authoring", command],
        cwd=docs("minimal").parent,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (run.returncode, run.stderr) == (0, "")
