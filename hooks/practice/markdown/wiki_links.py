"""Links as Obsidian writes them: `[[name]]`, `[[name#Section|words]]`, `![[photo.jpg]]`."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown.extensions.toc import slugify
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown import Markdown

_LINK = (
    r"(?<!\[)(?P<picture>!?)\[\[(?P<name>[^\[\]|#\n\x02]*)(?:#(?P<section>[^\[\]|\n\x02]*))?"
    r"(?:\|(?P<words>[^\[\]\n]*))?\]\](?![(\[\]:])"
)


class WikiLinkProcessor(InlineProcessor):
    """Links to a page by the name of its file or by its title."""

    def __init__(self, md: Markdown, pages: Mapping[str, str], folder: str) -> None:
        """`pages` has paths by lowercase names; `folder` is that of the page with the link."""
        super().__init__(_LINK, md)
        self._pages = pages
        self._folder = folder

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the name Markdown calls)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        """A link or a picture; an unknown name becomes a file name, which is then reported."""
        name, section = m["name"].strip(), (m["section"] or "").strip()
        words = (m["words"] or "").strip()
        if m["picture"]:
            alt = "" if re.fullmatch(r"\d+(?:x\d+)?", words) else words
            return Element("img", {"src": quote(name), "alt": alt}), m.start(), m.end()
        if (not name and not section) or name.lower() in self.md.references:
            return None, None, None
        uri = self._pages.get(name.lower()) or self._pages.get(name.lower().removesuffix(".md"))
        path = posixpath.relpath(uri, self._folder or ".") if uri else name and f"{name}.md"
        named = section and not section.startswith("^")  # a caret begins the id of a paragraph
        link = Element("a", {"href": path + (f"#{slugify(section, '-')}" if named else "")})
        link.text = AtomicString(words or m[0].strip("[]"))
        return link, m.start(), m.end()
