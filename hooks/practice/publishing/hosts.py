"""Hosts, and whether messages from the contact form arrive from a site that is published there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from practice.addresses import EXAMPLE_DOMAIN, is_local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from urllib.parse import SplitResult

    from practice.content.form import Form, Provider
    from practice.content.issues import Issue
    from practice.content.practice import Practice

_EXAMPLE_KEYS = ("xabcdefg", "00000000-0000-0000-0000-000000000000")
_ANYWHERE: tuple[Provider, ...] = ("formspree", "web3forms", "mailto")


@dataclass(frozen=True)
class Host:
    """What a host is called, and the providers that work there."""

    id: str
    name: str
    providers: tuple[Provider, ...] = _ANYWHERE


HOSTS = {
    host.id: host
    for host in (
        Host("cloudflare", "Cloudflare"),
        Host("github", "GitHub Pages"),
        Host("netlify", "Netlify", ("netlify", *_ANYWHERE)),
        Host("server", "your own server", ("receiver", *_ANYWHERE)),
    )
}
UNKNOWN = Host("", "this host", ("receiver", "netlify", *_ANYWHERE))
"""Any host: nothing is known about it."""
HOST_FILE = "host.txt"
"""The file of a published site that names its host, for checks that run elsewhere."""


def publishing_host(environment: Mapping[str, str], ask: Callable[[], Host]) -> Host | None:
    """The host that this build is for, by the variables that hosts set; None if for none.

    `make publish-check` sets PUBLISH_FOR, the workflow that publishes sets PAGES_ADDRESS. If a
    build is for some host and nothing names it, `ask` may know.
    """
    wanted = environment.get("PUBLISH_FOR", "").lower()
    if wanted in HOSTS:
        return HOSTS[wanted]
    if environment.get("NETLIFY") == "true":
        return HOSTS["netlify"]
    if environment.get("CF_PAGES") == "1" or environment.get("WORKERS_CI") == "1":
        return HOSTS["cloudflare"]
    if environment.get("GITHUB_ACTIONS") == "true" and environment.get("PAGES_ADDRESS"):
        return HOSTS["github"]
    return ask() if wanted else None


def form_issues(
    form: Form, practice: Practice, host: Host, site_url: str | None
) -> Iterator[Issue]:
    """Why messages from the form would not arrive from a site at `site_url` on `host`."""
    chosen = f"“provider” is {form.provider}"
    site = urlsplit(site_url or "")
    if form.provider == "receiver":
        yield from _receiver_issues(form, host, site)
    elif form.provider not in host.providers:
        message = f"{chosen}, which does not work on {host.name}."
        yield form.issue("provider", message, f"Choose one of: {', '.join(host.providers)}.")
    elif form.provider == "mailto":
        own = form.providers.mailto.address
        if EXAMPLE_DOMAIN.search(own or practice.email):
            message = f"{chosen}, and the address is an example, so messages are lost."
            fix = "Write your own address."
            if own:
                yield form.issue(("providers", "mailto", "address"), message, fix)
            else:
                yield practice.issue("email", message, fix)
    yield from _key_issues(form)
    if _needs_site_url(form) and EXAMPLE_DOMAIN.search(site.hostname or ""):
        message = f"{chosen}, which sends visitors back to {site_url}, but that is an example."
        yield form.issue("provider", message, "Write your own address as site_url in mkdocs.yml.")


def _receiver_issues(form: Form, host: Host, site: SplitResult) -> Iterator[Issue]:
    written = form.providers.receiver.address
    address = urlsplit(written)
    name = address.hostname or ""
    folder = site.path.rstrip("/") + "/"
    place: str | tuple[str, ...] = ("providers", "receiver", "address")
    message = fix = ""
    if "receiver" not in host.providers and (not name or _bare(name) == _bare(site.hostname or "")):
        place = "provider"
        message = f"“provider” is receiver at {written}, but {host.name} only serves files."
        fix = "or write the full https:// address of a receiver on your own server."
        fix = f"Choose {', '.join(host.providers)}, {fix}"
    elif not name and not written.startswith(folder):
        message = f"The receiver's address {written} is outside the site, which begins at {folder}."
        fix = f"Write it like {folder}enquiries."
    elif is_local(name):
        message = f"{name} is each visitor's own computer or network, so messages are lost."
        fix = "Write the address that the public uses."
    elif address.scheme == "http" and (site.scheme == "https" or "receiver" not in host.providers):
        message = "The receiver's address begins with http:, but the site's with https:."
        fix = "Write it with https:. Browsers warn visitors otherwise, or send nothing."
    elif EXAMPLE_DOMAIN.search(name):
        message = "The receiver's address is an example, so messages are lost."
        fix = "Write the address of your receiver."
    if message:
        yield form.issue(place, message, fix)


def _bare(name: str) -> str:
    return name.removeprefix("www.")


def _key_issues(form: Form) -> Iterator[Issue]:
    """Keys copied from the handbook (docs/_handbook/form.md)."""
    keys = {
        ("formspree", "id"): form.providers.formspree.id,
        ("web3forms", "access_key"): form.providers.web3forms.access_key,
    }
    for (provider, name), key in keys.items():
        if provider == form.provider and key in _EXAMPLE_KEYS:
            message = f"{key} is the example from the handbook, so messages are lost."
            yield form.issue(("providers", provider, name), message, "Write your own.")


def _needs_site_url(form: Form) -> bool:
    """Whether visitors come back to the site from elsewhere."""
    elsewhere = form.providers.receiver.address.startswith("http")
    return form.provider == "web3forms" or (form.provider == "receiver" and elsewhere)
