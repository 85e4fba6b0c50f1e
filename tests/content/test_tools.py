"""Choosers and scorecards, and their mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from practice.content import Chooser, Scorecard

if TYPE_CHECKING:
    from tests.docs import Docs

PATH = "_data/guides/chooser.yml"
AT = f"docs/{PATH}"
SCORECARD = """\
kind: scorecard
scale: {low: Serious doubts, high: No doubts}
criteria:
  - id: trust
    title: Trust
    why: You will say things here.
    questions:
      - What do you do?
  - id: experience
    title: Experience
    why: It helps.
    questions:
      - Since when?
"""


def test_a_chooser_and_a_scorecard_are_distinguished(docs: Docs) -> None:
    assert isinstance(docs.content().tools["chooser"], Chooser)
    docs.write(PATH, SCORECARD)
    card = docs.content().tools["chooser"]
    assert isinstance(card, Scorecard)
    assert (card.scale.min, card.scale.max, card.coaches) == (1, 5, 3)


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("kind: quiz\n", "“kind” is “quiz”, which is not a valid kind."),
        ("kind: Chooser\n", "“kind” is “Chooser”, which is not a valid kind."),
        ("kind:\n", "“kind” is missing."),
        ("", "“kind” is missing."),
    ],
)
def test_a_tool_of_an_unknown_kind(docs: Docs, kind: str, problem: str) -> None:
    docs.change(PATH, "kind: chooser\n", kind)
    assert docs.problems() == [f"{AT}:1: {problem} Write kind: chooser or kind: scorecard."]


@pytest.mark.parametrize("kind", ["[chooser]", "{a: b}", "[]"])
def test_a_kind_that_is_not_a_word_is_reported(docs: Docs, kind: str) -> None:
    docs.change(PATH, "kind: chooser\n", f"# A tool\nkind: {kind}\n")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:2: “kind” ")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("because: you lack time, weights: {coach: 1}", "because: x, weights: {coach: 10}", 14,
         "“questions, entry 1, answers, entry 1, weights coach” is 10. It must be 9 or less."),
        ("because: you lack time, weights: {coach: 1}", "because: x, weights: {coach: -1}", 14,
         "“questions, entry 1, answers, entry 1, weights coach” is -1. It must be 0 or more."),
        ("because: you lack time, weights: {coach: 1}", "because: x, weights: [coach]", 14,
         "“questions, entry 1, answers, entry 1, weights” must have keys and values."),
        ("because: you lack time, weights: {coach: 1}", "because: x", 14,
         "“questions, entry 1, answers, entry 1, weights” is missing."),
        ("    text: You want to decide.\n", "    text: You want to decide.\n    txt: x\n", 6,
         "“results coach txt” is not a key here."),
        ("    text: You want to decide.\n", "", 3, "“results coach text” is missing."),
        ("text: You want to decide.\n    next: {text: Read on, page: services/mentoring.md}",
         "text: x\n    next: {text: x, page: /services/}", 6,
         "“results coach next page” is “/services/”, which is not in the right format."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_chooser_is_one_problem_at_its_line(
    docs: Docs, old: str, new: str, line: int, said: str
) -> None:
    docs.change(PATH, old, new)
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:{line}: {said}")
    assert "There are none yet" not in problem


def test_a_weight_for_a_result_that_does_not_exist(docs: Docs) -> None:
    docs.change(PATH, "because: it is soon, weights: {coach: 1}", "because: x, weights: {cach: 1}")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:18: ")
    assert "“cach”" in problem


def test_a_chooser_needs_two_results_two_questions_and_two_answers(docs: Docs) -> None:
    docs.write(
        PATH,
        "kind: chooser\n"
        "results:\n"
        "  coach: {title: A, text: B, next: {text: C, page: about.md}}\n"
        "questions:\n"
        "  - question: Why?\n"
        "    answers:\n"
        "      - {text: So, because: so, weights: {coach: 1}}\n",
    )
    said = [problem.split("”")[0] for problem in docs.problems()]
    assert f"{AT}:2: “results" in said
    assert f"{AT}:6: “questions, entry 1, answers" in said


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("scale: {low: S", "scale: {max: 11, low: S", 2, "“scale max” is 11."),
        ("criteria:\n", "coaches: 5\ncriteria:\n", 3, "“coaches” is 5."),
        (
            "  - id: trust\n",
            "  - id: Trust me\n",
            4,
            "“criteria, entry 1, id” is “Trust me”, which",
        ),
        (
            "    why: It helps.\n",
            "    why: It helps.\n    wy: x\n",
            12,
            "“criteria, entry 2, wy” is not a",
        ),
    ],
)
def test_a_mistake_in_a_scorecard_is_one_problem_at_its_line(
    docs: Docs, old: str, new: str, line: int, said: str
) -> None:
    docs.write(PATH, SCORECARD)
    docs.change(PATH, old, new)
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:{line}: {said}")


def test_an_answer_without_a_weight(docs: Docs) -> None:
    docs.change(PATH, "because: it is soon, weights: {coach: 1}", "because: x, weights: {coach: 0}")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:")
    assert "has no weight for any result" in problem


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [(0, 0, "coach"), (1, 1, "mentor"), (0, 1, "coach"), (1, 0, "coach")],
)
def test_most_points_win_and_a_tie_goes_to_the_result_named_first(
    docs: Docs, first: int, second: int, result: str
) -> None:
    chooser = docs.content().tools["chooser"]
    assert isinstance(chooser, Chooser)
    one, two = chooser.questions
    assert chooser.outcome([one.answers[first], two.answers[second]]) == result


def test_weights_weigh(docs: Docs) -> None:
    docs.change(
        PATH, "because: it is later, weights: {mentor: 1}", "because: x, weights: {mentor: 2}"
    )
    chooser = docs.content().tools["chooser"]
    assert isinstance(chooser, Chooser)
    one, two = chooser.questions
    assert chooser.outcome([one.answers[0], two.answers[1]]) == "mentor"


@pytest.mark.parametrize("coaches", [1, 4])
def test_how_many_coaches_fit_on_a_scorecard(docs: Docs, coaches: int) -> None:
    docs.write(PATH, f"{SCORECARD}coaches: {coaches}\n")
    card = docs.content().tools["chooser"]
    assert isinstance(card, Scorecard)
    assert card.coaches == coaches


def test_a_scorecard_needs_a_criterion_and_may_have_one(docs: Docs) -> None:
    docs.write(PATH, SCORECARD.partition("  - id: experience")[0])
    assert docs.problems() == []
    docs.write(PATH, SCORECARD.partition("criteria:")[0] + "criteria: []\n")
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:3: “criteria”")


@pytest.mark.parametrize("most", [1, 5])
def test_a_scale_without_steps(docs: Docs, most: int) -> None:
    docs.write(PATH, SCORECARD.replace("{low:", f"{{min: 5, max: {most}, low:"))
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:2: ")


def test_two_criteria_with_one_id(docs: Docs) -> None:
    docs.write(PATH, SCORECARD.replace("id: experience", "id: trust"))
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:9: ")
    assert "“trust”" in problem
