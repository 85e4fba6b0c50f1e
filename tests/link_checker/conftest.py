"""A local server, a docs folder whose links lead to it, and a machine that knows no other host."""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import TYPE_CHECKING, Any

import pytest

from practice.link_checker.checks import check_all
from practice.link_checker.client import Manners, PoliteClient
from tests.docs import LEAST, Docs
from tests.link_checker.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from practice.link_checker.checks import Outcome
    from practice.link_checker.memory import Record

QUICK = Manners(limit=5, pause=0, tries=3, backoff=0.01, longest_wait=2)
HASTY = Manners(limit=0.3, pause=0, tries=1, backoff=0.01, longest_wait=2)
"""For servers that never answer; a busy machine may take longer than this over a good answer."""


@pytest.fixture(autouse=True)
def _only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other name is unknown, and no proxy stands between."""
    look_up = socket.getaddrinfo

    def local(host: Any, *more: Any, **named: Any) -> Any:
        if host in {"127.0.0.1", b"127.0.0.1", "localhost", b"localhost"}:
            return look_up("127.0.0.1", *more, **named)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", local)
    # This machine plays the web: elsewhere no source may stand on the writer's own computer.
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


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    made = Docs(tmp_path / "docs")
    for path, text in LEAST.items():
        made.write(path, text)
    return made


NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts no certificate; reading those of a whole machine would take longer than most tests."""


def closed_port() -> int:
    """A port of this machine on which nothing answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def ask(
    addresses: Iterable[str],
    records: Mapping[str, Record] | None = None,
    manners: Manners = QUICK,
    verify: ssl.SSLContext = NOBODY,
) -> dict[str, Outcome]:
    """What a check of `addresses` comes to."""

    async def check() -> dict[str, Outcome]:
        async with PoliteClient("a test", manners, verify) as client:
            return await check_all(addresses, records or {}, client, lambda _: None)

    return asyncio.run(check())
