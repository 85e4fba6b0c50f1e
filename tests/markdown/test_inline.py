"""Markdown as GitHub reads it, where Python-Markdown reads something else."""

from __future__ import annotations

import pytest
from markdown import Markdown

from practice.markdown.dialect import DialectExtension


def render(text: str) -> str:
    return Markdown(extensions=[DialectExtension()]).convert(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a\\]]\n\n[a\\]]: b.md", '<p><a href="b.md">a]</a></p>'),
        ("[[*a*]]\n\n[*a*]: b.md", '<p>[<a href="b.md"><em>a</em></a>]</p>'),
        ("so\u00adft\u200b te\u0007xt", "<p>soft text</p>"),
    ],
)
def test_inline_text(text: str, html: str) -> None:
    assert render(text) == html
