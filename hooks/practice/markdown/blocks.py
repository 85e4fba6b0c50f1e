"""Blocks as CommonMark and GitHub read them: paragraphs, lists, quotes, code, HTML, tables, notes.

markdown-it-py finds the blocks (CommonMark 0.31, tables of GitHub Flavored Markdown 0.29);
Python-Markdown and its extensions do the rest: inline text, footnotes, colors of code, ids.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.postprocessors import RawHtmlPostprocessor
from markdown.util import AtomicString, code_escape
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from practice.html import StartTag, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_NOTE = re.compile(
    r"(?P<kind>!!!|\?\?\?\+?) *(?P<classes>[\w -]*?) *(?P<title>\"(?P<words>.*)\")? *$"
)
_FOOTNOTE = re.compile(r"\[\^(?P<id>[^\]]+)\]:[ \t]*(?P<text>.*)$")
_REPLACED = "html_block", "fenced_code_block"
"""Preprocessors of Markdown that look for blocks on their own."""
_LANGUAGE = re.compile(r"\s*\{?\s*\.?([\w+#-]+)")
"""In the words after a fence: `python`, or `{.python}`."""
_ABBREVIATION = re.compile(r"\*\[[^\]]+\] ?:")
_MARKDOWN_TAG = re.compile(r"<(?P<name>[a-z][\w-]*)\b[^>]*\smarkdown\b[^>]*>", re.IGNORECASE)
_INDENT = 4
"""By how many columns the content of notes and footnotes is indented."""


class CommonMarkProcessor(BlockProcessor):
    """Takes all blocks of a text, and adds their elements to the tree."""

    def __init__(self, md: Markdown, define: Callable[[str, str], None] | None = None) -> None:
        """A processor for `md`, which has all its other extensions; `define` adds a footnote."""
        super().__init__(md.parser)
        self._markdown = md
        self._define = define
        for name in _REPLACED:
            md.preprocessors.deregister(name, strict=False)
        self._html = _HtmlPostprocessor(md)
        md.postprocessors.register(self._html, "raw_html", 30)  # in place of Markdown's own
        self._reader = (
            _Reader("commonmark", {"maxNesting": sys.maxsize}).enable("table").use(deflist_plugin)
        )
        self._reader.core.ruler.enableOnly(["normalize", "block"])
        ruler = self._reader.block.ruler
        interrupts = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        ruler.before("reference", "note", _note, interrupts)
        ruler.before("html_block", "html_element", _html_element, interrupts)
        if define:
            ruler.before("reference", "footnote", _footnote, interrupts)
        if "abbr" in md.parser.blockprocessors:
            self._abbreviations = md.parser.blockprocessors["abbr"]
            ruler.before("reference", "abbreviation", _abbreviation, interrupts)

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 (Markdown calls it so)
        """Take every block."""
        return True

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Add the elements of all `blocks` to `parent`."""
        text = "\n\n".join(blocks)
        blocks.clear()
        environment: dict[str, Any] = {}
        read = self._reader.parse(text, environment)
        for name, target in environment.get("references", {}).items():
            title = target.get("title") or None
            self._markdown.references.setdefault(name.lower(), (target["href"], title))
        self._add(read, parent)
        return True

    def _add(self, read: list[Token], root: Element) -> None:
        opened = [root]
        for token in read:
            parent = opened[-1]
            if token.type == "inline":
                _write(parent, token.content)
            elif token.type == "footnote":
                self._define(token.info, token.content)
            elif token.type == "abbreviation":
                self._abbreviations.run(parent, [token.content])
            elif token.type == "html_element":
                element = SubElement(parent, token.tag, dict(token.attrs))
                self.parser.parseChunk(element, token.content)
            elif token.type == "html_block":
                self._html.blocks.add(token.content)
                SubElement(parent, "p").text = self._markdown.htmlStash.store(token.content)
            elif token.type in {"fence", "code_block"}:
                code = SubElement(SubElement(parent, "pre"), "code")
                code.text = AtomicString(code_escape(token.content))
                if language := _LANGUAGE.match(token.info):
                    code.set("class", f"language-{language[1]}")
            elif token.hidden:
                pass
            elif token.nesting == -1:
                opened.pop()
            else:
                attributes = {name: str(value) for name, value in token.attrs.items()}
                element = SubElement(parent, token.tag, attributes)
                if token.nesting == 1:
                    opened.append(element)


class _Reader(MarkdownIt):
    """Leaves the targets of links to Markdown and MkDocs."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (the name markdown-it-py calls)
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True


class _HtmlPostprocessor(RawHtmlPostprocessor):
    """Puts the HTML of a text in place of Markdown's placeholders."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.blocks: set[str] = set()
        """HTML that is no part of a paragraph."""

    def isblocklevel(self, html: str) -> bool:
        """Whether the paragraph around the placeholder goes away."""
        return html in self.blocks or super().isblocklevel(html)


def _write(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _line(state: StateBlock, line: int) -> str:
    start = state.bMarks[line] + state.tShift[line]
    return state.src[start : state.eMarks[line]]


def _end_of_indented(state: StateBlock, start: int, end: int) -> int:
    """The line after those that are blank or indented; blank lines at the end do not count."""
    last = start
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent + _INDENT:
            break
        last = line
    return last + 1


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`!!! kind "Title"`, or `???` for one that is folded, and the indented lines below it."""
    match = _NOTE.match(_line(state, start))
    if match is None or state.is_code_block(start) or not (match["classes"] or match["title"]):
        return False
    if silent:
        return True
    folded = match["kind"] != "!!!"
    classes = match["classes"].lower().split()
    title = match["words"] if match["title"] else (classes[0].capitalize() if classes else "")
    note = state.push("note_open", "details" if folded else "div", 1)
    names = classes if folded else ["admonition", *classes]
    if names:
        note.attrSet("class", " ".join(names))
    if match["kind"] == "???+":
        note.attrSet("open", "open")
    stop = _end_of_indented(state, start, end)
    note.map = [start, stop]
    if title or folded:
        heading = state.push("note_title_open", "summary" if folded else "p", 1)
        if not folded:
            heading.attrSet("class", "admonition-title")
        words = state.push("inline", "", 0)
        words.content, words.map = title, [start, start + 1]
        state.push("note_title_close", heading.tag, -1)
    _within(state, start + 1, stop)
    state.push("note_close", note.tag, -1)
    state.line = stop
    return True


def _within(state: StateBlock, start: int, stop: int) -> None:
    before = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent += _INDENT
    state.lineMax = stop
    state.parentType = "note"
    state.md.block.tokenize(state, start, stop)
    state.blkIndent, state.lineMax, state.parentType = before


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[^id]: Text`, the rest of its paragraph, and the indented lines below it."""
    match = _FOOTNOTE.match(_line(state, start))
    if match is None or state.is_code_block(start):
        return False
    if silent:
        return True
    paragraph = start + 1
    while paragraph < end and not state.isEmpty(paragraph):
        if _FOOTNOTE.match(_line(state, paragraph)):
            break
        paragraph += 1
    stop = paragraph
    if paragraph < end and state.isEmpty(paragraph):
        stop = max(paragraph, _end_of_indented(state, paragraph - 1, end))
    token = state.push("footnote", "", 0)
    token.map = [start, stop]
    token.info = match["id"]
    rest = state.getLines(start + 1, stop, state.blkIndent + _INDENT, False)
    token.content = f"{match['text']}\n{rest}".rstrip()
    state.line = stop
    return True


def _abbreviation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`*[HTML]: HyperText Markup Language`."""
    line = _line(state, start)
    if not _ABBREVIATION.match(line) or state.is_code_block(start):
        return False
    if not silent:
        token = state.push("abbreviation", "", 0)
        token.content, token.map = line, [start, start + 1]
        state.line = start + 1
    return True


def _html_element(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An element with the attribute `markdown`, whose content is Markdown."""
    match = _MARKDOWN_TAG.match(_line(state, start))
    if match is None or state.is_code_block(start):
        return False
    name = match["name"].lower()
    edges = re.compile(rf"<(/?){name}\b[^>]*>", re.IGNORECASE)
    first = state.bMarks[start] + state.tShift[start]
    depth = 0
    for edge in edges.finditer(state.src, first, state.eMarks[end - 1]):
        depth += -1 if edge[1] else 1
        if depth == 0:
            break
    else:
        return False
    if silent:
        return True
    stop = next(line for line in range(start, end) if state.eMarks[line] >= edge.end()) + 1
    tag = next(token for token in tokens(match[0]) if isinstance(token, StartTag))
    token = state.push("html_element", name, 0)
    token.map = [start, stop]
    for key, value in tag.attributes.items():
        if key != "markdown":
            token.attrSet(key, value or "")
    token.content = state.src[first + match.end() : edge.start()]
    state.line = stop
    return True
