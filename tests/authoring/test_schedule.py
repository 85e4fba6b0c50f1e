"""What `make schedule` lists."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from practice.authoring.schedule import schedule

if TYPE_CHECKING:
    from tests.docs import Docs

TODAY = dt.date(2026, 11, 25)


def add(docs: Docs, name: str, date: str, more: str = "", title: str = "") -> None:
    about = "What it is about, described at the length a list needs."
    head = f"title: {title or name}\ndescription: {about}\ndate: {date}\ntopic: trust\n{more}"
    docs.write(f"articles/{name}.md", f"---\n{head}---\nWords.\n")


def test_scheduled_articles_drafts_and_the_last_three_published(docs: Docs) -> None:
    add(docs, "far", "2027-01-01")
    add(docs, "soon", "2026-11-26")
    add(docs, "soon-too", "2026-11-28")
    add(docs, "unfinished", "2026-11-26", "draft: true\n")
    add(docs, "today", "2026-11-25")
    add(docs, "yesterday", "2026-11-24")
    text = "\n".join(schedule(docs.content(), TODAY))
    assert (
        text
        == """\
Scheduled
  Thu 2026-11-26, tomorrow    soon
                              docs/articles/soon.md
  Sat 2026-11-28, in 3 days   soon-too
                              docs/articles/soon-too.md
  Fri 2027-01-01, in 37 days  far
                              docs/articles/far.md
  Each is published by the first build on or after its date (UTC). If the site
  is not built daily, build and publish it yourself on that date.

Drafts
  Thu 2026-11-26, tomorrow    unfinished
                              docs/articles/unfinished.md
  To publish a draft, remove the line “draft: true”. It appears on its date, not
  before.

Recently published
  Wed 2026-11-25, today       today
                              docs/articles/today.md
  Tue 2026-11-24, yesterday   yesterday
                              docs/articles/yesterday.md
  Wed 2026-11-18, 7 days ago  On trust
                              docs/articles/x.md"""
    )


def test_a_distant_date_does_not_run_into_the_title(docs: Docs) -> None:
    add(docs, "far", "2062-10-30")
    assert "Mon 2062-10-30, in 13123 days  far" in schedule(docs.content(), TODAY)[1]


def test_a_draft_without_a_date(docs: Docs) -> None:
    docs.write("articles/idea.md", "---\ntitle: An idea\ndraft: true\n---\n")
    assert "  no date                     An idea" in schedule(docs.content(), TODAY)


def test_nothing_to_list(docs: Docs) -> None:
    docs.remove("articles/x.md")
    docs.remove("guides/chooser.md")
    docs.remove("_data/guides/chooser.yml")
    lines = schedule(docs.content(), TODAY)
    assert lines == [
        "Scheduled",
        "  none",
        "",
        "Drafts",
        "  none",
        "",
        "Recently published",
        "  none",
    ]


def test_lines_have_at_most_80_columns(docs: Docs) -> None:
    add(docs, "long", "2036-11-26", title="A title of many words " * 9)
    docs.change("_data/services/mentoring.yml", "format:", "draft: true\nformat:")
    lines = schedule(docs.content(), TODAY)
    assert max(map(len, lines)) <= 80
    assert any("of many words" in line and line.endswith(" …") for line in lines)
    assert any("service, no date            Mentoring" in line for line in lines)
