"""What a text holds that can go wrong: links, pictures, headings, footnotes.

A Markdown extension beside all others. It looks when Markdown has made a tree of the text: by then
what is code is code, so code is never taken for a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, HTML_PLACEHOLDER_RE, STX, AtomicString

from practice.html import BLOCKS, EndTag, StartTag, addresses, ids, style_addresses, tokens
from practice.validation.line_marks import LINE_ATTRIBUTE, last_line, unmark
from practice.validation.links import Link, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown import Markdown

PRIORITY = 4
"""After headings have their ids (5), before pictures (3) and MkDocs's links (0) are rewritten."""

_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_ESCAPED_BRACKET = f"{STX}{ord('[')}{ETX}"
_LEFT_OVER = re.compile(r"\[\^(?P<note>[^\]]+)\]|\]\[(?P<name>(?!\^)[^\[\]]*)\]")
"""A footnote or a link by name that Markdown knew no meaning for."""
_HALF_LINK = re.compile(r"\]\([^\s()\[\]]*(?:\.md\b|://)[^\s()\[\]]*")
"""What Markdown left of a link: an end is missing."""
_SPACED_NOTE = re.compile(r"\[[ \t]+\^([\w-]+)[ \t]*\]")
_HANDLER = re.compile(r"on[a-z]+")
"""An attribute that runs a script when something happens."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Heading(NamedTuple):
    """A heading of the text."""

    level: int
    line: int | None


class Name(NamedTuple):
    """The id of a footnote, or the name of a link."""

    name: str
    line: int | None


@dataclass
class Survey:
    """What one text holds, in reading order."""

    links: list[Link] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    unknown_notes: list[Name] = field(default_factory=list)
    """References to footnotes that neither the text nor the sources define."""
    unknown_names: list[Name] = field(default_factory=list)
    """Links by a name that no line of the text defines."""
    definitions: dict[Name, None] = field(default_factory=dict)
    """The footnotes that the text defines."""
    used_notes: set[str] = field(default_factory=set)
    scripts: list[Name] = field(default_factory=list)
    """The tags and attributes that run a script."""
    unclosed: list[Name] = field(default_factory=list)
    """Blocks of HTML without their end."""
    open_comments: list[str] = field(default_factory=list)
    """The first line of each comment that does not end."""
    half_links: list[str] = field(default_factory=list)
    """Links without their last bracket, from the bracket in the middle."""
    spaced_notes: list[Name] = field(default_factory=list)
    """Footnotes that a space makes none."""
    ids: set[str] = field(default_factory=set)
    """All that a fragment may name."""


class SurveyExtension(Extension):
    """Surveys each text that is rendered."""

    def __init__(self) -> None:
        """One for all texts; `found` is the survey of the text rendered last."""
        super().__init__()
        self.found = Survey()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Markdown calls)
        """Register before the footnotes' own block processor (17) takes definitions away."""
        self.found = Survey()
        md.parser.blockprocessors.register(_Definitions(md, self), "survey", 18)
        md.treeprocessors.register(_Look(md, self), "survey", PRIORITY)


class _Definitions(BlockProcessor):
    """Sees the definitions of footnotes and leaves them to others."""

    def __init__(self, md: Markdown, extension: SurveyExtension) -> None:
        super().__init__(md.parser)
        self.extension = extension

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 (Markdown calls it so)
        for match in FootnoteBlockProcessor.RE.finditer(block):
            _, line = unmark(match[2])
            self.extension.found.definitions[Name(match[1], line)] = None
        return False

    def run(self, parent: Element, blocks: list[str]) -> bool:  # noqa: ARG002
        return False


class _Look(Treeprocessor):
    def __init__(self, md: Markdown, extension: SurveyExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        assert self.md is not None
        notes = [e for e in self.md.registeredExtensions if isinstance(e, FootnoteExtension)]
        found = self.extension.found
        found.used_notes.update(id for note in notes for id in note.footnote_order)
        walk = _Walk(found, self.md)
        walk.element(root)
        found.unclosed += walk.open
        _make_readable(root)


def _make_readable(root: Element) -> None:
    """Take targets away that MkDocs would stumble over: the survey has them, and they are told."""
    for element in root.iter():
        key = {"a": "href", "img": "src"}.get(str(element.tag))
        target = element.get(key) if key else ""
        if key and (target is None or not readable(target)):
            element.set(key, "")


class _Walk:
    """Goes through a tree in reading order, and through the HTML that stands in it."""

    def __init__(self, found: Survey, md: Markdown) -> None:
        self.found = found
        self.md = md
        self.line: int | None = None
        self.open: list[Name] = []
        """Blocks of HTML whose end is still to come."""

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
        self._remember(re.match(r"\d+", attributes.get(LINE_ATTRIBUTE) or ""))
        self.found.ids.update(ids(tag, attributes))
        if level := _HEADINGS.get(tag):
            _, line = unmark("" if words is None else "".join(words.itertext()))
            self.found.headings.append(Heading(level, line or self.line))
        if attributes.get("class") == "footnote-backref":
            return
        own = _line_of(attributes)
        self._scripts(tag, attributes, own)
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

    def _scripts(self, tag: str, attributes: Mapping[str, str | None], line: int | None) -> None:
        if tag == "script":
            self.found.scripts.append(Name("<script>", line))
        handlers = (key for key in attributes if _HANDLER.fullmatch(key))
        self.found.scripts += (Name(key, line) for key in handlers)

    def style(self, text: str) -> None:
        """The words of a `<style>`."""
        for target in style_addresses(text):
            self.found.links.append(Link(target, None, html=True, loaded=True))

    def text(self, parent: Element, text: str | None) -> None:
        if not text:
            return
        if parent.tag in {"code", "pre"} or isinstance(text, AtomicString):
            return
        before = 0
        for match in HTML_PLACEHOLDER_RE.finditer(text):
            words = text[before : match.start()]
            if words.endswith("<!"):  # two hyphens have become a dash
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
        for match in _LEFT_OVER.finditer(text):
            self.line = last_line(text[before : match.start()]) or self.line
            before = match.end()
            if match["note"] is None and _opened_as_text(text[: match.start()]):
                continue
            kind = self.found.unknown_names if match["note"] is None else self.found.unknown_notes
            kind.append(Name(unmark(match["note"] or match["name"] or "")[0], self.line))
        self.line = last_line(text[before:]) or self.line

    def _remember(self, digits: re.Match[str] | None) -> None:
        self.line = int(digits[0]) if digits else self.line

    def _stashed(self, number: int) -> None:
        """HTML of the writer's, or of another extension, that Markdown keeps aside."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        html = blocks[number] if number < len(blocks) else ""
        if isinstance(html, Element):
            self.element(html)
        else:
            _, opening, rest = str(html).rpartition("<!--")
            if opening and "-->" not in rest:
                self._comment(rest)
            self._html(str(html))

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
            elif within == "style":
                self.style(token.text)

    def _plain(self, text: str) -> str:
        return _ESCAPED.sub(lambda match: chr(int(match[1])), text)


def _opened_as_text(before: str) -> bool:
    """Whether the bracket that closes after `before` was opened by one behind a backslash."""
    return before.rfind(_ESCAPED_BRACKET) > before.rfind("[")


def _line_of(attributes: Mapping[str, str | None]) -> int | None:
    """The line that a tag tells of itself, in marked text."""
    digits = attributes.get(LINE_ATTRIBUTE)
    return int(digits) if digits and digits.isdecimal() else None
