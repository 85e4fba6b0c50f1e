"""A receiver on a port of this machine, without delivery, and a good message for it."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import httpx
from bs4 import BeautifulSoup

from practice.enquiries.outbox import Outbox, State
from practice.enquiries.web.app import application
from practice.enquiries.web.exchange import Receiver
from practice.enquiries.web.pages import SHELL, Pages
from practice.enquiries.web.server import server
from practice.enquiries.web.tokens import FORM_WAIT, Tokens
from tests.conftest import ROOT
from tests.enquiries.samples import SHELL_HTML

if TYPE_CHECKING:
    from pathlib import Path

    from practice.enquiries.form.context import FormContext

SITE = "https://practice.example/"
JSON = {"Accept": "application/json"}
GOOD = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "service": "career",
    "message": "Hello there, I would like to talk.",
    "consent": "yes",
}


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Running:
    """A receiver on a port of this machine, without delivery."""

    def __init__(self, folder: Path, form_context: FormContext, **more: Any) -> None:
        self.clock = Clock()
        self.folder = folder
        self.outbox = Outbox(folder / "outbox", clock=self.clock, max_pages=more.pop("pages", None))
        self.tokens = Tokens(b"secret", self.clock)
        (folder / SHELL).write_text(SHELL_HTML)
        limits = {
            name: more.pop(name) for name in ("client_seconds", "shutdown_seconds") if name in more
        }
        receiver = Receiver(
            form_context=lambda: form_context,
            outbox=self.outbox,
            tokens=self.tokens,
            pages=Pages(ROOT / "overrides", folder),
            secret=b"secret",
            **more,
        )
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/enquiries"
        self._server = server(application(receiver), **limits)
        kwargs = {"sockets": [listening]}
        self._thread = threading.Thread(target=self._server.run, kwargs=kwargs, daemon=True)
        self._thread.start()
        self.http = httpx.Client(timeout=30)

    def stop(self) -> None:
        self.http.close()
        assert self.shut_down(60)
        self.outbox.close()

    def shut_down(self, seconds: float) -> bool:
        """End the server as SIGTERM does; whether that took at most so many seconds."""
        self._server.should_exit = True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def token(self, wait: int = FORM_WAIT, age: float = 10) -> str:
        """A token that was made `age` seconds ago."""
        self.clock.now -= age
        issued = self.tokens.issue(wait)
        self.clock.now += age
        return issued

    def fields(self, **changes: str) -> dict[str, str]:
        key = f"key-{time.monotonic_ns()}"
        return {**GOOD, "_key": key, "_token": self.token(), **changes}

    def post(self, fields: dict[str, str], **headers: str) -> httpx.Response:
        return self.http.post(self.url, data=fields, headers=headers)

    def kept(self) -> list[dict[str, str]]:
        return [stored.enquiry.answers for stored in self.outbox.list()]

    def states(self) -> list[State]:
        return [stored.state for stored in self.outbox.list()]


def page(response: httpx.Response) -> BeautifulSoup:
    return BeautifulSoup(response.text, "lxml")


def values(found: BeautifulSoup) -> dict[str, str]:
    """What the form of a page would send."""
    form = found.select_one("form")
    assert form
    sent = {}
    for field in form.select("[name]"):
        if field.name == "textarea":
            sent[field["name"]] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]")
            sent[field["name"]] = chosen["value"] if chosen else ""
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            sent[field["name"]] = field.get("value", "")
    return sent  # type: ignore[return-value]
