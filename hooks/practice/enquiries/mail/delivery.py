"""The delivery: claims messages that are due, sends them, and records the result.

At least once: a message counts as sent only when the mail server has accepted it and that is on
disk. If the process is killed in between, it is sent once more, under the same Message-ID.
"""

from __future__ import annotations

import logging
import random
import time
from collections import deque
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING

from practice.enquiries.mail.transports import PermanentError, TemporaryError, UnreachableError
from practice.enquiries.outbox import LATEST, OutboxError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from practice.enquiries.mail.composer import MailComposer
    from practice.enquiries.mail.transports import Transport
    from practice.enquiries.outbox import Outbox, Stored

log = logging.getLogger(__name__)

BASE, CAP = 30.0, LATEST
"""Seconds: the longest wait before the second attempt, and before any later one."""

GIVE_UP = 5 * 86400.0
"""Seconds after which no further attempt is made (RFC 5321, section 4.5.4.1: at least 4 to 5
days)."""

PAUSE_CAP = 600.0
"""Seconds: the longest pause for a server that takes nothing. Every message waits for it."""

BATCH = 20
"""How many are claimed together: as many may be sent twice when the process is killed."""

DAY, HOUR = 86400.0, 3600.0

POLL = 5.0
"""Seconds after which the thread looks again, whatever it waits for: the clock may have been set,
and a command next to the server may have released something."""

RETRY = 2.0
"""Seconds after which the outbox is tried again when it failed."""

MAX_REPORTED = 1000
"""How many held messages one digest is about."""


def back_off(attempts: int, cap: float, draw: Callable[[], float]) -> float:
    """Seconds until the next attempt after `attempts` failures, with full jitter.

    Any time up to a limit that doubles with each failure, so that many messages that failed
    together do not come back together. `draw` gives numbers from 0 to 1.
    """
    return draw() * min(cap, BASE * 2.0 ** min(attempts - 1, 32))


class Delivery:
    """Sends the outbox's messages, in a thread of its own between `start` and `stop`."""

    def __init__(
        self,
        outbox: Outbox,
        composer: Callable[[], MailComposer],
        transport: Transport,
        *,
        keep: Callable[[], float],
        clock: Callable[[], float] = time.time,
        draw: Callable[[], float] = random.random,
    ) -> None:
        """`keep` is how many seconds enquiries are kept. Both callables are called each time."""
        self.problem = ""
        """Why nothing can be sent or recorded for now; empty when all is well."""
        self._outbox = outbox
        self._composer = composer
        self._transport = transport
        self._keep = keep
        self._clock = clock
        self._draw = draw
        self._records: list[tuple[Callable[[], Future[int]], Future[int]]] = []
        self._unsure = True
        self._pauses = 0
        self._resume = 0.0
        self._chores = 0.0
        self._woken = Event()
        self._stopping = False
        self._thread = Thread(target=self._run, name="delivery", daemon=True)

    def start(self) -> None:
        """Deliver from now on. The caller has the folder's lock."""
        self._thread.start()

    def wake(self) -> None:
        """Note that there is something new to send. Never waits."""
        self._woken.set()

    def stop(self, timeout: float = 10.0) -> bool:
        """Finish the current message; whether that took at most `timeout` seconds."""
        self._stopping = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping:
            self._woken.clear()
            wait = self._guarded_step()
            if wait > 0 and not self._stopping:
                self._transport.rest()
                self._woken.wait(wait)
        self._transport.rest()
        self._all_recorded()

    def _guarded_step(self) -> float:
        try:
            return self.step()
        except OutboxError as error:
            self.problem = str(error)
            log.error("Nothing is sent for now. %s", error)
        except Exception:
            log.exception("The delivery had an internal error and continues.")
        self._unsure = True
        return RETRY

    def step(self) -> float:
        """Do everything that is due; seconds until there may be more. Raises OutboxError."""
        if not self._all_recorded():
            return RETRY
        if self._unsure:
            # Nothing is being sent here, so a claim is left over from a killed process, or from a
            # write that succeeded although it seemed to fail.
            self._outbox.give_back_all()
            self._unsure = False
        now = self._clock()
        if now < self._resume <= now + PAUSE_CAP:
            return min(self._resume - now, POLL)
        if not now < self._chores <= now + HOUR:
            self._chores = now + HOUR
            self._do_chores(now)
        elif batch := self._outbox.claim(BATCH):
            self._send(batch)
        else:
            self.problem = ""
            due = self._outbox.next_due()
            return POLL if due is None else min(max(due - self._clock(), 0), POLL)
        return 0

    def _send(self, batch: Sequence[Stored]) -> None:
        held = self._outbox.count_held()
        left = deque(batch)
        try:
            while left and not self._stopping and not self._record_failed():
                record = self._attempt(left[0], held)
                left.popleft()
                self._record(record)
        except UnreachableError as error:
            self._pause(error)
        for claimed in left:
            self._record(partial(self._outbox.give_back, claimed.enquiry.id))

    def _attempt(self, claimed: Stored, held: int) -> Callable[[], Future[int]]:
        """Send one message; the write that records the result.

        Raises UnreachableError, which is not the message's fault.
        """
        id = claimed.enquiry.id
        try:
            self._transport.send(self._composer().enquiry(claimed, held))
        except UnreachableError:
            raise
        except PermanentError as error:
            log.error("Enquiry %s cannot be sent: %s", id, error)
            return partial(self._outbox.mark_dead, id, str(error))
        except Exception as error:
            if not isinstance(error, TemporaryError):
                log.exception("An internal error occurred while sending enquiry %s.", id)
            now = self._clock()
            if now - claimed.since >= GIVE_UP:
                log.error("Enquiry %s could not be sent for days: %s", id, error)
                return partial(self._outbox.mark_dead, id, str(error))
            due = now + back_off(claimed.attempts + 1, CAP, self._draw)
            return partial(self._outbox.mark_failed, id, str(error), due)
        self._server_works()
        return partial(self._outbox.mark_sent, id)

    def _server_works(self) -> None:
        self._pauses = 0
        self.problem = ""

    def _pause(self, error: UnreachableError) -> None:
        """Leave the server alone for a while. It counts against no message."""
        self._pauses += 1
        self._resume = self._clock() + back_off(self._pauses, PAUSE_CAP, self._draw)
        if self.problem != str(error):
            log.error("The mail server takes nothing for now: %s", error)
        self.problem = str(error)

    # Results are handed to the outbox without waiting, and checked later.

    def _record(self, write: Callable[[], Future[int]]) -> None:
        self._records.append((write, write()))

    def _record_failed(self) -> bool:
        """Whether a result could not be recorded: then nothing more is sent for now."""
        return any(written.done() and written.exception() for _, written in self._records)

    def _all_recorded(self) -> bool:
        """Wait for all results and write those again that failed; whether none did.

        Nothing is sent until then, so that a full disk does not make the same mail go out again
        and again.
        """
        failed = [
            (write, error) for write, written in self._records if (error := written.exception())
        ]
        self._records = []
        for write, error in failed:
            self.problem = str(error)
            self._record(write)
        return not failed

    def _do_chores(self, now: float) -> None:
        """Forget and purge what is old enough; once a day report what is held for review."""
        self._outbox.forget_senders(now - DAY)
        self._outbox.purge(now - self._keep())
        last = self._outbox.last_digest()
        if last is not None and now - DAY < last <= now:
            return
        held = self._outbox.unreported(MAX_REPORTED)
        if not held:
            return
        try:
            self._transport.send(self._composer().digest(held, now))
        except UnreachableError as error:
            self._chores = 0.0
            self._pause(error)
        except (TemporaryError, PermanentError) as error:
            log.error("The digest of messages held for review could not be sent: %s", error)
        else:
            self._server_works()
            ids = [each.enquiry.id for each in held]
            self._record(partial(self._outbox.mark_reported, ids))
