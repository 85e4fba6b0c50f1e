"""Inline Markdown where GitHub reads something else than Python-Markdown does."""

from __future__ import annotations

import re
import string
from html.entities import html5
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import (
    AutomailInlineProcessor,
    BacktickInlineProcessor,
    HtmlInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    SimpleTagInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.util import ETX, STX, AtomicString
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.common.normalize_url import normalizeLink

from practice.markdown import emphasis

if TYPE_CHECKING:
    from markdown import Markdown

_CODE = r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)"
COMMENT = re.compile(r"<!--(?:-?>|.*?-->)", re.DOTALL)
"""A comment in HTML, which is not published."""
_HIDDEN = r"%%(?:(?!%%).)+%%"
"""A comment in Obsidian."""
_MARKED = r"(==)(?![=\s])(.+?)(?<![=\s])==(?!=)"
"""What Obsidian highlights."""
_TAG = f"({HTML_TAG_RE.pattern.removeprefix('^')})"
_BREAK = r"(?<!\\)\\\n *"
_ANGLE = r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*)>"
"""An address of any scheme in angle brackets (CommonMark 0.31, 6.5)."""
_DELETED = r"(?<!~)(~~?)(?![~\s])(.+?)(?<![~\s])\1(?!~)"
_ADDRESS = (
    r"(?<![^\W_])(?<![/@.:=+\ue00b-])(?<!\]\()"
    r"(?:(?:https?|ftp)://|www\.)[\w-]+(?:\.[\w-]+)*[^\s<\x02]*"
)
_MAIL = r"(?<![\w/@.:+\x03-])([\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[\w-]*[A-Za-z0-9])(?![\w@-])"
_AFTER = re.compile(r"(?:&[A-Za-z0-9]+;|[?!.,:;*_~'\"”’])$")
_ANGLE_MAIL = r"<([\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*)>"
_CHARACTER = r"&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z0-9]+);"
_NUMBER = re.compile(r"#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})")
_TITLE = re.compile(r"(?P<href>\S+)\s+\((?P<title>.*)\)", re.DOTALL)
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")


def extend(md: Markdown, *, html: bool) -> None:
    """Register the patterns; those with a higher number are looked for first.

    Without `html`, tags are text.
    """
    emphasis.extend(md)
    md.ESCAPED_CHARS[:] = string.punctuation
    patterns = md.inlinePatterns
    patterns.register(_CodeProcessor(_CODE), "backtick", 190)
    patterns.register(_HiddenProcessor(_HIDDEN, md), "hidden", 189)
    patterns.register(_AutolinkProcessor(_ANGLE, md), "autolink", 187)
    patterns.register(AutomailInlineProcessor(_ANGLE_MAIL, md), "automail", 187)
    patterns.register(_AmpersandProcessor(r"\\&", md), "ampersand", 186)
    patterns.register(SubstituteTagInlineProcessor(_BREAK, "br"), "backslash-break", 185)
    for name in ("image_link", "image_reference", "short_image_ref"):  # before any footnote
        patterns.register(patterns[name], name, 176)
    patterns.register(_ReferenceProcessor(r"(?<!!)\[", md), "reference", 170)
    patterns.register(_LinkProcessor(r"(?<!!)\[", md), "link", 160)
    patterns.register(_ShortReferenceProcessor(r"(?<!!)\[", md), "short_reference", 130)
    if html:
        patterns.register(_HtmlProcessor(_TAG, md), "html", 90)
    else:
        patterns.deregister("html")
    patterns.register(_AddressProcessor(_ADDRESS, md), "address", 85)
    patterns.register(_MailProcessor(_MAIL, md), "mail", 84)
    patterns.register(_CharacterProcessor(_CHARACTER, md), "entity", 80)
    patterns.register(SimpleTagInlineProcessor(_DELETED, "del"), "deleted", 65)
    patterns.register(SimpleTagInlineProcessor(_MARKED, "mark"), "marked", 64)


class _CodeProcessor(BacktickInlineProcessor):
    """Code ends with as many backticks as it begins with, or is none."""

    def find_code_spans(self, start: int, text: str) -> tuple[int, Any]:
        """Where the code begins and ends; None as its end if the backticks at `start` are text."""
        after = len(text) - len(text[start:].lstrip("`"))
        found: Any = super().find_code_spans(start, text)
        return found if found[0] == after else (after, None)


class _Replacement(InlineProcessor):
    """Puts something in place of all that its pattern matches."""

    def replacement(self, m: re.Match[str]) -> Element | str:
        """What to put there."""
        raise NotImplementedError

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the name Markdown calls)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | str, int, int]:
        """The replacement, and what it replaces."""
        return self.replacement(m), m.start(), m.end()


class _HiddenProcessor(_Replacement):
    """`%%…%%`, which is not published."""

    def replacement(self, m: re.Match[str]) -> str:  # noqa: ARG002
        """Nothing."""
        return ""


class _HtmlProcessor(HtmlInlineProcessor):
    """A tag within a paragraph; comments are not published."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        """Keep the tag for later, or drop the comment."""
        found: Any = super().handleMatch(m, data)
        return ("", *found[1:]) if COMMENT.fullmatch(m[1]) else found


class _AutolinkProcessor(_Replacement):
    """`<https://example.org/>`; backslashes in it are part of the address."""

    def replacement(self, m: re.Match[str]) -> Element:
        """A link with its address as text."""
        link = Element("a", {"href": normalizeLink(m[1])})
        link.text = AtomicString(m[1])
        return link


class _AmpersandProcessor(_Replacement):
    """`\\&` is an ampersand, whatever follows."""

    def replacement(self, m: re.Match[str]) -> str:  # noqa: ARG002
        """Store it, so that it does not become part of a character reference."""
        return self.md.htmlStash.store("&amp;")


class _CharacterProcessor(_Replacement):
    """`&copy;` is a character; `&copycat;` is text (CommonMark 0.31, 2.5)."""

    def replacement(self, m: re.Match[str]) -> str:
        """Store it as it is, or its ampersand as one that browsers show."""
        known = f"{m[1]};" in html5 or _NUMBER.fullmatch(m[1])
        return self.md.htmlStash.store(m[0] if known else f"&amp;{m[1]};")


class _LinkProcessor(LinkInlineProcessor):
    """`[text](target (title))`, too."""

    def getLink(  # noqa: N802 (the name Markdown calls)
        self, data: str, index: int
    ) -> tuple[str, str | None, int, bool]:
        """The target and the title of a link, where it ends, and whether it is one."""
        href, title, end, handled = super().getLink(data, index)
        if title is None and (both := _TITLE.fullmatch(href)):
            return both["href"], both["title"], end, handled
        return href, title, end, handled


class _ReferenceProcessor(ReferenceInlineProcessor):
    """`[text][name]`, without anything in between."""

    RE_LINK = re.compile(r"\[([^\]]*)\]", re.DOTALL)

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        """A link, unless the name is unknown; brackets within the text are looked at then."""
        found: Any = super().handleMatch(m, data)
        return (None, None, None) if found[0] is None else found

    def evalId(self, data: str, index: int, text: str) -> Any:  # noqa: N802
        """The name of the target, with the backslashes that its definition has."""
        found: Any = super().evalId(data, index, text)
        return found if found[0] is None else (self._as_typed(found[0]), *found[1:])

    def _as_typed(self, name: str) -> str:
        return _ESCAPED.sub(lambda match: "\\" + chr(int(match[1])), self.unescape(name))


class _ShortReferenceProcessor(_ReferenceProcessor):
    """`[name]`."""

    def evalId(self, data: str, index: int, text: str) -> Any:  # noqa: ARG002, N802
        """The name of the target, with the backslashes that its definition has."""
        return self._as_typed(text.lower()), index, True


class _AddressProcessor(InlineProcessor):
    """A web address in the text (GitHub Flavored Markdown 0.29, 6.9)."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        """Link to the address, without what ends the sentence or the parentheses around it."""
        address = m[0]
        while True:
            if address.endswith(")") and address.count(")") > address.count("("):
                address = address[:-1]
            elif ending := _AFTER.search(address):
                address = address[: ending.start()]
            else:
                break
        link = Element(
            "a", {"href": f"http://{address}" if address.startswith("www.") else address}
        )
        link.text = AtomicString(address)
        return link, m.start(), m.start() + len(address)


class _MailProcessor(AutomailInlineProcessor):
    """A mail address in the text."""

    ANCESTOR_EXCLUDES = ("a",)
