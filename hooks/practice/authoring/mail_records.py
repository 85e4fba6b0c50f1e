"""The DNS records that let a domain's mail arrive: MX, SPF, DKIM, DMARC."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from practice.addresses import EXAMPLE_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from practice.content.issues import Issue
    from practice.content.practice import Practice

    Lookup = Callable[[str, str], list[str]]
    """The values of the records of a name and a type, like "TXT"; raises OSError if unreachable."""

_SECONDS = 2.0
_RESERVED = (".test", ".example", ".invalid", ".localhost", ".local")
"""The ends of names without public records (RFC 6761, section 6; RFC 6762, section 3)."""
_NOT_YOURS = {
    *("aol.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com"),
    *("icloud.com", "live.com", "mac.com", "mail.com", "me.com", "msn.com", "outlook.com"),
    *("pm.me", "proton.me", "protonmail.com", "web.de", "yahoo.com"),
}
"""Domains of free mail, whose records only the provider can change."""
_SELECTORS = {
    "google.com": "google",
    "googlemail.com": "google",
    "mail.protection.outlook.com": "selector1",
    "messagingengine.com": "fm1",
    "protonmail.ch": "protonmail",
    "mail.icloud.com": "sig1",
}
"""Where providers have their customers' DKIM keys, by the ends of their mail servers' names."""
_TERM = re.compile(
    r"(?i)[-+~?]?(all|(include|exists):\S+|(a|mx|ptr)(:[^\s/]+)?(/\d+)?(//\d+)?"
    r"|ip4:[\d.]+(/\d+)?|ip6:[\da-f:.]+(/\d+)?)|[a-z][\w.-]*=\S*"
)
"""A valid part of an SPF record (RFC 7208, section 12)."""
_INCLUDED = re.compile(r"(?i)(?:[-+~?]?include:|redirect=)(\S+)")
_LOOKED_UP = re.compile(r"(?i)[-+~?]?(include|exists|a|mx|ptr)\b(?!=)|redirect=")
_MOST = 10
"""How many lookups a receiver makes for one SPF record."""
_POLICIES = {"none", "quarantine", "reject"}
_HOW = "See docs/_handbook/domain.md, “Keep your mail out of spam folders”."


def dns_lookup(name: str, kind: str) -> list[str]:
    """The values of DNS records; none if there are none. Raises OSError if no server answers."""
    import dns.exception  # here, because other commands need not wait for it
    import dns.resolver

    try:
        answer = dns.resolver.resolve(name, kind, lifetime=_SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise OSError(str(error)) from error
    if kind == "TXT":
        return [b"".join(record.strings).decode(errors="replace") for record in answer]
    return [record.to_text() for record in answer]


def mail_records(practice: Practice, lookup: Lookup) -> Iterator[Issue]:
    """What is missing or wrong for the domain of the practice's mail; nothing without a network."""
    domain = practice.email.rpartition("@")[2].lower().rstrip(".")
    if domain in _NOT_YOURS or domain.endswith(_RESERVED) or EXAMPLE_DOMAIN.search(domain):
        return
    try:
        if not lookup("com", "NS"):  # without the internet, some servers say that nothing exists
            return
        found = list(_problems(domain, lookup))
    except OSError:
        return
    for message, fix in found:
        yield practice.issue("email", message, f"{fix} {_HOW}")


def _problems(domain: str, lookup: Lookup) -> Iterator[tuple[str, str]]:
    """What is wrong, and what to do."""
    servers = [record.split()[-1].rstrip(".").lower() for record in lookup(domain, "MX")]
    if not any(servers):
        yield f"“{domain}” has no MX record, so mail to you may not arrive.", "Add one."
    spf = _spf(domain, lookup)
    if not spf:
        yield f"“{domain}” has no SPF record, so your mail may land in spam.", "Add one."
    elif len(spf) > 1:
        message = f"“{domain}” has {len(spf)} SPF records, so none of them counts."
        yield message, "Put them into one."
    elif problem := _spf_problem(_terms(spf[0]), lookup):
        yield f"The SPF record of “{domain}” {problem[0]}", problem[1]
    selectors = {
        selector
        for server in servers
        for end, selector in _SELECTORS.items()
        if f".{server}".endswith(f".{end}")
    }
    for selector in sorted(selectors):
        key = f"{selector}._domainkey.{domain}"
        keys = [_tags(text).get("p") for text in lookup(key, "TXT")]
        if not any(keys):
            message = f"There is no DKIM key at “{key}”."
            if "" in keys:
                message = f"The DKIM key at “{key}” is revoked."
            yield message, "Turn on DKIM at your mail provider."
    yield from _dmarc_problems(domain, lookup)


def _spf(domain: str, lookup: Lookup) -> list[str]:
    records = lookup(domain, "TXT")
    return [text for text in records if text.lower().split()[:1] == ["v=spf1"]]


def _terms(record: str) -> list[str]:
    """The parts of an SPF record that count: not those after “all”, and no redirect beside it."""
    terms = record.split()[1:]
    for number, term in enumerate(terms):
        if term.lower().lstrip("+-~?") == "all":
            return [term for term in terms[: number + 1] if "=" not in term]
    return terms


def _spf_problem(terms: list[str], lookup: Lookup) -> tuple[str, str] | None:
    """What makes an SPF record useless, and what to do (RFC 7208)."""
    for term in terms:
        if not _TERM.fullmatch(term):  # section 4.6
            return f"has “{term}”, which is not valid, so none of it counts.", "Correct it."
        named = _INCLUDED.fullmatch(term)
        if named and "%" not in named[1] and not _spf(named[1], lookup):  # section 5.2
            message = f"refers to “{named[1]}”, which has no SPF record, so none of it counts."
            return message, f"Correct “{term}”, or delete it."
    words = {term.lower() for term in terms}
    if words & {"all", "+all"}:
        return "has +all, so anyone may send mail as you.", "Write ~all instead."
    if words and words <= {"-all", "~all"}:
        fix = "Add the part that your mail provider shows."
        return "names no server, so your mail may land in spam.", fix
    if len(list(islice(_looked_up(terms, lookup), _MOST + 1))) > _MOST:  # section 4.6.4
        fix = "Delete what no longer sends mail for you."
        return f"takes more than {_MOST} lookups, so it may not count.", fix
    return None


def _looked_up(terms: Iterable[str], lookup: Lookup) -> Iterator[str]:
    """The parts of an SPF record and of those it includes that take a lookup; endless in a loop."""
    for term in terms:
        if _LOOKED_UP.match(term):
            yield term
        named = _INCLUDED.fullmatch(term)
        if named and "%" not in named[1]:
            for record in _spf(named[1], lookup):
                yield from _looked_up(_terms(record), lookup)


def _dmarc_problems(domain: str, lookup: Lookup) -> Iterator[tuple[str, str]]:
    """What is wrong, and what to do (RFC 7489, section 6.6.3)."""
    for name in _parents(domain):
        found = [_tags(text) for text in lookup(name, "TXT")]
        records = [tags for tags in found if tags.get("v", "").upper() == "DMARC1"]
        if len(records) > 1:
            message = f"There are {len(records)} DMARC records at “{name}”, so none of them counts."
            yield message, "Keep one."
        elif (
            records and "rua" not in records[0] and records[0].get("p", "").lower() not in _POLICIES
        ):
            message = f"The DMARC record at “{name}” has no valid p=, so it does not count."
            yield message, "Write p=none."
        if records:
            return
    message = f"“{domain}” has no DMARC record, so your mail may land in spam."
    yield message, f"Add one at “_dmarc.{domain}”."


def _tags(text: str) -> dict[str, str]:
    """The values in a record like `v=DMARC1; p=none`, without spaces."""
    pairs = ("".join(part.split()).partition("=") for part in text.split(";"))
    return {tag.lower(): value for tag, _, value in pairs}


def _parents(domain: str) -> Iterator[str]:
    """Where a DMARC record may be: at the domain, or at one above it, except the last."""
    labels = domain.split(".")
    return (f"_dmarc.{'.'.join(labels[n:])}" for n in range(len(labels) - 1))
