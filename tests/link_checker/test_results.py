"""What the result of a check means for a link."""

from __future__ import annotations

import pytest

from practice.link_checker.results import CheckResult, Failure, Hop, Status, is_offline


@pytest.mark.parametrize(
    ("address", "target", "home"),
    [
        ("http://x.example/a", "https://www.x.example/", True),
        ("http://x.example/a", "http://x.example", True),
        ("http://x.example/a", "http://x.example/?id=7", False),
        ("http://x.example/a", "http://y.example/", False),
        ("http://x.example/", "https://x.example/", False),
    ],
)
def test_a_redirect_to_the_home_page_is_unsure(address: str, target: str, home: bool) -> None:
    result = CheckResult(address, 200, (Hop(target, permanent=True),))
    assert result.status is (Status.UNSURE if home else Status.MOVED)


@pytest.mark.parametrize(
    ("codes", "offline"),
    [
        ([Failure.HOST, Failure.LOOKUP, Failure.CONNECTION, Failure.TIMEOUT], True),
        ([Failure.HOST, Failure.ADDRESS], True),
        ([Failure.HOST, 404], False),
        ([Failure.HOST, Failure.CERTIFICATE], False),
        ([Failure.ADDRESS], False),
        ([], False),
    ],
)
def test_without_a_network_no_site_is_reached(codes: list[int | Failure], offline: bool) -> None:
    assert is_offline(CheckResult("http://x.example", code) for code in codes) is offline
