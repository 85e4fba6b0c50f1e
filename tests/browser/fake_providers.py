"""Fakes of the services that take messages: each refuses what breaks its contract.

What they enforce is what the providers document; where that leaves something open, they are as
strict as a provider could be.
"""

from __future__ import annotations

import http.server
import json
import re
import threading
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL_ENCODED = "application/x-www-form-urlencoded"


@dataclass
class Call:
    """One request with a message."""

    path: str
    headers: dict[str, str]
    """By name, in lower case."""
    fields: dict[str, str]

    @property
    def wants_json(self) -> bool:
        return self.headers.get("accept") == "application/json"

    @property
    def encoding(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Reply:
    """An answer."""

    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def data(cls, status: int, **data: Any) -> Reply:
        return cls(status, json.dumps(data), {"Content-Type": "application/json"})


HANG_UP = Reply(0)
"""The connection breaks before the response."""


@dataclass
class FakeProvider:
    """A server that takes messages and serves the pages of `folder`."""

    folder: Path
    received: list[dict[str, str]] = field(default_factory=list)
    """Messages that would reach the coach, in order."""
    calls: list[Call] = field(default_factory=list)
    """Every attempt to send."""
    script: list[Reply | str] = field(default_factory=list)
    """Replies to give instead, in order; "lose" takes the message and hangs up."""
    scripts_fail: bool = False
    """Whether to hang up on every request of a script; those of the browser itself succeed."""

    def answer(self, call: Call) -> Reply:
        self.calls.append(call)
        if self.scripts_fail and call.headers.get("sec-fetch-mode", "navigate") != "navigate":
            return HANG_UP
        scripted = self.script.pop(0) if self.script else None
        if isinstance(scripted, Reply):
            return scripted
        reply = self.take(call)
        return HANG_UP if scripted == "lose" else reply

    def take(self, call: Call) -> Reply:
        """Answer as the contract says."""
        raise NotImplementedError

    def get(self, path: str) -> Reply | None:  # noqa: ARG002 (others answer by it)
        """Answer what is not a page of the site."""
        return None


@dataclass
class Netlify(FakeProvider):
    """Posts to a page, for forms that were found in the pages when they were published."""

    forms: dict[str, set[str]] = field(default_factory=dict)
    traps: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for file in self.folder.rglob("*.html"):
            page = BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")
            for form in page.select("form[data-netlify=true][name]"):
                names = {element["name"] for element in form.select("[name]")}
                self.forms[str(form["name"])] = names
                self.traps[str(form["name"])] = str(form.get("netlify-honeypot", ""))

    def take(self, call: Call) -> Reply:
        name = call.fields.get("form-name", "")
        page = self.folder / call.path.strip("/") / "index.html"
        if call.encoding != URL_ENCODED or name not in self.forms or not page.is_file():
            return Reply(404, "Page not found")
        if not call.fields.get(self.traps[name]):
            kept = self.forms[name] - {"form-name", self.traps[name]}
            self.received.append({k: v for k, v in call.fields.items() if k in kept})
        return Reply(200, page.read_text(encoding="utf-8"), {"Content-Type": "text/html"})


@dataclass
class Formspree(FakeProvider):
    """Known forms only; JSON on request, otherwise its own thank-you page."""

    def take(self, call: Call) -> Reply:
        crossing = {"Access-Control-Allow-Origin": "*"}
        if call.path != "/f/xklmnopq":
            return Reply(404, json.dumps({"error": "Form not found"}), crossing)
        if call.encoding != URL_ENCODED:
            return Reply(415, json.dumps({"errors": [{"message": "Wrong type"}]}), crossing)
        if "@" not in call.fields.get("email", "@"):
            errors = [{"field": "email", "code": "TYPE_EMAIL", "message": "should be an email"}]
            return Reply(422, json.dumps({"errors": errors}), crossing)
        if not call.fields.pop("_gotcha", ""):
            self.received.append(call.fields)
        if call.wants_json:
            return Reply(200, json.dumps({"next": "/thanks", "ok": True}), crossing)
        return Reply(200, "<title>Formspree</title>Thanks!", {"Content-Type": "text/html"})


@dataclass
class Web3Forms(FakeProvider):
    """A known key only; redirects to `redirect`, or answers with JSON."""

    key: str = "01234567-89ab-cdef-0123-456789abcdef"

    def take(self, call: Call) -> Reply:
        crossing = {"Access-Control-Allow-Origin": "*"}
        fields = dict(call.fields)
        if call.path != "/submit" or call.encoding not in {URL_ENCODED, "application/json"}:
            return Reply(405, json.dumps({"success": False, "message": "Not so"}), crossing)
        if fields.pop("access_key", "") != self.key:
            refusal = {"success": False, "message": "Invalid Access Key"}
            return Reply(400, json.dumps(refusal), crossing)
        if fields.pop("botcheck", ""):
            refusal = {"success": False, "message": "Spam detected"}
            return Reply(400, json.dumps(refusal), crossing)
        leads_to = fields.pop("redirect", "")
        self.received.append(fields)
        if leads_to:
            return Reply(303, headers={"Location": leads_to})
        done = {"success": True, "message": "Email sent successfully!"}
        return Reply(200, json.dumps(done), crossing)


@dataclass
class Receiver(FakeProvider):
    """The JSON contract of our own receiver, and its answers to plain submits."""

    wait: float = 0.15
    """Seconds that a token must age."""
    tokens: dict[str, float] = field(default_factory=dict)
    """When each was given."""

    def give(self) -> dict[str, Any]:
        token = uuid.uuid4().hex
        self.tokens[token] = time.monotonic()
        return {"token": token, "wait": self.wait}

    def get(self, path: str) -> Reply | None:
        return Reply.data(200, **self.give()) if path == "/enquiries/token" else None

    def take(self, call: Call) -> Reply:
        fields = dict(call.fields)
        key, token = fields.pop("_key", ""), fields.pop("_token", "")
        if call.path != "/enquiries" or call.encoding != URL_ENCODED:
            return Reply.data(400, message="This is no message.")
        if not re.fullmatch(
            r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", key
        ):
            return Reply.data(400, message="The key is none.")
        if fields.pop("website", ""):
            return Reply.data(403, message="That was a program.")
        age = time.monotonic() - self.tokens.get(token, float("inf"))
        if call.wants_json and age < self.wait:
            return Reply.data(428, **self.give())
        message = {**fields, "_key": key}
        if message not in self.received:
            self.received.append(message)
        if call.wants_json:
            return Reply.data(200, sent=True, next="/thank-you/")
        return Reply(303, headers={"Location": "/thank-you/"})


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, fake: FakeProvider) -> None:
        self.fake = fake
        super().__init__(*args, directory=str(fake.folder))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        reply = self.fake.get(self.path)
        if reply:
            self._send(reply)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = Call(self.path, headers, dict(parse_qsl(body, keep_blank_values=True)))
        self._send(self.fake.answer(call))

    def _send(self, reply: Reply) -> None:
        if reply is HANG_UP:
            self.close_connection = True
            return
        body = reply.body.encode()
        self.send_response(reply.status)
        for name, value in {**reply.headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve(fake: FakeProvider) -> Iterator[str]:
    """The address at which the fake, with its site, is served."""
    handler = partial(_Handler, fake=fake)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
