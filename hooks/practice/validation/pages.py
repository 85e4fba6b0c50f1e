"""What must be right in the HTML of any page, and of the part of a page that is a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from practice.content.typography import TEMPLATE_TAG
from practice.html import Characters, EndTag, StartTag, addresses, ids, style_addresses, tokens
from practice.validation.markup import VOID, misplaced, references

if TYPE_CHECKING:
    from collections.abc import Iterable

NOT_FOR_SEARCH = ("404.html", "enquiry.html", "search/index.html", "thank-you/index.html")
"""Pages that search engines must not list, besides redirects."""
_FETCHED_LINKS = {
    "stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "prefetch", "prerender",
    "preconnect", "dns-prefetch", "manifest",
}  # fmt: skip
"""Values of `rel` for which browsers make a request."""
_UNCHANGED = (".gif", ".svg")
"""Pictures that the build publishes as they are; Markdown has no words for their size."""
_VERBATIM = ("code", "pre", "kbd", "samp", "script", "style", "textarea")
_TAG = re.compile(r"</?\w+")


class Fault(NamedTuple):
    """Something wrong in a file of the site."""

    path: str
    """The file, from the site's folder."""
    message: str
    fix: str
    words: tuple[str, ...] = ()
    """What to look for in the source of the page: the first that it contains marks the line."""


@dataclass
class PageFacts:
    """What the checks know of an HTML file, or of the part of one that is a text."""

    path: str
    faults: list[Fault] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    referred: set[str] = field(default_factory=set)
    """The ids that attributes refer to."""
    targets: set[str] = field(default_factory=set)
    """Addresses as written in links, pictures, styles, and scripts."""
    fetched: set[str] = field(default_factory=set)
    """Those of them that a browser requests with the page."""
    levels: list[int] = field(default_factory=list)
    """The levels of its headings."""
    title: str = ""
    description: str = ""
    language: str = ""
    canonical: str = ""
    searchable: bool = False
    """Whether the site's own search finds it."""
    hidden: bool = False
    """Whether search engines are asked not to list the page."""
    redirect: bool = False

    def has(self, fragment: str) -> bool:
        """Whether the part of an address after # leads somewhere on the page."""
        return not fragment or fragment in self.ids

    def fault(self, message: str, fix: str, *words: str) -> None:
        """Record a fault of this page."""
        self.faults.append(Fault(self.path, message, fix, words))

    def check_references(self, known: Iterable[str] = ()) -> None:
        """Record references to ids that are neither on the page nor `known`."""
        for id in sorted(self.referred - self.ids - set(known)):
            message = f"An element refers to “#{id}”, which is not on the page."
            self.fault(message, "Correct the id.", f'"{id}', id)


def read_page(path: str, html: str) -> PageFacts:
    """The facts of one page, with the faults that show in it alone."""
    page = read_part(path, html)
    if not html.lstrip().lower().startswith("<!doctype html>"):
        page.fault("The page does not begin with <!doctype html>.", "Correct its template.")
    page.check_references()
    if not page.title:
        page.fault("The page has no title.", "Add one.")
    if not page.language:
        page.fault("The page does not name its language.", "Add lang to <html>.")
    if not page.redirect:
        _for_readers(page)
    return page


def read_part(path: str, html: str) -> PageFacts:
    """The facts of a page or of a part of one, with the faults of its elements."""
    page = PageFacts(path)
    parts = list(tokens(html))
    verbatim = 0
    open_tag = ""
    for token in parts:
        if isinstance(token, StartTag):
            open_tag = token.name
            verbatim += token.name in _VERBATIM
            _element(token, page)
        elif isinstance(token, EndTag):
            verbatim -= token.name in _VERBATIM and token.name not in VOID
            open_tag = ""
        elif isinstance(token, Characters):
            if open_tag == "title":
                page.title = page.title or token.text.strip()
            elif open_tag == "style":
                page.fetched.update(style_addresses(token.text))
            if not verbatim and (left := TEMPLATE_TAG.search(token.text)):
                words = left[0].strip()
                message = f"The text contains “{words}”, which looks like unfinished markup."
                fix = "Correct it in the text, or put it in backticks."
                page.fault(message, fix, words, words[:2])
    for message in dict.fromkeys(misplaced(parts)):
        page.fault(message, "Correct the HTML of the text or the template.", *_TAG.findall(message))
    return page


def _element(token: StartTag, page: PageFacts) -> None:
    name, attributes = token
    for id in ids(name, attributes):
        if id in page.ids:
            page.fault(f"The id “{id}” is there twice.", "Give each its own.", f'"{id}"', f"#{id}")
        if re.search(r"\s", id):
            page.fault(f"The id “{id}” contains a space.", "Use a hyphen.", f'"{id}"', id)
        page.ids.add(id)
    page.referred.update(references(attributes))
    rels = set((attributes.get("rel") or "").lower().split())
    for address in addresses(name, attributes):
        fetched = bool(rels & _FETCHED_LINKS) if name == "link" else address.loaded
        if address.attribute == "style":
            page.fetched.add(address.target)
            continue
        page.targets.add(address.target)
        if fetched:
            page.fetched.add(address.target)
    if re.fullmatch("h[1-6]", name):
        page.levels.append(int(name[1]))
    elif name == "html":
        page.language = attributes.get("lang") or ""
    elif name == "meta":
        _meta(attributes.get("name") or attributes.get("http-equiv") or "", token, page)
    elif name == "link" and "canonical" in rels:
        page.canonical = attributes.get("href") or ""
    elif name == "img":
        source = attributes.get("src") or ""
        if attributes.get("alt") is None and "alt" not in attributes:
            page.fault(f"The picture {source} has no alt text.", "Add one.", source)
        sized = attributes.get("width") and attributes.get("height")
        if not (sized or source.lower().endswith(_UNCHANGED)):
            message = f"The picture {source} has no width and height."
            fix = "Add both, so that the text does not jump while it loads."
            page.fault(message, fix, source)
    page.searchable |= "data-pagefind-body" in attributes


def _meta(name: str, token: StartTag, page: PageFacts) -> None:
    content = token.attributes.get("content") or ""
    if name == "description":
        page.description = content.strip()
    elif name == "robots":
        page.hidden = "noindex" in content
    elif name.lower() == "refresh":
        page.redirect = True
        page.targets.add(content.partition("url=")[2])


def _for_readers(page: PageFacts) -> None:
    """What a page for readers needs, and a redirect does not."""
    if not page.description:
        page.fault("The page has no description.", "Add “description” to its front matter.")
    if page.levels.count(1) != 1:
        page.fault(f"The page has {page.levels.count(1)} first-level headings.", "Give it one.")
    for before, after in pairwise(page.levels):
        if after > before + 1:
            message = f"A heading skips from level {before} to level {after}."
            page.fault(message, f"Use level {before + 1}.")
    if page.path in NOT_FOR_SEARCH and page.searchable:
        message = "The page can be found by the site’s own search."
        page.fault(message, "Take data-pagefind-body out of its template.")
