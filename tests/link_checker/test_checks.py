"""The results of checking servers that behave, and servers that do not."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

import pytest
import trustme

from practice.link_checker.client import RequestPolicy
from practice.link_checker.records import Record
from practice.link_checker.results import CheckResult, Failure, Status
from tests.link_checker.conftest import HASTY, QUICK, check, closed_port
from tests.link_checker.server import Reply, Server

if TYPE_CHECKING:
    from tests.link_checker.server import Request, Write


def one(server: Server, path: str = "/page", policy: RequestPolicy = QUICK) -> CheckResult:
    address = server.base + path
    return check([address], policy=policy)[address]


class TestResponses:
    @pytest.mark.parametrize(
        ("code", "status", "asked"),
        [
            (200, Status.ALIVE, ["HEAD"]),
            (204, Status.ALIVE, ["HEAD"]),
            (404, Status.DEAD, ["HEAD", "GET"]),
            (410, Status.DEAD, ["HEAD", "GET"]),
            (401, Status.UNSURE, ["HEAD", "GET"]),
            (403, Status.UNSURE, ["HEAD", "GET"]),
            (405, Status.UNSURE, ["HEAD", "GET"]),
            (999, Status.UNSURE, ["HEAD", "GET"]),
            (300, Status.UNSURE, ["HEAD"]),
            (304, Status.UNSURE, ["HEAD"]),
            (503, Status.UNSURE, ["HEAD", "GET", "GET"]),
            (429, Status.UNSURE, ["HEAD", "GET", "GET"]),
            (500, Status.UNSURE, ["HEAD", "GET", "GET", "GET"]),
        ],
    )
    def test_a_status_that_stays(
        self, server: Server, code: int, status: Status, asked: list[str]
    ) -> None:
        server.paths["/page"] = Reply(code)
        result = one(server)
        assert (result.code, result.status) == (code, status)
        if code != 999:
            assert server.asked("/page") == asked

    @pytest.mark.parametrize("code", [403, 404, 405, 500, 501])
    def test_a_server_that_refuses_head_gets_a_get(self, server: Server, code: int) -> None:
        async def get_only(request: Request, writer: Write) -> None:
            answer = Reply(code if request.method == "HEAD" else 200)
            writer.write(answer.bytes(request.method))

        server.paths["/page"] = get_only
        assert one(server).status is Status.ALIVE
        assert server.asked("/page") == ["HEAD", "GET"]

    @pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
    def test_a_temporary_error(self, server: Server, code: int) -> None:
        server.paths["/page"] = [Reply(code), Reply(code), Reply(200)]
        assert one(server).status is Status.ALIVE

    def test_an_endless_body_is_not_read(self, server: Server) -> None:
        server.paths["/page"] = server.endless
        assert one(server).status is Status.ALIVE
        assert server.asked("/page") == ["HEAD", "GET"]
        assert server.sent < 20_000_000, "only what fits into the buffers of both sides"


class TestFailures:
    @pytest.mark.parametrize(
        ("behavior", "failure"),
        [
            ("hang", Failure.TIMEOUT),
            ("drip", Failure.TIMEOUT),
            ("close", Failure.BROKEN),
            ("garbage", Failure.BROKEN),
            ("huge_headers", Failure.BROKEN),
        ],
    )
    def test_no_usable_response(self, server: Server, behavior: str, failure: Failure) -> None:
        server.paths["/page"] = getattr(server, behavior)
        result = one(server, policy=HASTY if failure is Failure.TIMEOUT else QUICK)
        assert (result.code, result.status) == (failure, Status.UNSURE)
        if failure is Failure.BROKEN:
            assert server.asked("/page") == ["HEAD", "GET", "GET"]

    @pytest.mark.parametrize("behavior", ["close", "garbage", "hang"])
    def test_a_temporary_failure(self, server: Server, behavior: str) -> None:
        turns = [getattr(server, behavior), Reply(200)]

        async def recover(request: Request, writer: Write) -> None:
            turn = turns.pop(0)
            if isinstance(turn, Reply):
                writer.write(turn.bytes(request.method))
            else:
                await turn(request, writer)

        server.paths["/page"] = recover
        policy = RequestPolicy(limit=1.5, pause=0, tries=2, backoff=0)
        assert one(server, policy=policy).status is Status.ALIVE

    def test_no_server_and_an_unknown_name(self) -> None:
        closed, unknown = f"http://127.0.0.1:{closed_port()}/", "http://nowhere.example/"
        results = check([closed, unknown])
        assert results[closed].code is Failure.CONNECTION
        assert results[closed].status is Status.UNSURE
        assert results[unknown].code is Failure.HOST
        assert results[unknown].status is Status.DEAD

    def test_a_name_that_cannot_be_looked_up_now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_AGAIN, "try again")

        monkeypatch.setattr(socket, "getaddrinfo", fail)
        result = check(["http://x.example/"])["http://x.example/"]
        assert (result.code, result.status) == (Failure.LOOKUP, Status.UNSURE)

    @pytest.mark.parametrize(
        "address", ["http://", "http://[::1", "https://xn--/", "http://127.0.0.1:99999/"]
    )
    def test_an_invalid_address(self, address: str) -> None:
        assert check([address])[address].code is Failure.ADDRESS


class TestCertificates:
    @pytest.mark.parametrize(
        ("host", "trusted", "code"),
        [
            ("127.0.0.1", True, 200),
            ("127.0.0.1", False, Failure.CERTIFICATE),
            ("another.example", True, Failure.CERTIFICATE),
        ],
    )
    def test_certificates_have_to_be_trusted(self, host: str, trusted: bool, code: object) -> None:
        authority = trustme.CA()
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(serving)
        trust = ssl.create_default_context()
        if trusted:
            authority.configure_trust(trust)
        with Server(serving) as server:
            server.paths["/page"] = Reply(200)
            address = f"{server.base}/page"
            assert check([address], verify=trust)[address].code == code
            assert len(server.requests) == (code == 200), "a second try would not help"


class TestRedirects:
    def redirect(self, server: Server, *steps: tuple[int, str]) -> CheckResult:
        """The result for /page with these redirects: each is a code and the next path."""
        at = "/page"
        for code, path in steps:
            server.paths[at] = Reply(code, {"Location": path})
            at = path
        server.paths.setdefault(at, Reply(200))
        return one(server)

    @pytest.mark.parametrize("code", [301, 308])
    def test_a_permanent_redirect_gives_the_new_address(self, server: Server, code: int) -> None:
        result = self.redirect(server, (code, "/new"))
        assert result.status is Status.MOVED
        assert result.moved_to == result.target == f"{server.base}/new"

    @pytest.mark.parametrize("code", [302, 303, 307])
    def test_a_temporary_redirect_gives_no_new_address(self, server: Server, code: int) -> None:
        result = self.redirect(server, (code, "/new"))
        assert result.status is Status.MOVED
        assert (result.moved_to, result.target) == (None, f"{server.base}/new")

    def test_the_new_address_is_the_target_of_the_permanent_redirects(self, server: Server) -> None:
        result = self.redirect(server, (301, "/a"), (308, "/b"), (302, "/c"), (301, "/d"))
        assert result.moved_to == f"{server.base}/b"
        assert result.target == f"{server.base}/d"

    def test_a_redirect_to_another_host(self, server: Server, other: Server) -> None:
        server.paths["/page"] = Reply(301, {"Location": f"{other.base}/there#part"})
        other.paths["/there"] = Reply(200)
        result = one(server)
        assert result.moved_to == f"{other.base}/there#part"
        assert [request.target for request in other.requests] == ["/there"]

    def test_a_redirect_to_a_dead_page(self, server: Server) -> None:
        server.paths["/new"] = Reply(404)
        assert self.redirect(server, (301, "/new")).status is Status.DEAD

    def test_a_redirect_to_the_home_page_is_unsure(self, server: Server) -> None:
        result = self.redirect(server, (301, "/"))
        assert (result.at_home, result.status) == (True, Status.UNSURE)

    def test_redirects_in_a_circle(self, server: Server) -> None:
        result = self.redirect(server, (301, "/a"), (302, "/b"), (302, "/page"))
        assert (result.code, result.status) == (Failure.LOOP, Status.UNSURE)
        assert [len(server.asked(path)) for path in ("/page", "/a", "/b")] == [1, 1, 1]

    def test_too_many_redirects(self, server: Server) -> None:
        result = self.redirect(server, *((302, f"/{number}") for number in range(30)))
        assert result.code is Failure.LOOP
        assert len(server.requests) == 11

    @pytest.mark.parametrize(
        ("location", "failure"),
        [
            ("file:///etc/passwd", Failure.ADDRESS),
            ("ftp://127.0.0.1/", Failure.ADDRESS),
            ("mailto:x@example.com", Failure.ADDRESS),
            ("http://127.0.0.1:99999/", Failure.ADDRESS),
            ("/" + "long" * 5000, Failure.ADDRESS),
            ("http://[::1", Failure.BROKEN),
            ("//:x", Failure.BROKEN),
            ("javascript:alert(1)", Failure.ADDRESS),
        ],
    )
    def test_a_redirect_to_an_invalid_address(
        self, server: Server, location: str, failure: Failure
    ) -> None:
        server.paths["/page"] = Reply(301, {"Location": location})
        result = one(server)
        assert (result.code, result.status) == (failure, Status.UNSURE)

    def test_a_redirect_without_a_target(self, server: Server) -> None:
        server.paths["/page"] = Reply(301)
        assert (one(server).code, one(server).status) == (301, Status.UNSURE)

    def test_a_target_is_printable_ascii(self, server: Server) -> None:
        server.paths["/page"] = Reply(301, {"Location": "/\x9b31m\xe9?\xad=\x85 x"})
        target = one(server).target
        assert target is not None
        assert target.isascii()
        assert target.isprintable()
        assert " " not in target


class TestRecords:
    def test_a_page_that_has_not_changed(self, server: Server) -> None:
        server.paths["/page"] = server.tagged
        first = one(server)
        record = Record(
            address=first.address, status="200", etag=first.etag, modified=first.modified
        )
        again = check([first.address], {first.address: record})[first.address]
        assert (first.code, again.code) == (200, 304)
        assert again.status is Status.ALIVE
        assert (again.etag, again.modified) == (first.etag, first.modified)

    def test_validators_are_sent_only_to_their_page(self, server: Server) -> None:
        server.paths["/old"] = Reply(301, {"Location": "/page"})
        server.paths["/page"] = server.tagged
        address, redirect = f"{server.base}/old", f"{server.base}/page"
        first = check([address])[address]
        record = Record(
            address=address,
            status="200",
            etag=first.etag,
            modified=first.modified,
            redirect=redirect,
        )
        again = check([address], {address: record})[address]
        assert (again.code, again.status) == (304, Status.MOVED)
        old, page = server.requests[-2:]
        assert "if-none-match" not in old.headers
        assert page.headers["if-none-match"] == '"v1"'

    def test_validators_that_cannot_be_sent_back_are_dropped(self, server: Server) -> None:
        server.paths["/page"] = Reply(200, {"ETag": '"\xe9\x9b"', "Last-Modified": "x" * 5000})
        assert (one(server).etag, one(server).modified) == (None, None)
