"""The tools of guides: choosers and scorecards, defined by data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from .models import Entry, Line, Model, PagePath, Prose, Slug

if TYPE_CHECKING:
    from collections.abc import Sequence


class Next(Model):
    """Where a result sends the reader."""

    text: Line
    page: PagePath


class Result(Model):
    """What a chooser can come to."""

    title: Line
    text: Prose
    next: Next


class Answer(Model):
    """One answer, and the results it speaks for."""

    text: Line
    because: Line
    """Completes “… because you said that …”."""
    weights: dict[Slug, Annotated[int, Field(ge=0, le=9)]]


class ChooserQuestion(Model):
    """One question of a chooser."""

    question: Line
    hint: Line | None = None
    answers: Annotated[tuple[Answer, ...], Field(min_length=2)]


class Chooser(Entry):
    """Questions with weighted answers; most points win, and ties go to the result named first."""

    kind: Literal["chooser"]
    results: Annotated[dict[Slug, Result], Field(min_length=2)]
    questions: Annotated[tuple[ChooserQuestion, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _weights_name_results(self) -> Chooser:
        named = {id for q in self.questions for a in q.answers for id in a.weights}
        if unknown := sorted(named - self.results.keys()):
            raise ValueError(f"weights name “{unknown[0]}”, which is not one of the results.")
        for number, question in enumerate(self.questions, start=1):
            if not all(any(answer.weights.values()) for answer in question.answers):
                raise ValueError(f"question {number} has an answer that speaks for no result.")
        return self

    def outcome(self, answers: Sequence[Answer]) -> str:
        """The id of the result that one answer to each question leads to.

        The script in the reader's browser decides by the same rule.
        """
        points = {id: sum(a.weights.get(id, 0) for a in answers) for id in self.results}
        return max(points, key=lambda id: points[id])


class Scale(Model):
    """The marks of a scorecard."""

    min: int = 1
    max: Annotated[int, Field(le=10)] = 5
    low: Line
    high: Line


class Criterion(Model):
    """One row of a scorecard."""

    id: Slug
    title: Line
    why: Line
    questions: Annotated[tuple[Line, ...], Field(min_length=1)]


class Scorecard(Entry):
    """Criteria by which to rate coaches side by side."""

    kind: Literal["scorecard"]
    scale: Scale
    coaches: Annotated[int, Field(ge=1, le=4)] = 3
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


Tool = Chooser | Scorecard
