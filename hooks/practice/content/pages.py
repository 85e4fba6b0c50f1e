"""The standing pages: home, about, contact and the like."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .models import Description, Entry, Line, Model, PagePath
from .services import Question, Step


class StandingPage(Entry):
    """A page of its own, `docs/<name>.md`."""

    title: Line
    description: Description
    template: Literal["main.html", "about.html", "contact.html", "thank-you.html"] = "main.html"
    questions: tuple[Question, ...] = ()

    @classmethod
    def uri_of(cls, slug: str) -> str:
        """The page by its path from the docs folder."""
        return f"{slug}.md"


class Hero(Model):
    """The first screen of the home page."""

    title: Line
    text: Line
    action: Line
    second: Line


class Door(Model):
    """A way into the site for one kind of visitor."""

    title: Line
    text: Line
    page: PagePath


class HomePage(StandingPage):
    """`docs/index.md`: the designed sections in its front matter, a word about the coach below."""

    template: Literal["home.html"]  # type: ignore[assignment]
    hero: Hero
    doors: Annotated[tuple[Door, ...], Field(min_length=1)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
