"""Names for new files and entries: what addresses and citations are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slugify import slugify

from practice.content.content import RESERVED_SLUGS

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 60
"""More characters than this no address needs; whole words are left out at its end."""
_NO_WORDS = {"true", "false", "null"}
"""What YAML takes for something else than text."""
_SPOKEN = [["&", " and "], ["'", ""], ["’", ""]]  # it’s is its, not it-s


def name_of(title: str, kind: str) -> str:
    """The name a title suggests, or "" when it has no letter and no digit.

    A name that the site's own lists use, or that YAML takes for no name, is told apart by the
    kind: `2026` becomes `article-2026`.
    """
    name = slugify(
        title, max_length=LONGEST, word_boundary=True, save_order=True, replacements=_SPOKEN
    )
    unfit = name.isdigit() or name in RESERVED_SLUGS | _NO_WORDS
    return f"{kind}-{name}" if unfit else name


def free_name(name: str, taken: Collection[str]) -> str:
    """`name`, or the next one that is not taken: `name-2`, `name-3` …"""
    number = 1
    candidate = name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate
