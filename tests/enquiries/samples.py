"""Enquiries, a composer of mails, and judges."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pydantic import TypeAdapter

from practice.content.form import Field
from practice.enquiries.enquiry import Enquiry, Verdict
from practice.enquiries.mail.composer import MailComposer

if TYPE_CHECKING:
    from practice.enquiries.enquiry import History

OVERRIDES = Path(__file__).parents[2] / "overrides"
NOW = 1_800_000_000.0
FIELDS: tuple[Field, ...] = TypeAdapter(tuple[Field, ...]).validate_python(
    [
        {"id": "name", "label": "Your name", "kind": "text", "autocomplete": "name"},
        {"id": "email", "label": "Email address", "kind": "email", "invalid": "No address"},
        {"id": "about", "label": "About", "kind": "service", "none": "Not sure"},
        {"id": "message", "label": "Your message", "kind": "paragraph"},
        {"id": "consent", "label": "I [agree](privacy.md) to this", "kind": "consent"},
    ]
)
COMPOSER = MailComposer(
    FIELDS,
    {"career": "Career coaching"},
    sender="site@practice.example",
    recipients=["coach@practice.example"],
    templates=OVERRIDES,
)
SHELL_HTML = (
    "<!--% if head %--><!--{ head }--><!--% else %--><title>Alone</title><!--% endif %-->"
    "<style>b{}</style><script>1</script>"
    "<main><!--% if page %--><!--{ page }--><!--% else %-->Alone<!--% endif %--></main><i>end</i>"
)
numbers = itertools.count()


def enquiry(received: float = NOW, **given: Any) -> Enquiry:
    """A unique enquiry, except for what is given: parts of it, or answers."""
    number = next(numbers)
    parts = {name: given.pop(name) for name in ("id", "key", "sender", "nonce") if name in given}
    answers = {
        "name": "Zoë",
        "email": "zoe@visitor.example",
        "message": f"This is message number {number} of a visitor.",
        **given,
    }
    return Enquiry(
        **{"id": uuid4().hex, "key": f"key-{number}", **parts}, received=received, answers=answers
    )


def keep(_: Enquiry, __: History) -> Verdict:
    """A judge that finds no spam."""
    return Verdict()


def hold(_: Enquiry, __: History) -> Verdict:
    """A judge that finds only spam."""
    return Verdict(("It has five links.",))
