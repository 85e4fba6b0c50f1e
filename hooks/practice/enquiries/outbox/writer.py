"""The one thread that writes to the outbox.

It takes every write that waits and does them in one transaction, each in a savepoint of its own. It
answers only after the commit. So many visitors share one flush of the disk, and nobody is thanked
too early.
"""

from __future__ import annotations

import sqlite3
from concurrent.futures import Future
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import chain
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from practice.enquiries.outbox.errors import OutboxError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

BATCH = 256
"""How many writes share one commit at most."""


@dataclass(frozen=True)
class _Operation:
    work: Callable[[sqlite3.Connection], Any]
    future: Future[Any]

    def start(self) -> bool:
        """Whether the caller still wants it; from here on it cannot be canceled."""
        return self.future.set_running_or_notify_cancel()


class Writer:
    """Writes through one connection. Every method may be called from any thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Start the thread, which closes `connection` when it ends."""
        self._queue: SimpleQueue[_Operation | None] = SimpleQueue()
        self._submitting = Lock()
        self._closed = False
        self._thread = Thread(target=self._run, args=(connection,), name="outbox", daemon=True)
        self._thread.start()

    def submit(
        self, work: Callable[[sqlite3.Connection], T], *, max_waiting: int | None = None
    ) -> Future[T]:
        """Do `work` in the next transaction; the future resolves after the commit.

        It fails with OutboxError when nothing was written: the database failed, the writer is
        closed, or `max_waiting` others wait already. It fails with any other error of `work` as it
        is. `work` may be called twice if its first transaction was undone by another's failure.
        """
        future: Future[T] = Future()
        with self._submitting:
            if self._closed:
                future.set_exception(OutboxError("The outbox is closed."))
            elif max_waiting is not None and self._queue.qsize() >= max_waiting:
                future.set_exception(OutboxError("The outbox is busy."))
            else:
                self._queue.put(_Operation(work, future))
        return future

    def close(self) -> None:
        """Finish what was submitted, then stop. Anything submitted later fails."""
        with self._submitting:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self, connection: sqlite3.Connection) -> None:
        with closing(connection):
            while (first := self._queue.get()) is not None:
                _write(connection, chain([first], self._more()))

    def _more(self) -> Iterator[_Operation]:
        """What else waits, including what is submitted while the transaction grows."""
        for _ in range(BATCH - 1):
            if self._queue.empty():
                return
            each = self._queue.get()
            if each is None:  # put back for _run, which ends with it
                self._queue.put(None)
                return
            yield each


def _write(connection: sqlite3.Connection, batch: Iterable[_Operation]) -> None:
    """Do everything in one transaction, then resolve the futures.

    An operation that fails is undone alone. When SQLite has undone the whole transaction with it
    (a full disk does that), each is repeated in a transaction of its own.
    """
    wanted = (each for each in batch if each.start())
    taken: list[_Operation] = []
    done: list[tuple[_Operation, Any]] = []
    failed: list[tuple[_Operation, Exception]] = []
    try:
        connection.execute("BEGIN IMMEDIATE")
        for each in wanted:
            taken.append(each)
            try:
                connection.execute("SAVEPOINT one")
                result = each.work(connection)
                connection.execute("RELEASE one")
            except Exception as error:
                failed.append((each, error))
                if not connection.in_transaction:
                    break
                connection.execute("ROLLBACK TO one")
                connection.execute("RELEASE one")
            else:
                done.append((each, result))
        if connection.in_transaction:
            connection.execute("COMMIT")
        elif len(taken) > 1:
            done, failed = [], []
            for each in taken:
                _write_alone(connection, each)
    except Exception as error:
        _roll_back(connection)
        done, failed = [], [(each, error) for each in (*taken, *wanted)]
    for each, result in done:
        each.future.set_result(result)
    for each, reason in failed:
        each.future.set_exception(_public(reason))


def _write_alone(connection: sqlite3.Connection, operation: _Operation) -> None:
    """Do one operation that has already started in a transaction of its own."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        result = operation.work(connection)
        connection.execute("COMMIT")
    except Exception as error:
        _roll_back(connection)
        operation.future.set_exception(_public(error))
    else:
        operation.future.set_result(result)


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _public(error: Exception) -> Exception:
    """SQLite's errors as OutboxError, others as they are."""
    if not isinstance(error, sqlite3.Error):
        return error
    public = OutboxError(f"The outbox could not be written: {error}.")
    public.__cause__ = error
    return public
