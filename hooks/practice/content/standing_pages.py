"""The standing pages: home, about, contact, and others."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from practice.content.models import EntryWithPage, Line, Model, PagePath
from practice.content.services import Question, Step


class StandingPage(EntryWithPage):
    """A page of its own, `docs/<name>.md`."""

    template: Literal[
        "main.html", "about.html", "contact.html", "privacy.html", "thank-you.html"
    ] = "main.html"
    """What kind of page it is; main.html is plain text."""
    questions: tuple[Question, ...] = ()
    """Questions that people ask, each with its answer."""

    @classmethod
    def uri_of(cls, slug: str) -> str:
        """The page by its path from the docs folder."""
        return f"{slug}.md"


class Hero(Model):
    """The first screen of the home page."""

    title: Line
    """The largest line of the page."""
    text: Line
    """Two or three sentences below it."""
    action: Line
    """The words on the button that opens the contact form."""
    second: Line
    """The words of the second link, which opens the signature offer."""


class Door(Model):
    """A way into the site for one kind of visitor."""

    title: Line
    """Who or what is behind it, in a few words."""
    text: Line
    """Who it is for, in two or three sentences."""
    page: PagePath
    """The page it opens, by the path from the docs folder: guides/name.md."""


class HomePage(StandingPage):
    """`docs/index.md`: the designed sections in its front matter, a word about the coach below."""

    template: Literal["home.html"]  # type: ignore[assignment]
    """What kind of page it is; the home page is always home.html."""
    hero: Hero
    """The first screen."""
    doors: Annotated[tuple[Door, ...], Field(min_length=1)]
    """Ways into the site, each with a title, a text and a page."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What happens after a message, step by step, each with a title and a text."""
