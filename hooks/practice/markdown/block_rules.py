"""Blocks that CommonMark does not have.

Notes, footnotes, abbreviations, Markdown within HTML, and what is pasted from other editors: typed
bullets, Obsidian's comments, callouts, and the boxes of Notion.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.html_blocks import block_names
from markdown_it.token import Token

from practice.html import StartTag
from practice.html import tokens as html_tokens

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

_NOTE = re.compile(
    r"(?P<kind>!!!|\?\?\?\+?) *(?P<classes>[\w -]*?) *(?P<title>\"(?P<words>.*)\")? *$"
)
_FOOTNOTE = re.compile(r"\[\^(?P<id>[^\]]+)\]:[ \t]*(?P<text>.*)$")
_ABBREVIATION = re.compile(r"\*\[[^\]]+\] ?:")
_WITH_TEXT = {"address", "dd", "dt", *(f"h{n}" for n in range(1, 7))}
_WITH_TEXT |= {"legend", "li", "p", "summary", "td", "th"}
"""Elements that have text in them, not blocks, unless the attribute is `markdown="block"`."""
_MARKDOWN_TAG = re.compile(
    r"<(?P<name>[a-z][\w-]*(?=[^>]*\smarkdown\b)|aside\b)[^>]*>", re.IGNORECASE
)
_BULLET = re.compile(r"(?:[•‣▪◦●○■·\uf0a7\uf0b7][ \t\xa0]|[o§](?:\t| (?=  ))) *(?=\S)")
"""Bullets as Word and Google Docs type them; the private ones are Word's own."""
WIDE_BULLET = re.compile(r"^([ \t>]*[•‣▪◦●○■·\uf0a7\uf0b7o§])[ \xa0]{4,}(?=\S)", re.MULTILINE)
"""One with so much space after it that CommonMark would read code."""
_HIDDEN = re.compile(r"%%(?:(?!%%).)*%%[ \t]*$", re.MULTILINE | re.DOTALL)
"""A comment in Obsidian."""
_CALLOUT = re.compile(
    r"\[!(?P<kind>[\w-]+)(?:\|[^\]\n]*)?\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)(?:\n|$)"
)
_TASK = re.compile(r"\[(?P<mark>[ xX])\](?=[ \t]+\S)")
_INDENT = 4
"""By how many columns the content of notes and footnotes is indented."""


def add_rules(reader: MarkdownIt, *, html: bool) -> None:
    """Let `reader` find these blocks; without `html`, tags are text.

    Its tokens are `note_open`, `note_title_open` and their ends; `footnote` with the id as `info`;
    `abbreviation`; and `html_element`. The last three have Markdown as `content`. The text of a
    task has `task` in its `meta`: whether it is done.
    """
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    ruler = reader.block.ruler
    ruler.before("reference", "note", _note, interrupts)
    ruler.before("reference", "footnote", _footnote, interrupts)
    ruler.before("reference", "abbreviation", _abbreviation, interrupts)
    ruler.before("reference", "hidden", _hidden, interrupts)
    ruler.before("list", "bullet", _bullet, interrupts)
    reader.core.ruler.push("callouts_and_tasks", _callouts_and_tasks)
    if html:
        ruler.before("html_block", "html_element", _html_element, interrupts)
    else:
        reader.disable("html_block")


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


def _end_of_paragraph(state: StateBlock, start: int, end: int) -> int:
    """The line after a paragraph that begins at `start`."""
    others = state.md.block.ruler.getRules("paragraph")
    for line in range(start + 1, end):
        if state.isEmpty(line):
            return line
        goes_on = state.sCount[line] < 0 or state.is_code_block(line)  # below zero: after a quote
        if not goes_on and any(rule(state, line, end, True) for rule in others):
            return line
    return end


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`!!! kind "Title"`, or `???` for one that is folded, and the indented lines below it.

    One without a title and lines is a sentence: “!!! Great news”.
    """
    match = _NOTE.match(_line(state, start))
    if match is None or state.is_code_block(start):
        return False
    stop = _end_of_indented(state, start, end)
    if not match["title"] and (not match["classes"] or stop == start + 1):
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
    if not match["text"] and _end_of_indented(state, start, end) == start + 1:
        return False
    if silent:
        return True
    paragraph = _end_of_paragraph(state, start, end)
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


def _abbreviation(state: StateBlock, start: int, _: int, silent: bool) -> bool:
    """`*[HTML]: HyperText Markup Language`."""
    line = _line(state, start)
    if not _ABBREVIATION.match(line) or state.is_code_block(start):
        return False
    if not silent:
        token = state.push("abbreviation", "", 0)
        token.content, token.map = line, [start, start + 1]
        state.line = start + 1
    return True


def _hidden(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`%%…%%`, which Obsidian hides; it may have empty lines."""
    at = state.bMarks[start] + state.tShift[start]
    match = _HIDDEN.match(state.src, at, state.eMarks[end - 1])
    if match is None or state.is_code_block(start):
        return False
    if not silent:
        state.line = start + match[0].count("\n") + 1
    return True


def _bullet(state: StateBlock, start: int, _: int, silent: bool) -> bool:  # noqa: ARG001
    """Replace a typed bullet with the hyphen that CommonMark's own rule looks for next."""
    at = state.bMarks[start] + state.tShift[start]
    match = _BULLET.match(state.src, at)
    if match and not state.is_code_block(start):
        space = "\t" if state.src[at + 1] == "\t" else " "
        state.src = f"{state.src[:at]}-{space}{state.src[at + 2 :]}"
    return False


def _callouts_and_tasks(state: StateCore) -> None:
    """Make notes of quotes that begin with `[!NOTE]`, and mark list items with `[ ]` or `[x]`."""
    tokens = state.tokens
    for at in range(len(tokens) - 3, -1, -1):
        opening, words = tokens[at].type, tokens[at + 2]
        if tokens[at + 1].type != "paragraph_open":
            continue
        if opening == "list_item_open" and (task := _TASK.match(words.content)):
            tokens[at].attrSet("class", "task-list-item")
            words.meta["task"] = task["mark"] != " "
            words.content = words.content[task.end() :]
        elif opening == "blockquote_open" and (callout := _CALLOUT.match(words.content)):
            _callout(tokens, at, callout)


def _callout(tokens: list[Token], at: int, callout: re.Match[str]) -> None:
    """Make a note of the quote that opens `at`; `callout` is its first line."""
    opening, words = tokens[at], tokens[at + 2]
    closing = next(
        token
        for token in tokens[at:]
        if token.type == "blockquote_close" and token.level == opening.level
    )
    kind = callout["kind"].lower()
    folded = callout["fold"] != ""
    opening.type, opening.tag = "note_open", "details" if folded else "div"
    closing.type, closing.tag = "note_close", opening.tag
    opening.attrSet("class", kind if folded else f"admonition {kind}")
    if callout["fold"] == "+":
        opening.attrSet("open", "open")
    heading = Token("note_title_open", "summary" if folded else "p", 1)
    if not folded:
        heading.attrSet("class", "admonition-title")
    title = Token("inline", "", 0, content=callout["title"].strip() or kind.capitalize())
    words.content = words.content[callout.end() :]
    rest = at + 1 if words.content else at + 4
    tokens[at + 1 : rest] = [heading, title, Token("note_title_close", heading.tag, -1)]


def _html_element(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An element with the attribute `markdown`, or one of Notion's boxes: it has Markdown."""
    if state.is_code_block(start) or not _MARKDOWN_TAG.match(_line(state, start)):
        return False
    lines = range(start, end)
    outside = (n for n in lines if not state.isEmpty(n) and state.sCount[n] < state.blkIndent)
    stop = next(outside, end)
    text = state.getLines(start, stop, state.blkIndent, False).lstrip()
    match = _MARKDOWN_TAG.match(text)
    if match is None or (name := match["name"].lower()) not in block_names:
        return False
    edge = _end_tag(name, text)
    if edge is None:
        return False
    if silent:
        return True
    tag = next(token for token in html_tokens(match[0]) if isinstance(token, StartTag))
    token = state.push("html_element", name, 0)
    for key, value in tag.attributes.items():
        if key != "markdown":
            token.attrSet(key, value or "")
    kind = tag.attributes.get("markdown")
    token.info = "span" if kind == "span" or (kind != "block" and name in _WITH_TEXT) else "block"
    token.content = text[match.end() : edge.start()]
    state.line = start + text.count("\n", 0, edge.end()) + 1
    token.map = [start, state.line]
    if after := text[edge.end() :].partition("\n")[0].strip():
        state.push("paragraph_open", "p", 1)
        state.push("inline", "", 0).content = after
        state.push("paragraph_close", "p", -1)
    return True


def _end_tag(name: str, text: str) -> re.Match[str] | None:
    """The end tag of the element `name` with which `text` begins."""
    depth = 0
    for edge in re.finditer(rf"<(/?){name}\b[^>]*>", text, re.IGNORECASE):
        depth += -1 if edge[1] else 1
        if depth == 0:
            return edge
    return None
