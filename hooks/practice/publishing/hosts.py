"""Hosts, and whether messages from the contact form arrive from a site that is published there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from practice.addresses import EXAMPLE_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from urllib.parse import SplitResult

    from practice.content.form import Form, Provider
    from practice.content.issues import Issue
    from practice.content.practice import Practice

_ANYWHERE: tuple[Provider, ...] = ("formspree", "web3forms", "mailto")


@dataclass(frozen=True)
class Host:
    """What a host is called, and the providers that work there."""

    name: str
    providers: tuple[Provider, ...] = _ANYWHERE


HOSTS = {
    "cloudflare": Host("Cloudflare"),
    "github": Host("GitHub Pages"),
    "netlify": Host("Netlify", ("netlify", *_ANYWHERE)),
    "server": Host("your own server", ("receiver", *_ANYWHERE)),
}
UNKNOWN = Host("this host", ("receiver", "netlify", *_ANYWHERE))
"""Any host: nothing is known about it."""


def publishing_host(environment: Mapping[str, str]) -> Host | None:
    """The host that this build is for, by the variables that hosts set; None if for none.

    `make publish-check` sets PUBLISH_FOR, the workflow that publishes sets PAGES_ADDRESS.
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
    return UNKNOWN if wanted else None


def form_issues(
    form: Form, practice: Practice, host: Host, site_url: str | None
) -> Iterator[Issue]:
    """Why messages from the form would not arrive from a site at `site_url` on `host`."""
    receiver = form.providers.receiver.address
    chosen = f"“provider” is {form.provider}"
    if form.provider == "receiver":
        if receiver.startswith("/") and "receiver" not in host.providers:
            message = f"{chosen} at {receiver}, but {host.name} only serves files."
            fix = "or write the full https:// address of a receiver on your own server."
            yield form.issue("provider", message, f"Choose {', '.join(host.providers)}, {fix}")
        else:
            yield from _receiver_issues(form, urlsplit(site_url or ""))
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


def _receiver_issues(form: Form, site: SplitResult) -> Iterator[Issue]:
    address = form.providers.receiver.address
    message = fix = ""
    folder = site.path.rstrip("/") + "/"
    if address.startswith("/") and not address.startswith(folder):
        message = f"The receiver's address {address} is outside the site, which begins at {folder}."
        fix = f"Write it like {folder}enquiries."
    elif address.startswith("http:") and site.scheme == "https":
        message = "The receiver's address begins with http:, but the site's with https:."
        fix = "Write it with https:. Browsers warn visitors otherwise, or send nothing."
    elif EXAMPLE_DOMAIN.search(address):
        message = "The receiver's address is an example, so messages are lost."
        fix = "Write the address of your receiver."
    if message:
        yield form.issue(("providers", "receiver", "address"), message, fix)
