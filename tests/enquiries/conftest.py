"""A clock to set, and an outbox that is flushed quickly."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from practice.enquiries.outbox import Outbox
from tests.enquiries.samples import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = Path("/dev/shm")
"""Linux keeps this folder in memory."""


class Clock:
    """A clock that moves only when it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for what is written and flushed many times: in memory, if the system can do that."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture
def outbox(folder: Path, clock: Clock) -> Iterator[Outbox]:
    made = Outbox(folder / "box" / "enquiries.db", clock=clock)
    yield made
    made.close()
