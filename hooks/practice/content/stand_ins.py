"""What takes the place of a practice or a form that cannot be read.

The build goes on with it to judge all else, and then fails: no reader ever sees it.
"""

from __future__ import annotations

from practice.content.form import Form
from practice.content.practice import Practice

PRACTICE = Practice.model_validate(
    {
        "name": "The practice",
        "role": "Coach",
        "tagline": "A practice that cannot be read",
        "description": "This stands in for a practice that cannot be read until it is mended.",
        "email": "nobody@example.com",
        "authors": {"nobody": {"name": "Nobody"}},
        "articles_per_page": 1,  # so that every further page exists that a text may link to
    }
)
FORM = Form.model_validate(
    {
        "title": "A form that cannot be read",
        "intro": "It is mended first.",
        "provider": "mailto",
        "button": "Send",
        "next": "Nothing.",
        "fields": [{"id": "nothing", "label": "Nothing", "kind": "text", "autocomplete": "off"}],
    }
)
