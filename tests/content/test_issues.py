"""Problems: how they sort, how they read, and what they offer instead of a wrong word."""

from __future__ import annotations

import pytest

from practice.content.issues import Issue, did_you_mean, report


def test_an_issue_is_one_line_that_editors_can_open() -> None:
    issue = Issue("docs/articles/x.md", 4, "“date” is empty.", "Write a value after the colon.")
    assert str(issue) == "docs/articles/x.md:4: “date” is empty. Write a value after the colon."


def test_an_issue_without_a_fix_has_no_space_at_its_end() -> None:
    assert str(Issue("docs/x.md", 1, "It is wrong.")) == "docs/x.md:1: It is wrong."


def test_a_report_counts_and_sorts_by_place() -> None:
    issues = [
        Issue("docs/b.md", 2, "Second file."),
        Issue("docs/a.md", 10, "Tenth line."),
        Issue("docs/a.md", 9, "Ninth line, b."),
        Issue("docs/a.md", 9, "Ninth line, a."),
    ]
    assert report(issues).splitlines() == [
        "4 problems to fix:",
        "docs/a.md:9: Ninth line, a.",
        "docs/a.md:9: Ninth line, b.",
        "docs/a.md:10: Tenth line.",
        "docs/b.md:2: Second file.",
    ]


def test_a_report_names_each_problem_once() -> None:
    issue = Issue("docs/a.md", 1, "It is wrong.", "Fix it.")
    assert report([issue, issue]).splitlines() == [
        "1 problem to fix:",
        "docs/a.md:1: It is wrong. Fix it.",
    ]


@pytest.mark.parametrize(
    ("word", "known", "offer"),
    [
        ("trsut", ["trust", "choosing"], "Did you mean “trust”?"),
        ("titel", ["title", "tilt"], "Did you mean “title”?"),
        ("zzz", ["choosing", "trust"], "Known: choosing, trust."),
        ("zzz", ["trust", "choosing"], "Known: choosing, trust."),
        ("zzz", [], "There are none yet."),
        ("", ["trust"], "Known: trust."),
    ],
)
def test_a_wrong_word_gets_the_nearest_known_word_or_all(
    word: str, known: list[str], offer: str
) -> None:
    assert did_you_mean(word, known) == offer


def test_a_long_list_is_cut_and_says_so() -> None:
    known = [f"a{number:02}" for number in range(14)]
    assert did_you_mean("zzz", known) == f"Known: {', '.join(known[:12])} and 2 more."
    assert did_you_mean("zzz", known[:12]) == f"Known: {', '.join(known[:12])}."
    assert did_you_mean("zzz", known, most=2) == "Known: a00, a01 and 12 more."


def test_the_keys_of_a_mapping_are_known_words() -> None:
    assert did_you_mean("ams", {"ames": 1, "boyd": 2}) == "Did you mean “ames”?"


def test_with_no_room_for_known_words_there_is_no_empty_list() -> None:
    assert did_you_mean("zzz", ["trust"], most=0) in {"", "1 is known.", "None is near."}
