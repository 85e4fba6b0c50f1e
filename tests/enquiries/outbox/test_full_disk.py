"""A full disk: nobody is thanked for what was not saved, and nothing saved is lost."""

from __future__ import annotations

import resource
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from practice.enquiries.enquiry import Receipt
from practice.enquiries.mail.delivery import Delivery
from practice.enquiries.mail.transports import SmtpTransport
from practice.enquiries.outbox import Outbox, OutboxError, State
from tests.enquiries.forked import start
from tests.enquiries.mail_server import Inbox, serving
from tests.enquiries.outbox.together import together
from tests.enquiries.samples import COMPOSER, enquiry, keep
from tests.enquiries.waiting import eventually

if TYPE_CHECKING:
    from concurrent.futures import Future
    from email.message import EmailMessage
    from multiprocessing.connection import Connection
    from pathlib import Path


def test_a_full_file_takes_nothing_more_and_keeps_what_it_has(tmp_path: Path) -> None:
    file = tmp_path / "enquiries.db"
    small = Outbox(file, max_pages=60)
    kept: list[str] = []
    with pytest.raises(OutboxError, match="full"):
        for _ in range(100):
            made = enquiry(message="x" * 4000)
            assert small.accept(made, keep).result() is Receipt.NEW
            kept.append(made.id)
    assert kept
    assert [each.enquiry.id for each in small.each()] == kept
    small.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    large = Outbox(file)
    assert large.accept(enquiry(message="x" * 4000), keep).result() is Receipt.NEW
    large.close()


def test_one_too_large_does_not_affect_others(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "enquiries.db", max_pages=60)
    with together(outbox):
        sizes = (1000, 1_000_000, 1000)
        futures = [outbox.accept(enquiry(message="x" * size), keep) for size in sizes]
    assert [type(future.exception()) for future in futures] == [type(None), OutboxError, type(None)]
    assert len(outbox.list()) == 2
    outbox.close()


def test_a_full_outbox_is_sent_once_when_there_is_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("practice.enquiries.mail.delivery.RETRY", 0.01)
    outbox = Outbox(tmp_path / "enquiries.db", max_pages=60)
    ids: list[str] = []
    with pytest.raises(OutboxError):
        while True:
            made = enquiry(message="x" * 4000)
            outbox.accept(made, keep).result()
            ids.append(f"<{made.id}@practice.example>")
    with serving(Inbox()) as inbox:
        delivery = Delivery(outbox, lambda: COMPOSER, inbox.transport(), keep=lambda: 1e9)
        delivery.start()
        eventually(lambda: delivery.problem or outbox.counts()[State.SENT] == len(ids))
        outbox.writer.submit(lambda c: c.execute("PRAGMA max_page_count = 9999").close()).result()
        eventually(lambda: outbox.counts()[State.SENT] == len(ids))
        delivery.stop()
    assert inbox.ids == ids
    outbox.close()


class FillsTheDisk(SmtpTransport):
    """After each mail the disk is full: no file of this process can grow."""

    full = threading.Event()

    def send(self, message: EmailMessage) -> None:
        super().send(message)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        self.full.set()


class CountsWrites(Outbox):
    """Counts how often the delivery tried to record that a mail was sent."""

    writes = 0

    def mark_sent(self, id: str) -> Future[int]:
        self.writes += 1
        return super().mark_sent(id)


def deliver_on_a_disk_that_fills(folder: Path, port: int, report: Connection) -> None:
    patch("practice.enquiries.mail.delivery.RETRY", 0.01).start()  # in this process alone
    outbox = CountsWrites(folder / "enquiries.db")
    transport = FillsTheDisk("127.0.0.1", port, "none")
    delivery = Delivery(outbox, lambda: COMPOSER, transport, keep=lambda: 1e9)
    outbox.accept(enquiry(), keep).result()
    delivery.start()
    assert transport.full.wait(30)
    refused = outbox.accept(enquiry(), keep).exception()
    eventually(lambda: outbox.writes > 3)
    report.send((type(refused), delivery.problem, outbox.counts()))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    eventually(lambda: outbox.counts()[State.SENT])
    delivery.stop()
    report.send(outbox.counts())
    outbox.close()


def test_a_mail_is_not_sent_again_while_its_result_cannot_be_saved(tmp_path: Path) -> None:
    with serving(Inbox()) as inbox:
        process, hears = start(deliver_on_a_disk_that_fills, tmp_path, inbox.port)
        refused, trouble, meanwhile = hears.recv()
        afterwards = hears.recv()
        process.join(30)
        assert process.exitcode == 0
    assert refused is OutboxError
    assert "could not be written" in trouble
    assert (meanwhile[State.CLAIMED], meanwhile[State.SENT]) == (1, 0)
    assert (afterwards[State.CLAIMED], afterwards[State.SENT]) == (0, 1)
    assert len(inbox.mails) == 1
