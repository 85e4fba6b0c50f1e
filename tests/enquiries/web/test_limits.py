"""Bodies that are too large, too slow, or hostile."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.characters import one_line
from practice.enquiries.web.submission import MAX_BYTES, MAX_DISCARDED
from tests.enquiries.web.running import GOOD, JSON, Running, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from practice.enquiries.form.context import FormContext


@pytest.mark.parametrize(
    ("size", "chunked"),
    [
        (MAX_BYTES + 1, False),
        (MAX_BYTES + 1, True),
        (MAX_DISCARDED - 1000, True),
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


def test_a_body_at_the_limit_is_accepted(receiver: Running) -> None:
    fields = urlencode(receiver.fields())
    body = f"{fields}&more=".ljust(MAX_BYTES, "x")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert receiver.http.post(receiver.url, content=body, headers=headers).status_code == 303


def test_a_slow_body_is_cut_off(start: Callable[..., Running]) -> None:
    receiver = start(reading_seconds=0.3)
    with socket.create_connection(("127.0.0.1", receiver.port)) as client:
        client.sendall(
            b"POST /enquiries HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=A"
        )
        assert client.recv(100).startswith(b"HTTP/1.1 408 ")
    assert receiver.kept() == []


def test_a_visitor_who_leaves_in_the_middle_affects_nobody(receiver: Running) -> None:
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
def test_bodies_that_are_not_forms(
    receiver: Running, content: bytes, kind: str, status: int
) -> None:
    answer = receiver.http.post(receiver.url, content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert receiver.kept() == []


HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet="\r\n\0<>\"'&;%:@ax\u202e\u2028"),
    st.sampled_from(
        [
            "a@b.c\r\nBcc: x@y.z",
            "<script>alert(1)</script>",
            '" autofocus onfocus="alert(1)',
            "{{ 7 * 7 }}",
            "<!--% endif %-->",
            "<!--{ page }-->",
            "\ud800",
            "x" * 10_000,
        ]
    ),
)


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, form_context: FormContext
) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("hostile"), form_context)
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
