"""The two parts of a text are the whole, whatever the text is."""

from __future__ import annotations

from hypothesis import given, settings
from markdown import Markdown

from practice.markdown.extension import TextExtension
from tests.properties.conftest import TIMES, markdown
from tests.properties.test_marks import extensions


@settings(max_examples=100 * TIMES)
@given(markdown)
def test_both_parts_together_are_the_whole(text: str) -> None:
    names, settings_of = extensions()
    extension = TextExtension({}, str, "")
    whole = Markdown(extensions=[*names, extension], extension_configs=settings_of).convert(text)
    both = extension.rendered.lead + extension.rendered.rest
    assert "".join(both.split()) == "".join(whole.split())
