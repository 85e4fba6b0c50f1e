"""A receiver inside `make serve`: the form works on the author's machine, and nothing leaves it."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from .mail import FolderTransport, moment
from .pages import Pages
from .running import letters_of, receiving
from .server import server

if TYPE_CHECKING:
    from pathlib import Path

    from .desk import Desk
    from .mail import Letters
    from .outbox import Outbox

MOST_SHOWN = 100


class Preview:
    """The receiver of one preview; its files outlive it."""

    def __init__(self, folder: Path, overrides: Path, site: Path) -> None:
        """`folder` takes messages and mails; `overrides` and `site` are what pages are made of."""
        self.desk: Desk | None = None
        """The form as the last build read it."""
        self._folder = folder
        self._overrides = overrides
        self._pages = Pages(overrides, site)
        self._stack = ExitStack()

    def start(self) -> int:
        """Listen on a free port of this machine, and say which.

        Raises FolderInUseError when another preview works with the same folder.
        """
        listening = self._stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        app = self._stack.enter_context(
            receiving(
                self._folder,
                self._current,
                self._pages,
                FolderTransport(self._folder / "mail"),
                letters=self._letters,
                look=self._look,
            )
        )
        running = server(app)
        thread = threading.Thread(
            target=running.run, kwargs={"sockets": [listening]}, name="receiver", daemon=True
        )
        thread.start()

        def stop() -> None:
            running.should_exit = True
            thread.join()

        self._stack.callback(stop)
        port: int = listening.getsockname()[1]
        return port

    def stop(self) -> None:
        """Finish what was accepted, and stop."""
        self._stack.close()

    def _letters(self) -> Letters:
        address = self._current().practice.email
        return letters_of(self._current(), address, [address], self._overrides)

    def _current(self) -> Desk:
        assert self.desk is not None  # set by the build, which comes before any visitor
        return self.desk

    def _look(self, outbox: Outbox) -> list[dict[str, Any]]:
        found = []
        for stored in outbox.list(most=MOST_SHOWN):
            mail = self._folder / "mail" / f"{stored.enquiry.id}.eml"
            found.append(
                {
                    "received": moment(stored.enquiry.received),
                    "state": stored.state,
                    "reasons": stored.reasons,
                    "error": stored.error,
                    "answers": stored.enquiry.answers,
                    "mail": mail if mail.is_file() else "",
                }
            )
        return found
