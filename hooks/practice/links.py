"""Links that data files make to pages of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from practice.content.issues import Issue, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from practice.content.documents import Document

_MARKDOWN_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")
_PAGE = re.compile(r"[^\s()]+\.md(?:#[^\s()]*)?")


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
