"""Processes that a test starts, hears from, and kills."""

from __future__ import annotations

import multiprocessing
import os
import sys
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

# Forked from a server that has imported everything, each saves a second.
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.enquiries.killable"])


def start(target: Callable[..., None], *args: Any) -> tuple[BaseProcess, Connection]:
    """Run `target` in a process of its own; its last argument is a pipe that leads here."""
    hears, report = FORKED.Pipe(duplex=False)
    process: BaseProcess = FORKED.Process(target=target, args=(*args, report), daemon=True)
    with patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):  # for the server's imports
        process.start()
    report.close()
    return process, hears
