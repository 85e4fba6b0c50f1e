"""Blocks as CommonMark and GitHub read them: paragraphs, lists, quotes, code, HTML, tables, notes.

markdown-it-py finds the blocks (CommonMark 0.31, tables of GitHub Flavored Markdown 0.29);
Python-Markdown and its extensions do the rest: inline text, footnotes, ids.
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

from practice.markdown.block_rules import WIDE_BULLET, add_rules
from practice.markdown.inline import COMMENT
from practice.markdown.remnants import flaws

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown
    from markdown_it.token import Token

    from practice.markdown.remnants import Remnant

_REPLACED = "html_block", "fenced_code_block"
"""Preprocessors of Markdown that look for blocks on their own."""
_LANGUAGE = re.compile(r"\s*\{?\s*\.?([\w+#-]+)")
"""In the words after a fence: `python`, or `{.python}`."""
_OPTIONS: Any = {"maxNesting": sys.maxsize, "inline_definitions": True}
"""Deep nesting is an error, and definitions of links are tokens."""


class CommonMarkProcessor(BlockProcessor):
    """Takes all blocks of a text, and adds their elements to the tree."""

    def __init__(
        self,
        md: Markdown,
        define: Callable[[str, str], None],
        report: Callable[[Remnant], None],
        *,
        html: bool,
    ) -> None:
        """A processor for `md`, which has its other extensions.

        `define` takes each footnote, `report` what would be lost. Without `html`, tags are text.
        """
        super().__init__(md.parser)
        self._markdown = md
        self._define = define
        self._report = report
        for name in _REPLACED:
            md.preprocessors.deregister(name, strict=False)
        self._html = _HtmlPostprocessor(md)
        md.postprocessors.register(self._html, "raw_html", 30)  # in place of Markdown's own
        self._reader = _Reader("commonmark", _OPTIONS)
        self._reader.enable("table").use(deflist_plugin)
        self._reader.core.ruler.enableOnly(["normalize", "block"])
        add_rules(self._reader, html=html)

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 (Markdown calls it so)
        """Take every block."""
        return True

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Add the elements of all `blocks` to `parent`."""
        text = WIDE_BULLET.sub(r"\1   ", "\n\n".join(blocks)) + "\n"
        blocks.clear()
        read = self._reader.parse(text)
        self._add(read, parent)
        if not len(parent) and parent is not self.parser.root:
            SubElement(parent, "p").text = ""  # footnotes without any block stop their extension
        for flaw in flaws(read, text.splitlines()):
            self._report(flaw)
        return True

    def _add(self, read: list[Token], root: Element) -> None:
        opened = [root]
        for token in read:
            parent = opened[-1]
            if token.type == "inline":
                if "task" in token.meta:
                    SubElement(parent, "input", _checkbox(done=token.meta["task"]))
                _write(parent, token.content)
            elif token.type == "footnote":
                self._define(token.info, token.content)
            elif token.type == "definition":
                name = " ".join(token.meta["label"].split()).lower()
                target = token.meta["url"], token.meta["title"]
                self._markdown.references.setdefault(name, target)
            elif token.type == "abbreviation":
                if "abbr" in self.parser.blockprocessors:
                    self.parser.blockprocessors["abbr"].run(parent, [token.content])
            elif token.type == "html_element":
                element = SubElement(parent, token.tag, _attributes(token))
                if token.info == "span":
                    element.text = token.content.strip()
                else:
                    self.parser.parseChunk(element, token.content)
            elif token.type == "html_block":
                if (html := COMMENT.sub("", token.content)).strip():
                    self._html.blocks.add(html)
                    SubElement(parent, "p").text = self._markdown.htmlStash.store(html)
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
                element = SubElement(parent, token.tag, _attributes(token))
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


def _checkbox(*, done: bool) -> dict[str, str]:
    """The attributes of a task's box, which readers cannot change."""
    box = {"type": "checkbox", "disabled": "disabled", "aria-label": "Done" if done else "To do"}
    return box | ({"checked": "checked"} if done else {})


def _attributes(token: Token) -> dict[str, str]:
    return {name: str(value) for name, value in token.attrs.items()}


def _write(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
