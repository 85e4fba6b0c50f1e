"""The tools of guides: choosers and scorecards, defined by data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from practice.content.issues import did_you_mean
from practice.content.models import Entry, Line, Model, PagePath, Prose, Slug, twice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from practice.content.issues import Issue


class Next(Model):
    """What to read after a result."""

    text: Line
    """The words of the link."""
    page: PagePath
    """The page it opens, by the path from the docs folder: services/name.md."""


class Result(Model):
    """A result of a chooser."""

    title: Line
    """The result in a few words."""
    text: Prose
    """What it means, in a paragraph."""
    next: Next
    """What to read then."""


class Answer(Model):
    """One answer, and the results it counts for."""

    text: Line
    """The answer, as the reader would give it."""
    because: Line
    """Completes “… because you said that …”."""
    weights: dict[Slug, Annotated[int, Field(ge=0, le=9)]]
    """The points from 0 to 9 for each result it counts for: {coach: 2, both: 1}."""


class ChooserQuestion(Model):
    """One question of a chooser."""

    question: Line
    """The question."""
    hint: Line | None = None
    """A sentence that helps to answer it."""
    answers: Annotated[tuple[Answer, ...], Field(min_length=2)]
    """At least two answers."""


class Chooser(Entry):
    """Questions with weighted answers; the most points win, and ties go to the first result."""

    kind: Literal["chooser"]
    """chooser: questions that lead to a result."""
    results: Annotated[dict[Slug, Result], Field(min_length=2)]
    """The possible results, each under a short name; if points are equal, the first wins."""
    questions: Annotated[tuple[ChooserQuestion, ...], Field(min_length=2)]
    """At least two questions."""

    def check(self) -> Iterator[Issue]:
        """Answers that count for no result, or for one that does not exist."""
        for number, question in enumerate(self.questions):
            for place, answer in enumerate(question.answers):
                at = ("questions", number, "answers", place, "weights")
                for id in sorted(answer.weights.keys() - self.results.keys()):
                    message = f"A weight is for “{id}”, which is not a result."
                    yield self.issue((*at, id), message, did_you_mean(id, self.results))
                if not any(answer.weights.values()):
                    message = "The answer has no weight for any result."
                    yield self.issue(at, message, "Give it a weight of at least 1.")

    def outcome(self, answers: Sequence[Answer]) -> str:
        """The id of the result of one answer to each question.

        The script in the reader's browser uses the same rule.
        """
        points = {id: sum(a.weights.get(id, 0) for a in answers) for id in self.results}
        return max(points, key=lambda id: points[id])


class Scale(Model):
    """The marks of a scorecard."""

    min: int = 1
    """The lowest mark."""
    max: Annotated[int, Field(le=10)] = 5
    """The highest mark."""
    low: Line
    """What the lowest mark means."""
    high: Line
    """What the highest mark means."""


class Criterion(Model):
    """One row of a scorecard."""

    id: Slug
    """A short name of its own."""
    title: Line
    """What is rated, in a word or two."""
    why: Line
    """Why it matters, in a sentence."""
    questions: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Questions to ask, one per line after a hyphen."""


class Scorecard(Entry):
    """Criteria by which to rate coaches side by side."""

    kind: Literal["scorecard"]
    """scorecard: rows in which readers rate coaches."""
    scale: Scale
    """The marks to give."""
    coaches: Annotated[int, Field(ge=1, le=4)] = 3
    """How many coaches are compared side by side."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    """The rows."""

    def check(self) -> Iterator[Issue]:
        """A scale without marks, and two criteria with one id."""
        if self.scale.min >= self.scale.max:
            yield self.issue("scale", "“min” is not below “max”.", "Correct one of the two.")
        for place, id in twice(criterion.id for criterion in self.criteria):
            message = f"Two criteria have the id “{id}”."
            yield self.issue(("criteria", place, "id"), message, "Give each one its own.")


Tool = Chooser | Scorecard
TOOLS: dict[str, type[Chooser] | type[Scorecard]] = {"chooser": Chooser, "scorecard": Scorecard}
"""The kinds of tools by their names in data files."""
