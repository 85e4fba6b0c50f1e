"""A receiver inside `make serve`: the form works, but nothing leaves the author's machine."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from practice.enquiries.mail.composer import timestamp
from practice.enquiries.receiver import receiving
from practice.enquiries.settings import read_settings
from practice.enquiries.web.server import server

if TYPE_CHECKING:
    from pathlib import Path

    from practice.enquiries.form.context import FormContext
    from practice.enquiries.outbox import Outbox

MAX_SHOWN = 100


class Preview:
    """The receiver of one preview; its files outlive it."""

    def __init__(self, folder: Path, overrides: Path, site: Path) -> None:
        """`folder` is for messages and mails; `overrides` and `site` are for the pages."""
        self.form_context: FormContext | None = None
        """The form as the last build read it."""
        self._folder = folder
        self._overrides = overrides
        self._site = site
        self._stack = ExitStack()

    def start(self) -> int:
        """Listen on a free port of this machine; the port.

        Raises SettingsError, and OutboxError if another preview uses the same folder.
        """
        environ = {"ENQUIRIES_FOLDER": str(self._folder)}
        settings = read_settings(environ, to=self._current().practice.email)
        app = self._stack.enter_context(
            receiving(
                settings,
                self._current,
                overrides=self._overrides,
                site=self._site,
                list_messages=self._list_messages,
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

    def _current(self) -> FormContext:
        assert self.form_context is not None  # set by the build, which comes before any visitor
        return self.form_context

    def _list_messages(self, outbox: Outbox) -> list[dict[str, Any]]:
        found = []
        for stored in outbox.list(most=MAX_SHOWN):
            mail = self._folder / "mail" / f"{stored.enquiry.id}.eml"
            found.append(
                {
                    "received": timestamp(stored.enquiry.received),
                    "state": stored.state,
                    "reasons": stored.reasons,
                    "error": stored.error,
                    "answers": stored.enquiry.answers,
                    "mail": mail if mail.is_file() else "",
                }
            )
        return found
