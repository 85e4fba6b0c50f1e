"""What the receiver knows about the site: the form, the services to choose from, the address."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from practice.content.issues import report
from practice.content.reading import read_form
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

POLL = 2.0
"""Seconds after which a running receiver checks whether the data files have changed."""


class FormContextError(Exception):
    """The data files cannot be read; the text lists every mistake with its line."""


@dataclass(frozen=True, eq=False)
class FormContext:
    """One reading of the data files that the form and its rules come from."""

    practice: Practice
    form: Form
    services: Mapping[str, Service]
    """In the order of the form's choices."""
    endpoint: Endpoint
    """How the form is sent to the receiver."""
    site_url: str
    """The address of the home page, with a slash at the end; only its path in a preview."""

    @property
    def origin(self) -> str:
        """The site's origin as browsers write it (RFC 6454): `https://example.com`, if known."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""

    def address(self, uri: str) -> str:
        """The full address of a page by its path from the docs folder: `guides/x.md#y`."""
        path, mark, fragment = uri.partition("#")
        folder = path.removesuffix(".md").removesuffix("index")
        folder = f"{folder}/" if folder and not folder.endswith("/") else folder
        return f"{self.site_url}{folder}{mark}{fragment}"


def read_form_context(docs: Path, site_url: str) -> tuple[FormContext | None, list[Issue]]:
    """The context that the data files below `docs` describe, and everything wrong with them.

    None without the practice or the form; a service that cannot be read is left out.
    """
    content, issues = read_form(docs)
    if content is None:
        return None, issues
    site = f"{site_url.rstrip('/')}/"
    endpoint = receiver(content.form.providers.receiver.address)
    return FormContext(content.practice, content.form, content.services, endpoint, site), issues


class WatchedFormContext:
    """The form context as the data files are now, for a receiver that outlives many publications.

    A new field of the form cannot wait for a restart: what visitors type into it would be lost.
    """

    def __init__(
        self, docs: Path, site_url: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Read the files below `docs`. Raises FormContextError with everything wrong with them."""
        self._docs, self._site_url, self._clock = docs, site_url, clock
        self._stamps = self._read_stamps()
        context, issues = read_form_context(docs, site_url)
        if context is None:
            raise FormContextError(report(issues))
        if issues:
            log.error("The form is shown without what cannot be read. %s", report(issues))
        self._context = context
        self._checked = clock()

    def current(self) -> FormContext:
        """The context; the previous one, while the files have a mistake."""
        if self._clock() - self._checked >= POLL:
            self._checked = self._clock()
            stamps = self._read_stamps()
            if stamps != self._stamps:
                self._stamps = stamps
                self._read()
        return self._context

    def _read(self) -> None:
        context, issues = read_form_context(self._docs, self._site_url)
        if context is None or issues:
            log.error("The form stays as it was before. %s", report(issues))
        else:
            self._context = context

    def _read_stamps(self) -> dict[Path, tuple[int, int]]:
        data = self._docs / "_data"
        files = [data / "practice.yml", data / "contact.yml", *data.glob("services/*.y*ml")]
        stats = {file: file.stat() for file in files if file.is_file()}
        return {file: (stat.st_mtime_ns, stat.st_size) for file, stat in stats.items()}
