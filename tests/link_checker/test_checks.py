"""What a check makes of servers that behave, and of those that do not."""

from __future__ import annotations

import asyncio
import socket
import ssl
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import trustme

from practice.link_checker.checks import Outcome, Standing, no_network
from practice.link_checker.client import Manners, Trouble
from practice.link_checker.memory import Record
from tests.link_checker.conftest import HASTY, QUICK, ask, closed_port
from tests.link_checker.server import Reply, Server

if TYPE_CHECKING:
    from tests.link_checker.server import Request, Write


def one(server: Server, path: str = "/page", manners: Manners = QUICK) -> Outcome:
    address = server.base + path
    return ask([address], manners=manners)[address]


class TestAnswers:
    @pytest.mark.parametrize(
        ("status", "standing", "asked"),
        [
            (200, Standing.ALIVE, ["HEAD"]),
            (204, Standing.ALIVE, ["HEAD"]),
            (404, Standing.DEAD, ["HEAD", "GET"]),
            (410, Standing.DEAD, ["HEAD", "GET"]),
            (401, Standing.UNSURE, ["HEAD", "GET"]),
            (403, Standing.UNSURE, ["HEAD", "GET"]),
            (405, Standing.UNSURE, ["HEAD", "GET"]),
            (999, Standing.UNSURE, ["HEAD", "GET"]),
            (300, Standing.UNSURE, ["HEAD"]),
            (304, Standing.UNSURE, ["HEAD"]),
            (503, Standing.UNSURE, ["HEAD", "GET", "GET"]),
            (429, Standing.UNSURE, ["HEAD", "GET", "GET"]),
            (500, Standing.UNSURE, ["HEAD", "GET", "GET", "GET"]),
        ],
    )
    def test_a_status_that_stays(
        self, server: Server, status: int, standing: Standing, asked: list[str]
    ) -> None:
        server.paths["/page"] = Reply(status)
        outcome = one(server)
        assert (outcome.status, outcome.standing) == (status, standing)
        if status != 999:
            assert server.asked("/page") == asked

    @pytest.mark.parametrize("status", [403, 404, 405, 500, 501])
    def test_a_server_that_refuses_head_is_asked_again_with_get(
        self, server: Server, status: int
    ) -> None:
        async def get_only(request: Request, writer: Write) -> None:
            answer = Reply(status if request.method == "HEAD" else 200)
            writer.write(answer.bytes(request.method))

        server.paths["/page"] = get_only
        assert one(server).standing is Standing.ALIVE
        assert server.asked("/page") == ["HEAD", "GET"]

    @pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
    def test_a_fault_that_passes(self, server: Server, status: int) -> None:
        server.paths["/page"] = [Reply(status), Reply(status), Reply(200)]
        assert one(server).standing is Standing.ALIVE

    def test_a_body_without_end_is_not_read(self, server: Server) -> None:
        server.paths["/page"] = server.endless
        assert one(server).standing is Standing.ALIVE
        assert server.asked("/page") == ["HEAD", "GET"]
        assert server.received < 20_000_000, "what fits into the buffers of both sides, no more"


class TestTroubles:
    @pytest.mark.parametrize(
        ("behavior", "trouble"),
        [
            ("hang", Trouble.TIMEOUT),
            ("drip", Trouble.TIMEOUT),
            ("close", Trouble.BROKEN),
            ("garbage", Trouble.BROKEN),
            ("huge_headers", Trouble.BROKEN),
        ],
    )
    def test_no_answer_that_can_be_used(
        self, server: Server, behavior: str, trouble: Trouble
    ) -> None:
        server.paths["/page"] = getattr(server, behavior)
        outcome = one(server, manners=HASTY if trouble is Trouble.TIMEOUT else QUICK)
        assert (outcome.status, outcome.standing) == (trouble, Standing.UNSURE)
        if trouble is Trouble.BROKEN:
            assert server.asked("/page") == ["HEAD", "GET", "GET"]

    @pytest.mark.parametrize("behavior", ["close", "garbage", "hang"])
    def test_a_trouble_that_passes(self, server: Server, behavior: str) -> None:
        turns = [getattr(server, behavior), Reply(200)]

        async def mend(request: Request, writer: Write) -> None:
            turn = turns.pop(0)
            if isinstance(turn, Reply):
                writer.write(turn.bytes(request.method))
            else:
                await turn(request, writer)

        server.paths["/page"] = mend
        manners = Manners(limit=1.5, pause=0, tries=2, backoff=0)
        assert one(server, manners=manners).standing is Standing.ALIVE

    def test_no_server_and_no_such_name(self) -> None:
        closed, unknown = f"http://127.0.0.1:{closed_port()}/", "http://nowhere.example/"
        outcomes = ask([closed, unknown])
        assert outcomes[closed].status is Trouble.CONNECTION
        assert outcomes[closed].standing is Standing.UNSURE
        assert outcomes[unknown].status is Trouble.HOST
        assert outcomes[unknown].standing is Standing.DEAD

    def test_a_name_that_cannot_be_looked_up_now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_AGAIN, "try again")

        monkeypatch.setattr(socket, "getaddrinfo", fail)
        outcome = ask(["http://x.example/"])["http://x.example/"]
        assert (outcome.status, outcome.standing) == (Trouble.LOOKUP, Standing.UNSURE)

    @pytest.mark.parametrize(
        "address", ["http://", "http://[::1", "https://xn--/", "http://127.0.0.1:99999/"]
    )
    def test_an_address_that_is_none(self, address: str) -> None:
        assert ask([address])[address].status is Trouble.ADDRESS


class TestCertificates:
    @pytest.mark.parametrize(
        ("host", "trusted", "status"),
        [
            ("127.0.0.1", True, 200),
            ("127.0.0.1", False, Trouble.CERTIFICATE),
            ("another.example", True, Trouble.CERTIFICATE),
        ],
    )
    def test_who_vouches_for_whom(self, host: str, trusted: bool, status: object) -> None:
        authority = trustme.CA()
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(serving)
        trust = ssl.create_default_context()
        if trusted:
            authority.configure_trust(trust)
        with Server(serving) as server:
            server.paths["/page"] = Reply(200)
            address = f"{server.base}/page"
            assert ask([address], verify=trust)[address].status == status
            assert len(server.requests) == (status == 200), "no second try would mend it"


class TestRedirects:
    def lead(self, server: Server, *steps: tuple[int, str]) -> Outcome:
        """Where /page leads: each step is a status and the next path."""
        at = "/page"
        for status, path in steps:
            server.paths[at] = Reply(status, {"Location": path})
            at = path
        server.paths.setdefault(at, Reply(200))
        return one(server)

    @pytest.mark.parametrize("status", [301, 308])
    def test_a_permanent_one_gives_the_new_address(self, server: Server, status: int) -> None:
        outcome = self.lead(server, (status, "/new"))
        assert outcome.standing is Standing.MOVED
        assert outcome.moved_to == outcome.target == f"{server.base}/new"

    @pytest.mark.parametrize("status", [302, 303, 307])
    def test_one_for_now_gives_none(self, server: Server, status: int) -> None:
        outcome = self.lead(server, (status, "/new"))
        assert outcome.standing is Standing.MOVED
        assert (outcome.moved_to, outcome.target) == (None, f"{server.base}/new")

    def test_the_new_address_is_where_the_permanent_ones_lead(self, server: Server) -> None:
        outcome = self.lead(server, (301, "/a"), (308, "/b"), (302, "/c"), (301, "/d"))
        assert outcome.moved_to == f"{server.base}/b"
        assert outcome.target == f"{server.base}/d"

    def test_to_another_host(self, server: Server, other: Server) -> None:
        server.paths["/page"] = Reply(301, {"Location": f"{other.base}/there#part"})
        other.paths["/there"] = Reply(200)
        outcome = one(server)
        assert outcome.moved_to == f"{other.base}/there#part"
        assert [request.target for request in other.requests] == ["/there"]

    def test_to_a_page_that_is_gone(self, server: Server) -> None:
        server.paths["/new"] = Reply(404)
        assert self.lead(server, (301, "/new")).standing is Standing.DEAD

    def test_to_the_home_page_means_gone_more_likely_than_moved(self, server: Server) -> None:
        outcome = self.lead(server, (301, "/"))
        assert (outcome.at_home, outcome.standing) == (True, Standing.UNSURE)

    def test_round_in_a_circle(self, server: Server) -> None:
        outcome = self.lead(server, (301, "/a"), (302, "/b"), (302, "/page"))
        assert (outcome.status, outcome.standing) == (Trouble.LOOP, Standing.UNSURE)
        assert [len(server.asked(path)) for path in ("/page", "/a", "/b")] == [1, 1, 1]

    def test_on_and_on(self, server: Server) -> None:
        outcome = self.lead(server, *((302, f"/{number}") for number in range(30)))
        assert outcome.status is Trouble.LOOP
        assert len(server.requests) == 11

    @pytest.mark.parametrize(
        ("location", "trouble"),
        [
            ("file:///etc/passwd", Trouble.ADDRESS),
            ("ftp://127.0.0.1/", Trouble.ADDRESS),
            ("mailto:x@example.com", Trouble.ADDRESS),
            ("http://127.0.0.1:99999/", Trouble.ADDRESS),
            ("/" + "long" * 5000, Trouble.ADDRESS),
            ("http://[::1", Trouble.BROKEN),
            ("//:x", Trouble.BROKEN),
            ("javascript:alert(1)", Trouble.ADDRESS),
        ],
    )
    def test_to_what_is_no_web_page(self, server: Server, location: str, trouble: Trouble) -> None:
        server.paths["/page"] = Reply(301, {"Location": location})
        outcome = one(server)
        assert (outcome.status, outcome.standing) == (trouble, Standing.UNSURE)

    def test_to_nowhere(self, server: Server) -> None:
        server.paths["/page"] = Reply(301)
        assert (one(server).status, one(server).standing) == (301, Standing.UNSURE)

    def test_an_address_is_fit_to_print(self, server: Server) -> None:
        server.paths["/page"] = Reply(301, {"Location": "/\x9b31m\xe9?\xad=\x85 x"})
        target = one(server).target
        assert target is not None
        assert target.isascii()
        assert target.isprintable()
        assert " " not in target


class TestMemory:
    def test_a_page_that_did_not_change_answers_in_short(self, server: Server) -> None:
        server.paths["/page"] = server.tagged
        first = one(server)
        record = Record(
            address=first.address, status="200", etag=first.etag, modified=first.modified
        )
        again = ask([first.address], {first.address: record})[first.address]
        assert (first.status, again.status) == (200, 304)
        assert again.standing is Standing.ALIVE
        assert (again.etag, again.modified) == (first.etag, first.modified)

    def test_validators_are_told_to_the_page_they_are_of(self, server: Server) -> None:
        server.paths["/old"] = Reply(301, {"Location": "/page"})
        server.paths["/page"] = server.tagged
        address, redirect = f"{server.base}/old", f"{server.base}/page"
        first = ask([address])[address]
        record = Record(
            address=address,
            status="200",
            etag=first.etag,
            modified=first.modified,
            redirect=redirect,
        )
        again = ask([address], {address: record})[address]
        assert (again.status, again.standing) == (304, Standing.MOVED)
        old, page = server.requests[-2:]
        assert "if-none-match" not in old.headers
        assert page.headers["if-none-match"] == '"v1"'

    def test_validators_that_cannot_be_sent_back_are_dropped(self, server: Server) -> None:
        server.paths["/page"] = Reply(200, {"ETag": '"\xe9\x9b"', "Last-Modified": "x" * 5000})
        assert (one(server).etag, one(server).modified) == (None, None)


class TestManners:
    def test_a_host_is_asked_for_one_thing_at_a_time_with_a_pause(
        self, server: Server, other: Server
    ) -> None:
        for path in ("/1", "/2", "/3"):
            server.paths[path] = Reply(200, hold=0.02)
        other.paths["/4"] = Reply(302, {"Location": f"{server.base}/3"})
        manners = Manners(limit=5, pause=0.05, tries=1, backoff=0)
        outcomes = ask(
            [*(server.base + p for p in ("/1", "/2", "/3")), f"{other.base}/4"], manners=manners
        )
        assert all(outcome.alive for outcome in outcomes.values())
        assert server.most == 1
        gaps = [after - before for before, after in pairwise(server.starts)]
        assert len(gaps) == 3
        assert min(gaps) >= manners.pause, "a redirect from elsewhere waits for its turn too"

    def test_hosts_are_asked_side_by_side(self, server: Server, other: Server) -> None:
        async def wait_for_other(_: Request, writer: Write) -> None:
            while not other.requests:
                await asyncio.sleep(0.01)
            writer.write(Reply(200).bytes("HEAD"))

        async def wait_for_server(_: Request, writer: Write) -> None:
            while not server.requests:
                await asyncio.sleep(0.01)
            writer.write(Reply(200).bytes("HEAD"))

        server.paths["/page"], other.paths["/page"] = wait_for_other, wait_for_server
        outcomes = ask([f"{server.base}/page", f"{other.base}/page"])
        assert [outcome.status for outcome in outcomes.values()] == [200, 200]

    def test_no_more_requests_at_once_than_allowed(self, server: Server, other: Server) -> None:
        seen: list[int] = []

        async def count(_: Request, writer: Write) -> None:
            seen.append(1)
            await asyncio.sleep(0.05)
            writer.write(Reply(200).bytes("HEAD"))
            seen.append(-1)

        server.paths["/page"] = other.paths["/page"] = count
        manners = Manners(limit=5, pause=0, tries=1, at_once=1)
        ask([f"{server.base}/page", f"{other.base}/page"], manners=manners)
        assert seen == [1, -1, 1, -1]

    def test_retry_after_is_honored(self, server: Server) -> None:
        server.paths["/page"] = [Reply(429, {"Retry-After": "1"}), Reply(200)]
        assert one(server).standing is Standing.ALIVE
        assert server.starts[1] - server.starts[0] >= 1

    def test_a_host_that_wants_to_be_left_alone_is(self, server: Server) -> None:
        server.paths["/1"] = Reply(429, {"Retry-After": "3600"})
        server.paths["/2"] = Reply(200)
        outcomes = ask([f"{server.base}/1", f"{server.base}/2"])
        assert [outcome.status for outcome in outcomes.values()] == [Trouble.WAIT, Trouble.WAIT]
        assert len(server.requests) == 1

    def test_the_wait_doubles(self, server: Server) -> None:
        server.paths["/page"] = Reply(503)
        one(server, manners=Manners(limit=5, pause=0, tries=3, backoff=0.1))
        first, second = (b - a for a, b in pairwise(server.starts))
        assert first >= 0.1
        assert second >= 0.2

    def test_a_host_that_failed_every_try_gets_one_for_each_other_address(
        self, server: Server
    ) -> None:
        for path in ("/1", "/2", "/3"):
            server.paths[path] = server.close
        ask([server.base + path for path in ("/1", "/2", "/3")])
        assert [len(server.asked(path)) for path in ("/1", "/2", "/3")] == [3, 1, 1]

    def test_the_server_learns_who_asks(self, server: Server) -> None:
        one(server)
        assert {request.headers["user-agent"] for request in server.requests} == {"a test"}


@pytest.mark.parametrize(
    ("statuses", "offline"),
    [
        ([Trouble.HOST, Trouble.LOOKUP, Trouble.CONNECTION, Trouble.TIMEOUT], True),
        ([Trouble.HOST, Trouble.ADDRESS], True),
        ([Trouble.HOST, 404], False),
        ([Trouble.HOST, Trouble.CERTIFICATE], False),
        ([Trouble.ADDRESS], False),
        ([], False),
    ],
)
def test_without_a_network_nothing_is_reached(statuses: list[int | Trouble], offline: bool) -> None:
    assert no_network(Outcome("http://x.example", status) for status in statuses) is offline
