"""Public addresses that the new site would lose: `make vanished`.

Compares the pages and redirects of the published site with the files of the new one. Addresses that
are gone on purpose are listed in docs/_data/gone.yml.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from practice.config import read_config
from practice.content.documents import read_data
from practice.content.issues import Issue, report
from practice.publishing import github
from practice.publishing.public_site import UnknownSiteError, published_addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

GONE = "docs/_data/gone.yml"
_LIVE = "live"
_LIST = re.compile(r"/(tags/[^/]+|(articles|guides)/\d{4}|(.+/)?page/\d+)/")
"""Lists that are there as long as they have articles."""


def vanished(addresses: Iterable[str], site: Path) -> list[str]:
    """The addresses for which the folder `site` has neither a page nor a redirect."""
    return sorted(address for address in addresses if not _file(site, address[1:]).is_file())


def _file(site: Path, path: str) -> Path:
    return site / path / "index.html" if path == "" or path.endswith("/") else site / path


def read_gone(project: Path) -> tuple[set[str], list[Issue]]:
    """The addresses that are gone on purpose, and what is wrong in their list."""
    if not (project / GONE).is_file():
        return set(), []
    document, issues = read_data(project / GONE, GONE)
    if document is None:
        return set(), issues
    fix = "Write one address per line: - /articles/old-name/"
    if not isinstance(document.data, list):
        return set(), [Issue(GONE, 1, "The file is not a list of addresses.", fix)]
    for place, entry in enumerate(document.data):
        if not (isinstance(entry, str) and entry.startswith("/")):
            message = "This entry is not an address that begins with a slash."
            issues.append(Issue(GONE, document.line(place), message, fix))
    return {entry for entry in document.data if isinstance(entry, str)}, issues


def address_issues(addresses: Iterable[str], gone: set[str]) -> list[Issue]:
    """An issue for each address that is not in `gone`, with or without the slash at its end."""
    expected = {address.rstrip("/") for address in gone}
    return [
        Issue(
            _source(address),
            1,
            f"The address {address} is public now, and the new site does not have it.",
            "If it moved, add this address to “redirect_from” of the page that replaces it. "
            f"If it is gone for good, add the line “- {address}” to {GONE}.",
        )
        for address in addresses
        if address.rstrip("/") not in expected and not _LIST.fullmatch(address)
    ]


def _source(address: str) -> str:
    """The file that the page most likely came from."""
    path = address.strip("/")
    folder, _, name = path.partition("/")
    if folder == "services" and name:
        return f"docs/_data/services/{name}.yml"
    return "docs/_data/topics.yml" if folder == "topics" else f"docs/{path}.md"


def main(site: str = "site") -> int:
    """Compare the folder `site` with the public site; 1 if an address vanishes.

    The variable “live” has the address of the public site, if not site_url. A site that cannot be
    compared with is no reason not to publish: it may be the first time.
    """
    project = Path.cwd()
    address = os.environ.get(_LIVE) or read_config(project).site_url or ""
    gone, issues = read_gone(project)
    try:
        lost = vanished(published_addresses(address), project / site)
    except UnknownSiteError as error:
        print(f"The new site was not compared with the published one: {error}.")
    else:
        issues += address_issues(lost, gone)
        print(f"The new site was compared with {address}")
    if issues:
        github.show(issues)
        print(report(issues), file=sys.stderr)
    return 1 if issues else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
