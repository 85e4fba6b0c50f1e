"""Clients that keep the server waiting."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.enquiries.web.running import Running


@pytest.mark.parametrize("first", [b"", b"GET /enquiries/health HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_a_slow_head_is_cut_off(start: Callable[..., Running], first: bytes) -> None:
    receiver = start(client_seconds=1.0)
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


def test_a_client_that_reads_nothing_is_cut_off(start: Callable[..., Running]) -> None:
    receiver = start(client_seconds=1.0)
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


def test_an_open_request_does_not_keep_the_receiver_from_stopping(
    start: Callable[..., Running],
) -> None:
    receiver = start(reading_seconds=300, shutdown_seconds=1)
    with socket.create_connection(("127.0.0.1", receiver.port)) as client:
        client.sendall(
            b"POST /enquiries HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=A"
        )
        assert receiver.http.get(receiver.url).status_code == 200  # the head has arrived
        assert receiver.shut_down(30)
