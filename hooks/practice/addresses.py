"""Hosts of the web: which the public can reach, and which are a writer's own computer."""

from __future__ import annotations

import ipaddress
import re

_LABEL = r"[\w-]+"
_DOMAIN = re.compile(rf"({_LABEL}\.)+(?!\d+\.?$){_LABEL}\.?")
"""Names with a dot between them, in any script; the last is no number (RFC 3696, section 2)."""


def has_domain(host: str) -> bool:
    """Whether `host` is a domain, or a number in the place of one; brackets may stand around it."""
    return _number(host) is not None or _DOMAIN.fullmatch(host) is not None


def is_local(host: str) -> bool:
    """Whether `host` is the computer itself, or one beside it (RFC 6761, 6.3; RFC 6762, 3)."""
    number = _number(host)
    if number is not None:
        return number.is_loopback or number.is_unspecified or number.is_private
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith((".localhost", ".local"))


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
