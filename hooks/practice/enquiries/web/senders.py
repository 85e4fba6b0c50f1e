"""Who sent a request: only a keyed hash of the network is kept."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_address(peer: str, forwarded: Iterable[str], trusted: Collection[Network]) -> str:
    """The visitor's address: the nearest one that is not a trusted proxy's.

    `peer` is the other end of the connection; `forwarded` has the values of X-Forwarded-For in the
    order of their lines, which count only as far as trusted proxies wrote them.
    """
    hops = [hop.strip() for line in forwarded for hop in line.split(",")]
    address = peer
    while hops and _is_trusted(address, trusted):
        address = hops.pop()
    return address


def sender_hash(address: str, secret: bytes) -> str:
    """A hash of the network of `address` that cannot be reversed without `secret`.

    A network is one IPv4 address, or the IPv6 /64 of a household or an office (RFC 6177). Anything
    that is not an address counts as one more network.
    """
    parsed = _parse(address)
    if parsed is None:
        network = "unknown"
    elif parsed.version == 6:
        network = str(ipaddress.ip_network((parsed, 64), strict=False))
    else:
        network = str(parsed)
    return hmac.digest(secret, f"sender {network}".encode(), hashlib.sha256).hex()[:32]


def _is_trusted(address: str, trusted: Collection[Network]) -> bool:
    parsed = _parse(address)
    return parsed is not None and any(parsed in network for network in trusted)


def _parse(address: str) -> Address | None:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        return parsed.ipv4_mapped
    return parsed
