"""A receiver that is killed (SIGKILL) at any point: whatever it accepted still arrives."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.enquiries.forked import start
from tests.enquiries.killable import THREADS, receive
from tests.enquiries.mail_server import Inbox, serving
from tests.enquiries.waiting import eventually

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from aiosmtpd.smtp import SMTP

KILLS = int(os.environ.get("KILLS", "15"))
"""At how many random moments a receiver is killed; `make test-all` sets 100."""


class Receiver:
    """A receiver in a process of its own."""

    def __init__(self, folder: Path, inbox: Inbox, point: str = "", count: int = 0) -> None:
        self.process, self.listening = start(receive, folder, inbox.port, point, count)
        self.accepted: list[str] = []
        self.first = threading.Event()
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self) -> None:
        """Note every enquiry that a visitor was thanked for."""
        try:
            while True:
                self.accepted.append(self.listening.recv())
                self.first.set()
        except (EOFError, OSError):
            self.first.set()

    def ends(self) -> int | None:
        """Wait for its end; 0 or, below it, the signal that killed it."""
        self.process.join(60)
        code = self.process.exitcode
        self.process.kill()
        self.reader.join()
        self.listening.close()
        return code


def assert_all_arrived(folder: Path, inbox: Inbox, accepted: list[str]) -> None:
    """Restart after the kill: all is delivered, and twice only under one Message-ID."""
    assert Receiver(folder, inbox).ends() == 0
    arrived: dict[str, set[str]] = {}
    for id, mail in zip(inbox.ids, inbox.mails, strict=True):
        arrived.setdefault(id, set()).add(str(mail.get_body()))
    assert {f"<{id}@practice.example>" for id in accepted} - arrived.keys() == set()
    assert {len(bodies) for bodies in arrived.values()} <= {1}, (
        "what has one Message-ID is one mail"
    )
    with closing(sqlite3.connect(folder / "enquiries.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        states = connection.execute("SELECT state, count(*) FROM enquiries GROUP BY 1").fetchall()
    assert states == [("sent", len(arrived))]


class KillingInData(Inbox):
    """Kills the sender of the first mail when its text is there but not yet answered."""

    victim: BaseProcess | None = None

    async def answer(self, _: SMTP) -> str:
        if self.victim is not None:
            self.victim.kill()
            self.victim = None
            return "451 lost"
        return "250 OK"


@pytest.mark.parametrize(
    ("point", "mails_before"), [("accepted", 0), ("claimed", 0), ("sent", 1), ("in the text", 0)]
)
def test_killed_at_a_point(tmp_path: Path, point: str, mails_before: int) -> None:
    with serving(KillingInData()) as inbox:
        receiver = Receiver(tmp_path, inbox, point, THREADS)
        if point == "in the text":
            assert isinstance(inbox, KillingInData)
            inbox.victim = receiver.process
        assert receiver.ends() == -signal.SIGKILL
        assert receiver.accepted or point != "accepted"
        assert len(inbox.mails) == mails_before
        assert_all_arrived(tmp_path, inbox, receiver.accepted)
        if point == "sent":
            assert max(Counter(inbox.ids).values()) == 2, "at least once: this one came twice"


def test_killed_at_random_moments_under_load(tmp_path: Path) -> None:
    draw = random.Random(5)
    accepted: list[str] = []
    with serving(Inbox()) as inbox:
        for number in range(KILLS):
            before = len(inbox.mails)
            receiver = Receiver(tmp_path, inbox, "never", 4 * THREADS)
            receiver.first.wait(60)
            if number % 2 == 0:  # after it has begun to deliver
                eventually(lambda before=before: len(inbox.mails) > before)
            time.sleep(draw.uniform(0, 0.25))  # while it accepts, or delivers, or both
            receiver.process.kill()
            assert receiver.ends() == -signal.SIGKILL
            accepted += receiver.accepted
        assert len(accepted) >= KILLS
        assert_all_arrived(tmp_path, inbox, accepted)
