"""The parts of a text that validation looks at: links, pictures, headings, footnotes.

Taken from the tree that Markdown makes of the text: code in it is known to be code, so that it is
not mistaken for a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from markdown.treeprocessors import Treeprocessor
from markdown.util import (
    AMP_SUBSTITUTE,
    ETX,
    HTML_PLACEHOLDER,
    HTML_PLACEHOLDER_RE,
    STX,
    AtomicString,
)

from practice.addresses import readable
from practice.html import BLOCKS, EndTag, StartTag, addresses, ids, style_addresses, tokens
from practice.markdown.footnotes import NOTE_ID, REFERENCE, REFERENCE_CLASS
from practice.markdown.line_marks import LINE_ATTRIBUTE, last_line, unmark
from practice.markdown.remnants import Remnant, remnants

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_ESCAPED_BRACKET = f"{STX}{ord('[')}{ETX}"
_UNDEFINED = re.compile(rf"{REFERENCE}|\]\[(?P<name>(?![\^/])[^\[\]]*)\]")
"""A reference that Markdown left as text: to a footnote, or of a link to its target."""
_HALF_LINK = re.compile(r"\]\((?:[^\s()\[\]]*(?:\.md\b|://)[^\s()\[\]]*|[A-Za-z][^\s()\[\]]*\Z)")
"""A link that Markdown left as text, because its last bracket is missing."""
_SPACED_NOTE = re.compile(r"\[[ \t]+\^([\w-]+)[ \t]*\]")
_CUT_TAG = re.compile(r"</?[A-Za-z][\w-]*(?=[^>]*\Z)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HANDLER = re.compile(r"on[a-z]+")
"""An attribute that runs a script when something happens."""
_VERBATIM = ("code", "pre", "kbd", "samp", "textarea")
_TYPED = {"&ldquo;": '"', "&rdquo;": '"', "&lsquo;": "'", "&rsquo;": "'", "&hellip;": "..."}
"""What typographic signs were typed as."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Link(NamedTuple):
    """A link or a picture; its target as the text writes it."""

    target: str
    line: int | None
    """Known only in marked text (line_marks.py)."""
    html: bool = False
    """Written as HTML, which MkDocs leaves alone: its target is an address, not a path."""
    picture: bool = False
    alt: str = ""
    loaded: bool = False
    """Whether browsers fetch it with the page."""


class Heading(NamedTuple):
    """A heading of the text."""

    level: int
    line: int | None


class Name(NamedTuple):
    """The id of a footnote, the name of a link, a tag, or an attribute."""

    name: str
    line: int | None


@dataclass
class Inventory:
    """What validation looks at in one text, in reading order."""

    links: list[Link] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    unknown_notes: list[Name] = field(default_factory=list)
    """References to footnotes that neither the text nor the sources define."""
    unknown_names: list[Name] = field(default_factory=list)
    """References of links to targets that the text does not define."""
    definitions: list[Name] = field(default_factory=list)
    """The footnotes that the text defines."""
    used_notes: set[str] = field(default_factory=set)
    """The footnotes that the text refers to."""
    scripts: list[Name] = field(default_factory=list)
    """Tags and attributes that run a script."""
    unclosed: list[Name] = field(default_factory=list)
    """HTML blocks without an end tag."""
    unopened: list[Name] = field(default_factory=list)
    """End tags of blocks that were not opened."""
    cut_tags: list[Name] = field(default_factory=list)
    """Tags that do not end."""
    open_comments: list[str] = field(default_factory=list)
    """The first line of each comment that does not end."""
    half_links: list[str] = field(default_factory=list)
    """Links without their last bracket, from the bracket in the middle."""
    spaced_notes: list[Name] = field(default_factory=list)
    """References to footnotes that do not work because of a space."""
    noted_pictures: list[Name] = field(default_factory=list)
    """Pictures with a footnote in their description."""
    empty_headings: list[Name] = field(default_factory=list)
    """The tags of headings without words."""
    own_headings: list[Name] = field(default_factory=list)
    """Headings with the words of the one that is added above the footnotes."""
    empty_links: list[Link] = field(default_factory=list)
    """Links without words."""
    not_allowed: list[Name] = field(default_factory=list)
    """Tags and attributes that a text may not have, except those that run a script."""
    remnants: list[Remnant] = field(default_factory=list)
    """Markup of other programs."""
    ids: set[str] = field(default_factory=set)
    """The names that a fragment of an address may use."""


class InventoryProcessor(Treeprocessor):
    """Takes the inventory of each text; `found` is that of the last."""

    def __init__(self, md: Markdown, heading: str = "") -> None:
        """A processor for the texts of `md`; `heading` is that above the footnotes."""
        super().__init__(md)
        self._markdown = md
        self._heading = heading.casefold()
        self.found = Inventory()

    def reset(self) -> None:
        """Start a new text."""
        self.found = Inventory()

    def run(self, root: Element) -> None:
        """Go through a tree whose headings have their ids and whose links are as written."""
        walk = _TreeReader(self.found, self._markdown)
        walk.element(root)
        self.found.unclosed += walk.open
        if self.found.used_notes:
            own = (name for name in walk.headings[:-1] if name.name.casefold() == self._heading)
            self.found.own_headings += own
        _clear_unreadable(root)


def _clear_unreadable(root: Element) -> None:
    """Remove targets that MkDocs fails on; validation reports them from the inventory."""
    for element in root.iter():
        key = {"a": "href", "img": "src"}.get(str(element.tag))
        target = element.get(key) if key else ""
        if key and (target is None or not readable(target)):
            element.set(key, "")


class _TreeReader:
    """Goes through a tree and the HTML in it, in reading order."""

    def __init__(self, found: Inventory, md: Markdown) -> None:
        self.found = found
        self.stash = md.postprocessors["raw_html"]
        self.line: int | None = None
        self.open: list[Name] = []
        """HTML blocks whose end tag is still to come."""
        self.headings: list[Name] = []
        """The words of all headings."""

    def element(self, element: Element) -> None:
        if isinstance(element.tag, str):
            self.tag(element.tag, dict(element.items()), html=False, words=element)
        self.text(element, element.text)
        for child in element:
            self.element(child)
            self.text(element, child.tail)

    def tag(
        self,
        tag: str,
        attributes: Mapping[str, str | None],
        *,
        html: bool,
        words: Element | None = None,
    ) -> None:
        own = _line_of(attributes)
        self.line = own or self.line
        self.found.ids.update(ids(tag, attributes))
        if level := _HEADINGS.get(tag):
            text, line = unmark("" if words is None else "".join(words.itertext()))
            self.found.headings.append(Heading(level, line or self.line))
            self.headings.append(Name(text.strip(), line or self.line))
            if words is not None and not text.strip() and not len(words):
                self.found.empty_headings.append(Name("#" * level, line))
        if attributes.get("class") == "footnote-backref":
            return
        if attributes.get("class") == REFERENCE_CLASS:
            self.found.used_notes.add((attributes.get("href") or "").removeprefix(f"#{NOTE_ID}"))
        self._scripts(tag, attributes, own)
        self.found.not_allowed += (Name(name, own) for name in _not_allowed(tag, attributes))
        if tag == "img" and "src" not in attributes:
            attributes = {**attributes, "src": ""}
        alt, _ = unmark(self._plain(attributes.get("alt") or ""))
        for written, attribute, loaded in addresses(tag, attributes):
            if AMP_SUBSTITUTE in written:  # Markdown's way to hide a mail address
                continue
            target, line = unmark(self._plain(written))
            picture = tag == "img" and attribute == "src"
            line = line or (own if attribute == "style" else self.line)
            link = Link(target.strip(), line, html, picture, alt.strip(), loaded)
            self.found.links.append(link)
            if tag == "a" and words is not None and not len(words) and not words.text:
                self.found.empty_links.append(link)
        if tag == "img" and "[^" in alt:
            self.found.noted_pictures.append(Name(alt, self.line))

    def _scripts(self, tag: str, attributes: Mapping[str, str | None], line: int | None) -> None:
        if tag == "script":
            self.found.scripts.append(Name("<script>", line))
        handlers = (key for key in attributes if _HANDLER.fullmatch(key))
        self.found.scripts += (Name(key, line) for key in handlers)

    def style(self, text: str) -> None:
        """The text of a `<style>`."""
        for target in style_addresses(text):
            self.found.links.append(Link(target, None, html=True, loaded=True))

    def text(self, parent: Element, text: str | None) -> None:
        if not text:
            return
        if parent.tag in {"code", "pre"} or isinstance(text, AtomicString):
            return
        plain = HTML_PLACEHOLDER_RE.sub(self._typed, unmark(text)[0])
        self.found.remnants += remnants(plain)
        before = 0
        for match in HTML_PLACEHOLDER_RE.finditer(text):
            words = text[before : match.start()]
            if words.endswith("<!"):  # a comment whose hyphens have become a dash
                self._comment(text[match.end() :])
            self._words(words)
            self._stashed(int(match[1]))
            before = match.end()
        self._words(text[before:])

    def _comment(self, text: str) -> None:
        first = unmark(text)[0].partition("\n")[0]
        self.found.open_comments.append(HTML_PLACEHOLDER_RE.split(first)[0])

    def _words(self, text: str) -> None:
        plain = unmark(text)[0]
        self.found.half_links += (match[0] for match in _HALF_LINK.finditer(plain))
        self.found.spaced_notes += (Name(m[1], None) for m in _SPACED_NOTE.finditer(plain))
        before = 0
        for match in _UNDEFINED.finditer(text):
            self.line = last_line(text[before : match.start()]) or self.line
            before = match.end()
            if match["note"] is None and _opened_as_text(text[: match.start()]):
                continue
            kind = self.found.unknown_names if match["note"] is None else self.found.unknown_notes
            name = unmark(match["note"] or match["name"] or "")[0]
            kind.append(Name(self._plain(name), self.line))
        self.line = last_line(text[before:]) or self.line

    def _stashed(self, number: int) -> None:
        """HTML in the text, or from another extension, that Markdown has stored."""
        html = self.stash.run(HTML_PLACEHOLDER % number)
        _, opening, rest = _COMMENT.sub("", html).partition("<!--")
        if opening:
            self._comment(rest)
        self._html(html)

    def _html(self, html: str) -> None:
        within = ""
        for token in tokens(html):
            if isinstance(token, StartTag):
                within = token.name
                self.tag(token.name, token.attributes, html=True)
                if token.name in BLOCKS:
                    self.open.append(Name(token.name, _line_of(token.attributes)))
            elif isinstance(token, EndTag):
                within = ""
                opened = [i for i, name in enumerate(self.open) if name.name == token.name]
                if opened:
                    del self.open[opened[-1]]
                elif token.name in BLOCKS:
                    self.found.unopened.append(Name(token.name, None))
            elif within == "style":
                self.style(token.text)
            elif within != "script":
                if cut := _CUT_TAG.search(token.text):
                    self.found.cut_tags.append(Name(cut[0], None))
                if within not in _VERBATIM:
                    self.found.remnants += remnants(unmark(token.text)[0], html=True)

    def _typed(self, placeholder: re.Match[str]) -> str:
        return _TYPED.get(self.stash.run(placeholder[0]), "\0")

    def _plain(self, text: str) -> str:
        return _ESCAPED.sub(lambda match: chr(int(match[1])), text)


def _not_allowed(tag: str, attributes: Mapping[str, str | None]) -> Iterator[str]:
    """What a tag does to the whole page, or to what readers type."""
    if tag in {"style", "base", "meta"}:
        yield f"<{tag}>"
    if re.search(r"\bposition\s*:", attributes.get("style") or "", re.IGNORECASE):
        yield "position"
    for name in ("action", "formaction"):
        if "//" in (attributes.get(name) or ""):
            yield f"{name}={attributes[name]}"


def _opened_as_text(before: str) -> bool:
    """Whether the bracket that closes after `before` was opened by one behind a backslash."""
    return before.rfind(_ESCAPED_BRACKET) > before.rfind("[")


def _line_of(attributes: Mapping[str, str | None]) -> int | None:
    """The line of a tag, in marked text."""
    digits = re.match(r"\d+", attributes.get(LINE_ATTRIBUTE) or "")
    return int(digits[0]) if digits else None
