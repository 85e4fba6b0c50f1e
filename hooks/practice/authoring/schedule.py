"""`make schedule`: what goes out when, and what waits to be finished."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from practice.content import Article, Content, Service

_WIDTH = 80
_RECENT = 3
_DAILY = (
    "Each goes out with the first build on its day (UTC) or after it. Without a build every "
    "day, build and publish the site on that day yourself."
)
_DRAFTS = "A draft goes out once the line “draft: true” is taken out, and not before its day."


def schedule(content: Content, today: dt.date) -> list[str]:
    """The lines to print: what is scheduled, soonest first; then drafts; then the last ones out.

    `today` is the day of the build, in UTC.
    """
    articles = sorted(content.articles.values(), key=lambda article: (article.date, article.slug))
    drafts: list[Article | Service] = [article for article in articles if article.draft]
    drafts += content.draft_services.values()
    waiting = [article for article in articles if article.date > today and not article.draft]
    out = [article for article in reversed(articles) if article.published(today)]
    return [
        *_part("Scheduled", waiting, today, _DAILY),
        "",
        *_part("Drafts", drafts, today, _DRAFTS),
        "",
        *_part("Published last", out[:_RECENT], today),
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
        when = _when(date, today) if date else "a service, without a day"
        yield f"  {when + '  ':28}{_title(entry)}"
        yield f"{'':30}{entry.document.path}"
    if note:
        yield from textwrap.wrap(note, _WIDTH, initial_indent="  ", subsequent_indent="  ")


def _when(date: dt.date, today: dt.date) -> str:
    """`Sat 2026-11-28, in 3 days`."""
    days = (date - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    far = f"in {days} days" if days > 0 else f"{-days} days ago"
    return f"{date:%a} {date}, {near.get(days, far)}"


def _title(entry: Article | Service) -> str:
    return textwrap.shorten(entry.title, _WIDTH - 30, placeholder=" …")
