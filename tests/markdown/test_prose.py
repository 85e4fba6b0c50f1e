"""Markdown in data files."""

from __future__ import annotations

import pytest

from practice.markdown.prose import ProseWriter


def href(path: str) -> str:
    return f"../{path.replace('.md', '/')}"


def inline(text: str) -> str:
    return ProseWriter().render_inline(text, href)


def prose(text: str) -> str:
    return ProseWriter().render(text, href)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain words.", "Plain words."),
        ("*One* **two** `three`", "<em>One</em> <strong>two</strong> <code>three</code>"),
        ('"So" -- it\'s...', "&ldquo;So&rdquo; &ndash; it&rsquo;s&hellip;"),
        ("AT&T, 5 > 3 < 7", "AT&amp;T, 5 &gt; 3 &lt; 7"),
        ("Read [this](guides/x.md).", 'Read <a href="../guides/x/">this</a>.'),
        ("Read [this](guides/x.md#y).", 'Read <a href="../guides/x/#y">this</a>.'),
        (
            "Read [this](https://example.com/x.md).",
            'Read <a href="https://example.com/x.md">this</a>.',
        ),
        ("Write to [me](mailto:me@md.example).", 'Write to <a href="mailto:me@md.example">me</a>.'),
        ("See [below](#below).", 'See <a href="#below">below</a>.'),
    ],
)
def test_within_a_paragraph(text: str, html: str) -> None:
    assert inline(text) == f"<span>{html}</span>"
    assert prose(text) == f"<p>{html}</p>"


def test_paragraphs() -> None:
    assert prose("One.\n\nTwo.") == "<p>One.</p>\n<p>Two.</p>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "A <b>bold</b> word",
        '<img src="x" onerror="alert(1)">',
        "<div>\n\nblock\n\n</div>",
        "<!-- hidden -->",
        "<?php x ?>",
        "<p>One</p>",
    ],
)
def test_html_is_shown_as_it_was_typed(text: str) -> None:
    html = prose(text)
    for tag in ("<script", "<b>", "<img", "<div", "<!--", "<?", "<p><p>"):
        assert tag not in html
    assert "&lt;" in html


@pytest.mark.parametrize(
    "text",
    ["> Quoted", "# Heading\n\nText", "- One\n\n    two", "1. One", "One\n\nTwo", "    code"],
)
def test_more_than_a_paragraph_is_written_as_blocks(text: str) -> None:
    assert inline(text) == prose(text)


def test_one_writer_renders_many_texts() -> None:
    writer = ProseWriter()
    first = writer.render_inline("[a](x.md)\n\n[b]: z.md", lambda path: f"one/{path}")
    second = writer.render_inline("[a](x.md) [b]", lambda path: f"two/{path}")
    assert first == '<span><a href="one/x.md">a</a></span>'
    assert second == '<span><a href="two/x.md">a</a> [b]</span>'


def test_every_linked_page_is_looked_up_by_its_path() -> None:
    asked: list[str] = []

    def remember(path: str) -> str:
        asked.append(path)
        return "found/"

    text = "[a](guides/x.md), [b](about.md#c), [d](https://e.example/f.md) and [g](h.pdf)"
    html = ProseWriter().render(text, remember)
    assert asked == ["guides/x.md", "about.md#c"]
    assert html.count('href="found/"') == 2
