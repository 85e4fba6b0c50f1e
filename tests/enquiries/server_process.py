"""A receiver as it runs on a host: a process of its own, over a small site that was built."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.conftest import LEAST, ROOT, SETTINGS, mkdocs_build, service
from tests.practices import configure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def make_project(folder: Path) -> Path:
    """A checkout with a tiny site, built."""
    files = {**LEAST, "_data/services/career.yml": service("Career")}
    for name, text in files.items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    for name in ("hooks", "overrides"):
        (folder / name).symlink_to(ROOT / name)
    configure(folder, SETTINGS)
    built = mkdocs_build(folder, "--site-dir", "site")
    assert built.returncode == 0, built.stderr
    return folder


@dataclass
class Process:
    """A receiver that runs."""

    popen: subprocess.Popen[bytes]
    url: str
    folder: Path

    def kill(self) -> None:
        """SIGKILL: nothing is cleaned up."""
        self.popen.kill()
        self.popen.wait()


@contextmanager
def receiver(project: Path, folder: Path, **environ: str) -> Iterator[Process]:
    """A receiver of `project` with its files in `folder`; further settings by their names."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = f"import pathlib; docs = pathlib.Path({str(project / 'docs')!r}); "
    code += "import sys; from practice.enquiries.commands import main; sys.exit(main(docs=docs))"
    settings = {"FOLDER": str(folder), "LISTEN": f"127.0.0.1:{port}", **environ}
    popen = subprocess.Popen(
        [sys.executable, "-c", code, "serve"],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "hooks"),
            **{f"ENQUIRIES_{name}": value for name, value in settings.items()},
        },
        stderr=(folder.parent / f"{folder.name}.log").open("ab"),
    )
    process = Process(popen, f"http://127.0.0.1:{port}/enquiries", folder)
    try:
        _wait(process)
        yield process
    finally:
        if popen.poll() is None:
            popen.terminate()
        popen.wait(timeout=30)


def _wait(process: Process) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.popen.poll() is None:
        try:
            with urllib.request.urlopen(f"{process.url}/health", timeout=5):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
    raise AssertionError("the receiver did not start")
