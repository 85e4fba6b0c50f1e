"""Texts are published as GitHub shows them, or the build says why not; older texts as before.

The examples are compared with two other readings of them: that of GitHub Flavored Markdown by
markdown-it-py, and that of Python-Markdown with the extensions that articles used before.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from markdown import Markdown
from markdown_it import MarkdownIt
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mkdocs.config.defaults import MkDocsConfig

from practice.markdown.extension import TextExtension
from practice.validation.links import Targets
from practice.validation.text_checks import findings
from tests.conftest import ROOT
from tests.markdown.structure import ATTRIBUTES, structure

FOLDER = Path(__file__).parent / "dialect"
PAGES = {name: name for name in ("desk.jpg", "first-session.md")}
EARLIER = Markdown(
    extensions=[
        *("abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes"),
        *("md_in_html", "pymdownx.details", "smarty", "tables", "toc"),
    ],
    extension_configs={
        "footnotes": {
            "USE_DEFINITION_ORDER": False,
            "BACKLINK_TITLE": "Back to reference {} in the text",
        }
    },
)
GITHUB = MarkdownIt("gfm-like2", {"linkify": False}).disable("linkify").use(gfm_autolink_plugin)


def examples(file: str, *, simple_only: bool = False) -> list[object]:
    groups = yaml.safe_load((FOLDER / file).read_text("utf-8"))
    entries = {
        f"{group} {number}": {"text": example} if isinstance(example, str) else example
        for group, members in groups.items()
        for number, example in enumerate(members, 1)
    }
    return [
        pytest.param(entry, id=name)
        for name, entry in entries.items()
        if not (simple_only and ("[^" in entry["text"] or "differs" in entry))
    ]


class Site:
    """Renders texts with the extensions of mkdocs.yml."""

    def __init__(self) -> None:
        config = MkDocsConfig(str(ROOT / "mkdocs.yml"))
        with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
            config.load_file(file)
        config.hooks, config.plugins = [], []
        config.validate()
        self._text = TextExtension({}, lambda source: source.id, "References")
        self._markdown = Markdown(
            extensions=[*config.markdown_extensions, self._text],
            extension_configs=config.mdx_configs,
        )

    def html(self, text: str) -> str:
        self._text.begin("")
        return self._markdown.reset().convert(text)

    def problems(self) -> list[str]:
        """The problems of the text rendered last."""
        targets = Targets(PAGES)
        found = findings(self._text.rendered.inventory, targets, set(), "page.md", "")
        return [f"{finding.message} {finding.fix}" for finding in found]


@pytest.fixture(scope="module")
def site() -> Site:
    return Site()


def compare(published: str, expected: str, entry: dict[str, str]) -> None:
    """Fail if the two are not alike, or if they are and `entry` says that they differ."""
    if published != expected and "differs" not in entry:
        pytest.fail(f"published: {published}\nexpected:  {expected}", pytrace=False)
    if published == expected and "differs" in entry:
        pytest.fail("This does not differ any more: delete `differs`.", pytrace=False)


@pytest.mark.parametrize("entry", examples("github.yml"))
def test_a_text_is_published_as_github_shows_it(site: Site, entry: dict[str, str]) -> None:
    published = site.html(entry["text"])
    if "reported" in entry:
        assert entry["reported"] in " ".join(site.problems())
    else:
        assert not site.problems()
        compare(structure(published), structure(GITHUB.render(entry["text"])), entry)


@pytest.mark.parametrize("entry", examples("python.yml"))
def test_an_older_text_keeps_its_meaning(site: Site, entry: dict[str, str]) -> None:
    kept = ("id", "class", *(name for name in ATTRIBUTES if name != "style"))
    published = structure(site.html(entry["text"]), kept)
    published = published.replace("<h2 id=references>References</h2>", "")
    assert not site.problems()
    compare(published, structure(EARLIER.reset().convert(entry["text"]), kept), entry)


CONTAINERS = {
    "list": ("- Item\n\n", "    ", "", "<ul><li><p>Item</p>{}</li></ul>"),
    "quote": ("", "> ", "", "<blockquote>{}</blockquote>"),
    "note": ('!!! note ""\n', "    ", "", "<div>{}</div>"),
    "definition": (
        "Term\n:   Words\n\n",
        "    ",
        "",
        "<dl><dt>Term</dt><dd><p>Words</p>{}</dd></dl>",
    ),
    "element": ("<div markdown>\n\n", "", "\n\n</div>", "<div>{}</div>"),
}


@pytest.mark.parametrize("entry", examples("python.yml", simple_only=True))
@pytest.mark.parametrize("container", CONTAINERS)
def test_a_block_within_another_is_read_as_elsewhere(
    site: Site, container: str, entry: dict[str, str]
) -> None:
    before, indent, after, expected = CONTAINERS[container]
    lines = entry["text"].rstrip("\n").split("\n")
    within = "\n".join(f"{indent}{line}".rstrip(" ") for line in lines)
    alone = structure(site.html(entry["text"]))
    compare(structure(site.html(f"{before}{within}{after}\n")), expected.format(alone), {})


@pytest.mark.parametrize("below", ["- Listen", "Listen", "## Listen"])
def test_a_footnote_in_a_list_ends_with_its_item(site: Site, below: str) -> None:
    text = f"- Ask[^one]\n\n    [^one]: A study:\n\n        > Yes\n\n    More\n{below}\n"
    html = site.html(text)
    assert structure(html.partition('<div class="footnote">')[2]).startswith(
        "<hr></hr><ol><li><p>A study:</p><blockquote><p>Yes</p></blockquote>"
    )
    assert "Listen" in html.partition('<div class="footnote">')[0]


def test_a_line_without_a_blank_one_above_belongs_to_the_footnote(site: Site) -> None:
    for text in ("Ask[^one]\n\n[^one]: A\nstudy", "> Ask[^one]\n>\n> [^one]: A\nstudy"):
        assert "A\nstudy" in site.html(text).partition('<div class="footnote">')[2]


def test_a_footnote_that_shows_nothing_does_not_stop_the_build(site: Site) -> None:
    text = "Ask[^one] and listen[^two]\n\n[^two]: A study\n[^one]: [name]: https://example.org/"
    assert "Ask" in site.html(text)
    assert structure(site.html("[name]: https://example.org/")) == ""


def test_an_element_does_not_end_outside_its_list_item(site: Site) -> None:
    html = structure(site.html("- <div markdown>\n  Ask\n- Listen\n\n</div>"))
    assert "</li><li>Listen</li></ul>" in html
