"""The receiver over real connections: what it takes, what it refuses, and what it says of it."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.enquiries.form.context import Desk, read_desk
from practice.enquiries.form.validation import one_line
from practice.enquiries.outbox import Outbox, OutboxError, State
from practice.enquiries.spam import HELD_ABOVE, REFUSED_ABOVE
from practice.enquiries.web.app import MOST_BYTES, MOST_DISCARDED, NOTICES, Receiver, application
from practice.enquiries.web.pages import BODY, SHELL, Pages
from practice.enquiries.web.senders import sender_hash
from practice.enquiries.web.server import server
from practice.enquiries.web.tokens import CHECK_WAIT, FORM_WAIT, Tokens
from tests.conftest import LEAST, ROOT, service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    docs = tmp_path_factory.mktemp("desk") / "docs"
    for name, text in {**LEAST, "_data/services/career.yml": service("Career")}.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    read, issues = read_desk(docs, SITE)
    assert read, issues
    return read


class Running:
    """A receiver on a port of this machine, without delivery."""

    def __init__(self, folder: Path, desk: Desk, **more: Any) -> None:
        self.clock = Clock()
        self.folder = folder
        self.outbox = Outbox(folder / "outbox", clock=self.clock, max_pages=more.pop("pages", None))
        self.tokens = Tokens(b"secret", self.clock)
        (folder / SHELL).write_text(
            f"<title>Frame</title><style>p{{}}</style><script>1</script><main>{''.join(BODY)}</main>"
        )
        head_seconds = more.pop("head_seconds", 15.0)
        receiver = Receiver(
            desk=lambda: desk,
            outbox=self.outbox,
            tokens=self.tokens,
            pages=Pages(ROOT / "overrides", folder),
            secret=b"secret",
            **more,
        )
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/enquiries"
        self._server = server(application(receiver), head_seconds)
        kwargs = {"sockets": [listening]}
        self._thread = threading.Thread(target=self._server.run, kwargs=kwargs, daemon=True)
        self._thread.start()
        self.http = httpx.Client(timeout=30)

    def stop(self) -> None:
        self.http.close()
        self._server.should_exit = True
        self._thread.join()
        self.outbox.close()

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


Start = "Callable[..., Running]"


@pytest.fixture
def start(tmp_path: Path, desk: Desk) -> Iterator[Callable[..., Running]]:
    running: list[Running] = []

    def start(**more: Any) -> Running:
        running.append(Running(tmp_path, desk, **more))
        return running[-1]

    yield start
    for each in running:
        each.stop()


@pytest.fixture
def receiver(start: Callable[..., Running]) -> Running:
    return start()


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


def test_a_message_with_a_token_is_kept_and_leads_to_the_thanks(receiver: Running) -> None:
    answer = receiver.post(receiver.fields())
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SITE}thank-you/")
    assert receiver.kept() == [GOOD]
    assert receiver.states() == [State.WAITING]


def test_the_script_gets_the_same_as_data(receiver: Running) -> None:
    answer = receiver.post(receiver.fields(), **JSON)
    assert (answer.status_code, answer.json()) == (
        200,
        {"sent": True, "next": f"{SITE}thank-you/"},
    )
    answer = receiver.post(receiver.fields(email="ada", message="short"), **JSON)
    assert answer.status_code == 422
    assert answer.json() == {
        "problems": {
            "email": "Enter an address",
            "message": "“Message” must be 10 characters or more",
        }
    }
    assert len(receiver.kept()) == 1


def test_a_page_with_problems_keeps_everything_that_was_typed(receiver: Running) -> None:
    typed = {
        "name": 'Ada "Lovelace" & <b>',
        "email": "nonsense",
        "service": "career",
        "message": "\n  Two\r\nlines </textarea><script>alert(1)</script>",
        "consent": "yes",
    }
    answer = receiver.post(receiver.fields(**typed, _key="key-of-the-page"))
    found = page(answer)
    assert answer.status_code == 422
    assert found.title and found.title.get_text().startswith("Error: Your message")
    summary = found.select_one(".problems")
    assert summary and summary.select_one("h2").get_text(strip=True) == "There is a problem"  # type: ignore[union-attr]
    assert summary["role"] == "alert"
    (link,) = summary.select("li a")
    assert (link["href"], link.get_text()) == ("#enquiry-email", "Enter an address")
    field = found.select_one("#enquiry-email")
    assert field and field["aria-invalid"] == "true"
    error = found.select_one("#enquiry-email-error")
    assert error and " ".join(error.get_text().split()) == "Error: Enter an address"
    assert "enquiry-email-error" in field["aria-describedby"]
    assert len(found.select("script")) == 1, "the frame's own, and nothing typed"
    sent = values(found)
    assert {id: sent[id] for id in typed} == {
        **typed,
        "message": "Two\nlines </textarea><script>alert(1)</script>",
    }
    assert sent["_key"] == "key-of-the-page"

    receiver.clock.now += CHECK_WAIT
    assert receiver.post({**sent, "email": "ada@example.org"}).status_code == 303
    assert receiver.states() == [State.WAITING], "mended, it needs no second look"


def test_the_decoy_is_not_forgotten_on_the_way(receiver: Running) -> None:
    for typed in ({**GOOD, "website": "spam"}, {**GOOD, "website": "spam", "email": "x"}):
        sent = values(page(receiver.post(typed)))
        receiver.clock.now += CHECK_WAIT
        receiver.post(
            {**sent, "email": GOOD["email"], "message": f"{typed['email']} writes to you."}
        )
    assert receiver.states() == [State.QUARANTINED, State.QUARANTINED]
    hidden = {"A field that people do not see was filled in."}
    assert all(hidden <= set(stored.reasons) for stored in receiver.outbox.list())


def test_without_a_script_a_message_is_checked_and_then_sent(receiver: Running) -> None:
    typed = {**GOOD, "message": "Two lines,\r\nthe second <i>here</i>."}
    answer = receiver.post(typed)
    found = page(answer)
    assert answer.status_code == 200
    assert receiver.kept() == []
    assert "Check your message" in answer.text
    shown = [" ".join(each.get_text().split()) for each in found.select("dd")]
    assert shown == [
        "Ada Lovelace",
        "ada@example.org",
        "Career",
        "Two lines, the second <i>here</i>.",
        "Yes",
    ]
    receiver.clock.now += CHECK_WAIT
    sent = values(found)
    first = receiver.post(sent)
    again = receiver.post(sent)
    assert (first.status_code, again.status_code) == (303, 303)
    assert [kept["message"] for kept in receiver.kept()] == ["Two lines,\nthe second <i>here</i>."]
    assert receiver.states() == [State.WAITING]


@pytest.mark.parametrize("token", ["", "nonsense", "expired"])
def test_a_script_without_a_good_token_is_given_one(receiver: Running, token: str) -> None:
    given = receiver.token(age=100_000) if token == "expired" else token
    answer = receiver.post(receiver.fields(_token=given), **JSON)
    assert answer.status_code == 428
    assert receiver.kept() == []
    again = answer.json()
    receiver.clock.now += again["wait"]
    assert receiver.post(receiver.fields(_token=again["token"]), **JSON).status_code == 200


def test_the_token_for_the_script(receiver: Running) -> None:
    answer = receiver.http.get(f"{receiver.url}/token")
    assert answer.headers["cache-control"] == "no-store"
    receiver.clock.now += answer.json()["wait"]
    receiver.post(receiver.fields(_token=answer.json()["token"]))
    assert receiver.states() == [State.WAITING]


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        ("name", "", "Fill in “Your name”"),
        ("name", "x" * 201, "“Your name” must be 200 characters or fewer"),
        ("email", "", "Fill in “Email address”"),
        ("email", "ada@example", "Enter an address"),
        ("email", f"{'x' * 250}@a.org", "“Email address” must be 254 characters or fewer"),
        ("message", "", "Fill in “Message”"),
        ("message", "123456789", "“Message” must be 10 characters or more"),
        ("message", "x" * 501, "“Message” must be 500 characters or fewer"),
        ("consent", "", "Select the box to agree"),
    ],
)
def test_every_rule_holds_at_the_server(
    receiver: Running, field: str, answer: str, sentence: str
) -> None:
    told = receiver.post(receiver.fields(**{field: answer}), **JSON)
    assert (told.status_code, told.json()) == (422, {"problems": {field: sentence}})
    shown = page(receiver.post(receiver.fields(**{field: answer})))
    error = shown.select_one(f"#enquiry-{field}-error [data-error]")
    assert error and error.get_text() == sentence
    assert [link.get_text() for link in shown.select(".problems li a")] == [sentence]
    assert receiver.kept() == []


def test_the_same_message_twice_is_one(receiver: Running) -> None:
    fields = receiver.fields()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: receiver.post(fields, **JSON), range(16)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(receiver.kept()) == 1
    changed = receiver.post({**fields, "message": "Another text after the first."}, **JSON)
    assert changed.status_code == 200
    assert len(receiver.kept()) == 2, "what was changed is not the same, and not lost"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"website": "http://spam"}, "A field that people do not see was filled in."),
        ({"_token": "early"}, "It was sent faster than a person can type."),
        ({"message": "http://a http://b http://c http://d"}, "It holds 4 web addresses."),
    ],
)
def test_what_looks_like_spam_is_kept_and_held_back(
    receiver: Running, change: dict[str, str], reason: str
) -> None:
    fields = receiver.fields(**change)
    if change.get("_token") == "early":
        fields["_token"] = receiver.token(age=FORM_WAIT - 1)
    assert receiver.post(fields).status_code == 303, "a program learns nothing"
    (stored,) = receiver.outbox.list()
    assert (stored.state, stored.reasons) == (State.QUARANTINED, (reason,))


def test_the_same_words_and_the_same_page_are_held_back(receiver: Running) -> None:
    fields = receiver.fields(message="Buy my watches today, they are cheap.")
    receiver.post(fields)
    receiver.post({**fields, "name": "Bob", "_key": "key-other", "_token": receiver.token()})
    receiver.post({**fields, "message": "Something else altogether, please."})
    reasons = [stored.reasons for stored in receiver.outbox.list()]
    assert reasons == [
        ("Another message came from the same page.",),
        ("The same words came before.",),
        (),
    ]


def test_many_from_one_network_are_held_back_then_refused(
    start: Callable[..., Running],
) -> None:
    receiver = start(proxies=[ipaddress.ip_network("127.0.0.1")])

    def send(number: int, address: str) -> int:
        fields = receiver.fields(message=f"Message number {number} to you.")
        return receiver.post(fields, **{"X-Forwarded-For": f"6.6.6.6, {address}"}).status_code

    for number in range(HELD_ABOVE + 1):
        assert send(number, "198.51.100.7") == 303
    assert receiver.states() == [State.QUARANTINED] + [State.WAITING] * HELD_ABOVE
    for number in range(HELD_ABOVE + 1, REFUSED_ABOVE):
        send(number, "198.51.100.7")
    assert send(99, "198.51.100.7") == 429
    assert send(100, "198.51.100.8") == 303, "a neighbor is not"
    assert len(receiver.kept()) == REFUSED_ABOVE + 1
    receiver.clock.now += 3601
    assert send(101, "198.51.100.7") == 303, "and an hour later all is well"


def test_a_refused_visitor_keeps_what_was_typed(receiver: Running) -> None:
    for number in range(REFUSED_ABOVE):
        receiver.post(receiver.fields(message=f"Message number {number} to you."))
    answer = receiver.post(receiver.fields(message="One more, with many words."))
    assert answer.status_code == 429
    assert "retry-after" in answer.headers
    assert "Many messages came from your network" in answer.text
    assert "One more, with many words." in page(answer).select_one("textarea").get_text()  # type: ignore[union-attr]
    assert "ada@example.com" in answer.text, "the address that mail can go to"


def test_no_address_is_stored_in_clear(receiver: Running) -> None:
    receiver.post(receiver.fields())
    (stored,) = receiver.outbox.list()
    assert stored.enquiry.sender == sender_hash("127.0.0.1", b"secret")
    files = b"".join(file.read_bytes() for file in receiver.folder.glob("outbox*"))
    assert b"127.0.0.1" not in files


def test_a_full_disk_costs_nothing_that_was_typed(start: Callable[..., Running]) -> None:
    receiver = start(pages=14)
    long = "A long message. " * 30
    answers = []
    for number in range(30):
        receiver.clock.now += 3600
        answers.append(receiver.post(receiver.fields(message=f"{number} {long}", name="Ada")))
    kept = [answer for answer in answers if answer.status_code == 303]
    full = [answer for answer in answers if answer.status_code == 503]
    assert kept and full and len(kept) + len(full) == 30
    assert len(receiver.kept()) == len(kept), "thanked for exactly what is kept"
    last = full[-1]
    assert "retry-after" in last.headers
    found = page(last)
    assert found.title and found.title.get_text().startswith("Error: ")
    assert long.strip() in found.select_one("textarea").get_text()  # type: ignore[union-attr]
    assert "could not be saved" in found.select_one(".problems").get_text()  # type: ignore[union-attr]
    again = receiver.post(receiver.fields(message=long), **JSON)
    assert again.status_code == 503
    assert again.json() == {"message": NOTICES[503].format(email="ada@example.com")}


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({}, True),
        ({"Origin": "https://practice.example"}, True),
        ({"Origin": "https://other.example"}, True),  # allowed by the settings
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "https://practice.example.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Host": ""}, False),
        ({"Origin": "http://["}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "https://practice.example", "Sec-Fetch-Site": "same-site"}, True),
    ],
)
def test_only_pages_of_the_site_may_send(
    start: Callable[..., Running], headers: dict[str, str], taken: bool
) -> None:
    receiver = start(origins=frozenset({"https://other.example"}))
    answer = receiver.post(receiver.fields(), **headers)
    assert answer.status_code == (303 if taken else 403)
    assert len(receiver.kept()) == taken
    token = receiver.http.get(f"{receiver.url}/token", headers={**JSON, **headers})
    allowed = token.headers.get("access-control-allow-origin")
    assert allowed == (headers.get("Origin") if taken and headers.get("Origin") != "null" else None)


def test_the_receivers_own_page_may_send(receiver: Running) -> None:
    origin = {"Origin": f"http://127.0.0.1:{receiver.port}"}
    assert receiver.post(receiver.fields(), **origin).status_code == 303


@pytest.mark.parametrize(
    ("size", "chunked"),
    [
        (MOST_BYTES + 1, False),
        (MOST_BYTES + 1, True),
        (MOST_DISCARDED - 1000, True),
    ],
)
def test_a_body_that_is_too_large_is_refused_with_an_answer(
    receiver: Running, size: int, chunked: bool
) -> None:
    body = f"{urlencode(receiver.fields())}&more=".encode()
    body += b"x" * (size - len(body))
    content = (body[at : at + 8192] for at in range(0, size, 8192)) if chunked else body
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = receiver.http.post(receiver.url, content=content, headers=headers)
    assert answer.status_code == 413
    assert "too long for this form" in answer.text
    assert "back button" in answer.text
    assert receiver.kept() == []


def test_a_flood_of_bytes_is_cut_off(receiver: Running) -> None:
    with socket.create_connection(("127.0.0.1", receiver.port)) as client:
        client.sendall(
            b"POST /enquiries HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        sent = 0
        try:
            while sent < 100_000_000:
                sent += client.send(b"x" * 65536)
        except OSError:
            pass
    assert sent < 100_000_000
    assert receiver.post(receiver.fields()).status_code == 303, "others are served as before"


def test_a_body_at_the_limit_is_taken(receiver: Running) -> None:
    fields = urlencode(receiver.fields())
    body = f"{fields}&more=".ljust(MOST_BYTES, "x")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert receiver.http.post(receiver.url, content=body, headers=headers).status_code == 303


def test_a_slow_body_is_not_waited_for(start: Callable[..., Running]) -> None:
    receiver = start(reading_seconds=0.3)
    with socket.create_connection(("127.0.0.1", receiver.port)) as client:
        client.sendall(
            b"POST /enquiries HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=A"
        )
        assert client.recv(100).startswith(b"HTTP/1.1 408 ")
    assert receiver.kept() == []


@pytest.mark.parametrize("first", [b"", b"GET /enquiries/health HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_a_slow_head_is_not_waited_for(start: Callable[..., Running], first: bytes) -> None:
    receiver = start(head_seconds=0.5)
    with socket.create_connection(("127.0.0.1", receiver.port)) as client:
        client.settimeout(20)
        if first:
            client.sendall(first)
            answer = b""
            while not answer.endswith(b"ok\n"):
                answer += client.recv(10_000)
        ended = False
        for byte in b"POST /enquiries HTTP/1.1\r\nX-Slow: " + b"x" * 400:
            try:
                client.sendall(bytes([byte]))
                client.settimeout(0.05)
                ended = client.recv(100) == b""
            except TimeoutError:
                continue
            except OSError:
                ended = True
            if ended:
                break
        assert ended


def test_a_visitor_who_leaves_in_the_middle_does_no_harm(receiver: Running) -> None:
    with socket.create_connection(("127.0.0.1", receiver.port)) as client:
        client.sendall(
            b"POST /enquiries HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=A"
        )
    assert receiver.post(receiver.fields()).status_code == 303


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"x", "multipart/form-data; boundary=x", 415),
        (b"x", "", 415),
        (b"&".join([b"a=b"] * 200), "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 422),
        (b"%ff%00=%", "Application/X-WWW-Form-Urlencoded; charset=utf-8", 422),
    ],
)
def test_what_is_no_form(receiver: Running, content: bytes, kind: str, status: int) -> None:
    answer = receiver.http.post(receiver.url, content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert receiver.kept() == []


def test_answers_tell_browsers_to_be_careful(receiver: Running) -> None:
    for answer in (
        receiver.http.get(receiver.url),
        receiver.http.get(f"{receiver.url}/token"),
        receiver.http.get(f"{receiver.url}/nothing"),
        receiver.post({}),
        receiver.post(receiver.fields()),
    ):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers
    policy = receiver.http.get(receiver.url).headers["content-security-policy"]
    assert "'unsafe-inline'" not in policy
    # The hashes of the frame's own `1` and `p{}`.
    assert "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='" in policy


def test_health(receiver: Running) -> None:
    assert receiver.http.get(f"{receiver.url}/health").text == "ok\n"


def test_health_tells_that_messages_cannot_be_kept(
    receiver: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OutboxError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(receiver.outbox, "accept", full)
        assert receiver.post(receiver.fields()).status_code == 503
        answer = receiver.http.get(f"{receiver.url}/health")
        assert (answer.status_code, answer.text) == (503, "Messages cannot be kept.\n")
    assert receiver.post(receiver.fields()).status_code == 303
    assert receiver.http.get(f"{receiver.url}/health").status_code == 200


def test_nothing_that_was_posted_is_redirected_to_another_address(receiver: Running) -> None:
    answer = receiver.http.post(f"{receiver.url}/", data=receiver.fields())
    assert answer.status_code == 404


def test_a_client_that_reads_nothing_is_not_waited_for(start: Callable[..., Running]) -> None:
    receiver = start(head_seconds=0.5)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.connect(("127.0.0.1", receiver.port))
    client.settimeout(10)
    with client:
        ask = b"GET /enquiries HTTP/1.1\r\nHost: x\r\n\r\n"
        with pytest.raises(OSError):
            for _ in range(1_000_000):
                client.sendall(ask * 100)
    assert receiver.post(receiver.fields()).status_code == 303


def test_a_preview_alone_shows_messages(receiver: Running) -> None:
    assert receiver.http.get(f"{receiver.url}/messages").status_code == 404


def test_a_fault_of_our_own_shows_no_trace(
    receiver: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(receiver.outbox, "accept", broken)
    answer = receiver.post(receiver.fields(message="Please keep these words."))
    assert answer.status_code == 500
    assert "secret detail" not in answer.text and "Traceback" not in answer.text
    assert "Please keep these words." in answer.text
    monkeypatch.setattr(receiver.tokens, "issue", broken)
    answer = receiver.http.get(f"{receiver.url}/token")
    assert (answer.status_code, answer.text) == (500, "Something went wrong here.\n")


HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet="\r\n\0<>\"'&;%:@ax\u202e\u2028"),
    st.sampled_from(
        [
            "a@b.c\r\nBcc: x@y.z",
            "<script>alert(1)</script>",
            '" autofocus onfocus="alert(1)',
            "{{ 7 * 7 }}",
            "<!-- /enquiry -->",
            "\ud800",
            "x" * 10_000,
        ]
    ),
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("hostile"), desk)
    yield running
    running.stop()


@given(
    fields=st.fixed_dictionaries(
        dict.fromkeys(GOOD, HOSTILE),
        optional={"_key": HOSTILE, "_token": HOSTILE, "website": HOSTILE},
    ),
    json=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_hostile_answers_never_break_the_page(
    hostile: Running, fields: dict[str, str], json: bool
) -> None:
    encoded = urlencode(fields, errors="surrogatepass")
    answer = hostile.http.post(
        hostile.url,
        content=encoded,
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            **(JSON if json else {}),
        },
    )
    assert answer.status_code < 500
    if not json:
        found = page(answer)
        assert len(found.select("script")) == 1
        assert not found.select("[onfocus], [autofocus]:not(.problems)")
        if field := found.select_one("#enquiry-name"):
            typed = dict(parse_qsl(encoded, keep_blank_values=True, errors="replace"))["name"]
            assert field.get("value", "") == one_line(typed)


@given(body=st.binary(max_size=2000))
@settings(max_examples=60, deadline=None)
def test_hostile_bytes_never_break_the_receiver(hostile: Running, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = hostile.http.post(hostile.url, content=body, headers=headers)
    assert answer.status_code < 500
