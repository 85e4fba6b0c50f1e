"""The form's rules, as the page has them too: what of an answer is kept, and what is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from practice.addresses import is_mail_address
from practice.content.form import ConsentField, ServiceField

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from practice.content.form import Field, Form

MOST_BYTES = 64 * 1024
"""The largest form that the receiver reads."""
AGREED = "yes"
"""The value of a box that was ticked."""

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\v\f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of all that follows: a name could hide its end behind them."""


def one_line(text: str) -> str:
    """`text` as a single line, without what cannot be seen."""
    return " ".join(_DIRECTIONS.sub("", paragraphs(text)).split())


def paragraphs(text: str) -> str:
    """`text` with plain line ends, without control characters and white space around it."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).strip()


def check(
    form: Form, services: Collection[str], raw: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The answers in `raw` by field, and a sentence for each that cannot be used.

    Both follow the order of the form; `services` are the slugs that may be chosen.
    """
    answers = {field.id: _clean(field, services, raw.get(field.id, "")) for field in form.fields}
    found = {field.id: problem(field, answers[field.id]) for field in form.fields}
    return answers, {id: sentence for id, sentence in found.items() if sentence}


def _clean(field: Field, services: Collection[str], text: str) -> str:
    if field.kind == "paragraph":
        return paragraphs(text)
    line = one_line(text)
    if field.kind == "consent":
        return AGREED if line == AGREED else ""
    if field.kind == "service":  # a page from before a service was taken away may still name it
        return line if line in services else ""
    return line


def problem(field: Field, answer: str) -> str:
    """What is wrong with a cleaned answer, in the words of the form; `""` when nothing is."""
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
