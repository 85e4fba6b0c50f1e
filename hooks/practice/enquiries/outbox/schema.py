"""The outbox's file: its tables, and how connections to it are opened."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from practice.enquiries.outbox.errors import OutboxError

if TYPE_CHECKING:
    from pathlib import Path

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
"""`told` is when a digest listed a message that is dead or held for review."""
VERSION = 1

LOCK_TIMEOUT = 5.0
"""Seconds to wait for another process that is writing, such as a command."""


def connect(file: Path) -> sqlite3.Connection:
    """A connection that any thread may use and that leaves transactions to the caller."""
    connection = sqlite3.connect(
        file, timeout=LOCK_TIMEOUT, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Make commits durable, and the tables if the file is new.

    Raises OutboxError for a file of a newer version, and sqlite3.Error.
    """
    _make_durable(connection)
    _make_tables(connection)


def _make_durable(connection: sqlite3.Connection) -> None:
    """Make a commit survive a crash of the process and a loss of power.

    A rollback journal with `synchronous=EXTRA` flushes file, journal and folder before a commit
    returns. WAL is faster, but before SQLite 3.51.3 a checkpoint could damage the file when two
    processes wrote at the same time (“WAL-reset bug”, sqlite.org/wal.html), and commands run while
    the server does. In WAL, EXTRA flushes at every commit, as FULL does. `fullfsync` makes macOS
    flush the disk's own cache. `secure_delete` overwrites purged data with zeros.
    """
    journal = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of a new file; `user_version` is the version of its tables."""
    connection.execute("BEGIN IMMEDIATE")
    ((version,),) = connection.execute("PRAGMA user_version").fetchall()
    if version == 0:
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
    connection.execute("COMMIT")
    if version > VERSION:
        raise OutboxError("The outbox was made by a newer version of this program. Update it.")
