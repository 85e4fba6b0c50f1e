"""The number of examples, and the texts they consist of."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.content.test_nasty import NASTY

# `EXAMPLES=100 make test-quick` tries a hundred times as many examples, new ones each time.
TIMES = int(os.environ.get("EXAMPLES", "1"))
settings.register_profile(
    "project",
    deadline=None,
    derandomize=TIMES == 1,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("project")

SNIPPETS = (
    "# One", "## Two", "#### Four {#four}", "Under\n=====", "Lined\n---", "> ", "- ", "1. ",
    "    ", "![](x.jpg)", "![A](../about.md 'T')", "[a](b.md)", "[a](../about.md#b)", "[a][b]",
    "[a][]", "[b]: ../about.md", "[b]: <c d.md> 'T'", "[a](", "](", "[]()", "[a](<b c>)", "[^a]",
    "[^smith]", "[^a]: Note", "[^a]:\n    Note", "[^]", "[^b]: [c](d.md)", "`[a](b.md)`",
    "```\n[a](b.md)\n```", "[a](b){ href }", "![a](b){ src }", "[a](http://[b)", "[a](<b\nc>)",
    "[a](b\x00)", "~~~", "```", "<a href='../../about/'>a</a>", "<a href=x", "<img src=x.jpg>",
    "<img alt>", "<div markdown='1'>", "</div>", "<h1>", "<!-- ", "-->", "<script>", "<p id='a'>",
    "<p onclick=a>", "<style>", "<img srcset='a.jpg 1x, //b.cc/c.jpg 2x'>", "<svg><use href=#a>",
    "[a](http://localhost)", "[a](mailto:a)", "[a](//b:c)", "<!-- a", "[a](b.md", "[ ^a]",
    "<a name=b>", "| a | b |\n|---|---|\n| [a](b.md) | c |", "*[HTML]: Words", "HTML", "**", "_",
    "`", "\\", "\\[", "!!! note\n    [a](b.md)", "??? note\n    [^a]", "{: #b }", "{: href=x }",
    "{: href }", "{ .c }", "a\n:   b", "\n", "\n\n", " ", "\t", "text", "<https://example.com>",
    "<a@b.cc>", "&amp;", "&", "\ue00a\ue001\ue00b", "\x02", "\x02wzxhzdk:0\x03", "\x03", "\u2028",
    "~~a~~", "~", "www.a.bc", "https://a.bc/(b)", "a@b.cc", "[^a]:", "> - ", "&copycat;", "***",
    "[a](b (T))", "1) ", "  \n", "\\\n", "<p markdown>", "<div markdown='span'>a</div> b",
    "¹", "é", "{{ page }}", "{% x %}",
)  # fmt: skip
"""Pieces of Markdown with a meaning, alone or together."""

markdown = st.lists(
    st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=8)), min_size=1, max_size=14
).map("".join)
"""Texts that nobody would write."""

values = st.one_of(st.sampled_from(list(NASTY.values())), st.text(max_size=20))
"""Values that nobody would write."""
