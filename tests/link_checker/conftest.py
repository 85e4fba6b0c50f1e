"""A local server, and a computer that can reach no other host."""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import TYPE_CHECKING, Any

import pytest

from practice.link_checker.checks import check_all
from practice.link_checker.client import PoliteClient, RequestPolicy
from tests.link_checker.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from practice.link_checker.records import Record
    from practice.link_checker.results import CheckResult

QUICK = RequestPolicy(limit=5, pause=0, tries=3, backoff=0.01, longest_wait=2)
HASTY = RequestPolicy(limit=0.3, pause=0, tries=1, backoff=0.01, longest_wait=2)
"""For servers that never respond; on a busy computer a good response may take longer."""


@pytest.fixture(autouse=True)
def _only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other names are unknown, and there is no proxy."""
    look_up = socket.getaddrinfo

    def local(host: Any, *more: Any, **named: Any) -> Any:
        if host in {"127.0.0.1", b"127.0.0.1", "localhost", b"localhost"}:
            return look_up("127.0.0.1", *more, **named)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", local)
    # Sources of these tests are on this computer, which the models do not allow.
    monkeypatch.setattr("practice.content.models.is_local", lambda _: False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def other() -> Iterator[Server]:
    """A second host."""
    with Server() as running:
        yield running


NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts no certificate: reading those of this computer would take longer than most tests."""


def closed_port() -> int:
    """A port of this computer on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def check(
    addresses: Iterable[str],
    records: Mapping[str, Record] | None = None,
    policy: RequestPolicy = QUICK,
    verify: ssl.SSLContext = NOBODY,
) -> dict[str, CheckResult]:
    """The results of checking `addresses`."""

    async def run() -> dict[str, CheckResult]:
        async with PoliteClient("a test", policy, verify) as client:
            return await check_all(addresses, records or {}, client, lambda _: None)

    return asyncio.run(run())
