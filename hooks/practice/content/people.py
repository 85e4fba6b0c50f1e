"""Who the practice is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .models import Description, Entry, Form, Line, Model, Slug, WebAddress

MailAddress = Annotated[
    str,
    Field(max_length=254),
    Form(
        r"[^@\s<>\",;.]+(\.[^@\s<>\",;.]+)*@([\w-]+\.)+[\w-]{2,}", "Write it like name@example.com."
    ),
]
"""A mail address; 254 characters at most (RFC 5321, section 4.5.3.1.3, erratum 1690)."""


class Author(Model):
    """Someone who writes articles."""

    name: Line
    role: Line | None = None
    url: WebAddress | None = None


class Link(Model):
    """A named address elsewhere."""

    title: Line
    url: WebAddress


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
    description: Description
    email: MailAddress
    phone: Line | None = None
    address: Line | None = None
    portrait: Portrait | None = None
    credentials: tuple[Line, ...] = ()
    languages: tuple[Line, ...] = ()
    social: tuple[Link, ...] = ()
    booking: WebAddress | None = None
    authors: Annotated[dict[Slug, Author], Field(min_length=1)]
    articles_per_page: Annotated[int, Field(ge=1, le=100)] = 12

    @property
    def empty(self) -> list[str]:
        """The optional facts not filled in yet."""
        facts = ("phone", "address", "portrait", "credentials", "languages", "social", "booking")
        return [fact for fact in facts if not getattr(self, fact)]
