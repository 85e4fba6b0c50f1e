"""How the delivery handles success and failure; the clock only moves when a test sets it."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest

from practice.enquiries.mail.delivery import CAP, GIVE_UP, POLL, Delivery, back_off
from practice.enquiries.mail.transports import PermanentError, TemporaryError, UnreachableError
from practice.enquiries.outbox import Outbox, OutboxError, State
from tests.enquiries.samples import COMPOSER, NOW, enquiry, hold, keep
from tests.enquiries.waiting import eventually

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from practice.enquiries.outbox import Stored
    from tests.enquiries.conftest import Clock

DAY, HOUR = 86400.0, 3600.0


class Wire:
    """A transport that takes every mail, or raises `errors` in their order."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.errors: list[Exception | None] = []
        self.tries = 0
        self.rests = 0
        self.sent = threading.Event()

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"])[1:].partition("@")[0] for mail in self.mails]

    def send(self, message: EmailMessage) -> None:
        self.tries += 1
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        self.mails.append(message)
        self.sent.set()

    def rest(self) -> None:
        self.rests += 1


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def delivery(outbox: Outbox, wire: Wire, clock: Clock) -> Delivery:
    return Delivery(
        outbox, lambda: COMPOSER, wire, keep=lambda: 365 * DAY, clock=clock, draw=lambda: 1.0
    )


def accept(outbox: Outbox, count: int = 1, received: float = NOW) -> list[str]:
    made = [enquiry(received=received + number / 1000) for number in range(count)]
    for future in [outbox.accept(each, keep) for each in made]:
        future.result()
    return [each.id for each in made]


def only(outbox: Outbox) -> Stored:
    (stored,) = outbox.each()
    return stored


def run(delivery: Delivery) -> float:
    """Step until nothing is due; the seconds until something is."""
    while (wait := delivery.step()) == 0:
        pass
    return wait


def test_everything_accepted_is_sent_once_and_in_order(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock
) -> None:
    ids = accept(outbox, 50)
    clock.now += 1
    run(delivery)
    run(delivery)
    assert wire.ids == ids
    assert outbox.counts()[State.SENT] == 50


@pytest.mark.parametrize(
    ("attempts", "most"), [(1, 30), (2, 60), (3, 120), (9, 7680), (10, CAP), (10_000, CAP)]
)
def test_attempts_become_rarer_and_are_spread(attempts: int, most: float) -> None:
    assert back_off(attempts, CAP, lambda: 1.0) == most
    assert back_off(attempts, CAP, lambda: 0.0) == 0
    assert back_off(attempts, CAP, lambda: 0.25) == most / 4


def test_a_mail_that_is_not_taken_is_tried_again(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock
) -> None:
    first, second = accept(outbox, 2)
    clock.now += 1
    wire.errors = [TemporaryError("451 later")]
    assert run(delivery) == POLL
    assert wire.ids == [second], "others do not wait for it"
    stored = outbox.get(first)
    assert stored is not None
    assert (stored.state, stored.attempts, stored.error) == (State.WAITING, 1, "451 later")
    clock.now += 29
    assert run(delivery) == 1
    wire.errors = [TemporaryError("451 still")]
    clock.now += 1
    assert run(delivery) == POLL
    clock.now += 59
    assert run(delivery) == 1
    clock.now -= 59
    clock.now += 60
    run(delivery)
    assert wire.ids == [second, first]
    stored = outbox.get(first)
    assert stored is not None
    assert (stored.state, stored.error) == (State.SENT, "")


def test_a_mail_that_is_refused_is_held_for_review(
    outbox: Outbox, delivery: Delivery, wire: Wire
) -> None:
    accept(outbox)
    wire.errors = [PermanentError("550 no such user")]
    run(delivery)
    stored = only(outbox)
    assert (stored.state, stored.error) == (State.DEAD, "550 no such user")
    assert outbox.replay([stored.enquiry.id]) == [stored.enquiry.id]
    run(delivery)
    assert wire.ids == [stored.enquiry.id]


def test_delivery_gives_up_after_days(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock
) -> None:
    (id,) = accept(outbox)
    wire.errors = [TemporaryError("451 later")] * 3
    clock.now = NOW + GIVE_UP - 1
    run(delivery)
    assert only(outbox).state is State.WAITING
    clock.now = NOW + GIVE_UP + CAP
    run(delivery)
    assert only(outbox).state is State.DEAD
    outbox.replay([id])
    run(delivery)
    assert only(outbox).state is State.WAITING, "one replayed has days again"


def test_a_server_that_is_down_counts_against_no_message(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock
) -> None:
    ids = accept(outbox, 3)
    clock.now += 1
    wire.errors = [UnreachableError("Connection refused")] * 1000
    while clock.now < NOW + GIVE_UP + HOUR:
        run(delivery)
        clock.now += HOUR
    assert {(each.state, each.attempts) for each in outbox.each()} == {(State.WAITING, 0)}
    assert wire.tries == GIVE_UP / HOUR + 1
    assert delivery.problem == "Connection refused"
    wire.errors = []
    clock.now += 600
    run(delivery)
    assert wire.ids == ids
    assert delivery.problem == ""


def test_pauses_are_short_again_after_a_server_was_up(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock
) -> None:
    accept(outbox)
    wire.errors = [UnreachableError("down")] * 5
    while not wire.mails:
        run(delivery)
        clock.now += 600
    later = accept(outbox)
    wire.errors = [UnreachableError("down again")]
    run(delivery)
    clock.now += 30
    run(delivery)
    assert wire.ids[1:] == later


def test_new_messages_do_not_bother_a_server_that_is_down(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock
) -> None:
    accept(outbox)
    wire.errors = [UnreachableError("down")] * 9
    run(delivery)
    accept(outbox, 5)
    assert run(delivery) == POLL
    assert wire.tries == 1
    clock.now -= 10 * DAY  # a clock set back does not make it wait for days
    run(delivery)
    assert wire.tries == 2


def test_claims_of_a_killed_process_are_sent(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock
) -> None:
    ids = accept(outbox, 3)
    clock.now += 1
    outbox.claim(2)
    run(delivery)
    assert sorted(wire.ids) == sorted(ids)


class Failing(Outbox):
    """An outbox that fails to record a sent mail, `failures` times."""

    failures = 0
    settled_in_vain = 0

    def mark_sent(self, id: str) -> Future[int]:
        if not self.failures:
            return super().mark_sent(id)
        self.failures -= 1
        self.settled_in_vain += 1
        future: Future[int] = Future()
        future.set_exception(OutboxError("disk full"))
        return future


def test_a_result_that_cannot_be_saved_never_sends_twice(
    folder: Path, wire: Wire, clock: Clock
) -> None:
    outbox = Failing(folder / "full.db", clock=clock)
    delivery = Delivery(
        outbox, lambda: COMPOSER, wire, keep=lambda: DAY, clock=clock, draw=lambda: 1.0
    )
    ids = accept(outbox, 3)
    clock.now += 1
    outbox.failures = 5
    for _ in range(5):
        assert run(delivery) > 0
        assert wire.ids == ids[:1], "and nothing else is sent while it lasts"
    run(delivery)
    assert wire.ids == ids
    assert outbox.settled_in_vain == 5
    assert outbox.counts()[State.SENT] == 3
    outbox.close()


def test_an_internal_error_loses_nothing(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock
) -> None:
    ids = accept(outbox, 2)
    clock.now += 1
    wire.errors = [ZeroDivisionError("a fault")]
    run(delivery)
    assert wire.ids == ids[1:]
    clock.now += 30
    run(delivery)
    assert wire.ids == ids[::-1]


def test_the_thread_sends_immediately_what_is_accepted(
    outbox: Outbox, delivery: Delivery, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("practice.enquiries.mail.delivery.POLL", 1000.0)
    delivery.start()
    for count in range(1, 4):
        eventually(lambda count=count: wire.rests >= count)
        accept(outbox)
        delivery.wake()
        eventually(lambda count=count: len(wire.mails) == count)
    assert delivery.stop()
    assert outbox.counts()[State.SENT] == 3


def test_the_thread_continues_when_the_outbox_fails(
    outbox: Outbox, delivery: Delivery, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("practice.enquiries.mail.delivery.RETRY", 0.01)
    failing = threading.Event()

    def fail(_: int) -> list[Stored]:
        failing.set()
        raise OutboxError("The disk is gone.")

    accept(outbox)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "claim", fail)
        delivery.start()
        assert failing.wait(10)
    assert wire.sent.wait(10)
    delivery.stop()
    assert delivery.problem == ""


def test_stopping_finishes_only_the_current_mail(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock
) -> None:
    accept(outbox, 5)
    clock.now += 1
    send = wire.send

    def slow(message: EmailMessage) -> None:
        send(message)
        stopping = threading.Thread(target=delivery.stop, args=(0,))
        stopping.start()
        stopping.join()

    wire.send = slow  # type: ignore[method-assign]
    delivery.start()
    assert wire.sent.wait(10)
    assert delivery.stop(10)
    assert len(wire.mails) == 1
    counts = outbox.counts()
    assert (counts[State.SENT], counts[State.CLAIMED]) == (1, 0)


def test_a_server_that_hangs_does_not_keep_the_thread_from_stopping(
    outbox: Outbox, delivery: Delivery, wire: Wire
) -> None:
    hanging, released = threading.Event(), threading.Event()

    def hang(_: EmailMessage) -> None:
        hanging.set()
        released.wait(10)

    wire.send = hang  # type: ignore[method-assign]
    accept(outbox)
    delivery.start()
    assert hanging.wait(10)
    assert not delivery.stop(0.01)
    released.set()
    assert delivery.stop(10)


def held(outbox: Outbox, received: float = NOW) -> str:
    made = enquiry(received=received)
    outbox.accept(made, hold).result()
    return made.id


def test_held_messages_are_reported_once_a_day(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock
) -> None:
    first = held(outbox)
    run(delivery)
    (digest,) = wire.mails
    assert first in digest.get_content()
    second = held(outbox)
    for _ in range(23):
        clock.now += HOUR
        run(delivery)
    assert len(wire.mails) == 1
    clock.now += HOUR
    run(delivery)
    assert len(wire.mails) == 2
    assert second in wire.mails[1].get_content()
    assert first not in wire.mails[1].get_content()
    clock.now += 3 * DAY
    run(delivery)
    assert len(wire.mails) == 2, "nothing new, no mail"


@pytest.mark.parametrize(
    ("error", "wait"),
    [(UnreachableError("down"), 30), (TemporaryError("451"), HOUR), (PermanentError("550"), HOUR)],
)
def test_a_digest_that_could_not_be_sent_is_sent_later(
    outbox: Outbox, delivery: Delivery, wire: Wire, clock: Clock, error: Exception, wait: float
) -> None:
    id = held(outbox)
    wire.errors = [error]
    run(delivery)
    assert wire.mails == []
    assert outbox.last_digest() is None
    clock.now += wait
    run(delivery)
    assert id in wire.mails[0].get_content()
    assert outbox.last_digest() == clock.now


def test_old_messages_are_purged_and_senders_forgotten(
    outbox: Outbox, wire: Wire, clock: Clock
) -> None:
    delivery = Delivery(
        outbox, lambda: COMPOSER, wire, keep=lambda: 30 * DAY, clock=clock, draw=lambda: 1.0
    )
    outbox.accept(enquiry(sender="s"), keep).result()
    run(delivery)
    assert only(outbox).enquiry.sender == "s"
    clock.now = NOW + DAY - 1
    run(delivery)
    assert only(outbox).enquiry.sender == "s"
    clock.now = NOW + DAY + HOUR
    run(delivery)
    assert only(outbox).enquiry.sender == ""
    clock.now = NOW + 30 * DAY - 1
    run(delivery)
    assert len(outbox.list()) == 1
    clock.now = NOW + 30 * DAY + HOUR
    run(delivery)
    assert outbox.list() == []
