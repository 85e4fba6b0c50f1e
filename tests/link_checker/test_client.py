"""How politely requests are sent."""

from __future__ import annotations

import asyncio
import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from practice.link_checker.client import RequestPolicy, retry_after
from practice.link_checker.results import CheckResult, Failure, Status
from tests.link_checker.conftest import QUICK, check
from tests.link_checker.server import Reply, Server

if TYPE_CHECKING:
    from tests.link_checker.server import Request, Write

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def one(server: Server, path: str = "/page", policy: RequestPolicy = QUICK) -> CheckResult:
    address = server.base + path
    return check([address], policy=policy)[address]


def test_a_host_gets_one_request_at_a_time_with_a_pause(server: Server, other: Server) -> None:
    for path in ("/1", "/2", "/3"):
        server.paths[path] = Reply(200, hold=0.02)
    other.paths["/4"] = Reply(302, {"Location": f"{server.base}/3"})
    policy = RequestPolicy(limit=5, pause=0.05, tries=1, backoff=0)
    results = check(
        [*(server.base + p for p in ("/1", "/2", "/3")), f"{other.base}/4"], policy=policy
    )
    assert all(result.alive for result in results.values())
    assert server.most == 1
    gaps = [after - before for before, after in pairwise(server.starts)]
    assert len(gaps) == 3
    assert min(gaps) >= policy.pause, "a redirect from another host waits too"


def test_hosts_are_checked_in_parallel(server: Server, other: Server) -> None:
    async def wait_for_other(_: Request, writer: Write) -> None:
        while not other.requests:
            await asyncio.sleep(0.01)
        writer.write(Reply(200).bytes("HEAD"))

    async def wait_for_server(_: Request, writer: Write) -> None:
        while not server.requests:
            await asyncio.sleep(0.01)
        writer.write(Reply(200).bytes("HEAD"))

    server.paths["/page"], other.paths["/page"] = wait_for_other, wait_for_server
    results = check([f"{server.base}/page", f"{other.base}/page"])
    assert [result.code for result in results.values()] == [200, 200]


def test_there_are_no_more_parallel_requests_than_allowed(server: Server, other: Server) -> None:
    seen: list[int] = []

    async def count(_: Request, writer: Write) -> None:
        seen.append(1)
        await asyncio.sleep(0.05)
        seen.append(-1)  # before the response: nothing waits for what comes after it
        writer.write(Reply(200).bytes("HEAD"))

    server.paths["/page"] = other.paths["/page"] = count
    policy = RequestPolicy(limit=5, pause=0, tries=1, parallel=1)
    check([f"{server.base}/page", f"{other.base}/page"], policy=policy)
    assert seen == [1, -1, 1, -1]


def test_retry_after_is_honored(server: Server) -> None:
    server.paths["/page"] = [Reply(429, {"Retry-After": "1"}), Reply(200)]
    assert one(server).status is Status.ALIVE
    assert server.starts[1] - server.starts[0] >= 1


def test_a_host_that_asks_for_a_long_wait_gets_no_more_requests(server: Server) -> None:
    server.paths["/1"] = Reply(429, {"Retry-After": "3600"})
    server.paths["/2"] = Reply(200)
    results = check([f"{server.base}/1", f"{server.base}/2"])
    assert [result.code for result in results.values()] == [Failure.WAIT, Failure.WAIT]
    assert len(server.requests) == 1


def test_the_wait_doubles(server: Server) -> None:
    server.paths["/page"] = Reply(503)
    one(server, policy=RequestPolicy(limit=5, pause=0, tries=3, backoff=0.1))
    first, second = (b - a for a, b in pairwise(server.starts))
    assert first >= 0.1
    assert second >= 0.2


def test_after_a_host_failed_each_other_address_gets_one_try(server: Server) -> None:
    for path in ("/1", "/2", "/3"):
        server.paths[path] = server.close
    check([server.base + path for path in ("/1", "/2", "/3")])
    assert [len(server.asked(path)) for path in ("/1", "/2", "/3")] == [3, 1, 1]


def test_requests_name_who_sends_them(server: Server) -> None:
    one(server)
    assert {request.headers["user-agent"] for request in server.requests} == {"a test"}


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("9" * 400, 999_999_999),
        ("Wed, 25 Nov 2026 12:01:30 GMT", 90),
        ("Wednesday, 25-Nov-26 12:01:30 GMT", 90),
        ("Wed Nov 25 12:01:30 2026", 90),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("", None),
    ],
)
def test_the_wait_that_a_server_asks_for(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds
