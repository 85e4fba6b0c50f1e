"""Who the practice is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, HttpUrl

from .models import Entry, Form, Line, Model, Slug

_PART = r'[^@<>",;\s\x00-\x1f\x7f-\x9f\ufeff'
"""What stands in an address; what only Python or only browsers count as `\\s` is named too."""
MAIL_ADDRESS = f"{_PART}]+@{_PART}]+\\.{_PART}.]+"
"""The pattern of a mail address, written so that Python and browsers read it alike."""
MailAddress = Annotated[
    str, Field(max_length=254), Form(MAIL_ADDRESS, "Write it like name@example.com.")
]
"""A mail address; 254 characters at most (RFC 5321, section 4.5.3.1.3, erratum 1690)."""


class Author(Model):
    """Someone who writes articles."""

    name: Line
    role: Line | None = None
    url: HttpUrl | None = None


class Link(Model):
    """A named address elsewhere."""

    title: Line
    url: HttpUrl


class Portrait(Model):
    """A picture of the coach, in the docs folder."""

    file: Annotated[
        str,
        Form(r"[^/\\][^\\]*\.(jpe?g|png|webp)", "Write the name of a JPEG, PNG or WebP file."),
    ]
    alt: Line


class Practice(Entry):
    """`docs/_data/practice.yml`: the practice and the person behind it."""

    name: Line
    role: Line
    tagline: Line
    description: Annotated[Line, Field(max_length=160)]
    email: MailAddress
    phone: Line | None = None
    address: Line | None = None
    portrait: Portrait | None = None
    credentials: tuple[Line, ...] = ()
    languages: tuple[Line, ...] = ()
    social: tuple[Link, ...] = ()
    booking: HttpUrl | None = None
    authors: Annotated[dict[Slug, Author], Field(min_length=1)]
    articles_per_page: Annotated[int, Field(ge=1, le=100)] = 12

    @property
    def empty(self) -> list[str]:
        """The optional facts not filled in yet."""
        facts = ("phone", "address", "portrait", "credentials", "languages", "social", "booking")
        return [fact for fact in facts if not getattr(self, fact)]
