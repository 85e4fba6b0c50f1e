"""Validation of texts, with fakes for what it asks about the site."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from practice.content.documents import Document
from practice.markdown.inventory import Heading, Inventory, Link, Name
from practice.validation.pages import read_page
from practice.validation.texts import Lookups, Text, TextValidation

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.docs import Docs

TODAY = dt.date(2026, 11, 20)
BODY = "One.\n\n[a](nowhere.md)\n\n[b](nowhere.md)\n"
DOCUMENT = Document("docs/articles/a.md", "a", body=BODY, body_line=7)
ADDRESSES = {
    "about.md": "about/",
    "articles/a.md": "articles/a/",
    "articles/x.md": "articles/x/",
    "guides/chooser.md": "guides/chooser/",
    "services/mentoring.md": "services/mentoring/",
}
FINDING = "There is no page “nowhere.md”. Write the path from this file, like ../guides/name.md."


def not_rendered(text: str) -> Inventory:
    raise AssertionError(text)


def lookups(marked: Callable[[str], Inventory] = not_rendered) -> Lookups:
    return Lookups(
        addresses=ADDRESSES,
        written=ADDRESSES.keys(),
        generated=(),
        future_lists={},
        text_ids=lambda _: (),
        whole_page=lambda _: read_page("x", "<h2 id=part>"),
        inventory=marked,
    )


def links(*lines: int | None, target: str = "nowhere.md") -> Inventory:
    return Inventory(links=[Link(target, line) for line in lines])


def problems(
    docs: Docs, rendered: Inventory | None, marked: Callable[[str], Inventory] = not_rendered
) -> list[str]:
    text = Text("articles/a.md", DOCUMENT, TODAY, rendered)
    validation = TextValidation(docs.content(), TODAY, [text], lookups(marked))
    return [str(issue) for issue in validation.issues() if issue.path == DOCUMENT.path]


def test_a_text_without_problems_is_not_rendered_again(docs: Docs) -> None:
    assert problems(docs, links(None, target="../about.md")) == []


@pytest.mark.parametrize("target", ["#own", "#o%77n"])
def test_a_text_may_link_to_its_own_sections_before_its_page_is_rendered(
    docs: Docs, target: str
) -> None:
    own = Inventory(links=[Link(target, 7)], ids={"own"})
    assert problems(docs, None, lambda _: own) == []
    other = Inventory(links=[Link(target, 7)], ids={"other"})
    assert problems(docs, None, lambda _: other) == [
        "docs/articles/a.md:7: This page has no section “#own”. "
        "Correct what follows the #, or remove it."
    ]


def test_marks_give_each_problem_its_line(docs: Docs) -> None:
    assert problems(docs, links(None, None), lambda _: links(9, 11)) == [
        f"docs/articles/a.md:9: {FINDING}",
        f"docs/articles/a.md:11: {FINDING}",
    ]


@pytest.mark.parametrize(
    "marked",
    [
        links(9),
        Inventory(),
        Inventory(headings=[Heading(4, 7), Heading(1, 8)]),
        links(9, 11, target="elsewhere.md"),
    ],
    ids=["fewer", "none", "others", "others of the same kind"],
)
def test_problems_that_marks_hide_are_still_reported(docs: Docs, marked: Inventory) -> None:
    assert problems(docs, links(None, None), lambda _: marked) == [
        f"docs/articles/a.md:9: {FINDING}",
        f"docs/articles/a.md:9: {FINDING}",
    ]


def test_marked_text_may_show_more(docs: Docs) -> None:
    found = problems(docs, links(None), lambda _: links(9, 11))
    assert [line.split(":")[1] for line in found] == ["9", "11"]


def test_a_footnote_that_may_be_defined_twice_is_looked_up_in_marked_text(docs: Docs) -> None:
    body = "[^n]: One\n\n[^n]: Two\n\nA fact.[^n]\n"
    document = replace(DOCUMENT, body=body)
    rendered = Inventory(definitions=[Name("n", None)], used_notes={"n"})
    marked = Inventory(definitions=[Name("n", 7), Name("n", 9)], used_notes={"n"})
    text = Text("articles/a.md", document, TODAY, rendered)
    validation = TextValidation(docs.content(), TODAY, [text], lookups(lambda _: marked))
    assert [str(issue) for issue in validation.issues()] == [
        "docs/articles/a.md:9: The footnote “n” is defined twice. Remove one of the two."
    ]


def test_a_text_that_was_not_rendered_is_rendered_to_validate_it(docs: Docs) -> None:
    asked: list[str] = []

    def marked(text: str) -> Inventory:
        asked.append(text)
        return links(9)

    assert problems(docs, None, marked) == [f"docs/articles/a.md:9: {FINDING}"]
    assert len(asked) == 1


def too_deep(_: str) -> Inventory:
    raise RecursionError


def test_a_text_that_cannot_be_rendered_is_reported(docs: Docs) -> None:
    assert problems(docs, None, too_deep) == [
        "docs/articles/a.md:7: Lists, quotes, or tags are nested too deeply here. "
        "Remove some of the levels."
    ]


def test_a_text_that_cannot_be_rendered_with_marks_has_lines_all_the_same(docs: Docs) -> None:
    assert problems(docs, links(None), too_deep) == [f"docs/articles/a.md:9: {FINDING}"]


def test_a_day_decides_what_a_text_may_link_to(docs: Docs) -> None:
    docs.change("articles/x.md", "date: 2026-11-18", "date: 2026-11-25")
    known = lookups(lambda _: links(7, target="x.md"))
    texts = [
        Text("articles/a.md", replace(DOCUMENT, path=f"docs/{day}.md"), day)
        for day in (TODAY, dt.date(2026, 11, 24), dt.date(2026, 11, 25))
    ]
    validation = TextValidation(docs.content(), TODAY, texts, known)
    found = [str(issue) for issue in validation.issues() if issue.path.startswith("docs/2026")]
    message = (
        "“x.md” is scheduled for 2026-11-25, so readers cannot follow this link. "
        "Remove the link for now."
    )
    assert found == [f"docs/2026-11-20.md:7: {message}", f"docs/2026-11-24.md:7: {message}"]
    preview = TextValidation(docs.content(), TODAY, texts, known, preview=True)
    assert not [issue for issue in preview.issues() if issue.path.startswith("docs/2026")]


def test_lists_that_scheduled_articles_will_add_may_be_linked_from_then_on(docs: Docs) -> None:
    known = replace(
        lookups(lambda _: links(7, target="2999.md")),
        future_lists={"articles/2999.md": dt.date(2999, 1, 1)},
    )
    texts = [
        Text("articles/a.md", replace(DOCUMENT, path=f"docs/{day}.md"), day)
        for day in (TODAY, dt.date(2998, 12, 31), dt.date(2999, 1, 1))
    ]
    validation = TextValidation(docs.content(), TODAY, texts, known)
    found = [issue.path for issue in validation.issues() if "2999" in issue.message]
    assert found == ["docs/2026-11-20.md", "docs/2998-12-31.md"]


def test_notes_name_what_no_text_links_to_or_cites(docs: Docs) -> None:
    rendered = Inventory(links=[Link("../guides/chooser.md", None)], used_notes={"ames"})
    text = Text("articles/a.md", DOCUMENT, TODAY, rendered)
    validation = TextValidation(docs.content(), TODAY, [text], lookups())
    list(validation.issues())
    assert sorted(str(note) for note in validation.notes()) == [
        "docs/_data/sources.yml:3: No text cites the source “boyd”. "
        "Cite it where it helps a reader.",
    ]
    silent = TextValidation(docs.content(), TODAY, [], lookups())
    list(silent.issues())
    assert [note.message for note in silent.notes()] == [
        "No text cites the source “ames”.",
        "No text cites the source “boyd”.",
        "No text links to this guide.",
    ]
