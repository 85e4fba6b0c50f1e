"""Names for new files and entries: what addresses and citations are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.content.slugs import RESERVED_SLUGS, slug_of

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 60
"""More characters than this no address needs; whole words are left out at its end."""
_NO_WORDS = {"true", "false", "null"}
"""What YAML takes for something else than text."""
_SPOKEN = str.maketrans({"&": " and ", "'": "", "’": ""})
"""What signs become: it’s is its in a name, not it-s."""


def name_of(title: str, kind: str) -> str:
    """The name a title suggests, or "" when it has no letter and no digit.

    A name that the site's own lists use, or that YAML takes for no name, is told apart by the
    kind: `2026` becomes `article-2026`.
    """
    name = slug_of(title.translate(_SPOKEN), LONGEST)
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
