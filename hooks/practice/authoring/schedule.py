"""`make schedule`: drafts, scheduled texts, and the last ones published."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from practice.content.articles import UNDATED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from practice.content import Article, Content, Service

_WIDTH = 80
_RECENT = 3
_DAILY = (
    "Each is published by the first build on or after its date ({}). If the site is not "
    "built daily, build and publish it yourself on that date."
)
_DRAFTS = "To publish a draft, remove the line “draft: true”. It appears on its date, not before."


def schedule(content: Content, today: dt.date) -> list[str]:
    """The lines to print: scheduled articles, soonest first; drafts; the last ones published.

    `today` is the date of the build.
    """
    articles = sorted(content.articles.values(), key=lambda article: (article.date, article.slug))
    drafts: list[Article | Service] = [article for article in articles if article.draft]
    drafts += content.draft_services.values()
    scheduled = [article for article in articles if article.date > today and not article.draft]
    published = [article for article in reversed(articles) if article.published(today)]
    return [
        *_part("Scheduled", scheduled, today, _DAILY.format(content.practice.timezone)),
        "",
        *_part("Drafts", drafts, today, _DRAFTS),
        "",
        *_part("Recently published", published[:_RECENT], today),
    ]


def _part(
    heading: str, entries: list[Article] | list[Article | Service], today: dt.date, note: str = ""
) -> Iterator[str]:
    yield heading
    if not entries:
        yield "  none"
        return
    for entry in entries:
        date = getattr(entry, "date", None)
        when = "service, no date" if date is None else _when(date, today)
        yield f"  {when + '  ':28}{_title(entry)}"
        yield f"{'':30}{entry.document.path}"
    if note:
        yield from textwrap.wrap(note, _WIDTH, initial_indent="  ", subsequent_indent="  ")


def _when(date: dt.date, today: dt.date) -> str:
    """`Sat 2026-11-28, in 3 days`."""
    if date == UNDATED:
        return "no date"
    days = (date - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    far = f"in {days} days" if days > 0 else f"{-days} days ago"
    return f"{date:%a} {date}, {near.get(days, far)}"


def _title(entry: Article | Service) -> str:
    return textwrap.shorten(entry.title, _WIDTH - 30, placeholder=" …")
