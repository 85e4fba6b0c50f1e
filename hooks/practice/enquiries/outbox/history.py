"""What the outbox knows about earlier enquiries, for judging a new one."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from practice.enquiries.enquiry import History

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

HOUR, WEEK = 3600.0, 7 * 86400.0
COUNT_LIMIT = 100
"""Where counting stops. No rule distinguishes 100 messages from 10,000."""
MIN_TEXT = 20
"""Characters. A shorter text may well come twice: “Please call me.”"""


def read_history(
    connection: sqlite3.Connection, now: float, sender: str, nonce: str, words: bytes | None
) -> History:
    """The history of an enquiry that is not stored yet; an index answers each question."""

    def count(condition: str, *values: object) -> int:
        rows = f"SELECT 1 FROM enquiries WHERE {condition} LIMIT {COUNT_LIMIT}"
        ((number,),) = connection.execute(f"SELECT count(*) FROM ({rows})", values).fetchall()
        return int(number)

    return History(
        from_sender=count("sender = ? AND sender <> '' AND received > ?", sender, now - HOUR),
        same_text=count("words = ? AND received > ?", words, now - WEEK),
        nonce_used=count("nonce = ? AND nonce <> ''", nonce) > 0,
    )


def words_digest(answers: Iterable[str]) -> bytes | None:
    """A digest of the words of the longest answer, whatever their case and spacing.

    The longest answer is the message on any sensible form. None for a short one. Mail addresses do
    not count: the same person may write twice.
    """
    texts = (" ".join(text.casefold().split()) for text in answers)
    longest = max((text for text in texts if "@" not in text or " " in text), key=len, default="")
    if len(longest) < MIN_TEXT:
        return None
    return sha256(longest.encode(errors="surrogatepass")).digest()
