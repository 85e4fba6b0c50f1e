"""The practice and the people in it."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from practice.addresses import MAIL_ADDRESS, dialable
from practice.content.issues import did_you_mean
from practice.content.models import (
    Decoded,
    Description,
    Entry,
    Line,
    Model,
    Pattern,
    Slug,
    WebAddress,
)

MailAddress = Annotated[
    str, Decoded, Field(max_length=254), Pattern(MAIL_ADDRESS, "Write it like name@example.com.")
]
"""A mail address; 254 characters at most (RFC 5321, section 4.5.3.1.3, erratum 1690)."""


_OF_THE_MACHINE = {"Factory", "localtime"}
"""Names that mean another zone on each machine."""


def _known_timezone(name: str) -> str:
    known = available_timezones() - _OF_THE_MACHINE
    if name not in known:
        places = (zone for zone in known if "/" in zone and not zone.startswith("Etc/"))
        near = did_you_mean(name, places, most=0) or "Write its IANA name, like Europe/Berlin."
        raise ValueError(f"“timezone” is “{name}”, which is not a time zone. {near}")
    return name


def _can_be_dialed(phone: str) -> str:
    if not dialable(phone):
        how = "Write one number with its country code, without a 0 after it: +44 20 7946 0000."
        raise PydanticCustomError("pattern", "cannot be dialed", {"how": how})
    return phone


class Author(Model):
    """Someone who writes articles."""

    name: Line
    """The name above articles."""
    role: Line | None = None
    """What the author does, in a word or two, shown after the name."""
    url: WebAddress | None = None
    """A page about the author on another site, which the name links to: https://example.com/name."""


class Profile(Model):
    """A profile of the coach on another site."""

    title: Line
    """The words of the link."""
    url: WebAddress
    """The address in full: https://example.com/name."""


class Portrait(Model):
    """A picture of the coach, in the docs folder."""

    file: Annotated[
        str,
        Pattern(
            r"[^/\\][^\\]*\.([jJ][pP][eE]?[gG]|[pP][nN][gG]|[wW][eE][bB][pP])",
            "Write the name of a JPEG, PNG or WebP file.",
        ),
    ]
    """The name of an image file inside the docs folder."""
    alt: Line
    """What the picture shows, for those who cannot see it."""


class Practice(Entry):
    """`docs/_data/practice.yml`: the practice and the person behind it."""

    name: Line
    """Your name, as visitors read it."""
    role: Line
    """What you do, in a word or two."""
    tagline: Line
    """Your motto."""
    description: Description
    """One sentence of 50 to 160 characters, best 120 or more, for searches and shared links."""
    email: MailAddress
    """The mail address shown on the site."""
    phone: Annotated[Line, AfterValidator(_can_be_dialed)] | None = None
    """Your number with the country code, in quotes: "+1 555 0100"."""
    address: Line | None = None
    """Where people find you, on one line, in quotes."""
    portrait: Portrait | None = None
    """A photograph of you: "file", its name inside the docs folder, and "alt", what it shows."""
    credentials: tuple[Line, ...] = ()
    """Your credentials, one per line after a hyphen."""
    languages: tuple[Line, ...] = ()
    """Languages you work in, one per line after a hyphen."""
    social: tuple[Profile, ...] = ()
    """Your profiles on other sites, each with a "title" and a "url"."""
    booking: WebAddress | None = None
    """The full address of a page where people can book a time."""
    authors: Annotated[dict[Slug, Author], Field(min_length=1)]
    """Who may sign an article, each under a short name that articles refer to."""
    timezone: Annotated[Line, AfterValidator(_known_timezone)] = "UTC"
    """Your time zone, like Europe/Berlin: articles are published on their date as it is there."""
    articles_per_page: Annotated[int, Field(ge=1, le=100)] = 12
    """How many articles a list shows per page."""

    @property
    def dialed(self) -> str:
        """The phone number as a link dials it; "" without one."""
        return dialable(self.phone or "") or ""

    @property
    def page_size(self) -> int:
        """`articles_per_page`; while it is unknown 1, so that no page of a list is missing."""
        return 1 if "articles_per_page" in self.broken else self.articles_per_page

    @property
    def empty(self) -> list[str]:
        """The optional fields that are still empty."""
        facts = ("phone", "address", "portrait", "credentials", "languages", "social", "booking")
        return [fact for fact in facts if not getattr(self, fact)]
