"""A process that accepts and delivers until it is killed, at a point or at any moment."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING
from uuid import uuid4

from practice.enquiries.enquiry import Receipt
from practice.enquiries.mail.delivery import Delivery
from practice.enquiries.mail.transports import SmtpTransport
from practice.enquiries.outbox import Outbox, State, locked
from tests.enquiries.samples import COMPOSER, enquiry, keep

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage
    from multiprocessing.connection import Connection
    from pathlib import Path

    from practice.enquiries.outbox import Stored


THREADS = 4


def die() -> None:
    """End as if killed from outside: nothing is finished, flushed or closed."""
    os.kill(os.getpid(), signal.SIGKILL)


class DiesAfterClaim(Outbox):
    def claim(self, most: int) -> Sequence[Stored]:
        claimed = super().claim(most)
        if claimed:
            die()
        return claimed


class DiesAfterSending(SmtpTransport):
    def send(self, message: EmailMessage) -> None:
        super().send(message)
        die()


def receive(folder: Path, port: int, point: str, count: int, report: Connection) -> None:
    """Accept `count` enquiries, report the id of each that is safe, and deliver.

    At the `point` it kills itself. Without one it ends when all is sent.
    """
    outbox = (DiesAfterClaim if point == "claimed" else Outbox)(folder / "enquiries.db")
    transport = (DiesAfterSending if point == "sent" else SmtpTransport)("127.0.0.1", port, "none")
    delivery = Delivery(outbox, lambda: COMPOSER, transport, keep=lambda: 1e9)
    with locked(folder):
        if point != "accepted":
            delivery.start()
        if count:
            accept(outbox, delivery, count, report)
        if point == "accepted":
            die()
        done = threading.Event()
        while not done.wait(0.01):
            counts = outbox.counts()
            if not point and counts[State.WAITING] == counts[State.CLAIMED] == 0:
                break
        delivery.stop()
        outbox.close()


def accept(outbox: Outbox, delivery: Delivery, count: int, report: Connection) -> None:
    """As the receiver does: several visitors together, each thanked only after the commit."""
    one_at_a_time = threading.Lock()

    def visit() -> None:
        for _ in range(count // THREADS):
            made = enquiry(key=uuid4().hex)  # counted keys would be those of the process before
            assert outbox.accept(made, keep).result() is Receipt.NEW
            delivery.wake()
            with one_at_a_time:
                report.send(made.id)

    threads = [threading.Thread(target=visit) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
