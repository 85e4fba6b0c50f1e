"""How writes share transactions, fail, and end."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from practice.enquiries.enquiry import Enquiry, History, Receipt, Verdict
from practice.enquiries.outbox import Outbox, OutboxError
from tests.enquiries.outbox.together import together
from tests.enquiries.samples import enquiry, keep

if TYPE_CHECKING:
    import pytest


DAY = 86400.0


def accept(outbox: Outbox, **given: Any) -> str:
    """The id of an enquiry that was accepted."""
    made = enquiry(**given)
    assert outbox.accept(made, keep).result() is Receipt.NEW
    return made.id


def test_a_commit_survives_a_loss_of_power(outbox: Outbox) -> None:
    names = ("journal_mode", "synchronous", "fullfsync", "secure_delete")
    found = outbox.writer.submit(
        lambda connection: [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    )
    fixed = sqlite3.sqlite_version_info >= (3, 51, 3)
    assert found.result() == ["wal" if fixed else "delete", 3, 1, 1]


def test_a_judge_that_fails_affects_only_its_message(outbox: Outbox) -> None:
    def fail(_: Enquiry, __: History) -> Verdict:
        raise ZeroDivisionError

    with together(outbox):
        before = outbox.accept(enquiry(), keep)
        failed = outbox.accept(enquiry(), fail)
        after = outbox.accept(enquiry(), keep)
    assert isinstance(failed.exception(), ZeroDivisionError)
    assert (before.result(), after.result()) == (Receipt.NEW, Receipt.NEW)
    assert len(outbox.list()) == 2


def test_a_write_that_fails_halfway_is_undone_alone(outbox: Outbox) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM enquiries")
        raise ZeroDivisionError

    with together(outbox):
        before = outbox.accept(enquiry(), keep)
        failed = outbox.writer.submit(fail)
        after = outbox.accept(enquiry(), keep)
    assert isinstance(failed.exception(), ZeroDivisionError)
    assert (before.result(), after.result()) == (Receipt.NEW, Receipt.NEW)
    assert len(outbox.list()) == 2


def test_a_commit_that_fails_saves_nothing_and_fails_the_futures(outbox: Outbox) -> None:
    def refuse(action: int, operation: str | None, *_: str | None) -> int:
        commits = (action, operation) == (sqlite3.SQLITE_TRANSACTION, "COMMIT")
        return sqlite3.SQLITE_DENY if commits else sqlite3.SQLITE_OK

    with together(outbox):
        futures = [outbox.accept(enquiry(), keep) for _ in range(3)]
        outbox.writer.submit(lambda connection: connection.set_authorizer(refuse))
    assert {type(future.exception()) for future in futures} == {OutboxError}
    assert outbox.list() == []
    outbox.writer.submit(lambda connection: connection.set_authorizer(None)).result()
    accept(outbox)


def test_many_share_one_commit(outbox: Outbox) -> None:
    commits: list[str] = []

    def trace(connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)

    outbox.writer.submit(trace).result()
    with together(outbox):
        futures = [outbox.accept(enquiry(), keep) for _ in range(100)]
    assert {future.result() for future in futures} == {Receipt.NEW}
    assert len(commits) <= 3


def test_the_history_sees_those_of_the_same_transaction(outbox: Outbox) -> None:
    def strict(_: Enquiry, before: History) -> Verdict:
        return Verdict(refused=before.from_sender >= 2)

    with together(outbox):
        futures = [outbox.accept(enquiry(sender="s"), strict) for _ in range(5)]
    receipts = [future.result() for future in futures]
    assert receipts == [Receipt.NEW] * 2 + [Receipt.REFUSED] * 3


def test_too_many_together_are_asked_to_try_again(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("practice.enquiries.outbox.outbox.MAX_WAITING", 3)
    id = accept(outbox)
    outbox.claim(1)
    with together(outbox):
        futures = [outbox.accept(enquiry(), keep) for _ in range(5)]
        settled = outbox.mark_sent(id)  # the delivery is never refused
    errors = [future.exception() for future in futures]
    assert errors[:3] == [None] * 3
    assert [str(error) for error in errors[3:]] == ["The outbox is busy."] * 2
    assert settled.result() == 1
    accept(outbox)


def test_a_visitor_who_has_left_is_not_kept(outbox: Outbox) -> None:
    with together(outbox):
        left = outbox.accept(enquiry(), keep)
        stays = outbox.accept(enquiry(), keep)
        assert left.cancel()
    stays.result()
    assert len(outbox.list()) == 1


def test_closing_finishes_what_was_submitted(outbox: Outbox) -> None:
    with together(outbox):
        future = outbox.accept(enquiry(), keep)
    outbox.close()
    assert future.done()
    assert future.result() is Receipt.NEW
    late = outbox.accept(enquiry(), keep)
    assert isinstance(late.exception(), OutboxError)
    outbox.close()
    assert len(outbox.list()) == 1
