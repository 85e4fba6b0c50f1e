"""References between entries: whether they exist, and which ones the coach probably meant."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from practice.content.articles import Article, Guide
from practice.content.issues import Issue, did_you_mean
from practice.content.services import Service
from practice.content.slugs import SLUG, slug_of
from practice.content.sources import Source
from practice.content.testimonials import Testimonial
from practice.content.tools import Chooser, Scorecard
from practice.content.topics import Topic

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from practice.content.content import Content
    from practice.content.documents import Place
    from practice.content.models import Entry

_CITED = re.compile(r"\[\^([^\]\s]+)\](?!:)")
"""A reference to a footnote."""


def check_references(content: Content) -> Iterator[Issue]:
    """An issue for each reference to an entry that does not exist."""
    articles = {slug: each.title for slug, each in content.known(Article).items()}
    titles = {"service": {slug: each.title for slug, each in content.known(Service).items()}}
    if Topic not in content.incomplete:
        titles["topic"] = {slug: topic.title for slug, topic in content.known(Topic).items()}
    if "authors" not in content.practice.broken:
        titles["author"] = {id: each.name for id, each in content.practice.authors.items()}
    for article in content.all(Article):
        for key, known in titles.items():
            yield from _reference(article, (key,), key, getattr(article, key), known)
        yield from _related(article, articles)
        yield from _text_and_dates(article)
    for testimonial in content.all(Testimonial):
        word = testimonial.service
        yield from _reference(testimonial, ("service",), "service", word, titles["service"])
    guides = {slug: guide.title for slug, guide in content.known(Guide).items()}
    for tool in (*content.all(Chooser), *content.all(Scorecard)):
        if tool.slug not in guides:
            message = f"There is no guide “{tool.slug}” for this tool."
            yield tool.issue((), message, meant(tool.slug, guides))


def check_signature(content: Content) -> Iterator[Issue]:
    """An issue for each signature offer after the first."""
    signatures = [service for service in content.services.values() if service.signature]
    for service in signatures[1:]:
        message = f"“{signatures[0].slug}” is already the signature offer."
        yield service.issue("signature", message, "Delete “signature” in one of the two.")


def check_updated(content: Content, today: dt.date) -> Iterator[Issue]:
    """An issue for each change in the future; `today` is the day of the build."""
    for article in content.all(Article):
        last = today if "date" in article.broken else max(today, article.date)
        if article.updated and article.updated > last:
            message = f"“updated” is {article.updated}, which is in the future."
            fix = "Write the day of the last change, or delete the line."
            yield article.issue("updated", message, fix)


def files_needed(content: Content) -> Iterator[type[Entry]]:
    """The kinds of entries that articles refer to."""
    articles = [article for article in content.all(Article) if not article.draft]
    if not all(article.unreadable for article in articles):
        yield Topic
    if any(_cites(article.body) for article in articles):
        yield Source


def _cites(body: str) -> bool:
    """Whether a text refers to a footnote that it does not define itself."""
    return any(f"[^{id}]:" not in body for id in _CITED.findall(body))


def meant(word: str, titles: Mapping[str, str]) -> str:
    """A sentence that suggests the id `word` was meant to be, else lists the ids.

    `titles` are those of the known entries by their ids. Understands titles, file names and
    capitals too. Never suggests an id that is itself not valid.
    """
    good = {id: title for id, title in titles.items() if re.fullmatch(SLUG, id)}
    plain = slug_of(re.sub(r"\.(md|ya?ml)$", "", word, flags=re.IGNORECASE).rpartition("/")[2])
    by_name = {slug_of(title): id for id, title in good.items()} | {id: id for id in good}
    near = [plain] if plain in by_name else get_close_matches(plain, sorted(good), 1)
    near = near or get_close_matches(plain, sorted(by_name), 1, cutoff=0.75)
    return f"Did you mean “{by_name[near[0]]}”?" if near else did_you_mean(word, good)


def _reference(
    entry: Entry, place: Place, noun: str, word: str | None, known: Mapping[str, str]
) -> Iterator[Issue]:
    if word and word not in known:
        yield entry.issue(place, f"There is no {noun} “{word}”.", meant(word, known))


def _related(article: Article, articles: Mapping[str, str]) -> Iterator[Issue]:
    others = {slug: title for slug, title in articles.items() if slug != article.slug}
    for index, slug in enumerate(article.related):
        place = ("related", index)
        if slug == article.slug:
            yield article.issue(place, "The article lists itself as related.", "Delete it.")
        else:
            yield from _reference(article, place, "article", slug, others)


def _text_and_dates(article: Article) -> Iterator[Issue]:
    if article.updated and "date" not in article.broken and article.updated < article.date:
        yield article.issue("updated", "“updated” is before “date”.", "Correct one of the two.")
    if not (article.unreadable or article.draft or article.body.strip()):
        message, fix = "There is no text below the front matter.", "Write some, or delete the file."
        yield Issue(article.document.path, article.document.body_line, message, fix)
