"""Where links lead: targets in texts and data, against the pages and files of the site."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from practice.addresses import has_domain, is_local, is_mail_address
from practice.content.issues import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


_ELSEWHERE = re.compile(r"([a-z][a-z0-9+.-]+):|//", re.IGNORECASE)
"""An address with a scheme, or on another host (RFC 3986, sections 3.1 and 4.2)."""
_FOLLOWED = re.compile(r"https?://[^/]|//[^/]|(mailto|tel|sms|data):.", re.IGNORECASE)
"""Addresses elsewhere that a link of this site may lead to."""
_DOMAIN = re.compile(r"(www\.|[\w-]+\.(com|org|net|edu|gov|info|io)\b)", re.IGNORECASE)


class Link(NamedTuple):
    """A link or a picture, as the text writes its target."""

    target: str
    line: int | None
    """Known only in marked text (marks.py)."""
    html: bool = False
    """Written as HTML, which MkDocs leaves alone: its target is an address, not a path."""
    picture: bool = False
    alt: str = ""
    """What the picture shows, in words."""
    loaded: bool = False
    """Whether browsers fetch it with the page, unasked."""


class Trouble(NamedTuple):
    """What is wrong with a link."""

    message: str
    fix: str


@dataclass(frozen=True)
class Targets:
    """All that a link may lead to; pages and files by their path from the docs folder."""

    addresses: Mapping[str, str]
    """The address, from the root of the site, of each page and file that readers get."""
    offered: Collection[str] = ()
    """Those of them that the coach wrote: what a link most likely means."""
    generated: Collection[str] = ()
    """The pages that the site makes itself, like lists. What the theme brings no coach knows."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """Pages that readers do not get yet, and why: `is a draft`."""
    awaited: Collection[str] = ()
    """Pages that will be there once their file is mended: that is told elsewhere."""
    awaited_ids: tuple[str, ...] = ()
    """How ids begin that will be there once a file is mended."""
    ids: Callable[[str], Collection[str]] = lambda _: ()
    """The ids in the text of a page."""
    all_ids: Callable[[str], Collection[str] | None] = lambda _: None
    """The ids on a whole page, which takes longer; None when they cannot be known."""

    def trouble(self, link: Link, page: str, folder: str) -> Trouble | None:
        """What is wrong with a link on `page`, if anything; its path is seen from `folder`."""
        if _ELSEWHERE.match(link.target) or not readable(link.target):
            return _elsewhere_trouble(link.target) or _loaded_trouble(link)
        path, fragment = _path(link), split_fragment(link.target)[1]
        if not path:
            return self._fragment_trouble(page, fragment, "") if fragment else _leads_nowhere(link)
        if link.html:
            return self._address_trouble(link, path, fragment, page)
        return self._path_trouble(link, path, fragment, folder)

    def leads_to(self, link: Link, page: str, folder: str) -> str | None:
        """The page or file that a link leads to, if it leads to one of this site."""
        path = _path(link)
        if _ELSEWHERE.match(link.target) or not path:
            return None
        if link.html:
            return self._at_address(page, path)
        return posixpath.normpath(posixpath.join(folder, path))

    def _path_trouble(self, link: Link, path: str, fragment: str, folder: str) -> Trouble | None:
        uri = posixpath.normpath(posixpath.join(folder, path))
        if uri in self.hidden:
            return self._hidden_trouble(link, uri)
        if uri in self.awaited:
            return None
        if path.startswith("/"):
            near = self._near(path, folder)
            fix = f"Write “{near}”." if near else _how(folder)
            return Trouble(f"“{link.target}” begins with a slash.", fix)
        if uri in self.addresses and not path.endswith("/"):
            return self._fragment_trouble(uri, fragment, path) if uri.endswith(".md") else None
        return self._missing(link, path, folder, self._near(path, folder))

    def _hidden_trouble(self, link: Link, uri: str) -> Trouble:
        message = f"“{link.target}” {self.hidden[uri]}: readers could not follow this link."
        return Trouble(message, "Take the link out until then.")

    def _missing(self, link: Link, path: str, folder: str, near: str) -> Trouble:
        kind = "picture" if link.picture else "page" if path.endswith(".md") else "page or file"
        message = f"There is no {kind} “{path}”."
        if near:
            return Trouble(message, f"Did you mean “{near}”?")
        if "@" in path:
            return Trouble(message, f"Write mailto: before a mail address: mailto:{path}.")
        if _DOMAIN.match(path):
            return Trouble(message, "Begin an address elsewhere with https://.")
        if link.html:
            seen = "photo.jpg" if link.picture else "about/"
            return Trouble(message, f"Write the address that readers see, like ../{seen}.")
        return Trouble(message, "Put it beside this text." if link.picture else _how(folder))

    def _address_trouble(self, link: Link, path: str, fragment: str, page: str) -> Trouble | None:
        folder = posixpath.dirname(page)
        if path.startswith("/"):
            uri = self._at_address("", path.lstrip("/"))
            fix = f"Write “{self._address_from(page, uri)}”." if uri else _how(folder)
            return Trouble(f"“{link.target}” begins with a slash.", fix)
        uri = self._at_address(page, path) or ""
        if uri in self.hidden:
            return self._hidden_trouble(link, uri)
        if uri:
            return self._fragment_trouble(uri, fragment, path) if uri.endswith(".md") else None
        meant = posixpath.normpath(posixpath.join(folder, path))
        if meant in self.awaited:
            return None
        if meant in self.addresses:
            message = f"HTML does not know the file “{path}”, only the address readers see."
            address = self._address_from(page, meant)
            return Trouble(message, f"Write “{address}”, or a Markdown link.")
        near = self._near(path, folder)
        if near:
            near = self._address_from(page, posixpath.normpath(posixpath.join(folder, near)))
        return self._missing(link, path, folder, near)

    def _at_address(self, page: str, path: str) -> str | None:
        base = posixpath.dirname(unquote(self.addresses.get(page, "")))
        address = posixpath.join(base, path).removesuffix("index.html")
        return self._by_address.get(posixpath.normpath(address))

    @cached_property
    def _by_address(self) -> Mapping[str, str]:
        return {
            posixpath.normpath(unquote(address).removesuffix("index.html")): uri
            for uri, address in self.addresses.items()
        }

    def _address_from(self, page: str, uri: str) -> str:
        base = posixpath.dirname(self.addresses.get(page, "")) or "."
        address = self.addresses.get(uri, "")
        slash = "/" if address.endswith("/") else ""
        return quote(posixpath.relpath(unquote(address) or ".", base)) + slash

    def _fragment_trouble(self, uri: str, fragment: str, path: str) -> Trouble | None:
        wanted = unquote(fragment.removeprefix("#"))
        if not wanted or wanted == "top" or wanted in self.ids(uri):
            return None
        if wanted.startswith(self.awaited_ids):
            return None
        places = self.all_ids(uri)
        if places is None or wanted in places:
            return None
        where = f"“{path}”" if path else "this page"
        known = (id for id in places if not id.startswith(self.awaited_ids))
        near = did_you_mean(wanted, known, most=0)
        fix = near.replace("“", "“#", 1) or "Take out what follows the #, or correct it."
        return Trouble(f"There is no place “#{wanted}” on {where}.", fix)

    def _near(self, path: str, folder: str) -> str:
        """The page or file that was probably meant, as a text in `folder` would write it."""
        bare = path.strip("./").casefold()
        stem = PurePosixPath(bare).name.removesuffix(".html").removesuffix(".md")
        beside = posixpath.dirname(posixpath.normpath(posixpath.join(folder, path)))
        offered = self._seen_from(folder, self.offered)
        lists = self._seen_from(folder, self.generated)
        for written, uri in (offered | lists).items():
            if bare in {uri.casefold(), self.addresses[uri].strip("/").casefold()}:
                return written
        for written, uri in offered.items():
            known = PurePosixPath(uri).name.casefold()
            if known == PurePosixPath(bare).name or (stem and known == f"{stem}.md"):
                return written
        # A list of a deleted page's name is another thing: it is meant only where it stands.
        lists = {written: uri for written, uri in lists.items() if posixpath.dirname(uri) == beside}
        endless = {posixpath.splitext(written)[0]: written for written in offered | lists}
        end = posixpath.splitext(path.rstrip("/"))[0]
        close = get_close_matches(end, endless, n=5, cutoff=0.6)
        # Two files are not alike because their folders are.
        alike = (
            endless[known]
            for known in close
            if get_close_matches(posixpath.basename(end), [posixpath.basename(known)])
        )
        return next(alike, "")

    def _seen_from(self, folder: str, uris: Collection[str]) -> dict[str, str]:
        return {posixpath.relpath(uri, folder or "."): uri for uri in sorted(uris)}


def _elsewhere_trouble(target: str) -> Trouble | None:
    """What is wrong with an address that does not lead into this site, as far as it tells."""
    scheme, _, rest = target.partition(":")
    if not _FOLLOWED.match(target) or not readable(target):
        fix = "Begin an address elsewhere with https://, or a mail address with mailto:."
    elif scheme.lower() == "mailto":
        mails = unquote(rest.partition("?")[0]).split(",")
        fix = (
            ""
            if all(is_mail_address(mail.strip()) for mail in mails)
            else "Write it like mailto:name@example.com."
        )
    elif scheme.lower() in {"tel", "sms"}:
        fix = "" if any(map(str.isdigit, rest)) else "Write the number: tel:+15550100."
    elif scheme.lower() == "data":
        fix = ""
    else:
        host = urlsplit(target).hostname or ""
        if is_local(host):
            fix = "Link to the file, like what-is-mentoring.md."
            return Trouble(f"“{target}” is your own computer: readers cannot get there.", fix)
        fix = "" if has_domain(host) else "Write it in full: https://example.com/page."
    return Trouble(f"“{target}” is no address.", fix) if fix else None


def _loaded_trouble(link: Link) -> Trouble | None:
    """That a page loads something from another site, if `link` does."""
    if not link.loaded or link.target.lower().startswith("data:"):
        return None
    message = f"“{link.target}” loads from another site, which the privacy page rules out."
    return Trouble(message, "Put the file beside this text, or link to the page.")


def _path(link: Link) -> str:
    return unquote(split_fragment(link.target)[0].partition("?")[0])


def _leads_nowhere(link: Link) -> Trouble | None:
    if link.target:
        return None  # a lone hash leads to the top of the page
    if link.picture:
        return Trouble("A picture names no file.", "Write its name: ![What it shows](photo.jpg).")
    return Trouble("A link leads nowhere.", "Write its target: [words](about.md).")


def _how(folder: str) -> str:
    if folder:
        return "Write the path as seen from this file, like ../guides/name.md."
    return "Write the path from the docs folder, like guides/name.md."


def readable(target: str) -> bool:
    """Whether a target can be taken apart: a port and what brackets hold are numbers (RFC 3986)."""
    try:
        _ = urlsplit(target).port
    except ValueError:
        return False
    return True


def split_fragment(target: str) -> tuple[str, str]:
    """`guides/x.md#y` as its path and its fragment with the hash, which may be empty."""
    path, mark, fragment = target.partition("#")
    return path, mark + fragment
