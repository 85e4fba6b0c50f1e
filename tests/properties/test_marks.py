"""Marks carry lines, and change nothing else."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from practice.markdown.extension import TextExtension
from practice.markdown.line_marks import last_line, mark, unmark
from tests.properties.conftest import SNIPPETS, TIMES

if TYPE_CHECKING:
    from practice.markdown.inventory import Inventory

CONFIG = Path(__file__).parents[2] / "mkdocs.yml"


@functools.cache
def extensions() -> tuple[list[str], dict[str, Any]]:
    """The Markdown extensions of the site."""
    listed = yaml.safe_load(CONFIG.read_text("utf-8"))["markdown_extensions"]
    names = [item if isinstance(item, str) else next(iter(item)) for item in listed]
    return names, {k: v for item in listed if isinstance(item, dict) for k, v in item.items()}


def inventory(text: str) -> Inventory:
    names, settings_of = extensions()
    extension = TextExtension({}, str, "")
    Markdown(extensions=[*names, extension], extension_configs=settings_of).convert(text)
    return extension.rendered.inventory


def without_lines(found: Inventory) -> dict[str, object]:
    return {
        "links": [(link.target, link.html, link.picture, link.alt) for link in found.links],
        "headings": [heading.level for heading in found.headings],
        "unknown notes": [note.name for note in found.unknown_notes],
        "unknown names": [name.name for name in found.unknown_names],
        "notes": {definition.name for definition in found.definitions},
        "used": found.used_notes,
    }


UNSOUND = (
    "[^]",
    "[a](",
    "[a](b.md",
    "](",
    "[ ^a]",
    "<a href=x",
    "<!-- ",
    "<!-- a",
    "-->",
    "<script>",
    "<div markdown='1'>",
    "</div>",
)
sound = st.lists(
    st.sampled_from([s for s in SNIPPETS if (s not in UNSOUND and s.isprintable()) or s == "\n\n"]),
    max_size=14,
).map("".join)
"""Texts that somebody might write; lines around broken tags are looked up by words instead."""


@settings(max_examples=100 * TIMES)
@given(sound)
def test_marks_change_nothing_but_the_lines(text: str) -> None:
    assert without_lines(inventory(mark(text, 1))) == without_lines(inventory(text))


@settings(max_examples=50 * TIMES)
@given(st.integers(1, 99999), st.text(max_size=5))
def test_a_mark_has_its_line(line: int, before: str) -> None:
    marked = mark(f"{unmark(before)[0]} [a](b)", line)
    assert last_line(marked) == line + before.count("\n")


BLOCKS = {
    "paragraph": "Words and [a]({}) more.",
    "long": "Words that go on\nfor a while, and [a\nlink]({})\nfollows.",
    "quote": "> Words.\n>\n> [a]({})",
    "list": "- one\n- [a]({})\n\n    1. [b]({})",
    "table": "| a | b |\n|---|---|\n| c | [a]({}) |\n| [b]({}) | d |",
    "heading": "## [a]({})",
    "admonition": "!!! note\n    Words.\n\n    [a]({})",
    "details": '??? note "Title"\n    [a]({})',
    "html": "<p>One\n<a href='{}'>a</a></p>",
    "picture": "![Words]({})",
    "definition": "Word\n:   [a]({})",
    "markdown in html": "<div markdown='1'>\n\n[a]({})\n\n</div>",
    "code": "```\n[a](code.md)\n```\n\n`[a](code.md)` and [a]({})",
}


@settings(max_examples=60 * TIMES)
@given(st.lists(st.sampled_from(list(BLOCKS.values())), min_size=1, max_size=8), st.integers(1, 50))
def test_every_link_has_its_line(blocks: list[str], first: int) -> None:
    text, number = "\n\n".join(blocks), 0
    while "{}" in text:
        number += 1
        text = text.replace("{}", f"x{number}.md", 1)
    lines = {
        f"x{n}.md": first + text.count("\n", 0, text.index(f"x{n}.md"))
        for n in range(1, number + 1)
    }
    assert {link.target: link.line for link in inventory(mark(text, first)).links} == lines
