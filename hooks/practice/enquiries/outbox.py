"""The outbox: an enquiry is safe on disk before its sender is thanked, and waits there until sent.

One SQLite file holds every enquiry and what became of it. All writes go through one thread. It
takes everything that waits, does it in one transaction, each in a savepoint of its own, and answers
only after the commit. So many visitors share the wait for the disk, and none is thanked too early.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import time
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import chain
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from practice.enquiries.enquiry import Enquiry, History, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from practice.enquiries.enquiry import Judge

T = TypeVar("T")

SCHEMA = """
CREATE TABLE enquiries (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  digest BLOB NOT NULL,
  received REAL NOT NULL,
  answers TEXT NOT NULL,
  sender TEXT NOT NULL,
  nonce TEXT NOT NULL,
  words BLOB,
  reasons TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'sent', 'dead', 'quarantined')),
  since REAL NOT NULL,
  due REAL NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '',
  told REAL,
  UNIQUE (key, digest)
) STRICT;
CREATE INDEX by_state ON enquiries (state, due, number);
CREATE INDEX by_sender ON enquiries (sender, received) WHERE sender <> '';
CREATE INDEX by_words ON enquiries (words, received) WHERE words IS NOT NULL;
CREATE INDEX by_nonce ON enquiries (nonce) WHERE nonce <> '';
CREATE INDEX by_received ON enquiries (received);
CREATE INDEX by_told ON enquiries (told) WHERE told IS NOT NULL;
PRAGMA user_version = 1;
"""
VERSION = 1

AT_ONCE = 0.0
"""When a new enquiry is due: long ago. Its arrival would be wrong when the clock was ahead then."""

HOUR, WEEK = 3600.0, 7 * 86400.0
LATEST = 4 * HOUR
"""Seconds: no message is put off for longer."""

MOST_WAITING = 1000
"""How many writes may wait for the disk. Beyond that a visitor is asked to try again, and memory
stays flat."""

BATCH = 256
"""How many writes share one commit at most."""

CHUNK = 500
"""How many rows one write changes at most, so that no visitor waits for a large purge."""

ENOUGH = 100
"""How far the history is counted. Nobody needs to know whether it was 100 times or 10,000."""

LOCKED_FOR = 5.0
"""Seconds to wait for another process that holds the file, such as a command beside the server."""

LEAST_WORDS = 20
"""A text shorter than this says nothing when it comes twice: “Please call me.”"""


class OutboxError(Exception):
    """The outbox could not be read or written: nothing has changed."""


class State(StrEnum):
    """Where an enquiry stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    DEAD = "dead"
    QUARANTINED = "quarantined"


@dataclass(frozen=True)
class Stored:
    """An enquiry and what became of it so far."""

    enquiry: Enquiry
    state: State
    reasons: tuple[str, ...]
    """Why it was held back as likely spam; stays when the coach has released it."""
    since: float
    """Since when it is to be sent: its arrival, or when the coach had it sent again."""
    due: float
    """When it is sent next, while it waits; 0 for at once."""
    attempts: int
    """How often sending failed since then."""
    error: str
    """What the mail server said last."""


Claimed = Stored
"""One that the caller has taken to send, and has to settle."""


@dataclass(frozen=True)
class _Operation:
    work: Callable[[sqlite3.Connection], Any]
    future: Future[Any]

    def starts(self) -> bool:
        """Whether the caller still wants it; from here on it cannot be called off."""
        return self.future.set_running_or_notify_cancel()


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

        `max_pages` is the size it may reach, in pages of 4 KB. Raises OutboxError.
        """
        self._file = file
        self._clock = clock
        self._queue: SimpleQueue[_Operation | None] = SimpleQueue()
        self._handing_in = Lock()
        self._closed = False
        try:
            private_folder(file.parent)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            connection = self._connect()
            _make_durable(connection)
            if max_pages is not None:
                connection.execute(f"PRAGMA max_page_count = {max_pages:d}")
            _make_tables(connection)
        except (OSError, sqlite3.Error) as error:
            raise OutboxError(f"The outbox {file} cannot be opened: {error}.") from error
        self._writer = Thread(target=self._write, args=(connection,), name="outbox", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Finish what was handed in, then stop. Anything that comes later fails."""
        with self._handing_in:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._writer.join()

    # What the receiver does.

    def accept(self, enquiry: Enquiry, judge: Judge) -> Future[Outcome]:
        """Keep an enquiry; the future resolves when it is safe on disk.

        The same answers under the same key are one enquiry, however often they come. `judge` is
        asked within the transaction, so that no other enquiry slips in between, and may be asked
        again if the transaction has to be. The future fails with OutboxError if nothing was kept.
        """
        return self._submit(
            lambda connection: self._accept(connection, enquiry, judge), most=MOST_WAITING
        )

    def _accept(self, connection: sqlite3.Connection, enquiry: Enquiry, judge: Judge) -> Outcome:
        answers = json.dumps(enquiry.answers)  # ASCII: half a surrogate pair is stored too
        digest = sha256(answers.encode()).digest()
        words = _words(enquiry.answers.values())
        key, sender, nonce = map(_storable, (enquiry.key, enquiry.sender, enquiry.nonce))
        if connection.execute(
            "SELECT 1 FROM enquiries WHERE key = ? AND digest = ?", (key, digest)
        ).fetchone():
            return Outcome.REPEATED
        verdict = judge(enquiry, _history(connection, enquiry.received, sender, nonce, words))
        if verdict.refused:
            return Outcome.REFUSED
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
            "due": AT_ONCE,
        }
        places = ", ".join(f":{name}" for name in row)
        connection.execute(f"INSERT INTO enquiries ({', '.join(row)}) VALUES ({places})", row)
        return Outcome.NEW

    # What the delivery does.

    def claim(self, most: int) -> Sequence[Claimed]:
        """Take up to `most` that are due, new ones first and in order; nobody else gets them.

        One that is due later than any honest time was put off by a clock that ran ahead: it is due.
        """

        def work(connection: sqlite3.Connection) -> Sequence[Claimed]:
            now = self._clock()
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM enquiries WHERE state = 'waiting'"
                " AND (due <= ? OR due > ?) ORDER BY due, number LIMIT ?",
                (now, now + LATEST, most),
            ).fetchall()
            claimed = [_stored(row) for row in rows]
            ids = [(each.enquiry.id,) for each in claimed]
            connection.executemany("UPDATE enquiries SET state = 'claimed' WHERE id = ?", ids)
            return claimed

        return self._do(work)

    def sent(self, id: str) -> Future[int]:
        """Settle a claim: the mail server has taken the message."""
        return self._settle(id, "state = 'sent', error = ''")

    def failed(self, id: str, error: str, due: float) -> Future[int]:
        """Settle a claim: sending failed, and is tried again at `due`."""
        change = "state = 'waiting', attempts = attempts + 1, error = ?, due = ?"
        return self._settle(id, change, _storable(error), due)

    def dead(self, id: str, error: str) -> Future[int]:
        """Settle a claim: the message cannot be sent; the coach has to look at it."""
        change = "state = 'dead', attempts = attempts + 1, error = ?"
        return self._settle(id, change, _storable(error))

    def give_back(self, id: str) -> Future[int]:
        """Settle a claim without an attempt: the message waits as before."""
        return self._settle(id, "state = 'waiting'")

    def take_back(self) -> int:
        """Let every claimed one wait again; their number.

        For the start only, under the folder's lock: a claim found then is of a killed process.
        """
        sql = "UPDATE enquiries SET state = 'waiting' WHERE state = 'claimed'"
        return self._do(lambda connection: connection.execute(sql).rowcount)

    def next_due(self) -> float | None:
        """When the next one is due, if any waits."""
        ((due,),) = self._read("SELECT min(due) FROM enquiries WHERE state = 'waiting'")
        return due if due is None else float(due)

    def untold(self, most: int) -> Sequence[Stored]:
        """Those put aside, dead or quarantined, that no digest has told of; the oldest first."""
        sql = f"SELECT {_COLUMNS} FROM enquiries WHERE {_PUT_ASIDE} AND told IS NULL"
        return [_stored(row) for row in self._read(f"{sql} ORDER BY number LIMIT ?", most)]

    def held(self) -> int:
        """How many are put aside, dead or quarantined, until the coach looks at them."""
        ((number,),) = self._read(f"SELECT count(*) FROM enquiries WHERE {_PUT_ASIDE}")
        return int(number)

    def last_told(self) -> float | None:
        """When the last digest went out, as far as is known."""
        ((when,),) = self._read("SELECT max(told) FROM enquiries WHERE told IS NOT NULL")
        return when if when is None else float(when)

    def told(self, ids: Iterable[str]) -> Future[int]:
        """Note that the coach has been told of these."""
        rows = [(self._clock(), id) for id in ids]
        sql = "UPDATE enquiries SET told = ? WHERE id = ?"
        return self._submit(lambda c: c.executemany(sql, rows).rowcount)

    def _settle(self, id: str, change: str, *values: str | float) -> Future[int]:
        sql = f"UPDATE enquiries SET {change} WHERE id = ? AND state = 'claimed'"
        return self._submit(lambda c: c.execute(sql, (*values, id)).rowcount)

    # What the coach does.

    def replay(self, ids: Iterable[str]) -> Sequence[str]:
        """Send dead or quarantined ones, now and as if for the first time; those that were."""
        wanted = tuple(ids)
        sql = (
            "UPDATE enquiries SET state = 'waiting', since = ?, due = ?, attempts = 0, error = '',"
            " told = NULL"
            " WHERE id = ? AND state IN ('dead', 'quarantined')"
        )

        def work(connection: sqlite3.Connection) -> Sequence[str]:
            now = self._clock()
            return [id for id in wanted if connection.execute(sql, (now, AT_ONCE, id)).rowcount]

        return self._do(work)

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
            f"SELECT {_COLUMNS} FROM enquiries WHERE number IN ({numbers}) ORDER BY number DESC",
            *states,
            -1 if most is None else most,
        )
        return [_stored(row) for row in rows]

    def each(self) -> Iterator[Stored]:
        """Every enquiry, the oldest first, without holding all of them in memory."""
        last = 0
        while rows := self._read(
            f"SELECT {_COLUMNS}, number FROM enquiries WHERE number > ? ORDER BY number LIMIT ?",
            last,
            CHUNK,
        ):
            yield from map(_stored, rows)
            last = rows[-1]["number"]

    def show(self, id: str) -> Stored | None:
        """One enquiry."""
        rows = self._read(f"SELECT {_COLUMNS} FROM enquiries WHERE id = ?", _storable(id))
        return _stored(rows[0]) if rows else None

    def ids(self, start: str, most: int) -> Sequence[str]:
        """The ids that begin with `start`."""
        sql = "SELECT id FROM enquiries WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT ?"
        return [row["id"] for row in self._read(sql, len(start), _storable(start), most)]

    def counts(self) -> dict[State, int]:
        """How many are in each state."""
        rows = self._read("SELECT state, count(*) AS n FROM enquiries GROUP BY state")
        return dict.fromkeys(State, 0) | {State(row["state"]): row["n"] for row in rows}

    def purge(self, before: float, *, untold: bool = False) -> int:
        """Delete for good what arrived before that time; their number.

        What is still to be sent stays: it would be lost. So does what was put aside and not told
        yet, unless `untold` asks for that too: nobody would ever know of it.
        """
        told = "" if untold else " AND told IS NOT NULL"
        return self._in_chunks(
            "DELETE FROM enquiries WHERE number IN (SELECT number FROM enquiries WHERE received < ?"
            f" AND (state = 'sent' OR {_PUT_ASIDE}{told}) LIMIT ?)",
            before,
        )

    def erase(self, email: str) -> int:
        """Delete for good all that one mail address sent, in whatever state; their number."""
        sought = email.strip().casefold()
        found = [
            (each.enquiry.id,)
            for each in self.each()
            if sought in (text.strip().casefold() for text in each.enquiry.answers.values())
        ]
        if not sought or not found:
            return 0
        sql = "DELETE FROM enquiries WHERE id = ?"
        return self._do(lambda connection: connection.executemany(sql, found).rowcount)

    def forget_senders(self, before: float) -> int:
        """Clear where messages came from that arrived before that time; their number."""
        return self._in_chunks(
            "UPDATE enquiries SET sender = '' WHERE number IN (SELECT number FROM enquiries"
            " WHERE sender <> '' AND received < ? LIMIT ?)",
            before,
        )

    def _in_chunks(self, sql: str, before: float) -> int:
        total = 0
        while changed := self._do(lambda c: c.execute(sql, (before, CHUNK)).rowcount):
            total += changed
        return total

    # Connections and the writer.

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._file, timeout=LOCKED_FOR, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        return connection

    def _read(self, sql: str, *values: object) -> Sequence[sqlite3.Row]:
        """Every row at once, so that no reader keeps the writer from its commit."""
        try:
            with closing(self._connect()) as connection:
                return connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise OutboxError(f"The outbox cannot be read: {error}.") from error

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return self._submit(work).result()

    def _submit(
        self, work: Callable[[sqlite3.Connection], T], *, most: int | None = None
    ) -> Future[T]:
        future: Future[T] = Future()
        with self._handing_in:
            if self._closed:
                future.set_exception(OutboxError("The outbox is closed."))
            elif most is not None and self._queue.qsize() >= most:
                future.set_exception(OutboxError("The outbox is busy."))
            else:
                self._queue.put(_Operation(work, future))
        return future

    def _write(self, connection: sqlite3.Connection) -> None:
        """The writer's thread: wait for a write, do it with all that come meanwhile, and again."""
        with closing(connection):
            while (first := self._queue.get()) is not None:
                _run(connection, chain([first], self._more()))

    def _more(self) -> Iterator[_Operation]:
        """What else waits, also what is handed in while the transaction grows."""
        for _ in range(BATCH - 1):
            if self._queue.empty():
                return
            each = self._queue.get()
            if each is None:  # the last one: it is for the writer itself
                self._queue.put(None)
                return
            yield each


def _run(connection: sqlite3.Connection, batch: Iterable[_Operation]) -> None:
    """Do everything in one transaction, then tell each caller what became of it.

    An operation that fails is undone alone. When SQLite has undone the whole transaction with it
    (a full disk does that), each is done once more by itself.
    """
    wanted = (each for each in batch if each.starts())
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
                _run_alone(connection, each)
    except Exception as error:
        _roll_back(connection)
        done, failed = [], [(each, error) for each in (*taken, *wanted)]
    for each, result in done:
        each.future.set_result(result)
    for each, reason in failed:
        each.future.set_exception(_told(reason))


def _run_alone(connection: sqlite3.Connection, operation: _Operation) -> None:
    """Do one operation that has started already in a transaction of its own."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        result = operation.work(connection)
        connection.execute("COMMIT")
    except Exception as error:
        _roll_back(connection)
        operation.future.set_exception(_told(error))
    else:
        operation.future.set_result(result)


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _told(error: Exception) -> Exception:
    """What the caller gets: SQLite's errors as OutboxError, those of a judge as they are."""
    if not isinstance(error, sqlite3.Error):
        return error
    told = OutboxError(f"The outbox could not be written: {error}.")
    told.__cause__ = error
    return told


def _make_durable(connection: sqlite3.Connection) -> None:
    """Make a commit last, whatever happens to the process or the power.

    A rollback journal with `synchronous=EXTRA` flushes file, journal and folder before a commit
    returns. WAL is faster, but before SQLite 3.51.3 a checkpoint could damage the file when two
    processes wrote at once (“WAL-reset bug”, sqlite.org/wal.html), and commands run beside the
    server. In WAL, EXTRA flushes at every commit, as FULL does. `fullfsync` makes macOS flush the
    disk's own cache. `secure_delete` overwrites with zeros what is purged.
    """
    journal = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of a new file. `user_version` says which ones a file has."""
    connection.execute("BEGIN IMMEDIATE")
    ((version,),) = connection.execute("PRAGMA user_version").fetchall()
    if version == 0:
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
    connection.execute("COMMIT")
    if version > VERSION:
        raise OutboxError("The outbox was made by a newer version of this program. Update it.")


def _history(
    connection: sqlite3.Connection, now: float, sender: str, nonce: str, words: bytes | None
) -> History:
    """What bears on an enquiry that is not stored yet; each question is answered by an index."""

    def count(condition: str, *values: object) -> int:
        rows = f"SELECT 1 FROM enquiries WHERE {condition} LIMIT {ENOUGH}"
        ((number,),) = connection.execute(f"SELECT count(*) FROM ({rows})", values).fetchall()
        return int(number)

    return History(
        from_sender=count("sender = ? AND sender <> '' AND received > ?", sender, now - HOUR),
        same_text=count("words = ? AND received > ?", words, now - WEEK),
        nonce_used=count("nonce = ? AND nonce <> ''", nonce) > 0,
    )


def _words(answers: Iterable[str]) -> bytes | None:
    """A digest of the longest answer's words, whatever their case and spacing.

    That is the message on every sensible form. None for a short one. Mail addresses do not count:
    the same person may write twice.
    """
    texts = (" ".join(text.casefold().split()) for text in answers)
    longest = max((text for text in texts if "@" not in text or " " in text), key=len, default="")
    if len(longest) < LEAST_WORDS:
        return None
    return sha256(longest.encode(errors="surrogatepass")).digest()


def _storable(text: str) -> str:
    """A text that SQLite takes: half a surrogate pair becomes a question mark."""
    return text.encode(errors="replace").decode()


_PUT_ASIDE = "state IN ('dead', 'quarantined')"
_COLUMNS = "id, key, received, answers, sender, nonce, reasons, state, since, due, attempts, error"


def _stored(row: sqlite3.Row) -> Stored:
    enquiry = Enquiry(
        row["id"],
        row["key"],
        row["received"],
        json.loads(row["answers"]),
        row["sender"],
        row["nonce"],
    )
    return Stored(
        enquiry,
        State(row["state"]),
        tuple(json.loads(row["reasons"])),
        row["since"],
        row["due"],
        row["attempts"],
        row["error"],
    )


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter, unless it is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for as long as the block runs, so that two receivers never share one.

    Raises OutboxError when another process holds it. The system lets go of it when the process
    ends, however it ends.
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
            raise OutboxError(f"Another receiver works in {folder} already.") from error
        yield
    finally:
        os.close(lock)
