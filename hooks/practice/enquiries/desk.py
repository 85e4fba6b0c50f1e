"""What the receiver knows of the site: the form, the choices in it, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from practice.content.content import read_form

from .providers import receiver

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from practice.content.form import Form
    from practice.content.issues import Issue
    from practice.content.people import Practice
    from practice.content.services import Service

    from .providers import Endpoint


@dataclass(frozen=True)
class Desk:
    """One reading of the data files that the form and its checks come from."""

    practice: Practice
    form: Form
    services: Mapping[str, Service]
    """In the order of the form's choices."""
    endpoint: Endpoint
    """How the form is sent to the receiver."""
    site_url: str
    """The address of the home page, with a slash at the end."""

    @property
    def origin(self) -> str:
        """The site's origin as browsers name it (RFC 6454): `https://example.com`."""
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.site_url))

    def address(self, uri: str) -> str:
        """The full address of a page by its path from the docs folder: `guides/x.md#y`."""
        path, mark, fragment = uri.partition("#")
        folder = path.removesuffix(".md").removesuffix("index")
        folder = f"{folder}/" if folder and not folder.endswith("/") else folder
        return f"{self.site_url}{folder}{mark}{fragment}"


def read_desk(docs: Path, site_url: str) -> tuple[Desk | None, list[Issue]]:
    """The desk as the data files below `docs` describe it, or everything wrong with them."""
    content, issues = read_form(docs)
    if content is None or issues:
        return None, issues
    site = f"{site_url.rstrip('/')}/"
    endpoint = receiver(content.form.providers.receiver.address, f"{site}thank-you/")
    return Desk(content.practice, content.form, content.services, endpoint, site), []
