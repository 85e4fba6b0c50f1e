"""How far the check is: one line that changes on a terminal, a line each elsewhere."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from practice.link_checker.checks import Outcome


class Progress:
    """Told of every outcome as it comes."""

    def __init__(self, total: int, out: TextIO) -> None:
        """`total` addresses are to come."""
        self._total, self._out = total, out
        self._count = 0
        self._live = out.isatty()

    def __call__(self, outcome: Outcome) -> None:
        """Count one more."""
        self._count += 1
        line = f"{self._count}/{self._total} {outcome.answer}: {outcome.address}"
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            self._out.write(
                f"\r\x1b[K{line[:width]}"
            )  # back to the margin, erase (ECMA-48: CR, EL)
        else:
            self._out.write(f"{line}\n")
        self._out.flush()

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._live and self._count:
            self._out.write("\r\x1b[K")
            self._out.flush()
