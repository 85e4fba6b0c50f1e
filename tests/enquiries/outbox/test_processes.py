"""Several processes with one folder: a receiver, a second one by mistake, and commands."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from practice.enquiries.enquiry import Receipt
from practice.enquiries.outbox import Outbox, OutboxError, State, locked
from tests.enquiries.forked import start
from tests.enquiries.samples import enquiry, hold, keep

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path


def lock_the_folder(folder: Path, report: Connection) -> None:
    with locked(folder):
        report.send("locked")
        signal.pause()


def test_a_folder_is_free_again_when_its_receiver_is_killed(tmp_path: Path) -> None:
    process, hears = start(lock_the_folder, tmp_path)
    assert hears.recv() == "locked"
    with pytest.raises(OutboxError, match="Another receiver is already using"), locked(tmp_path):
        pass
    process.kill()
    process.join()
    with locked(tmp_path):
        pass


def release_all(file: Path, report: Connection) -> None:
    """What a command does beside the server: read and write until all is released."""
    outbox = Outbox(file)
    released = 0
    while released < 60:
        held = [each.enquiry.id for each in outbox.list([State.QUARANTINED])]
        released += len(outbox.replay(held))
    report.send((os.getpid(), released))
    outbox.close()


def test_commands_write_beside_a_receiver(tmp_path: Path) -> None:
    file = tmp_path / "enquiries.db"
    outbox = Outbox(file)
    process, hears = start(release_all, file)
    futures = [outbox.accept(enquiry(), judge) for judge in (keep, hold) * 30]
    assert {future.result() for future in futures} == {Receipt.NEW}
    futures = [outbox.accept(enquiry(), hold) for _ in range(30)]
    assert {future.result() for future in futures} == {Receipt.NEW}
    assert hears.recv() == (process.pid, 60)
    process.join(30)
    assert process.exitcode == 0
    assert outbox.counts()[State.WAITING] == 90
    outbox.close()
