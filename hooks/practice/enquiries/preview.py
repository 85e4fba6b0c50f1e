"""A receiver inside `make serve`: the form works on the author's machine, and nothing leaves it."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from practice.enquiries.mail import moment
from practice.enquiries.receiver import receiving
from practice.enquiries.settings import read_settings
from practice.enquiries.web.server import server

if TYPE_CHECKING:
    from pathlib import Path

    from practice.enquiries.form.context import Desk
    from practice.enquiries.outbox import Outbox

MOST_SHOWN = 100


class Preview:
    """The receiver of one preview; its files outlive it."""

    def __init__(self, folder: Path, overrides: Path, site: Path) -> None:
        """`folder` takes messages and mails; `overrides` and `site` are what pages are made of."""
        self.desk: Desk | None = None
        """The form as the last build read it."""
        self._folder = folder
        self._overrides = overrides
        self._site = site
        self._stack = ExitStack()

    def start(self) -> int:
        """Listen on a free port of this machine, and say which.

        Raises OutboxError, as when another preview works with the same folder, and SettingsError.
        """
        environ = {"ENQUIRIES_FOLDER": str(self._folder)}
        settings = read_settings(environ, to=self._current().practice.email)
        app = self._stack.enter_context(
            receiving(
                settings,
                self._current,
                overrides=self._overrides,
                site=self._site,
                look=self._look,
            )
        )
        listening = self._stack.enter_context(socket.create_server(("127.0.0.1", 0)))
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
