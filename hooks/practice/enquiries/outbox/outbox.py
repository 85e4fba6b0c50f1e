"""The enquiries in one SQLite file, and their states."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

from practice.enquiries.enquiry import Receipt
from practice.enquiries.outbox.errors import OutboxError
from practice.enquiries.outbox.folder import private_folder
from practice.enquiries.outbox.history import read_history, words_digest
from practice.enquiries.outbox.records import COLUMNS, State, storable, stored
from practice.enquiries.outbox.schema import connect, prepare
from practice.enquiries.outbox.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from practice.enquiries.enquiry import Enquiry, Judge
    from practice.enquiries.outbox.records import Stored

IMMEDIATELY = 0.0
"""When a new enquiry is due: long ago. Its arrival would be wrong if the clock was ahead then."""

LATEST = 4 * 3600.0
"""Seconds: no message is put off for longer."""

MAX_WAITING = 1000
"""How many writes may wait for the disk. After that visitors are asked to try again, so memory use
stays flat."""

CHUNK = 500
"""How many rows one write changes at most, so that no visitor waits for a large purge."""

_HELD = "state IN ('dead', 'quarantined')"


class Outbox:
    """The enquiries in one file. Every method may be called from any thread."""

    def __init__(
        self,
        file: Path,
        *,
        max_pages: int | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open `file`, or make it (readable by its owner only).

        `max_pages` limits its size, in pages of 4 KB. Raises OutboxError.
        """
        self._file = file
        self._clock = clock
        try:
            private_folder(file.parent)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            connection = connect(file)
            if max_pages is not None:
                connection.execute(f"PRAGMA max_page_count = {max_pages:d}")
            prepare(connection)
        except (OSError, sqlite3.Error) as error:
            raise OutboxError(f"The outbox {file} cannot be opened: {error}.") from error
        self.writer = Writer(connection)
        """Every write goes through it."""

    def close(self) -> None:
        """Finish what was submitted, then stop. Anything that comes later fails."""
        self.writer.close()

    # For the web application.

    def accept(self, enquiry: Enquiry, judge: Judge) -> Future[Receipt]:
        """Keep an enquiry; the future resolves when it is safe on disk.

        The same answers under the same key are one enquiry, however often they come. `judge` is
        called within the transaction, so that no other enquiry slips in between, and may be called
        again if the transaction is repeated. The future fails with OutboxError if nothing was kept.
        """
        return self.writer.submit(
            lambda connection: _accept(connection, enquiry, judge), max_waiting=MAX_WAITING
        )

    # For the delivery.

    def claim(self, most: int) -> Sequence[Stored]:
        """Take up to `most` that are due, new ones first and in order; nobody else gets them.

        The caller settles each. One that is due later than LATEST was put off by a clock that ran
        ahead: it is due.
        """

        def work(connection: sqlite3.Connection) -> Sequence[Stored]:
            now = self._clock()
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM enquiries WHERE state = 'waiting'"
                " AND (due <= ? OR due > ?) ORDER BY due, number LIMIT ?",
                (now, now + LATEST, most),
            ).fetchall()
            claimed = [stored(row) for row in rows]
            ids = [(each.enquiry.id,) for each in claimed]
            connection.executemany("UPDATE enquiries SET state = 'claimed' WHERE id = ?", ids)
            return claimed

        return self.writer.submit(work).result()

    def mark_sent(self, id: str) -> Future[int]:
        """Settle a claim: the mail server has taken the message."""
        return self._settle(id, "state = 'sent', error = ''")

    def mark_failed(self, id: str, error: str, due: float) -> Future[int]:
        """Settle a claim: sending failed, and is tried again at `due`."""
        change = "state = 'waiting', attempts = attempts + 1, error = ?, due = ?"
        return self._settle(id, change, storable(error), due)

    def mark_dead(self, id: str, error: str) -> Future[int]:
        """Settle a claim: the message cannot be sent; the coach has to look at it."""
        change = "state = 'dead', attempts = attempts + 1, error = ?"
        return self._settle(id, change, storable(error))

    def give_back(self, id: str) -> Future[int]:
        """Settle a claim without an attempt: the message waits as before."""
        return self._settle(id, "state = 'waiting'")

    def give_back_all(self) -> int:
        """Let every claimed one wait again; their number.

        For the start only, under the folder's lock: a claim found then is of a killed process.
        """
        return self._change("UPDATE enquiries SET state = 'waiting' WHERE state = 'claimed'")

    def next_due(self) -> float | None:
        """When the next one is due, if any waits."""
        ((due,),) = self._read("SELECT min(due) FROM enquiries WHERE state = 'waiting'")
        return due if due is None else float(due)

    def unreported(self, most: int) -> Sequence[Stored]:
        """Those held for review, dead or quarantined, not yet in a digest; the oldest first."""
        sql = f"SELECT {COLUMNS} FROM enquiries WHERE {_HELD} AND told IS NULL"
        return [stored(row) for row in self._read(f"{sql} ORDER BY number LIMIT ?", most)]

    def count_held(self) -> int:
        """How many are held for review, dead or quarantined."""
        ((number,),) = self._read(f"SELECT count(*) FROM enquiries WHERE {_HELD}")
        return int(number)

    def last_digest(self) -> float | None:
        """When the last digest was sent, as far as is known."""
        ((when,),) = self._read("SELECT max(told) FROM enquiries WHERE told IS NOT NULL")
        return when if when is None else float(when)

    def mark_reported(self, ids: Iterable[str]) -> Future[int]:
        """Note that a digest listed these."""
        rows = [(self._clock(), id) for id in ids]
        sql = "UPDATE enquiries SET told = ? WHERE id = ?"
        return self.writer.submit(lambda c: c.executemany(sql, rows).rowcount)

    def _settle(self, id: str, change: str, *values: str | float) -> Future[int]:
        sql = f"UPDATE enquiries SET {change} WHERE id = ? AND state = 'claimed'"
        return self.writer.submit(lambda c: c.execute(sql, (*values, id)).rowcount)

    # For the coach.

    def replay(self, ids: Iterable[str]) -> Sequence[str]:
        """Send dead or quarantined ones, as if for the first time; the ids of those that were."""
        wanted = tuple(ids)
        sql = (
            "UPDATE enquiries SET state = 'waiting', since = ?, due = ?, attempts = 0, error = '',"
            f" told = NULL WHERE id = ? AND {_HELD}"
        )

        def work(connection: sqlite3.Connection) -> Sequence[str]:
            now = self._clock()
            return [id for id in wanted if connection.execute(sql, (now, IMMEDIATELY, id)).rowcount]

        return self.writer.submit(work).result()

    def list(
        self, states: Iterable[State] = tuple(State), *, most: int | None = None
    ) -> Sequence[Stored]:
        """Enquiries in these states, the newest first; `most` of them at most."""
        states = tuple(states)
        marks = ", ".join("?" * len(states))
        # The numbers are found within an index, so that only the rows shown are read.
        numbers = (
            f"SELECT number FROM enquiries WHERE state IN ({marks}) ORDER BY number DESC LIMIT ?"
        )
        rows = self._read(
            f"SELECT {COLUMNS} FROM enquiries WHERE number IN ({numbers}) ORDER BY number DESC",
            *states,
            -1 if most is None else most,
        )
        return [stored(row) for row in rows]

    def each(self) -> Iterator[Stored]:
        """Every enquiry, the oldest first, read in chunks."""
        last = 0
        while rows := self._read(
            f"SELECT {COLUMNS}, number FROM enquiries WHERE number > ? ORDER BY number LIMIT ?",
            last,
            CHUNK,
        ):
            yield from map(stored, rows)
            last = rows[-1]["number"]

    def get(self, id: str) -> Stored | None:
        """The enquiry with this id."""
        rows = self._read(f"SELECT {COLUMNS} FROM enquiries WHERE id = ?", storable(id))
        return stored(rows[0]) if rows else None

    def ids(self, start: str, most: int) -> Sequence[str]:
        """The ids that begin with `start`."""
        sql = "SELECT id FROM enquiries WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT ?"
        return [row["id"] for row in self._read(sql, len(start), storable(start), most)]

    def counts(self) -> dict[State, int]:
        """How many are in each state."""
        rows = self._read("SELECT state, count(*) AS n FROM enquiries GROUP BY state")
        return dict.fromkeys(State, 0) | {State(row["state"]): row["n"] for row in rows}

    def purge(self, before: float, *, unreported: bool = False) -> int:
        """Delete for good what arrived before that time; their number.

        What is still to be sent stays. So does what is held for review and was in no digest yet,
        unless `unreported` includes it: the coach would never know of it.
        """
        reported = "" if unreported else " AND told IS NOT NULL"
        return self._change_in_chunks(
            "DELETE FROM enquiries WHERE number IN (SELECT number FROM enquiries WHERE received < ?"
            f" AND (state = 'sent' OR {_HELD}{reported}) LIMIT ?)",
            before,
        )

    def erase(self, email: str) -> int:
        """Delete for good everything that one mail address sent, in any state; their number."""
        sought = email.strip().casefold()
        found = [
            (each.enquiry.id,)
            for each in self.each()
            if sought in (text.strip().casefold() for text in each.enquiry.answers.values())
        ]
        if not sought or not found:
            return 0
        sql = "DELETE FROM enquiries WHERE id = ?"
        return self.writer.submit(lambda c: c.executemany(sql, found).rowcount).result()

    def forget_senders(self, before: float) -> int:
        """Clear the sender of messages that arrived before that time; their number."""
        return self._change_in_chunks(
            "UPDATE enquiries SET sender = '' WHERE number IN (SELECT number FROM enquiries"
            " WHERE sender <> '' AND received < ? LIMIT ?)",
            before,
        )

    def _change_in_chunks(self, sql: str, before: float) -> int:
        total = 0
        while changed := self._change(sql, before, CHUNK):
            total += changed
        return total

    def _change(self, sql: str, *values: object) -> int:
        return self.writer.submit(lambda c: c.execute(sql, values).rowcount).result()

    def _read(self, sql: str, *values: object) -> Sequence[sqlite3.Row]:
        """All rows together, so that no reader keeps the writer from its commit."""
        try:
            with closing(connect(self._file)) as connection:
                return connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise OutboxError(f"The outbox cannot be read: {error}.") from error


def _accept(connection: sqlite3.Connection, enquiry: Enquiry, judge: Judge) -> Receipt:
    answers = json.dumps(enquiry.answers)  # ASCII, so that half a surrogate pair can be stored
    digest = sha256(answers.encode()).digest()
    words = words_digest(enquiry.answers.values())
    key, sender, nonce = map(storable, (enquiry.key, enquiry.sender, enquiry.nonce))
    if connection.execute(
        "SELECT 1 FROM enquiries WHERE key = ? AND digest = ?", (key, digest)
    ).fetchone():
        return Receipt.REPEATED
    verdict = judge(enquiry, read_history(connection, enquiry.received, sender, nonce, words))
    if verdict.refused:
        return Receipt.REFUSED
    row = {
        "id": enquiry.id,
        "key": key,
        "digest": digest,
        "received": enquiry.received,
        "answers": answers,
        "sender": sender,
        "nonce": nonce,
        "words": words,
        "reasons": json.dumps(verdict.reasons),
        "state": State.QUARANTINED if verdict.reasons else State.WAITING,
        "since": enquiry.received,
        "due": IMMEDIATELY,
    }
    places = ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO enquiries ({', '.join(row)}) VALUES ({places})", row)
    return Receipt.NEW
