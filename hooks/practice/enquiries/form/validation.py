"""The form's rules, as the page has them too: what is kept of an answer, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.addresses import is_mail_address
from practice.characters import one_line, paragraphs
from practice.content.form import ConsentField, ServiceField

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from practice.content.form import Field, Form

MAX_BYTES = 64 * 1024
"""The largest form that the receiver reads."""
AGREED = "yes"
"""The value of a checked box."""


def validate(
    form: Form, services: Collection[str], raw: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The answers in `raw` by field, and a sentence for each that has a problem.

    Both follow the order of the form; `services` are the slugs that may be chosen.
    """
    answers = {field.id: _clean(field, services, raw.get(field.id, "")) for field in form.fields}
    problems = {field.id: _problem(field, answers[field.id]) for field in form.fields}
    return answers, {id: sentence for id, sentence in problems.items() if sentence}


def _clean(field: Field, services: Collection[str], text: str) -> str:
    if field.kind == "paragraph":
        return paragraphs(text)
    line = one_line(text)
    if field.kind == "consent":
        return AGREED if line == AGREED else ""
    if field.kind == "service":  # a page loaded before a service was removed may still offer it
        return line if line in services else ""
    return line


def _problem(field: Field, answer: str) -> str:
    """What is wrong with a cleaned answer, in the form's words; `""` when nothing is."""
    if not answer:
        return field.missing if field.required else ""
    if isinstance(field, ConsentField | ServiceField):
        return ""
    if len(answer) > field.max:
        return field.too_long
    if field.kind == "paragraph" and len(answer) < field.min:
        return field.too_short
    if field.kind == "email" and not is_mail_address(answer):
        return field.invalid
    return ""
