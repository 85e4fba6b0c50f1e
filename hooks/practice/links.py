"""Links that data files make to pages of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from practice.content.issues import Issue, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    from practice.content.documents import Document

_MARKDOWN_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")
_PAGE = re.compile(r"[^\s()]+\.md(?:#[^\s()]*)?")


class PageLinks(Extension):
    """Notes which pages a text links to, as the text writes them."""

    def __init__(self) -> None:
        """One for all texts; `targets` are those of the text rendered last."""
        super().__init__()
        self.targets: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Markdown calls)
        """Register before MkDocs turns links to files into addresses (0)."""
        self.targets = []
        md.treeprocessors.register(_Note(md, self), "page-links", 5)


class _Note(Treeprocessor):
    def __init__(self, md: Markdown, extension: PageLinks) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        links = (link.get("href", "") for link in root.iter("a"))
        self.extension.targets += [href for href in links if ".md" in href and ":" not in href]


def split_fragment(target: str) -> tuple[str, str]:
    """`guides/x.md#y` as its path and its fragment with the hash, which may be empty."""
    path, mark, fragment = target.partition("#")
    return path, mark + fragment


def broken_links(documents: Iterable[Document], pages: Collection[str]) -> Iterator[Issue]:
    """Links in data, by path from the docs folder, to pages that do not exist."""
    for document in documents:
        for text, line in document.texts():
            targets = [text] if _PAGE.fullmatch(text) else _MARKDOWN_LINK.findall(text)
            for target in targets:
                path, _ = split_fragment(target)
                if not path.endswith(".md") or ":" in path or path in pages:
                    continue
                near = did_you_mean(path, pages, most=0)
                fix = f"Write the path from the docs folder. {near}".rstrip()
                yield Issue(document.path, line, f"There is no page “{path}”.", fix)
