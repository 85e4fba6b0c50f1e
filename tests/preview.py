"""A preview, served on a free port of this machine."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from practice import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass
class Preview:
    """The address of a preview; calling it returns the page at a path."""

    address: str

    def __call__(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            text: str = answer.read().decode()
        return text


@contextmanager
def serving(project: Path) -> Iterator[Preview]:
    """`make serve` in `project`, on a free port, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*engine.command(), "serve", "--dev-addr", f"127.0.0.1:{port}"]
    log = (project / "serve.log").open("w")
    server = subprocess.Popen(command, cwd=project, stdout=log, stderr=log)

    try:
        yield Preview(f"http://127.0.0.1:{port}/")
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def eventually(look: Callable[[], str], words: str) -> None:
    """Wait until `look` shows `words`; a preview may take its time on a busy machine."""
    end = time.monotonic() + 60
    seen = ""
    while time.monotonic() < end:
        try:
            seen = look()
        except OSError:
            seen = ""
        if words in seen:
            return
        time.sleep(0.3)
    raise AssertionError(f"{words!r} never appeared")
