"""The site that readers see now: its addresses, and the host that built it."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree

import httpx

from practice.addresses import EXAMPLE_DOMAIN
from practice.pages.site_pages import REDIRECTS
from practice.publishing.hosts import HOST_FILE, HOSTS, UNKNOWN, Host

_SECONDS = 20


class UnknownSiteError(Exception):
    """The published site cannot be compared with; the message says why."""


def published_addresses(address: str) -> list[str]:
    """The pages and redirects of the site at `address`. Raises UnknownSiteError.

    They start at the root of the site.
    """
    sitemap, redirects = (_get(address, name) for name in ("sitemap.xml", REDIRECTS))
    if sitemap.status_code != httpx.codes.OK:
        raise UnknownSiteError(f"its sitemap is not there ({sitemap.status_code})")
    pages = sitemap_addresses(sitemap.text)
    if not pages:
        raise UnknownSiteError("its sitemap is empty")
    listed = redirects.text.splitlines() if redirects.status_code == httpx.codes.OK else []
    return [*pages, *(line for line in listed if line.startswith("/"))]


def published_host(address: str) -> Host:
    """The host that built the site at `address`, as that site says; UNKNOWN if it does not."""
    try:
        answer = _get(address, HOST_FILE)
    except UnknownSiteError:
        return UNKNOWN
    named = answer.text.strip() if answer.status_code == httpx.codes.OK else ""
    return HOSTS.get(named, UNKNOWN)


def _get(address: str, name: str) -> httpx.Response:
    if not address or EXAMPLE_DOMAIN.search(address):
        raise UnknownSiteError("“site_url” in mkdocs.yml is not its address yet")
    if not address.startswith(("https://", "http://")):
        raise UnknownSiteError(f"“{address}” is not a full address, such as https://example.com/")
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=2), timeout=_SECONDS) as client:
            return client.get(f"{address.rstrip('/')}/{name}", follow_redirects=True)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnknownSiteError("it does not answer") from error


def sitemap_addresses(sitemap: str) -> list[str]:
    """The addresses in a sitemap, from the root of the site. Raises UnknownSiteError."""
    try:
        root = ElementTree.fromstring(sitemap)
    except ElementTree.ParseError as error:
        raise UnknownSiteError("its sitemap is not one") from error
    if not root.tag.endswith("urlset"):
        raise UnknownSiteError("its sitemap is not one")
    places = [place.text or "" for place in root.findall(".//{*}loc")]
    home = min(places, key=len, default="")
    return [f"/{unquote(place.removeprefix(home))}" for place in places if place.startswith(home)]
