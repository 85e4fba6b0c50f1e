"""What validation gets to know of a text, with the lines that marks carry."""

from __future__ import annotations

import pytest
from markdown import Markdown

from practice.markdown.extension import TextExtension
from practice.markdown.inventory import Heading, Inventory, Link, Name
from practice.markdown.line_marks import mark

BLOCKS = ("article", "aside", "blockquote", "details", "figure", "section", "table")
EXTENSIONS = ["footnotes", "attr_list", "md_in_html", "smarty", "tables", "toc"]
NO_LINE = None


def render(text: str) -> tuple[str, Inventory]:
    extension = TextExtension({}, str, "Notes")
    html = Markdown(extensions=[*EXTENSIONS, extension]).convert(text)
    return html, extension.rendered.inventory


def inventory(text: str) -> Inventory:
    """The inventory of a text whose first line is line 10 of its file."""
    return render(mark(text, 10))[1]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("One.\n[a](b.md)", [Link("b.md", 11)]),
        ("[a]( <b c.md> 'Title')", [Link("b c.md", 10)]),
        ("[a][b]\n\n[b]: c.md", [Link("c.md", 12)]),
        ("![](x.jpg)", [Link("x.jpg", 10, picture=True, loaded=True)]),
        ("![ A desk ](x.jpg)", [Link("x.jpg", 10, picture=True, alt="A desk", loaded=True)]),
        ("![a\\*b](x\\_y.jpg)", [Link("x_y.jpg", 10, picture=True, alt="a*b", loaded=True)]),
        ("<https://example.com>", [Link("https://example.com", 10)]),
        ("<ada@example.com>", []),
        ("One.\n\n<a href='../b/'>c</a>", [Link("../b/", 12, html=True)]),
        ("One.\n\n<p>\n<a\nhref='../b/'>c</a></p>", [Link("../b/", 13, html=True)]),
        ("<a name='b'>c</a>", []),
        (
            "<img src='x.jpg' alt='A desk'>",
            [Link("x.jpg", 10, html=True, picture=True, alt="A desk", loaded=True)],
        ),
        ("<img alt='A desk'>", [Link("", 10, html=True, picture=True, alt="A desk", loaded=True)]),
        ("<video src='x.mp4' poster='y.jpg'>", [
            Link("x.mp4", 10, html=True, loaded=True), Link("y.jpg", 10, html=True, loaded=True)
        ]),
        ("<div style='background: url(//b.cc/x)'>\n</div>", [
            Link("//b.cc/x", 10, html=True, loaded=True)
        ]),
        ("<style>@import '//b.cc/x'</style>", [Link("//b.cc/x", NO_LINE, html=True, loaded=True)]),
        ("[a](b.md){ href=c.md }", [Link("c.md", NO_LINE)]),
        ("`[a](b.md)`\n\n    [a](b.md)\n\n\\[a](b.md)", []),
        ("<code><a href='b'>c</a></code>", [Link("b", 10, html=True)]),
        ("<div markdown='1'>\n[a](b.md)\n</div>", [Link("b.md", 11)]),
        ("| a |\n|---|\n| [a](b.md) |", [Link("b.md", 12)]),
        ("A.[^n]\n\n[^n]:\n    [a](b.md)", [Link("#fn:n", 10), Link("b.md", 13)]),
    ],
)  # fmt: skip
def test_links(text: str, links: list[Link]) -> None:
    assert inventory(text).links == links


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("One.\n\n## Two", [Heading(2, 12)]),
        ("Two\n---\n\n#### Four *it*", [Heading(2, 10), Heading(4, 13)]),
        ("One.\n\n<h3>Three</h3>", [Heading(3, 12)]),
        ("    ## Code", []),
        ("\\## No", []),
    ],
)
def test_headings(text: str, headings: list[Heading]) -> None:
    assert inventory(text).headings == headings


def test_footnotes() -> None:
    found = inventory("A.[^one] B.[^two]\n\nC.\n[^three]\n\n[^one]: D.\n\n[^four]: E.[^one]")
    assert found.definitions == [Name("one", 15), Name("four", 17)]
    assert found.used_notes == {"one"}
    assert found.unknown_notes == [Name("two", 10), Name("three", 13)]
    assert found.unknown_names == []


def test_a_footnote_is_defined_twice() -> None:
    found = inventory("A.[^one]\n\n[^one]: B.\n\n[^one]: C.")
    assert found.definitions == [Name("one", 12), Name("one", 14)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("One.\n[a][b] and [a b][c d]", [Name("b", 11), Name("c d", 11)]),
        ("[a][]", [Name("", 10)]),
        ("\\[a][b]", []),
        ("\\[a] [b][c]", [Name("c", 10)]),
        ("`[a][b]`", []),
        ("[a][b]\n\n[b]: c.md", []),
    ],
)
def test_links_without_a_target(text: str, names: list[Name]) -> None:
    assert inventory(text).unknown_names == names


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("See [a](b.md and more.", ["](b.md"]),
        ("See [a](https://example.com/x and more.", ["](https://example.com/x"]),
        ("See [a](b.jpg and more.", []),
        ("See [a](b.md).", []),
    ],
)
def test_links_that_are_not_closed(text: str, half: list[str]) -> None:
    assert inventory(text).half_links == half


@pytest.mark.parametrize(
    ("text", "notes"),
    [("A.[ ^n]", [Name("n", NO_LINE)]), ("A.[ ^n ]", [Name("n", NO_LINE)]), ("A.[a ^n]", [])],
)
def test_footnotes_with_a_space(text: str, notes: list[Name]) -> None:
    assert inventory(text).spaced_notes == notes


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("One.\n\n<script>x</script>", [Name("<script>", 12)]),
        ("One.\n\n<script src='x.js'></script>", [Name("<script>", 12)]),
        ("<p onclick='x'>One</p>", [Name("onclick", NO_LINE)]),
        ("<a href='b' onclick='x'>One</a>", [Name("onclick", 10)]),
        ("[a](b.md){ onclick=x }", [Name("onclick", NO_LINE)]),
        ("<p data-on='x'>One</p>", []),
    ],
)
def test_scripts(text: str, scripts: list[Name]) -> None:
    assert inventory(text).scripts == scripts


@pytest.mark.parametrize(
    ("text", "unclosed"),
    [
        ("One.\n\n<div>\n\nTwo.", [Name("div", 12)]),
        ("<div>\n<div>\n</div>\n\nTwo.", [Name("div", 10)]),
        ("<div><section></div></section>", []),
        *((f"One.\n\n<{tag}>\n\nTwo.", [Name(tag, 12)]) for tag in BLOCKS),
        ("<p>One", []),
        ("</div>", []),
    ],
)
def test_blocks_that_are_not_closed(text: str, unclosed: list[Name]) -> None:
    assert inventory(text).unclosed == unclosed


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("One.\n\n<!-- to do\n\nTwo.", [" to do"]),
        ("One <!-- to do", [" to do"]),
        ("<!-- to do -->", []),
        ("<p>a</p><!-- b --><!-- c", [" c"]),
    ],
)
def test_comments_that_are_not_closed(text: str, comments: list[str]) -> None:
    assert inventory(text).open_comments == comments


def test_ids() -> None:
    text = "## Two\n\n<a name='three'></a>\n\n<p id='four'>a</p>\n\nA.[^n]\n{ #five }\n\n[^n]: B."
    assert inventory(text).ids == {"two", "three", "four", "five", "notes", "fnref:n", "fn:n"}


@pytest.mark.parametrize("text", ["[a](http://[b)", "![a](http://b:c)", "[a](b){ href=//[ }"])
def test_targets_that_cannot_be_read_are_kept_out_of_the_page(text: str) -> None:
    html, found = render(text)
    assert len(found.links) == 1
    assert found.links[0].target
    assert found.links[0].target not in html


def test_an_inventory_stays_as_it_is_when_another_text_is_rendered() -> None:
    extension = TextExtension({}, str, "Notes")
    markdown = Markdown(extensions=[*EXTENSIONS, extension])
    markdown.convert("[a](b.md)")
    first = extension.rendered.inventory
    markdown.reset().convert("## Two")
    assert [link.target for link in first.links] == ["b.md"]
    assert extension.rendered.inventory.links == []
    assert len(extension.rendered.inventory.headings) == 1
