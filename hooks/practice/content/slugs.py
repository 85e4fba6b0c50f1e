"""Slugs: the names of entries and tags as addresses and references write them."""

from __future__ import annotations

from slugify import slugify

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
RESERVED_SLUGS = {"page", "index"}
"""Addresses below /articles/ that lists use, in addition to all years."""


def slug_of(text: str, longest: int = 0) -> str:
    """`text` as a slug: `Remote work` becomes `remote-work`. "" if it has no letter and no digit.

    Above `longest` characters, if any number is given, whole words at the end are left out.
    """
    return slugify(
        text,
        entities=False,
        decimal=False,
        hexadecimal=False,
        max_length=longest,
        word_boundary=True,
        save_order=True,
        replacements=[[",", "-"], ["‘", "-"], ["’", "-"]],  # slugify removes these: 1000, its
    )
