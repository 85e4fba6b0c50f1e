"""What articles say of one another and of other entries: whether it exists, and what was meant."""

from __future__ import annotations

import datetime as dt
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from practice.content.articles import Article, Guide
from practice.content.issues import Issue, did_you_mean
from practice.content.practice import Practice
from practice.content.services import Service
from practice.content.slugs import SLUG, slug_of
from practice.content.testimonials import Testimonial
from practice.content.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from practice.content.content import Content
    from practice.content.documents import Document, Place
    from practice.content.models import Entry


def check_references(content: Content) -> Iterator[Issue]:
    """An issue for each reference that leads nowhere, also in an article that cannot be read."""
    known = {
        "topic": _titles(content, Topic),
        "service": _titles(content, Service),
        "author": _authors(content),
    }
    articles = _titles(content, Article) or {}
    for document in article_documents(content):
        for key, titles in known.items():
            yield from _reference(document, (key,), key, titles)
        yield from _related(document, articles)
        yield from _days(document)
        if not document.body.strip():
            message = "There is no text below the front matter."
            yield Issue(document.path, document.body_line, message, "Write it, or delete the file.")
    for tool in content.tools.values():
        guides = _titles(content, Guide) or {}
        if tool.slug not in guides:
            message = f"There is no guide “{tool.slug}” for this tool."
            yield tool.issue((), message, meant(tool.slug, guides))
    for document in _documents(content, Testimonial):
        yield from _reference(document, ("service",), "service", known["service"])


def article_documents(content: Content) -> Iterator[Document]:
    """What was read of each article and guide, also where that is not all."""
    return _documents(content, Article)


def _documents(content: Content, model: type[Entry]) -> Iterator[Document]:
    for entry in content.entries():
        if isinstance(entry, model):
            yield entry.document
    for unread in content.unread:
        document = unread.document if issubclass(unread.model, model) else None
        if document and document.data and isinstance(document.data, dict):
            yield document


def meant(word: str, titles: Mapping[str, str]) -> str:
    """A sentence that offers the id that `word` stands for, else lists the ids.

    `titles` are those of the known entries by their ids. A title, the name of a file and capitals
    are understood as well. An id that is wrong itself is never offered.
    """
    good = {id: title for id, title in titles.items() if re.fullmatch(SLUG, id)}
    plain = slug_of(re.sub(r"\.(md|ya?ml)$", "", word, flags=re.IGNORECASE).rpartition("/")[2])
    by_name = {slug_of(title): id for id, title in good.items()} | {id: id for id in good}
    near = [plain] if plain in by_name else get_close_matches(plain, sorted(good), 1)
    near = near or get_close_matches(plain, sorted(by_name), 1, cutoff=0.75)
    return f"Did you mean “{by_name[near[0]]}”?" if near else did_you_mean(word, good)


def _titles(content: Content, model: type[Entry]) -> dict[str, str] | None:
    """The titles of what exists by its ids, also of what cannot be read; None if unknowable."""
    names = content.names(model)
    if names is None:
        return None
    titles = {d.name: _text(d, "title") for d in _documents(content, model)}
    return {name: titles.get(name, "") for name in names}


def _authors(content: Content) -> dict[str, str] | None:
    if not content.has(Practice):
        return None
    return {id: author.name for id, author in content.practice.authors.items()}


def _reference(
    document: Document, place: Place, noun: str, titles: Mapping[str, str] | None
) -> Iterator[Issue]:
    word = _text(document, *place)
    if word and titles is not None and word not in titles:
        message = f"There is no {noun} “{word}”."
        yield Issue(document.path, document.line(*place), message, meant(word, titles))


def _related(document: Document, articles: Mapping[str, str]) -> Iterator[Issue]:
    related = document.data.get("related")
    others = {slug: title for slug, title in articles.items() if slug != document.name}
    for index in range(len(related) if isinstance(related, list) else 0):
        place = ("related", index)
        if _text(document, *place) == document.name:
            message = "The article names itself as related."
            yield Issue(document.path, document.line(*place), message, "Take it out.")
        else:
            yield from _reference(document, place, "article", others)


def _days(document: Document) -> Iterator[Issue]:
    date, updated = day_of(document, "date"), day_of(document, "updated")
    if date and updated and updated < date:
        message = "“updated” lies before “date”."
        line = document.line("updated")
        yield Issue(document.path, line, message, "Correct one of the two.")


def check_updated(content: Content, today: dt.date) -> Iterator[Issue]:
    """An issue for each change that lies in the future; `today` is the day of the build, in UTC."""
    for document in article_documents(content):
        date, updated = day_of(document, "date"), day_of(document, "updated")
        if updated and updated > max(today, date or today):
            message = f"“updated” is {updated}, a day still to come."
            fix = "Write the day of the last change, or take the line out."
            yield Issue(document.path, document.line("updated"), message, fix)


def day_of(document: Document, key: str) -> dt.date | None:
    """The day that stands at `key`, if a day stands there."""
    text = _text(document, key)
    try:
        return dt.date.fromisoformat(text) if len(text) == len("2026-11-23") else None
    except ValueError:
        return None


def _text(document: Document, *place: str | int) -> str:
    """The text at a place, without blanks around it; empty where there is no text."""
    value = document.data
    for step in place:
        value = value.get(step) if isinstance(value, dict) else value[step]
    return value.strip() if isinstance(value, str) else ""
