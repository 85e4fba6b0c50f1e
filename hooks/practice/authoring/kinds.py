"""The kinds of content that `make new` makes, and the words a person types for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from practice.content import Article, Chooser, Guide, Scorecard, Service, Source
from practice.content.issues import did_you_mean
from practice.content.testimonials import Testimonial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from practice.content.issues import Issue
    from practice.content.models import Entry


class RequestError(Exception):
    """Why nothing was made, and what to do."""

    def __init__(self, why: str, option: str = "", command: str = "") -> None:
        """`option` is the one to correct; `command` is what to type instead."""
        super().__init__(f"{why} Use: {command}" if command else why)
        self.why = why
        self.option = option


@dataclass(frozen=True)
class Kind:
    """A kind of content."""

    model: type[Entry]
    needed: tuple[str, ...]
    """The options without which nothing can be made."""
    others: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """All options, those needed first."""
        return self.needed + self.others

    def explain(self, option: str) -> str:
        """What to type for an option: what the key is for, unless that is about files."""
        return _WHEN_TYPED.get(option) or self.model.model_fields[option].description or ""


_WHEN_TYPED = {
    "title": "The title, as readers see it.",
    "name": "A short name for addresses and citations, made from the title if empty.",
    "guide": "The guide it appears in, by the name of its file.",
}
_TEXT = ("topic", "service", "author", "name")
KINDS = {
    "article": Kind(Article, ("title",), _TEXT),
    "guide": Kind(Guide, ("title",), _TEXT),
    "service": Kind(Service, ("title",), ("name",)),
    "source": Kind(Source, ("title",), ("author", "url", "date", "name")),
    "chooser": Kind(Chooser, ("guide",)),
    "scorecard": Kind(Scorecard, ("guide",)),
    "testimonial": Kind(Testimonial, ("quote", "who", "consent"), ("role", "date", "service")),
}
_BY_HAND = {
    "author": "Add authors to docs/_data/practice.yml.",
    "page": "Copy a page such as docs/about.md, and change the copy.",
    "topic": "Add topics to docs/_data/topics.yml.",
}
"""What to do for kinds that are too small, or too rare, for a command."""
_CURLY = re.compile(r"[“”„‘’]([^\s“”„‘’]+)[“”‘’]")


def valid_words(kind: str, words: Mapping[str, str]) -> dict[str, str]:
    """The words, each on one line, without empty ones. Raises RequestError if one is not valid."""
    first, *rest = kind.split() or [""]
    if first in KINDS and rest and not KINDS.keys() >= set(rest):
        outside = " ".join(rest).strip("“”„‘’")
        raise RequestError(
            f"“{outside}” is outside the quotes. Type straight quotes, not curly ones, "
            f"around the whole text: {example(first)}"
        )
    if kind not in KINDS:
        near = _BY_HAND.get(kind) or did_you_mean(kind, KINDS, most=0)
        wrong = f"“{kind}” is not a kind of content. {near}".rstrip() if kind else ""
        others = ", ".join(kind for kind in KINDS if kind != "article")
        raise RequestError(f"{wrong}\nUse: {example('article')} (or {others})".lstrip())
    given = {key: _straight(" ".join(text.split())) for key, text in words.items()}
    given = {key: text for key, text in given.items() if text}
    options = KINDS[kind].options
    for key, text in given.items():
        if key not in options:
            known = ", ".join(options)
            raise RequestError(f"A new {kind} has no option “{key}”. It has: {known}.")
        if text != text.encode(errors="replace").decode():
            raise RequestError(f"“{key}” contains a character that is not UTF-8. Retype it.", key)
    if re.match(r"https?://|www\.", given.get("title", "")):
        raise RequestError("The title is an address. Write it in words.", "title", example(kind))
    for key in KINDS[kind].needed:
        if key not in given:
            raise RequestError(f"The {key} is missing.", key, example(kind))
    return given


def invalid(issues: Sequence[Issue], text: str) -> RequestError:
    """The error about issues in `text`, a new file or a file with a new entry."""
    key = text.split("\n")[issues[0].line - 1].strip(" -").partition(":")[0]
    return RequestError("\n".join(f"{issue.message} {issue.fix}" for issue in issues), key)


def example(kind: str) -> str:
    """The command that makes this kind, with the options it needs."""
    return " ".join(["make new", kind, *(f'{option}="…"' for option in KINDS[kind].needed)])


def _straight(text: str) -> str:
    """`text` without curly quotes around one word: only straight ones let a shell pass spaces."""
    word = _CURLY.fullmatch(text)
    return word[1] if word else text
