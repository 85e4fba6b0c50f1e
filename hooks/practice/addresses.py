"""Addresses and their parts; hosts that the public can reach; mail addresses; phone numbers."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit

from practice.characters import one_line

_LABEL = r"[\w-]+"
_DOMAIN = re.compile(rf"({_LABEL}\.)+(?!\d+\.?$){_LABEL}\.?")
"""Labels with dots between them, in any script; the last is not a number (RFC 3696, 2)."""

EXAMPLE_DOMAIN = re.compile(r"(?<![\w-])example\.(?:com|org|net)(?![\w-]|\.\w)", re.IGNORECASE)
"""Names that RFC 2606 reserves for examples."""

_MAIL_PART = r'[^@<>",;\s\x00-\x1f\x7f-\x9f\ufeff'
"""A character of a mail address; excludes by number what only some engines count as `\\s`."""
MAIL_ADDRESS = f"{_MAIL_PART}]+@({_MAIL_PART}.]+\\.)+{_MAIL_PART}.]+"
"""The pattern of a mail address, written so that Python and browsers read it alike."""


_PHONE = re.compile(
    r"(?P<number>\(?(?:\+ ?)?[(\d][\d ()./\-\u2010-\u2015\u2212]*?)"
    r"(?:[ ,;]*(?:ext(?:ension)?[.=]?|x|#) ?(?P<extension>\d{1,8}))?",
    re.IGNORECASE | re.ASCII,
)
_ZERO_AFTER_CODE = re.compile(r"\+\d{1,3}\D+0")
_ZERO_IS_DIALED = ("+39", "+378", "+225", "+229", "+241", "+242")
"""Codes of countries whose numbers begin with a 0 for callers from abroad too, as in Italy."""


def dialable(written: str) -> str | None:
    """A phone number as links dial it (RFC 3966, section 3): `+442079460000;ext=12`.

    None if `written` is not one number, or has a 0 after the country code that is not dialed.
    """
    found = _PHONE.fullmatch(one_line(unicodedata.normalize("NFKC", written)))
    if not found:
        return None
    number = re.sub(r"\A\(?(?:\+ ?|00)", "+", found["number"])
    if number.startswith("+") and not number.startswith(_ZERO_IS_DIALED):
        number = re.sub(r"\( *0", "(", number)
        if _ZERO_AFTER_CODE.match(number):
            return None
    dialed = re.sub(r"[^0-9+]", "", number)
    if not 3 <= len(dialed.lstrip("+")) <= 15:  # E.164, section 6
        return None
    return f"{dialed};ext={found['extension']}" if found["extension"] else dialed


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
