"""The DNS records that let a domain's mail arrive: MX, SPF, DKIM, DMARC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.addresses import EXAMPLE_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    """What is missing for the domain of the practice's mail; nothing without a network."""
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
    spf = [text for text in lookup(domain, "TXT") if text.lower().split()[:1] == ["v=spf1"]]
    if not spf:
        yield f"“{domain}” has no SPF record, so your mail may land in spam.", "Add one."
    elif len(spf) > 1:
        message = f"“{domain}” has {len(spf)} SPF records, so none of them counts."
        yield message, "Put them into one."
    selectors = {
        selector
        for server in servers
        for end, selector in _SELECTORS.items()
        if f".{server}".endswith(f".{end}")
    }
    for selector in sorted(selectors):
        key = f"{selector}._domainkey.{domain}"
        if not any("p=" in text for text in lookup(key, "TXT")):
            yield f"There is no DKIM key at “{key}”.", "Turn on DKIM at your mail provider."
    if not any(_is_dmarc(text) for name in _parents(domain) for text in lookup(name, "TXT")):
        message = f"“{domain}” has no DMARC record, so your mail may land in spam."
        yield message, f"Add one at “_dmarc.{domain}”."


def _is_dmarc(text: str) -> bool:
    return text.replace(" ", "").upper().startswith("V=DMARC1")


def _parents(domain: str) -> Iterator[str]:
    """Where a DMARC record may be: at the domain, or at one above it, except the last."""
    labels = domain.split(".")
    return (f"_dmarc.{'.'.join(labels[n:])}" for n in range(len(labels) - 1))
