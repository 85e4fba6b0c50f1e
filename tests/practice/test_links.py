"""Links that data files make to pages of the site."""

from __future__ import annotations

import pytest

from practice.content.documents import Document
from practice.links import broken_links, split_fragment

PAGES = ["guides/choosing.md", "services/mentoring.md", "index.md"]


def broken(*texts: str) -> list[str]:
    lines = {(): 1, **{(index,): index + 2 for index in range(len(texts))}}
    document = Document("docs/_data/x.yml", "x", list(texts), lines)
    return [str(issue) for issue in broken_links([document], PAGES)]


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("guides/x.md", ("guides/x.md", "")),
        ("guides/x.md#y", ("guides/x.md", "#y")),
        ("guides/x.md#y#z", ("guides/x.md", "#y#z")),
        ("guides/x.md#", ("guides/x.md", "#")),
        ("#y", ("", "#y")),
    ],
)
def test_a_path_and_its_fragment(target: str, parts: tuple[str, str]) -> None:
    assert split_fragment(target) == parts


@pytest.mark.parametrize(
    "text",
    [
        "guides/choosing.md",
        "guides/choosing.md#first",
        "Read [this](guides/choosing.md) and [that](services/mentoring.md#price).",
        'Read [this](guides/choosing.md "A title").',
        "Read [this]( guides/choosing.md ).",
        "Read [this](<guides/choosing.md>).",
        "Read [this](https://example.com/guides/other.md).",
        "Write to [me](mailto:me@example.md).",
        "See ![a picture](picture.png) and [a file](paper.pdf).",
        "A word about README.md and other.md in the text.",
        "No link at all.",
        "",
    ],
)
def test_a_good_link_is_no_problem(text: str) -> None:
    assert broken(text) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("guides/chosing.md", "guides/chosing.md"),
        ("guides/chosing.md#first", "guides/chosing.md"),
        ("Read [this](guides/chosing.md#first).", "guides/chosing.md"),
        ("Read [this](<guides/chosing.md>).", "guides/chosing.md"),
        ('Read [this](guides/chosing.md "A title").', "guides/chosing.md"),
        ("Read [this](/guides/choosing.md).", "/guides/choosing.md"),
        ("Read [this](../guides/choosing.md).", "../guides/choosing.md"),
        ("Read [this](Guides/Choosing.md).", "Guides/Choosing.md"),
    ],
)
def test_a_broken_link_is_reported_with_the_nearest_page(text: str, path: str) -> None:
    assert broken(text) == [
        f"docs/_data/x.yml:2: There is no page “{path}”. "
        "Write the path from the docs folder. Did you mean “guides/choosing.md”?"
    ]


def test_every_broken_link_is_reported_at_its_line() -> None:
    problems = broken(
        "guides/choosing.md",
        "[a](guides/chosing.md) and [b](services/mentorin.md)",
        "services/mentorin.md",
    )
    assert [problem.partition(" Write")[0] for problem in problems] == [
        "docs/_data/x.yml:3: There is no page “guides/chosing.md”.",
        "docs/_data/x.yml:3: There is no page “services/mentorin.md”.",
        "docs/_data/x.yml:4: There is no page “services/mentorin.md”.",
    ]


def test_links_are_found_however_deep_in_the_data() -> None:
    data = {"a": [{"b": {"c": "guides/nowhere-at-all.md"}}], "n": 3, "t": True, "z": None}
    document = Document("docs/x.md", "x", data, {(): 1, ("a",): 4, ("a", 0, "b", "c"): 6})
    (issue,) = broken_links([document], PAGES)
    assert (issue.path, issue.message) == (
        "docs/x.md",
        "There is no page “guides/nowhere-at-all.md”.",
    )


def test_a_part_of_a_file_reports_the_line_in_that_file() -> None:
    data = {"one": {"text": "[a](guides/nowhere.md)"}}
    whole = Document("docs/x.yml", "x", data, {(): 1, ("one",): 3, ("one", "text"): 4})
    (issue,) = broken_links([whole.part("one", "one")], PAGES)
    assert issue.line == 4


def test_without_a_near_page_the_fix_stays_a_sentence() -> None:
    (problem,) = broken("zzzzzz.md")
    assert problem.startswith(
        "docs/_data/x.yml:2: There is no page “zzzzzz.md”. Write the path from the docs folder."
    )
    assert "Known: " not in problem
