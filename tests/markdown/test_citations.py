"""Citations: golden cases in `citations/`, one file each, and what is true for all of them."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from markdown import Markdown

from practice.content.documents import Document
from practice.content.sources import Source
from practice.markdown.extension import TextExtension
from practice.validation.links import Targets
from practice.validation.text_checks import findings

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = {
    file.stem: yaml.safe_load(file.read_text("utf-8"))
    for file in sorted(Path(__file__).with_name("citations").glob("*.yml"))
}
TITLES = {
    "ames": "On trust",
    "boyd": "On questions",
    "cole": "On silence",
    "dunn": r"*One* _two_ [three] (four) `five` <six> & ![seven] \*eight\* https://nine.example",
}


def write(source: Source) -> str:
    return f"<cite>{escape(source.title)}</cite>"


def extension(write: Callable[[Source], str] = write, heading: str = "References") -> TextExtension:
    sources = {}
    for id, title in TITLES.items():
        source, _ = Source.read(Document("docs/_data/sources.yml", id, {"title": title}))
        assert source is not None
        sources[id] = source
    return TextExtension(sources, write, heading)


def markdown(text: TextExtension) -> Markdown:
    return Markdown(
        extensions=[
            "footnotes",
            "tables",
            "admonition",
            "pymdownx.superfences",
            "pymdownx.details",
            text,
        ],
        extension_configs={"footnotes": {"USE_DEFINITION_ORDER": False}},
    )


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_golden_case(case: dict[str, Any]) -> None:
    text = extension()
    output = markdown(text).convert(case["input"])
    found = findings(text.rendered.inventory, Targets({}), TITLES, "x.md", "")
    assert {
        "output": output,
        "sources": text.rendered.cited,
        "problems": [{"message": problem.message, "fix": problem.fix} for problem in found],
    } == {
        "output": case["output"].rstrip("\n"),
        "sources": case["sources"],
        "problems": case["problems"],
    }


@pytest.mark.parametrize("text", [case["input"] for case in CASES.values()], ids=CASES.keys())
def test_every_link_within_the_page_has_a_target(text: str) -> None:
    output = markdown(extension()).convert(text)
    ids = re.findall(r' id="([^"]+)"', output)
    links = re.findall(r' href="#([^"]+)"', output)
    assert set(links) <= set(ids)
    assert len(ids) == len(set(ids))


def test_there_are_cases() -> None:
    assert {"one", "twice", "none", "unknown", "fence", "table"} <= CASES.keys()


def test_a_text_does_not_affect_the_next() -> None:
    citations = extension()
    page = markdown(citations)
    page.convert("Trust.[^ames] Nobody.[^nobody]")
    assert page.reset().convert("Silence.") == "<p>Silence.</p>"
    assert citations.rendered.cited == []


def test_a_page_without_text_cites_nothing() -> None:
    citations = extension()
    markdown(citations).convert("Trust.[^ames] Nobody.[^nobody]")
    assert markdown(citations).convert("") == ""
    assert citations.rendered.cited == []


def test_the_result_of_a_text_stays_as_it_is() -> None:
    citations = extension()
    page = markdown(citations)
    page.convert("Trust.[^ames] Nobody.[^nobody]")
    kept = citations.rendered.cited
    page.reset().convert("Silence.[^cole]")
    assert kept == ["ames"]
    assert citations.rendered.cited == ["cole"]


def test_one_extension_renders_many_pages_as_in_mkdocs() -> None:
    citations = extension()
    first = markdown(citations).convert("Trust.[^ames]")
    assert markdown(citations).convert("Silence.[^cole]").count("<li") == 1
    assert citations.rendered.cited == ["cole"]
    assert markdown(citations).convert("Trust.[^ames]") == first


def test_a_source_template_with_several_lines_makes_one_paragraph() -> None:
    citations = extension(lambda source: f"<cite>\n\n    {source.title}\n</cite>\n")
    output = markdown(citations).convert("Trust.[^ames]")
    assert "<p><cite> On trust </cite>&#160;<a" in output


def test_the_heading_is_escaped() -> None:
    citations = extension(heading="Works cited & read")
    assert "<h2>Works cited &amp; read</h2>" in markdown(citations).convert("Trust.[^ames]")


def test_the_heading_is_between_the_text_and_the_footnotes() -> None:
    output = markdown(extension()).convert("Trust.[^ames]\n\nThe end.")
    places = [output.index(mark) for mark in ("The end", "<h2>", 'class="footnote"')]
    assert places == sorted(places)
