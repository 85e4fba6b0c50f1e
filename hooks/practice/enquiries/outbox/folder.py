"""The receiver's folder: private, and used by one receiver at a time."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from practice.enquiries.outbox.errors import OutboxError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner may open, unless it exists."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock `folder` while the block runs, so that two receivers never share one.

    The system releases the lock when the process ends, even if it is killed. Raises OutboxError
    when another process has the lock.
    """
    try:
        private_folder(folder)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise OutboxError(f"The folder {folder} cannot be used: {error.strerror}.") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutboxError(f"Another receiver is already using {folder}.") from error
        yield
    finally:
        os.close(lock)
