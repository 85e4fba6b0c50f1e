"""Names for new files and entries, which become part of addresses and citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.content.slugs import RESERVED_SLUGS, slug_of

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 60
"""Characters in a name; it is cut at the end of a word."""
_YAML_WORDS = {"true", "false", "null"}
"""Words that YAML does not read as text."""
_REPLACED = str.maketrans({"&": " and ", "'": "", "’": ""})
"""For example, it’s becomes its, not it-s."""


def name_of(title: str, kind: str) -> str:
    """A name made from a title, or "" if it has no letters or digits.

    The kind is added to names that the site or YAML reserves: `2026` becomes `article-2026`.
    """
    name = slug_of(title.translate(_REPLACED), LONGEST)
    reserved = name.isdigit() or name in RESERVED_SLUGS | _YAML_WORDS
    return f"{kind}-{name}" if reserved else name


def free_name(name: str, taken: Collection[str]) -> str:
    """The first of `name`, `name-2`, `name-3` … that is not taken."""
    number = 1
    candidate = name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate
