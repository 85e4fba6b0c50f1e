"""Waiting for a state, never for a moment."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 60.0
"""Seconds; far more than any state needs on a busy machine."""


def eventually(reached: Callable[[], object]) -> None:
    """Wait until `reached` is true; fail after LIMIT."""
    end = time.monotonic() + LIMIT
    while not reached():
        assert time.monotonic() < end, "the state was never reached"
        time.sleep(0.02)
