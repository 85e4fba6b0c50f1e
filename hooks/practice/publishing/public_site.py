"""The site that readers see now: its addresses, and the host that built it."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit
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
        raise UnknownSiteError(f"its sitemap.xml is not there ({sitemap.status_code})")
    pages = sitemap_addresses(sitemap.text, address)
    if not pages:
        raise UnknownSiteError("its sitemap.xml is empty")
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
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=2), timeout=_SECONDS) as client:
            return client.get(f"{address.rstrip('/')}/{name}", follow_redirects=True)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # the last: `a..example`
        raise UnknownSiteError("it does not answer") from error


def sitemap_addresses(sitemap: str, address: str) -> list[str]:
    """The addresses in the sitemap of the site at `address`, from the root of that site.

    Raises UnknownSiteError.
    """
    try:
        urlset = ElementTree.fromstring(sitemap)
    except (ElementTree.ParseError, UnicodeError):
        urlset = ElementTree.Element("")
    if not urlset.tag.endswith("urlset"):
        raise UnknownSiteError("its sitemap.xml is not a sitemap")
    try:
        pages = [urlsplit((place.text or "").strip()) for place in urlset.findall(".//{*}loc")]
    except ValueError as error:
        raise UnknownSiteError("its sitemap.xml has an address that is not valid") from error
    paths = [unquote(page.path) or "/" for page in pages]
    site, hosts = urlsplit(address), {page.netloc for page in pages}
    root = f"{unquote(site.path).rstrip('/')}/"
    if hosts != {site.netloc} or not _are_below(root, paths):
        root = min(paths, key=len, default="/")  # the home page of a site built for elsewhere
    if len(hosts) > 1 or not root.endswith("/") or not _are_below(root, paths):
        raise UnknownSiteError("its sitemap.xml lists pages of other sites")
    return [f"/{path.removeprefix(root).lstrip('/')}" for path in paths]


def _are_below(root: str, paths: list[str]) -> bool:
    return all(path.startswith(root) for path in paths)
