"""The delivery: takes what is due from the outbox, sends it, and notes what became of it.

At least once: a message counts as sent only when the mail server has said so and that is on disk. A
process that is killed in between sends it once more, under the same Message-ID.
"""

from __future__ import annotations

import logging
import random
import time
from collections import deque
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING

from practice.enquiries.mail import PermanentError, TemporaryError, UnreachableError
from practice.enquiries.outbox import LATEST, OutboxError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from practice.enquiries.mail import Letters, Transport
    from practice.enquiries.outbox import Claimed, Outbox

log = logging.getLogger(__name__)

BASE, CAP = 30.0, LATEST
"""Seconds: within what the second try follows the first, and how far apart tries become."""

GIVE_UP = 5 * 86400.0
"""Seconds after which no further try is made (RFC 5321, section 4.5.4.1: at least 4 to 5 days)."""

PAUSE_CAP = 600.0
"""Seconds: how far apart a server is tried that takes nothing. Every message waits for it."""

BATCH = 20
"""How many are claimed at a time: as many may be sent twice when the process is killed."""

DAY, HOUR = 86400.0, 3600.0

AT_LONGEST = 5.0
"""Seconds after which the worker looks again, whatever it waits for: the clock may have been set,
and a command beside the server may have released something."""

AGAIN = 2.0
"""Seconds after which the outbox is tried again when it failed."""

MOST_TOLD = 1000
"""How many messages that were put aside one digest is about."""


def back_off(attempts: int, cap: float, draw: Callable[[], float]) -> float:
    """Seconds until the next try after `attempts` failures, with full jitter.

    Any time up to a limit that doubles with each failure, so that many messages that failed
    together do not come back together. `draw` gives numbers from 0 to 1.
    """
    return draw() * min(cap, BASE * 2.0 ** min(attempts - 1, 32))


class Delivery:
    """Sends what the outbox holds, in a thread of its own between `start` and `stop`."""

    def __init__(
        self,
        outbox: Outbox,
        letters: Callable[[], Letters],
        transport: Transport,
        *,
        keep: Callable[[], float],
        clock: Callable[[], float] = time.time,
        draw: Callable[[], float] = random.random,
    ) -> None:
        """`keep` says how many seconds enquiries are kept; both callables are asked each time."""
        self.trouble = ""
        """Why nothing can be sent or noted for now; empty when all is well."""
        self._outbox = outbox
        self._letters = letters
        self._transport = transport
        self._keep = keep
        self._clock = clock
        self._draw = draw
        self._notes: list[tuple[Callable[[], Future[int]], Future[int]]] = []
        self._unsure = True
        self._pauses = 0
        self._resume = 0.0
        self._chores = 0.0
        self._woken = Event()
        self._stopping = False
        self._thread = Thread(target=self._run, name="delivery", daemon=True)

    def start(self) -> None:
        """Deliver from now on. The caller holds the folder's lock."""
        self._thread.start()

    def wake(self) -> None:
        """Say that something was accepted. Never waits."""
        self._woken.set()

    def stop(self, patience: float = 10.0) -> None:
        """Finish the message at hand; a server that hangs is not waited for longer than that."""
        self._stopping = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _run(self) -> None:
        while not self._stopping:
            self._woken.clear()
            wait = self._guarded_step()
            if wait > 0 and not self._stopping:
                self._transport.rest()
                self._woken.wait(wait)
        self._transport.rest()
        self._all_noted()

    def _guarded_step(self) -> float:
        try:
            return self.step()
        except OutboxError as error:
            self.trouble = str(error)
            log.error("Nothing is sent for now. %s", error)
        except Exception:
            log.exception("The delivery met a fault of its own and goes on.")
        self._unsure = True
        return AGAIN

    def step(self) -> float:
        """Do what is to be done now; seconds until there may be more to do. Raises OutboxError."""
        if not self._all_noted():
            return AGAIN
        if self._unsure:
            # Nothing is under way here, so a claim is of a killed process, or of a write that
            # lasted although it seemed to fail.
            self._outbox.take_back()
            self._unsure = False
        now = self._clock()
        if now < self._resume <= now + PAUSE_CAP:
            return min(self._resume - now, AT_LONGEST)
        if not now < self._chores <= now + HOUR:
            self._chores = now + HOUR
            self._do_chores(now)
        elif batch := self._outbox.claim(BATCH):
            self._send(batch)
        else:
            self.trouble = ""
            due = self._outbox.next_due()
            return AT_LONGEST if due is None else min(max(due - self._clock(), 0), AT_LONGEST)
        return 0

    def _send(self, batch: Sequence[Claimed]) -> None:
        held = self._outbox.held()
        left = deque(batch)
        try:
            while left and not self._stopping and not self._note_failed():
                note = self._attempt(left[0], held)
                left.popleft()
                self._note(note)
        except UnreachableError as error:
            self._pause(error)
        for claimed in left:
            self._note(partial(self._outbox.give_back, claimed.enquiry.id))

    def _attempt(self, claimed: Claimed, held: int) -> Callable[[], Future[int]]:
        """Send one; what is to be noted then. Raises UnreachableError: it was no fault of its."""
        id = claimed.enquiry.id
        try:
            self._transport.send(self._letters().enquiry(claimed, held))
        except UnreachableError:
            raise
        except PermanentError as error:
            log.error("Enquiry %s cannot be sent: %s", id, error)
            return partial(self._outbox.dead, id, str(error))
        except Exception as error:
            if not isinstance(error, TemporaryError):
                log.exception("Enquiry %s met a fault of this program.", id)
            now = self._clock()
            if now - claimed.since >= GIVE_UP:
                log.error("Enquiry %s could not be sent for days: %s", id, error)
                return partial(self._outbox.dead, id, str(error))
            due = now + back_off(claimed.attempts + 1, CAP, self._draw)
            return partial(self._outbox.failed, id, str(error), due)
        self._went_through()
        return partial(self._outbox.sent, id)

    def _went_through(self) -> None:
        self._pauses = 0
        self.trouble = ""

    def _pause(self, error: UnreachableError) -> None:
        """Leave the server alone for a while. It counts against no message."""
        self._pauses += 1
        self._resume = self._clock() + back_off(self._pauses, PAUSE_CAP, self._draw)
        if self.trouble != str(error):
            log.error("The mail server takes nothing for now: %s", error)
        self.trouble = str(error)

    # Notes: what became of a message is told to the outbox without waiting, and checked later.

    def _note(self, write: Callable[[], Future[int]]) -> None:
        self._notes.append((write, write()))

    def _note_failed(self) -> bool:
        """Whether a note is known to have failed: then nothing more is sent for now."""
        return any(written.done() and written.exception() for _, written in self._notes)

    def _all_noted(self) -> bool:
        """Wait for all notes and write those again that failed; whether none did.

        Nothing is sent until then, so that a full disk does not make the same mail go out again
        and again.
        """
        failed = [
            (write, error) for write, written in self._notes if (error := written.exception())
        ]
        self._notes = []
        for write, error in failed:
            self.trouble = str(error)
            self._note(write)
        return not failed

    # Chores.

    def _do_chores(self, now: float) -> None:
        """Forget and purge what is old enough; once a day tell what was put aside."""
        self._outbox.forget_senders(now - DAY)
        self._outbox.purge(now - self._keep())
        told = self._outbox.last_told()
        if told is not None and now - DAY < told <= now:
            return
        held = self._outbox.untold(MOST_TOLD)
        if not held:
            return
        try:
            self._transport.send(self._letters().digest(held, now))
        except UnreachableError as error:
            self._chores = 0.0
            self._pause(error)
        except (TemporaryError, PermanentError) as error:
            log.error("The digest of what was put aside could not be sent: %s", error)
        else:
            self._went_through()
            self._note(partial(self._outbox.told, [each.enquiry.id for each in held]))
