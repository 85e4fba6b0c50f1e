"""Public addresses that the new site would lose: `make vanished`.

Compares the pages and redirects of the published site with the files of the new one. Addresses that
are gone on purpose are listed in docs/_data/gone.yml. An article that moved
to a later day stops nothing.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from practice.config import FILE, read_config, typed_address
from practice.content import Article, read_content
from practice.content.gone import GONE, plain, read_gone
from practice.content.issues import Issue, report
from practice.engine import build_date
from practice.publishing import github
from practice.publishing.public_site import UnknownSiteError, published_addresses

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from practice.content import Content

_LIVE = "live"
_LIST = re.compile(r"/(tags/[^/]+|(articles|guides)/\d{4}|(.+/)?page/\d+)/")
"""Lists that are there as long as they have articles."""


def vanished(addresses: Iterable[str], site: Path) -> list[str]:
    """The addresses for which the folder `site` has neither a page nor a redirect."""
    return sorted(
        address for address in addresses if not _file(site, address.lstrip("/")).is_file()
    )


def _file(site: Path, path: str) -> Path:
    return site / path / "index.html" if path == "" or path.endswith("/") else site / path


def returning(content: Content, today: dt.date) -> dict[str, dt.date]:
    """The addresses of articles with a future date, as `plain` writes them, with that day."""
    return {
        plain(re.sub(r"(\.md|/index\.html)$", "", path)): article.date
        for article in content.all(Article)
        if not content.is_draft(article) and article.date > today
        for path in (article.uri, *article.redirect_from)
    }


def address_issues(
    addresses: Iterable[str], gone: Collection[str], place: tuple[str, int]
) -> list[Issue]:
    """An issue at `place` for each address that is not in `gone`."""
    return [
        Issue(
            *place,
            f"The address {address} is public now, and the new site does not have it.",
            "If it moved, add this address to “redirect_from” of the page that replaces it. "
            f"If it is gone for good, add the line “- {address}” to {GONE}.",
        )
        for address in addresses
        if plain(address) not in gone and not _LIST.fullmatch(address)
    ]


def main(site: str = "site") -> int:
    """Compare the folder `site` with the public site; 1 if an address vanishes.

    The variable “live” has the address of the public site, if not site_url. A site that cannot be
    compared with is no reason not to publish: it may be the first time.
    """
    project = Path.cwd()
    config = read_config(project)
    address = typed_address(_LIVE) or config.site_url or ""
    gone, issues = read_gone(project / "docs")
    place = (GONE, 1) if (project / GONE).is_file() else (FILE, config.lines.get("site_url", 1))
    try:
        lost = [] if issues else vanished(published_addresses(address), project / site)
    except UnknownSiteError as error:
        github.warn(f"The new site was not compared with the published one: {error}.")
    else:
        content, _ = read_content(project / "docs")
        days = returning(content, build_date(content.practice.timezone))
        for away in lost:
            if day := days.get(plain(away)):
                said = f"The address {away} is public now, and the new site does not have it until"
                github.warn(f"{said} {day}.")
        issues += address_issues(lost, gone.keys() | days.keys(), place)
        print(f"The new site was compared with {address}")
    if issues:
        github.show(issues)
        print(report(issues), file=sys.stderr)
    return 1 if issues else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
