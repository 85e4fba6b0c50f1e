"""What must be right in any built site, whatever its content: `python -m practice.validation.site`.

The checks read only the finished files, as a visitor's browser does, and the content to know which
drafts and scheduled articles must be absent.
"""

from __future__ import annotations

import argparse
import os
import posixpath
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from practice.content.issues import Issue
from practice.content.reading import read_content
from practice.content.stray_files import AT_THE_ROOT, PROOFS
from practice.engine import build_date
from practice.html import style_addresses
from practice.publishing import github
from practice.validation.pages import NOT_FOR_SEARCH, Fault, PageFacts, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

_SOURCES = (".cfg", ".ini", ".md", ".py", ".pyc", ".toml", ".yaml", ".yml")
"""Endings of files that are content or program, never part of a site."""
_LOCATION = re.compile(r"<loc>(.*?)</loc>")
_QUOTED = re.compile("“(.+?)”")
_MANY = 150
"""From this number of pages on, two processes are faster than one."""


def check_site(site: Path, docs: Path | None = None, today: dt.date | None = None) -> list[Fault]:
    """All faults of the site in the folder `site`, sorted.

    `docs` is the content that it was built from; without it, drafts are not looked for. Files that
    the site copies from there unchanged are not pages.
    """
    files = sorted(f.relative_to(site).as_posix() for f in site.rglob("*") if f.is_file())
    if "index.html" not in files:
        return [Fault("", "There is no site here.", "Run: make build.")]
    pages = {page.path: page for page in _read_pages(site, _written(files, docs))}
    home = pages["index.html"].canonical or "/"
    found = [fault for page in pages.values() for fault in page.faults]
    found += _published_by_mistake(files)
    found += _links(pages, set(files), home)
    found += _requests(site, files, pages, home)
    found += _search_engines(site, pages, home)
    if docs:
        found += _not_yet_published(docs, pages, today)
    return sorted(set(found))


def _written(files: Iterable[str], docs: Path | None) -> Iterator[str]:
    """The files that the build writes; it copies proofs of ownership from `docs`."""
    for path in files:
        proof = docs and "/" not in path and path.endswith(PROOFS) and (docs / path).is_file()
        if not proof:
            yield path


def _read_pages(site: Path, files: Iterable[str]) -> list[PageFacts]:
    paths = [path for path in files if path.endswith((".html", ".htm"))]
    read = partial(_read_file, site)
    if len(paths) < _MANY:
        return list(map(read, paths))
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(read, paths, chunksize=25))


def _read_file(site: Path, path: str) -> PageFacts:
    return read_page(path, (site / path).read_text(encoding="utf-8"))


def _published_by_mistake(files: Iterable[str]) -> Iterator[Fault]:
    for path in files:
        if path in AT_THE_ROOT:
            continue
        parts = path.split("/")
        if path.endswith(_SOURCES) or any(p.startswith("_") for p in parts) or parts[0] == "mail":
            yield Fault(path, "This file is not meant for readers.", "Exclude it in mkdocs.yml.")


def _links(pages: dict[str, PageFacts], files: set[str], home: str) -> Iterator[Fault]:
    """Links within the site whose page, file, or fragment does not exist."""
    root = urlsplit(home)
    for page in pages.values():
        here = urljoin(home, _address(page.path))
        for target in sorted(page.targets):
            parts = urlsplit(urljoin(here, target))
            if (parts.scheme, parts.netloc) != (root.scheme, root.netloc):
                continue
            if not parts.path.startswith(root.path):
                continue  # the same host, but outside the folder of this site
            path = unquote(parts.path[len(root.path) :])
            file = path + "index.html" if path == "" or path.endswith("/") else path
            if file not in files:
                message = f"There is no page or file at “{target}”."
                yield Fault(page.path, message, "Correct it where the page is written.")
            elif file in pages and not pages[file].has(unquote(parts.fragment)):
                message = f"That page has no section for the link “{target}”."
                yield Fault(page.path, message, "Correct the part after #.")


def _address(path: str) -> str:
    return path.removesuffix("index.html") if posixpath.basename(path) == "index.html" else path


def _requests(
    site: Path, files: Iterable[str], pages: dict[str, PageFacts], home: str
) -> Iterator[Fault]:
    """What a browser would fetch from another host."""
    own = urlsplit(home).netloc
    loads = {path: page.fetched for path, page in pages.items()}
    for path in files:
        if path.endswith(".css"):
            loads[path] = set(style_addresses((site / path).read_text(encoding="utf-8")))
    for path, targets in loads.items():
        for target in sorted(targets):
            parts = urlsplit(target)
            if parts.netloc and parts.netloc != own:
                message = f"Browsers would load {target} from another host."
                yield Fault(path, message, "Put the file into this site, or link to it.")


def _search_engines(site: Path, pages: dict[str, PageFacts], home: str) -> Iterator[Fault]:
    """Pages listed for search engines that must not be, and the other way around."""
    sitemap = site / "sitemap.xml"
    listed = _LOCATION.findall(sitemap.read_text(encoding="utf-8")) if sitemap.is_file() else []
    expected = set()
    for path, page in pages.items():
        if page.redirect or path in NOT_FOR_SEARCH:
            if not page.hidden:
                message = "Search engines may list this page."
                yield Fault(path, message, "Add <meta name=robots content=noindex>.")
            continue
        own = urljoin(home, _address(path))
        if page.hidden and not urlsplit(home).netloc:
            continue  # without site_url no page is listed
        if page.hidden or page.canonical != own:
            message = f"The page does not name {own} as its address for search engines."
            yield Fault(path, message, "Correct the canonical link in its template.")
        expected.add(own)
    for address in sorted(expected.symmetric_difference(listed)):
        if address in expected:
            yield Fault("sitemap.xml", f"{address} is missing.", "Correct overrides/sitemap.xml.")
        else:
            message = f"{address} is not a page for search engines."
            yield Fault("sitemap.xml", message, "Correct overrides/sitemap.xml.")
    for address in sorted({a for a in listed if listed.count(a) > 1}):
        yield Fault("sitemap.xml", f"{address} is listed twice.", "Correct overrides/sitemap.xml.")


def _not_yet_published(
    docs: Path, pages: dict[str, PageFacts], today: dt.date | None
) -> Iterator[Fault]:
    """Drafts, and articles dated after `today`, that the site contains."""
    content, _ = read_content(docs)
    today = today or build_date(content.practice.timezone)
    published = content.with_drafts(today)
    waiting = [a.uri for a in published.articles.values() if not a.published(today)]
    waiting += [s.uri for s in published.services.values() if s.draft]
    for uri in waiting:
        page = pages.get(f"{uri.removesuffix('.md')}/index.html")
        if page and not page.redirect:
            message = f"{docs.name}/{uri} is a draft or scheduled, and the site contains it."
            yield Fault(page.path, message, "Run make build, and publish what it writes.")


def _issues(faults: list[Fault], site: Path, docs: Path) -> Iterator[Issue]:
    """Each fault at the place in `docs` that it comes from, as far as that is known."""
    texts = _sources(docs) if faults else {}
    for fault in faults:
        stem = fault.path.removesuffix(".html").removesuffix("/index")
        names = (f"{stem}.md", f"_data/{stem}.yml", f"_data/{stem}.yaml", fault.path)
        own = [docs / name for name in names if docs / name in texts]
        exact, *others = fault.words or _QUOTED.findall(fault.message) or [""]
        found = _place([*own, *(texts if fault.words else ())], texts, exact)
        found = found or next(filter(None, (_place(own, texts, each) for each in others)), None)
        nowhere = own[0] if own else site / fault.path
        file, line = found or (nowhere, 1)
        yield Issue(file.as_posix(), line, fault.message, fault.fix)


def _sources(docs: Path) -> dict[Path, str]:
    """The text of each file that pages come from."""
    found = sorted(file for file in docs.rglob("*") if file.suffix in {".md", ".yml", ".yaml"})
    read = (f for f in found if f.is_file() and f.parent != docs / "_handbook")
    return {file: file.read_text("utf-8", errors="replace") for file in read}


def _place(files: Iterable[Path], texts: Mapping[Path, str], words: str) -> tuple[Path, int] | None:
    """The first of the files with `words`, and their line."""
    for file in files:
        if (at := texts[file].find(words)) >= 0:
            return file, texts[file].count("\n", 0, at) + 1
    return None


def main(arguments: list[str] | None = None) -> int:
    """Print the faults of a site; 1 if there are any."""
    parser = argparse.ArgumentParser(prog="practice.validation.site", description=__doc__)
    parser.add_argument("site", type=Path, help="the folder with the built site")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="its content")
    given = parser.parse_args(arguments)
    faults = check_site(given.site, given.docs if given.docs.is_dir() else None)
    issues = sorted(set(_issues(faults, given.site, given.docs)))
    github.show(issues)
    print(*issues, sep="\n", file=sys.stderr, end="\n" if issues else "")
    if not issues:
        print(f"No problems in {given.site.as_posix()}/.")
    return 1 if issues else 0


if __name__ == "__main__":
    sys.exit(main())
