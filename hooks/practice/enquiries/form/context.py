"""What the receiver knows of the site: the form, the choices in it, and where it stands."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from practice.content.content import read_form
from practice.content.issues import report
from practice.enquiries.form.endpoints import receiver

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from practice.content.form import Form
    from practice.content.issues import Issue
    from practice.content.practice import Practice
    from practice.content.services import Service
    from practice.enquiries.form.endpoints import Endpoint

log = logging.getLogger(__name__)

LOOK_AGAIN = 2.0
"""Seconds after which a running receiver looks whether the data files have changed."""


@dataclass(frozen=True, eq=False)
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
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.site_url)).lower()

    def address(self, uri: str) -> str:
        """The full address of a page by its path from the docs folder: `guides/x.md#y`."""
        path, mark, fragment = uri.partition("#")
        folder = path.removesuffix(".md").removesuffix("index")
        folder = f"{folder}/" if folder and not folder.endswith("/") else folder
        return f"{self.site_url}{folder}{mark}{fragment}"


def read_desk(docs: Path, site_url: str) -> tuple[Desk | None, list[Issue]]:
    """The desk as the data files below `docs` describe it, and everything wrong with them.

    None without the practice or the form; a service that cannot be read is left out.
    """
    content, issues = read_form(docs)
    if content is None:
        return None, issues
    site = f"{site_url.rstrip('/')}/"
    endpoint = receiver(content.form.providers.receiver.address)
    return Desk(content.practice, content.form, content.services, endpoint, site), issues


class DeskFiles:
    """The desk as the data files have it now, for a receiver that outlives many publications.

    A new field of the form must not wait for a restart: what visitors type into it would be lost.
    """

    def __init__(
        self, docs: Path, site_url: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Read the files below `docs`. Raises DeskError with everything wrong with them."""
        self._docs, self._site_url, self._clock = docs, site_url, clock
        self._stamps = self._look()
        desk, issues = read_desk(docs, site_url)
        if desk is None:
            raise DeskError(report(issues))
        if issues:
            log.error("The form is shown without what cannot be read. %s", report(issues))
        self._desk = desk
        self._looked = clock()

    def current(self) -> Desk:
        """The desk; the one before, while the files hold a mistake."""
        if self._clock() - self._looked >= LOOK_AGAIN:
            self._looked = self._clock()
            stamps = self._look()
            if stamps != self._stamps:
                self._stamps = stamps
                self._read()
        return self._desk

    def _read(self) -> None:
        desk, issues = read_desk(self._docs, self._site_url)
        if desk is None or issues:
            log.error("The form stays as it was before. %s", report(issues))
        else:
            self._desk = desk

    def _look(self) -> dict[Path, tuple[int, int]]:
        data = self._docs / "_data"
        files = [data / "practice.yml", data / "contact.yml", *data.glob("services/*.y*ml")]
        stats = {file: file.stat() for file in files if file.is_file()}
        return {file: (stat.st_mtime_ns, stat.st_size) for file, stat in stats.items()}


class DeskError(Exception):
    """The data files cannot be read; the text says where and why, a line to each mistake."""
