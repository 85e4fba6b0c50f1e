"""What the receiver knows about the sender of a message."""

from __future__ import annotations

import ipaddress

import pytest

from practice.enquiries.web.senders import client_address, sender_hash

LOCAL = [ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("10.0.0.0/8")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),  # a visitor may write anything
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["192.0.2.66, 198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["192.0.2.66", "198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["192.0.2.66, 198.51.100.1, 10.0.0.7"], "198.51.100.1"),
        ("::ffff:127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["10.0.0.7"], "10.0.0.7"),
        ("127.0.0.1", ["nonsense"], "nonsense"),
        ("127.0.0.1", [""], ""),
        ("127.0.0.1", [], "127.0.0.1"),
    ],
)
def test_only_trusted_proxies_name_the_visitor(
    peer: str, forwarded: list[str], address: str
) -> None:
    assert client_address(peer, forwarded, LOCAL) == address


def test_without_a_trusted_proxy_the_header_is_ignored() -> None:
    assert client_address("127.0.0.1", ["198.51.100.1"], []) == "127.0.0.1"


def hashed(address: str) -> str:
    return sender_hash(address, b"a secret")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.1", "198.51.100.1", True),
        ("198.51.100.1", "198.51.100.2", False),
        ("198.51.100.1", "::ffff:198.51.100.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::1", True),
        ("nonsense", "\0", True),
    ],
)
def test_one_network_has_one_hash(one: str, other: str, same: bool) -> None:
    assert (hashed(one) == hashed(other)) is same


def test_the_hash_reveals_nothing_without_the_secret() -> None:
    assert sender_hash("198.51.100.1", b"one") != sender_hash("198.51.100.1", b"two")
    assert "198" not in hashed("198.51.100.1").partition("198")[1]
    assert len(hashed("198.51.100.1")) == 32
