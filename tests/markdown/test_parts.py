"""The opening of a text and its rest: in Markdown, and on pages that show something between."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from markdown import Markdown
from PIL import Image

from practice.markdown.extension import TextExtension
from tests.conftest import article, page

if TYPE_CHECKING:
    from tests.conftest import Site, SiteMaker

REST = "The rest.[^smith]\n\n- An item\n"
OPENINGS = {
    "paragraph": ("The opening.[^jones]", "p:has(.footnote-ref)"),
    "list": ("- The\n\n    opening.\n\n- More", "ul > li > p"),
    "quote": ("> The\n>\n> opening.", "blockquote > p"),
    "note": ("!!! note\n    The opening.\n\n    More.", ".admonition > p"),
    "details": ('??? note "The opening"\n    More.', "details > p"),
    "heading": ("## A heading\n\nThe opening.", "h2 + p"),
    "html": ("<section>\n<p>The</p>\n<p>opening.</p>\n</section>", "section > p"),
    "markdown-in-html": ('<div markdown="1">\n\nThe\n\nopening.\n\n</div>', "div > p"),
    "comment": ("<!-- To do -->\n\nThe opening.", "p"),
    "picture": ("![The opening](desk.jpg)", "p > picture"),
    "table": ("| The | opening |\n|---|---|\n| a | b |", "table td"),
    "code": ("```\nThe\n\nopening.\n```", "pre code"),
}
SCORECARD = """\
kind: scorecard
scale: {low: Poor, high: Good}
criteria:
  - {id: one, title: One, why: Because, questions: [Why so]}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, site_maker: SiteMaker) -> Site:
    """A guide with a scorecard for each opening, and a privacy page that opens with a list."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "JPEG")
    files: dict[str, str | bytes | None] = {"guides/desk.jpg": picture.getvalue()}
    for name, (opening, _) in OPENINGS.items():
        files[f"guides/{name}.md"] = article(body=f"{opening}\n\n{REST}")
        files[f"_data/guides/{name}.yml"] = SCORECARD
    files["guides/short.md"] = article(body="All there is.")
    files["_data/guides/short.yml"] = SCORECARD
    files["privacy.md"] = page(body=f"- One\n\n    Two\n\n{REST}", template="privacy.html")
    site = site_maker(tmp_path_factory.mktemp("parts"), files)
    assert site.ok, site.log
    return site


@pytest.mark.parametrize("name", OPENINGS)
def test_a_tool_comes_after_the_opening(built: Site, name: str) -> None:
    before, tool, after = built.page(f"guides/{name}").select(".text > .prose, .text > .tool")
    assert {"tool", "scorecard"} <= set(tool["class"])
    assert before.select_one(OPENINGS[name][1])
    assert "The rest." in after.get_text()
    assert "The rest." not in before.get_text()
    assert after.select("p")[0].get_text().startswith("The rest.")
    assert after.select_one("ul > li").get_text(strip=True) == "An item"
    assert after.select_one("h2").get_text() == "References"
    notes = [note["id"] for note in after.select(".footnote li")]
    assert notes == (["fn:jones", "fn:smith"] if name == "paragraph" else ["fn:smith"])


def test_a_tool_comes_after_a_text_of_one_block(built: Site) -> None:
    before, tool, after = built.page("guides/short").select(".text > .prose, .text > .tool")
    assert before.get_text(strip=True) == "All there is."
    assert "tool" in tool["class"]
    assert after.get_text(strip=True) == ""


def test_the_privacy_page_describes_the_form_after_the_opening(built: Site) -> None:
    prose = built.page("privacy").select_one(".prose")
    names = [child.name for child in prose.find_all(recursive=False)]
    assert names[:3] == ["ul", "h2", "table"]
    assert prose.select_one("ul").get_text(" ", strip=True) == "One Two"
    assert prose.select_one("#page-form").parent is prose
    assert names[-5:] == ["p", "p", "ul", "h2", "div"]


def parts(text: str) -> tuple[str, str]:
    extension = TextExtension({}, str, "Notes")
    Markdown(extensions=["footnotes", "admonition", extension]).convert(text)
    return extension.rendered.lead, extension.rendered.rest


@pytest.mark.parametrize(
    ("text", "lead", "rest"),
    [
        ("", "", ""),
        ("One.", "<p>One.</p>", ""),
        ("One.\n\nTwo.", "<p>One.</p>", "<p>Two.</p>"),
        ("One.\n\nTwo.\n\nThree.", "<p>One.</p>", "<p>Two.</p>\n<p>Three.</p>"),
        ("One & *two*.\n\n---", "<p>One &amp; <em>two</em>.</p>", "<hr />"),
        ("# A\n\n## B\n\nOne.\n\nTwo.", "<h1>A</h1>\n<h2>B</h2>\n<p>One.</p>", "<p>Two.</p>"),
        ("# A", "<h1>A</h1>", ""),
        ("<h2>A</h2>\n\nOne.\n\nTwo.", "<h2>A</h2>\n\n<p>One.</p>", "<p>Two.</p>"),
        ("<!-- A -->\n\nOne.\n\nTwo.", "<p>One.</p>", "<p>Two.</p>"),
    ],
)
def test_headings_and_comments_belong_to_the_block_below(text: str, lead: str, rest: str) -> None:
    assert parts(text) == (lead, rest)


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_of_all_levels_belong_to_the_block_below(level: int) -> None:
    heading = f"{'#' * level} A"
    assert parts(f"{heading}\n\nOne.\n\nTwo.") == (
        f"<h{level}>A</h{level}>\n<p>One.</p>",
        "<p>Two.</p>",
    )


def test_a_text_does_not_affect_the_next() -> None:
    extension = TextExtension({}, str, "Notes")
    markdown = Markdown(extensions=["footnotes", extension])
    markdown.convert("One.\n\nTwo.")
    markdown.reset().convert("")
    assert (extension.rendered.lead, extension.rendered.rest) == ("", "")
