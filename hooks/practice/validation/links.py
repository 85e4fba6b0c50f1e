"""Links in texts and data, checked against the pages and files of the site."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from practice.addresses import (
    dialable,
    has_domain,
    is_local,
    is_mail_address,
    readable,
    split_fragment,
)
from practice.content.issues import did_you_mean
from practice.validation.private_links import private_host, redirect_behind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from practice.markdown.inventory import Link

_ELSEWHERE = re.compile(r"([a-z][a-z0-9+.-]+):|//", re.IGNORECASE)
"""An address with a scheme, or on another host (RFC 3986, sections 3.1 and 4.2)."""
_FOLLOWED = re.compile(r"https?://[^/]|//[^/]|(mailto|tel|sms|data):.", re.IGNORECASE)
"""Addresses elsewhere that a link may have."""
_LOCAL = re.compile(r"[a-z]:[\\/]|\\\\|file:", re.IGNORECASE)
"""How the paths of files on a computer and its network begin."""
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_DOMAIN = re.compile(r"(www\.|[\w-]+\.(com|org|net|edu|gov|info|io)\b)", re.IGNORECASE)


class Problem(NamedTuple):
    """What is wrong with a link."""

    message: str
    fix: str


@dataclass(frozen=True)
class Targets:
    """What links may point to; pages and files by their path from the docs folder."""

    addresses: Mapping[str, str]
    """The address, from the root of the site, of each page and file that is published."""
    written: Collection[str] = ()
    """Those that the coach wrote: a link most likely means one of them."""
    generated: Collection[str] = ()
    """Pages that the site makes itself, like lists. Files of the theme are in neither."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """Pages that are not published yet, and why: `is a draft`."""
    awaited: Collection[str] = ()
    """Pages whose file has problems of its own: links to them are not problems."""
    awaited_ids: tuple[str, ...] = ()
    """How ids begin that are missing because a file has problems of its own."""
    text_ids: Callable[[str], Collection[str]] = lambda _: ()
    """The ids in the text of a page."""
    home: str = ""
    """The public address of the home page."""
    page_ids: Callable[[str], Collection[str] | None] = lambda _: None
    """All ids on a page, which takes longer; None when they cannot be known."""

    def problem(self, link: Link, page: str, folder: str) -> Problem | None:
        """What is wrong with a link on `page`, if anything; paths start from `folder`."""
        if _LOCAL.match(link.target):
            return _on_a_computer(link.target)
        if "\\" in _path(link):
            return self._backslash_problem(link, page, folder)
        if (own := self._own(link)) is not None:
            return self._own_problem(link, own)
        if _ELSEWHERE.match(link.target) or not readable(link.target):
            return _elsewhere_problem(link.target) or _loaded_problem(link)
        path, fragment = _path(link), split_fragment(link.target)[1]
        if not path:
            return self._fragment_problem(page, fragment, "") if fragment else _no_target(link)
        if link.html:
            return self._address_problem(link, path, fragment, page)
        return self._path_problem(link, path, fragment, folder)

    def page_of(self, link: Link, page: str, folder: str) -> str | None:
        """The page or file of this site that a link points to, if any."""
        if (own := self._own(link)) is not None:
            return self._at_address("", own)
        path = _path(link)
        if _ELSEWHERE.match(link.target) or not path:
            return None
        if link.html:
            return self._at_address(page, path)
        return posixpath.normpath(posixpath.join(folder, path))

    def _backslash_problem(self, link: Link, page: str, folder: str) -> Problem:
        path = re.sub(r"\A(https?:)/+", r"\1//", unquote(link.target).replace("\\", "/"))
        other = self.problem(link._replace(target=path), page, folder)
        fix = other.fix if other and "“" in other.fix else f"Write “{path}”."
        return Problem(f"“{link.target}” has backslashes.", fix)

    def _own(self, link: Link) -> str | None:
        """The path from the root of the site, if the link has the site's public address."""
        if not _WEB.match(link.target):
            return None
        home, target = (address.partition("//")[2] for address in (self.home, link.target))
        home, target = home.removeprefix("www."), target.removeprefix("www.")
        if link.loaded or not home or not f"{target}/".startswith(home):
            return None
        return unquote(split_fragment(target)[0].partition("?")[0][len(home) :])

    def _own_problem(self, link: Link, path: str) -> Problem | None:
        uri = self._at_address("", path) or ""
        if uri in self.hidden:
            return self._hidden_problem(link, uri)
        if uri:
            fragment = split_fragment(link.target)[1] if uri.endswith(".md") else ""
            return self._fragment_problem(uri, fragment, link.target.partition("#")[0])
        if f"{path.strip('/')}.md" in self.awaited:
            return None
        message = f"There is no page “{link.target}” on this site."
        return Problem(message, "Link to the file, like what-is-mentoring.md.")

    def _path_problem(self, link: Link, path: str, fragment: str, folder: str) -> Problem | None:
        uri = posixpath.normpath(posixpath.join(folder, path))
        if uri in self.hidden:
            return self._hidden_problem(link, uri)
        if uri in self.awaited:
            return None
        if path.startswith("/"):
            near = self._near(path, folder)
            fix = f"Use “{near}”." if near else _how(folder)
            return Problem(f"“{link.target}” starts with a slash.", fix)
        if uri in self.addresses and not path.endswith("/"):
            return self._fragment_problem(uri, fragment, path) if uri.endswith(".md") else None
        whole = unquote(link.target)
        named = posixpath.normpath(posixpath.join(folder, whole)) in self.written
        if named and ("#" in link.target or "?" in link.target):
            message = f"“{whole}” has a # or ? in its name, which a link cannot contain."
            return Problem(message, f"Use “{quote(whole)}”.")
        return self._missing(link, path, folder, self._near(path, folder))

    def _hidden_problem(self, link: Link, uri: str) -> Problem:
        message = f"“{link.target}” {self.hidden[uri]}, so readers cannot follow this link."
        return Problem(message, "Remove the link for now.")

    def _missing(self, link: Link, path: str, folder: str, near: str) -> Problem:
        kind = "picture" if link.picture else "page" if path.endswith(".md") else "page or file"
        message = f"There is no {kind} “{path}”."
        if near:
            # A difference that nobody can see shows in the encoded name.
            meant = quote(near) if _looks(near) == _looks(path) and near != path else near
            return Problem(message, f"Did you mean “{meant}”?")
        if "@" in path:
            return Problem(message, f"Put mailto: before an email address: mailto:{path}.")
        if _DOMAIN.match(path):
            return Problem(message, "Start a web address with https://.")
        if link.html:
            seen = "photo.jpg" if link.picture else "about/"
            return Problem(message, f"Use the address that readers see, like ../{seen}.")
        return Problem(message, "Put it next to this file." if link.picture else _how(folder))

    def _address_problem(self, link: Link, path: str, fragment: str, page: str) -> Problem | None:
        folder = posixpath.dirname(page)
        if path.startswith("/"):
            uri = self._at_address("", path.lstrip("/"))
            fix = f"Use “{self._address_from(page, uri)}”." if uri else _how(folder)
            return Problem(f"“{link.target}” starts with a slash.", fix)
        uri = self._at_address(page, path) or ""
        if uri in self.hidden:
            return self._hidden_problem(link, uri)
        if uri:
            return self._fragment_problem(uri, fragment, path) if uri.endswith(".md") else None
        meant = posixpath.normpath(posixpath.join(folder, path))
        if meant in self.awaited:
            return None
        if meant in self.addresses:
            message = f"“{path}” is a file. HTML needs the address that readers see."
            address = self._address_from(page, meant)
            return Problem(message, f"Use “{address}”, or a Markdown link.")
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

    def _fragment_problem(self, uri: str, fragment: str, path: str) -> Problem | None:
        wanted = unquote(fragment.removeprefix("#"))
        if not wanted or wanted == "top" or wanted in self.text_ids(uri):
            return None
        if wanted.startswith(self.awaited_ids):
            return None
        places = self.page_ids(uri)
        if places is None or wanted in places:
            return None
        where = f"“{path}”" if path else "This page"
        known = (id for id in places if not id.startswith(self.awaited_ids))
        near = did_you_mean(wanted, known, most=0)
        fix = near.replace("“", "“#", 1) or "Correct what follows the #, or remove it."
        return Problem(f"{where} has no section “#{wanted}”.", fix)

    def _near(self, path: str, folder: str) -> str:
        """The page or file that was probably meant, by its path from `folder`."""
        bare = path.strip("./").casefold()
        stem = PurePosixPath(bare).name.removesuffix(".html").removesuffix(".md")
        parent = posixpath.dirname(posixpath.normpath(posixpath.join(folder, path)))
        written = self._seen_from(folder, self.written)
        generated = self._seen_from(folder, self.generated)
        for near, uri in (written | generated).items():
            if bare in {uri.casefold(), self.addresses[uri].strip("/").casefold()}:
                return near
        for near, uri in written.items():
            name = PurePosixPath(uri).name.casefold()
            if _looks(name) == _looks(PurePosixPath(bare).name) or (stem and name == f"{stem}.md"):
                return near
        # A list may have the name of a deleted page: it is meant only from its own folder.
        lists = [near for near, uri in generated.items() if posixpath.dirname(uri) == parent]
        endless = {posixpath.splitext(near)[0]: near for near in [*written, *lists]}
        end = posixpath.splitext(path.rstrip("/"))[0]
        close = get_close_matches(end, endless, n=5, cutoff=0.6)
        # Two paths are not alike when only their folders are.
        alike = (
            endless[near]
            for near in close
            if get_close_matches(posixpath.basename(end), [posixpath.basename(near)])
        )
        return next(alike, "")

    def _seen_from(self, folder: str, uris: Collection[str]) -> dict[str, str]:
        return {posixpath.relpath(uri, folder or "."): uri for uri in sorted(uris)}


def _elsewhere_problem(target: str) -> Problem | None:
    """What is wrong with an address outside this site, as far as its form shows."""
    scheme, _, rest = target.partition(":")
    if not _FOLLOWED.match(target) or not readable(target):
        fix = "Start a web address with https://, or an email address with mailto:."
    elif scheme.lower() == "mailto":
        mails = unquote(rest.partition("?")[0]).split(",")
        valid = all(is_mail_address(mail.strip()) for mail in mails)
        fix = "" if valid else "Write it like mailto:name@example.com."
    elif scheme.lower() in {"tel", "sms"}:
        number = unquote(re.split("[;?]", rest)[0])
        dialed = dialable(number) or ""
        valid = re.sub(r"[\s().-]", "", number) in {dialed, dialed.replace("+", "00", 1)}
        fix = "" if valid else f"Write it like {scheme}:{dialed or '+15550100'}."
    elif scheme.lower() == "data":
        message = "A picture or a file is written into the text."
        return Problem(message, "Save it next to this file, and write its name.")
    else:
        host = urlsplit(target).hostname or ""
        if is_local(host):
            return _on_a_computer(target, "Link to the file, like what-is-mentoring.md.")
        fix = "" if has_domain(host) else "Write it in full: https://example.com/page."
        if not fix and (problem := _private_problem(target)):
            return problem
    return Problem(f"“{target}” is not a valid address.", fix) if fix else None


def _on_a_computer(target: str, fix: str = "") -> Problem:
    name = re.split(r"[\\/]", target)[-1]
    fix = fix or f"Put the file next to this one, and write only its name: “{name}”."
    return Problem(f"“{target}” is on your own computer. Readers cannot open it.", fix)


def _private_problem(target: str) -> Problem | None:
    """A problem if a link records who follows it, or if readers may not be able to open it."""
    if redirect := redirect_behind(target):
        host, behind = redirect
        message = f"This link goes through {host}, which records who follows it."
        return Problem(message, f"Use “{behind}”." if behind else "Use the address behind it.")
    if host := private_host(target):
        message = f"Readers may not be able to open this link to {host}."
        return Problem(message, "Put a copy next to this file, or link to a public page.")
    return None


def _loaded_problem(link: Link) -> Problem | None:
    """A problem if the page loads `link` from another site."""
    if not link.loaded:
        return None
    message = f"“{link.target}” loads from another site, which the privacy page rules out."
    return Problem(message, "Put the file next to this one, or link to the page.")


def _looks(name: str) -> str:
    """A name without what readers cannot see: kinds of spaces, ways to write accents."""
    return unicodedata.normalize("NFKC", name)


def _path(link: Link) -> str:
    return unquote(split_fragment(link.target)[0].partition("?")[0])


def _no_target(link: Link) -> Problem | None:
    if link.target:
        return None  # a lone hash means the top of the page
    if link.picture:
        return Problem("A picture has no file.", "Add its name: ![What it shows](photo.jpg).")
    return Problem("A link has no target.", "Add one: [words](about.md).")


def _how(folder: str) -> str:
    if folder:
        return "Write the path from this file, like ../guides/name.md."
    return "Write the path from the docs folder, like guides/name.md."
