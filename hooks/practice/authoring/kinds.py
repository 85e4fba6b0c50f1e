"""The kinds of content that `make new` makes, and the words a person types for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from practice.content import Article, Chooser, Guide, Scorecard, Service, Source
from practice.content.issues import did_you_mean
from practice.content.testimonials import Testimonial

if TYPE_CHECKING:
    from collections.abc import Mapping

    from practice.content.models import Entry


class RequestError(Exception):
    """Why nothing was made, and what to do."""


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
        """What to type for an option."""
        key = self.model.model_fields.get(option)
        return (key.description if key else None) or _NOT_KEYS[option]


_NOT_KEYS = {
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
_CURLY = re.compile(r"[“”„‘’]([^\s“”„‘’]+)[“”‘’]")


def valid_words(kind: str, words: Mapping[str, str]) -> dict[str, str]:
    """The words, each on one line, without empty ones. Raises RequestError if one is not valid."""
    first, *rest = kind.split() or [""]
    if first in KINDS and rest and not KINDS.keys() >= set(rest):
        raise RequestError(
            f"“{' '.join(rest)}” is outside the quotes. Type straight quotes, not curly ones, "
            f"around the whole text: {example(first)}"
        )
    if kind not in KINDS:
        near = did_you_mean(kind, KINDS, most=0) if kind else ""
        wrong = f"“{kind}” is not a kind of content. {near}".rstrip() + "\n" if kind else ""
        others = ", ".join(kind for kind in KINDS if kind != "article")
        raise RequestError(f"{wrong}Use: {example('article')} (or {others})")
    given = {key: _straight(" ".join(text.split())) for key, text in words.items()}
    given = {key: text for key, text in given.items() if text}
    options = KINDS[kind].options
    for key, text in given.items():
        if key not in options:
            known = ", ".join(options)
            raise RequestError(f"A new {kind} has no option “{key}”. It has: {known}.")
        if text != text.encode(errors="replace").decode():
            raise RequestError(f"“{key}” contains a character that is not UTF-8. Retype it.")
    for key in KINDS[kind].needed:
        if key not in given:
            raise RequestError(f"The {key} is missing. Use: {example(kind)}")
    return given


def example(kind: str) -> str:
    """The command that makes this kind, with the options it needs."""
    return " ".join(["make new", kind, *(f'{option}="…"' for option in KINDS[kind].needed)])


def _straight(text: str) -> str:
    """`text` without curly quotes around one word: only straight ones let a shell pass spaces."""
    word = _CURLY.fullmatch(text)
    return word[1] if word else text
