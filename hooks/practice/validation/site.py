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
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from practice.content.issues import Issue
from practice.content.reading import read_content
from practice.engine import build_date
from practice.html import Characters, EndTag, StartTag, addresses, ids, style_addresses, tokens
from practice.publishing import github
from practice.validation.markup import VOID, misplaced, references

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

NOT_FOR_SEARCH = ("404.html", "enquiry.html", "search/index.html", "thank-you/index.html")
"""Pages that search engines must not list, besides redirects."""
_SOURCES = (".cfg", ".ini", ".md", ".py", ".pyc", ".toml", ".yaml", ".yml")
"""Endings of files that are content or program, never part of a site."""
_FETCHED_LINKS = {
    "stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "prefetch", "prerender",
    "preconnect", "dns-prefetch", "manifest",
}  # fmt: skip
"""Values of `rel` for which browsers make a request."""
_VERBATIM = ("code", "pre", "kbd", "samp", "script", "style", "textarea")
_LEFTOVER = re.compile(r"\{\{.{0,30}|\{%.{0,30}|\[\^[^\]\s]{1,30}\]|\]\(.{0,30}")
_LOCATION = re.compile(r"<loc>(.*?)</loc>")
_QUOTED = re.compile("“(.+?)”")
_MANY = 150
"""From this number of pages on, two processes are faster than one."""


class Fault(NamedTuple):
    """Something wrong in a file of the site."""

    path: str
    """The file, from the site's folder."""
    message: str
    fix: str

    def line(self, site: str) -> str:
        """One line for people: `site/path: message fix`."""
        return f"{posixpath.join(site, self.path)}: {self.message} {self.fix}"

    def issue(self, site: Path, docs: Path) -> Issue:
        """The fault at the place in `docs` that the page comes from, as far as that is known."""
        stem = self.path.removesuffix(".html").removesuffix("/index")
        for source in (f"{stem}.md", f"_data/{stem}.yml", self.path):
            if (docs / source).is_file():
                file = docs / source
                return Issue(file.as_posix(), self._line_in(file), self.message, self.fix)
        return Issue((site / self.path).as_posix(), 1, self.message, self.fix)

    def _line_in(self, file: Path) -> int:
        """The first line with a word that the message quotes."""
        lines = file.read_text("utf-8", errors="replace").split("\n")
        for quoted in _QUOTED.findall(self.message):
            for number, line in enumerate(lines, 1):
                if quoted in line:
                    return number
        return 1


@dataclass
class Page:
    """What the checks know of an HTML file."""

    path: str
    faults: list[Fault] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    """Addresses as written in links, pictures, styles, and scripts."""
    fetched: set[str] = field(default_factory=set)
    """Those of them that a browser requests with the page."""
    canonical: str = ""
    hidden: bool = False
    """Whether search engines are asked not to list the page."""
    redirect: bool = False

    def has(self, fragment: str) -> bool:
        """Whether the part of an address after # leads somewhere on the page."""
        return not fragment or fragment in self.ids

    def fault(self, message: str, fix: str) -> None:
        """Record a fault of this page."""
        self.faults.append(Fault(self.path, message, fix))


def check_site(site: Path, docs: Path | None = None, today: dt.date | None = None) -> list[Fault]:
    """All faults of the site in the folder `site`, sorted.

    `docs` is the content that it was built from; without it, drafts are not looked for.
    """
    files = sorted(f.relative_to(site).as_posix() for f in site.rglob("*") if f.is_file())
    if "index.html" not in files:
        return [Fault("", "There is no site here.", "Run: make build.")]
    pages = {page.path: page for page in _read_pages(site, files)}
    home = pages["index.html"].canonical or "/"
    found = [fault for page in pages.values() for fault in page.faults]
    found += _published_by_mistake(files)
    found += _links(pages, set(files), home)
    found += _requests(site, files, pages, home)
    found += _search_engines(site, pages, home)
    if docs:
        found += _not_yet_published(docs, pages, today)
    return sorted(set(found))


def _read_pages(site: Path, files: Iterable[str]) -> list[Page]:
    paths = [path for path in files if path.endswith((".html", ".htm"))]
    read = partial(read_page, site)
    if len(paths) < _MANY:
        return list(map(read, paths))
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(read, paths, chunksize=25))


def read_page(site: Path, path: str) -> Page:
    """The facts of one page, with the faults that show in it alone."""
    html = (site / path).read_text(encoding="utf-8")
    page = Page(path)
    parts = list(tokens(html))
    if not html.lstrip().lower().startswith("<!doctype html>"):
        page.fault("The page does not begin with <!doctype html>.", "Correct its template.")
    referred: set[str] = set()
    seen: dict[str, str] = {}
    levels: list[int] = []
    verbatim = 0
    title = ""
    open_tag = ""
    for token in parts:
        if isinstance(token, StartTag):
            open_tag = token.name
            verbatim += token.name in _VERBATIM
            if re.fullmatch("h[1-6]", token.name):
                levels.append(int(token.name[1]))
            _element(token, page, seen)
            referred.update(references(token.attributes))
        elif isinstance(token, EndTag):
            verbatim -= token.name in _VERBATIM and token.name not in VOID
            open_tag = ""
        elif isinstance(token, Characters):
            if open_tag == "title":
                title = title or token.text.strip()
            elif open_tag == "style":
                page.fetched.update(style_addresses(token.text))
            if not verbatim and (left := _LEFTOVER.search(token.text)):
                page.fault(
                    f"The text contains “{left[0].strip()}”, which looks like unfinished markup.",
                    "Correct it in the text, or put it in backticks.",
                )
    for message in dict.fromkeys(misplaced(parts)):
        page.fault(message, "Correct the HTML of the text or the template.")
    for id in sorted(referred - page.ids):
        page.fault(f"An element refers to “#{id}”, which is not on the page.", "Correct the id.")
    if not title:
        page.fault("The page has no title.", "Add one.")
    if not seen.get("lang"):
        page.fault("The page does not name its language.", "Add lang to <html>.")
    if not page.redirect:
        _text(page, seen, levels)
    return page


def _element(token: StartTag, page: Page, seen: dict[str, str]) -> None:
    name, attributes = token
    for id in ids(name, attributes):
        if id in page.ids:
            page.fault(f"The id “{id}” is there twice.", "Give each its own.")
        if re.search(r"\s", id):
            page.fault(f"The id “{id}” contains a space.", "Use a hyphen.")
        page.ids.add(id)
    rels = set((attributes.get("rel") or "").lower().split())
    for address in addresses(name, attributes):
        fetched = bool(rels & _FETCHED_LINKS) if name == "link" else address.loaded
        if address.attribute == "style":
            page.fetched.add(address.target)
            continue
        page.targets.add(address.target)
        if fetched:
            page.fetched.add(address.target)
    if name == "html":
        seen["lang"] = attributes.get("lang") or ""
    elif name == "meta":
        _meta(attributes.get("name") or attributes.get("http-equiv") or "", token, page, seen)
    elif name == "link" and "canonical" in rels:
        page.canonical = attributes.get("href") or ""
    elif name == "img":
        if attributes.get("alt") is None and "alt" not in attributes:
            page.fault(f"The picture {attributes.get('src')} has no alt text.", "Add one.")
        if not (attributes.get("width") and attributes.get("height")):
            message = f"The picture {attributes.get('src')} has no width and height."
            page.fault(message, "Add both, so that the text does not jump while it loads.")
    if "data-pagefind-body" in attributes:
        seen["searchable"] = "yes"


def _meta(name: str, token: StartTag, page: Page, seen: dict[str, str]) -> None:
    content = token.attributes.get("content") or ""
    if name == "description":
        seen["description"] = content.strip()
    elif name == "robots":
        page.hidden = "noindex" in content
    elif name.lower() == "refresh":
        page.redirect = True
        page.targets.add(content.partition("url=")[2])


def _text(page: Page, seen: dict[str, str], levels: list[int]) -> None:
    """What a page for readers needs, and a redirect does not."""
    if not seen.get("description"):
        page.fault("The page has no description.", "Add “description” to its front matter.")
    if levels.count(1) != 1:
        page.fault(f"The page has {levels.count(1)} first-level headings.", "Give it one.")
    for before, after in pairwise(levels):
        if after > before + 1:
            message = f"A heading skips from level {before} to level {after}."
            page.fault(message, f"Use level {before + 1}.")
    if page.path in NOT_FOR_SEARCH and seen.get("searchable"):
        message = "The page can be found by the site’s own search."
        page.fault(message, "Take data-pagefind-body out of its template.")


def _published_by_mistake(files: Iterable[str]) -> Iterator[Fault]:
    for path in files:
        parts = path.split("/")
        if path.endswith(_SOURCES) or any(p.startswith("_") for p in parts) or parts[0] == "mail":
            yield Fault(path, "This file is not meant for readers.", "Exclude it in mkdocs.yml.")


def _links(pages: dict[str, Page], files: set[str], home: str) -> Iterator[Fault]:
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
    site: Path, files: Iterable[str], pages: dict[str, Page], home: str
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


def _search_engines(site: Path, pages: dict[str, Page], home: str) -> Iterator[Fault]:
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
    docs: Path, pages: dict[str, Page], today: dt.date | None
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


def main(arguments: list[str] | None = None) -> int:
    """Print the faults of a site; 1 if there are any."""
    parser = argparse.ArgumentParser(prog="practice.validation.site", description=__doc__)
    parser.add_argument("site", type=Path, help="the folder with the built site")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="its content")
    given = parser.parse_args(arguments)
    faults = check_site(given.site, given.docs if given.docs.is_dir() else None)
    github.show(fault.issue(given.site, given.docs) for fault in faults)
    for fault in faults:
        print(fault.line(given.site.as_posix()), file=sys.stderr)
    if not faults:
        print(f"No problems in {given.site.as_posix()}/.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
