"""Addresses and their parts; hosts that the public can reach; mail addresses."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_LABEL = r"[\w-]+"
_DOMAIN = re.compile(rf"({_LABEL}\.)+(?!\d+\.?$){_LABEL}\.?")
"""Labels with dots between them, in any script; the last is not a number (RFC 3696, 2)."""

EXAMPLE_DOMAIN = re.compile(r"(?<![\w-])example\.(?:com|org|net)(?![\w-]|\.\w)", re.IGNORECASE)
"""Names that RFC 2606 reserves for examples."""

_MAIL_PART = r'[^@<>",;\s\x00-\x1f\x7f-\x9f\ufeff'
"""A character of a mail address; excludes by number what only some engines count as `\\s`."""
MAIL_ADDRESS = f"{_MAIL_PART}]+@({_MAIL_PART}.]+\\.)+{_MAIL_PART}.]+"
"""The pattern of a mail address, written so that Python and browsers read it alike."""


def is_mail_address(text: str) -> bool:
    """Whether `text` is one mail address."""
    return re.fullmatch(MAIL_ADDRESS, text) is not None


def has_domain(host: str) -> bool:
    """Whether `host` is a domain or an IP address, with or without brackets."""
    return _number(host) is not None or _DOMAIN.fullmatch(host) is not None


def is_local(host: str) -> bool:
    """Whether `host` is this computer or one on its network (RFC 6761, 6.3; RFC 6762, 3)."""
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


def readable(address: str) -> bool:
    """Whether an address has valid parts: a number as its port, say (RFC 3986, section 3.2)."""
    try:
        _ = urlsplit(address).port
    except ValueError:
        return False
    return True


def split_fragment(address: str) -> tuple[str, str]:
    """`guides/x.md#y` as its path and its fragment with the hash, which may be empty."""
    path, mark, fragment = address.partition("#")
    return path, mark + fragment
