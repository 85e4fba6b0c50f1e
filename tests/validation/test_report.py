"""How a build with problems ends, and the notes of one without. For each mistake: tests/golden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import LEAST, ROOT, SETTINGS, article, mkdocs_build, page, service
from tests.golden.test_golden import photograph
from tests.practices import configure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Build, Site, SiteMaker

LATER, LATEST = "2999-01-02", "2999-02-03"


def problems(built: Site) -> list[str]:
    assert not built.ok
    return built.log.partition(" to fix:\n")[2].splitlines()


@pytest.mark.parametrize("options", [[], pytest.param(["-q"], marks=pytest.mark.long)])
def test_a_mistake_fails_the_command_with_and_without_quiet(
    tmp_path: Path, options: list[str]
) -> None:
    for name in ("hooks", "overrides"):
        (tmp_path / name).symlink_to(ROOT / name)
    configure(tmp_path, SETTINGS)
    for name, text in {**LEAST, "privacy.md": page(body="See [this](abuot.md).")}.items():
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    result = mkdocs_build(tmp_path, *options)
    assert result.returncode == 1
    assert "docs/privacy.md:5: There is no page “abuot.md”. Did you mean “about.md”?" in (
        result.stderr
    )
    assert "Traceback" not in result.stderr


def test_a_misspelled_page_in_the_navigation_has_a_suggestion(
    tmp_path: Path, site_maker: SiteMaker
) -> None:
    built = site_maker(tmp_path, nav=[{"About": "abuot.md"}])
    assert "The navigation links to “abuot.md”, which does not exist. Did you mean “about.md”?" in (
        built.log
    )


def test_a_scheduled_text_is_validated_for_its_day(site: Build) -> None:
    body = "[a](a.md) [same day](b.md) [too late](c.md) [list](../articles/2999.md) [no](d.md)"
    built = site(
        {
            "articles/a.md": article(body="[b](b.md)"),
            "articles/b.md": article(date=LATER, body=body),
            "articles/c.md": article(date=LATEST),
        }
    )
    assert problems(built) == [
        "docs/articles/a.md:7: “b.md” is scheduled for 2999-01-02, so readers cannot follow this "
        "link. Remove the link for now.",
        "docs/articles/b.md:7: There is no page “d.md”. "
        "Write the path from this file, like ../guides/name.md.",
        "docs/articles/b.md:7: “c.md” is scheduled for 2999-02-03, so readers cannot follow this "
        "link. Remove the link for now.",
    ]


def test_a_mistake_in_a_draft_stops_nothing_and_is_on_its_page_in_the_preview(site: Build) -> None:
    files = {
        "articles/a.md": article(draft="true", body="[x](nowhere.md)"),
        "_data/services/b.yml": "title: B\ndraft: true\nprice: much\n",
        "guides/c.md": article(draft="true"),
        "_data/guides/c.yml": "kind: choser\n",
    }
    assert site(files).ok
    preview = site(files, preview=True)
    assert preview.ok
    assert "docs/articles/a.md:8: There is no page “nowhere.md”." in preview.html("articles/a")
    assert "docs/_data/services/b.yml:3: “price” must have" in preview.html("services/b")
    assert "docs/_data/guides/c.yml:1: “kind” is “choser”" in preview.html("guides/c")


def test_a_mistake_in_a_scheduled_article_stops_the_build(site: Build) -> None:
    built = site({"articles/a.md": article(date=LATER, body="[x](nowhere.md)")})
    assert len(problems(built)) == 1


@pytest.mark.parametrize("draft", ["title: x\ndraft: true\n", "title: a: b\ndraft: true\n"])
def test_readers_get_no_link_to_a_draft_with_mistakes_and_no_page_of_it(
    site: Build, draft: str
) -> None:
    built = site({"articles/a.md": f"---\n{draft}---\n"})
    assert built.ok
    assert not built.has("articles/a")
    built = site({"articles/b.md": article(body="[a](a.md)")})
    assert problems(built) == [
        "docs/articles/b.md:7: “a.md” is a draft, so readers cannot follow this link. "
        "Remove the link for now."
    ]


def test_a_draft_never_replaces_a_published_text_of_the_same_name(site: Build) -> None:
    files = {"articles/a.md": article("Out"), "guides/a.md": article("In", draft="true")}
    built = site(files)
    assert built.ok
    assert built.text("articles/a", "h1") == ["Out"]
    assert not built.has("guides/a")


def test_a_link_to_a_file_with_a_mistake_is_not_another_mistake(site: Build) -> None:
    built = site(
        {
            "articles/a.md": article(tilte="X"),
            "articles/b.md": article(
                related="[a]",
                service="s",
                body="[a](a.md) [s](../services/s.md) [t](../topics/coaching.md) [b](../about.md)"
                "[^smith]",
            ),
            "about.md": page(tilte="X"),
            "_data/sources.yml": "smith: {tilte: A Study}\njones: {title: A Book}\n",
            "_data/services/s.yml": service(tilte="X"),
            "_data/topics.yml": LEAST["_data/topics.yml"].replace("title: On coaching", "titel: X"),
        }
    )
    places = [line.partition(": ")[0] for line in problems(built)]
    assert places == [
        "docs/_data/services/s.yml:8",
        "docs/_data/sources.yml:1",
        "docs/_data/sources.yml:1",
        "docs/_data/topics.yml:1",
        "docs/_data/topics.yml:2",
        "docs/about.md:4",
        "docs/articles/a.md:6",
    ]


def test_references_to_an_unreadable_data_file_are_not_reported(site: Build) -> None:
    broken = {"_data/sources.yml": "smith: {", "_data/topics.yml": "- id: ["}
    built = site({**broken, "articles/a.md": article(body="A fact.[^smith]")})
    assert [line.partition(":")[0] for line in problems(built)] == [
        "docs/_data/sources.yml",
        "docs/_data/topics.yml",
    ]


def test_a_text_nested_too_deeply_is_reported(site: Build) -> None:
    deep = "> " * 800 + "x"
    built = site({"articles/a.md": article(body=deep), "articles/b.md": article(body="[x](y.md)")})
    assert [line.partition(". ")[0] for line in problems(built)] == [
        "docs/articles/a.md:7: Lists, quotes, or tags are nested too deeply here",
        "docs/articles/b.md:7: There is no page “y.md”",
    ]


def test_an_element_with_markdown_that_is_not_closed_hides_nothing(site: Build) -> None:
    body = "Text.\n\n<div markdown='1'>[^a]: Note\n\nSee [x](nowhere.md)."
    built = site({"articles/a.md": article(body=body)})
    assert problems(built) == [
        "docs/articles/a.md:9: “<div>” is not closed. Add </div> after it.",
        "docs/articles/a.md:9: “[^a]” does not work inside HTML. Write the paragraph without tags.",
        "docs/articles/a.md:11: There is no page “nowhere.md”. "
        "Write the path from this file, like ../guides/name.md.",
    ]


def test_correct_links_are_not_reported(site: Build) -> None:
    body = """\
## A part

[a](#a-part) [b](../about.md) [c](../services/s.md#page-enquiry) [d](../topics/coaching.md)
[e](../sources.md#smith) [f](index.md) [g](../guides/index.md) [h](2024.md) [i](../search.md)
[j](../index.md#page-latest) [k](../contact.md#enquiry-name) [l](desk.jpg) [m](../tags/one.md)
[n](../privacy.md?x=1) [o](<../about.md> "Title") [p]: [q] \\[r][s] `[t](u.md)` [v]

[v]: ../about.md
![A desk](desk.jpg) <a href="#a-part">w</a> <a href="../../about/#top">x</a> <a name="y"></a>
[y](#y) <img src="../desk.jpg" alt="A desk" width="8" height="8"> <mail@example.com> <https://example.com>

<section markdown="1" id="z">
[z](#z) [A fact](../about.md).[^smith][^hand]
</section>

[^hand]: By hand.

    [g](g.md)
    { .quiet }

```html
<a href="nowhere.html"><img src="nowhere.jpg">
[x](nowhere.md)[^nobody] [x][nobody]
# No title
```
"""
    files: dict[str, str | bytes | None] = {
        "articles/a.md": article(body=body, tags="[one]"),
        "articles/desk.jpg": photograph(),
        "articles/g.md": article(),
        "_data/services/s.yml": service(),
    }
    built = site(files)
    assert built.ok, built.log


def test_without_a_site_url_the_build_says_what_that_means(
    site_maker: SiteMaker, tmp_path: Path
) -> None:
    assert "search engines" not in site_maker(tmp_path / "with").log
    built = site_maker(tmp_path / "without", site_url="")
    assert built.ok
    assert "mkdocs.yml: “site_url” is empty, so search engines are asked to skip the" in built.log


def test_an_old_address_may_be_a_file_or_differ_in_case_only(site: Build) -> None:
    built = site({"articles/a.md": article(redirect_from="[/old/a.html, /old/a/, /Old/B, /old/b]")})
    for address, target in (("old/a.html", "../articles/a/"), ("old/a", "../../articles/a/")):
        html = built.page(address)
        assert html.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={target}"
    assert built.has("Old/B")
    assert built.has("old/b")


def test_linked_pages_are_not_in_the_notes(site: Build) -> None:
    built = site(
        {
            "articles/a.md": article(body="A fact.[^smith] [^jones]", service="s", related="[g]"),
            "guides/g.md": article(body="[h](h.md) [t](../services/t.md)"),
            "guides/h.md": article(),
            "_data/services/s.yml": service(),
            "_data/services/t.yml": service(),
        }
    )
    assert built.ok
    assert "No text" not in built.log


def test_fragments_in_scheduled_articles_are_checked_like_others(site: Build) -> None:
    later = {"date": "2999-01-01", "topic": "coaching"}
    built = site(
        {
            "articles/may.md": article("May", body="[x](#nothere)\n\n## One", **later),
            "articles/june.md": article("June", body="[a](may.md#one) [b](may.md#two)", **later),
        }
    )
    assert [line.partition(". ")[0] for line in problems(built)] == [
        "docs/articles/june.md:7: “may.md” has no section “#two”",
        "docs/articles/may.md:7: This page has no section “#nothere”",
    ]


@pytest.mark.parametrize("address", [None, pytest.param("", marks=pytest.mark.long)])
def test_an_empty_address_of_the_site_breaks_no_build(tmp_path: Path, address: str | None) -> None:
    for name in ("hooks", "overrides"):
        (tmp_path / name).symlink_to(ROOT / name)
    configure(tmp_path, {**SETTINGS, "site_url": address})
    for name, text in {**LEAST, "articles/a.md": article()}.items():
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    result = mkdocs_build(tmp_path)
    assert result.returncode == 0, result.stderr
    assert "noindex" in (tmp_path / "site/articles/a/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("A {{ name }}.", "9: The text contains “{{ name }}”"),
        ("{% raw %}", "9: The text contains “{% raw %}”"),
        ("See [x](y.", "9: A link is not closed: “](y.”."),
        ('<p id="a">x</p>\n\n<p id="a">x</p>', "9: The id “a” is there twice."),
        ('<p id="a b">x</p>', "9: The id “a b” contains a space."),
        ("<p><div>x</div></p>", "9: </p> has no start tag."),
        ('<p aria-labelledby="nix">x</p>', "9: An element refers to “#nix”, which is not on the"),
        ('<img src="../a.jpg" alt="x">', "9: The picture ../a.jpg has no width and height."),
        ("<center>x</center>", "9: <center> is obsolete."),
    ],
)
@pytest.mark.parametrize("date", ["2024-05-01", LATER])
def test_html_that_the_site_checks_refuse_is_found_on_the_day_it_is_written(
    site: Build, body: str, said: str, date: str
) -> None:
    text = article(date=date, body=f"Words.\n\n{body}")
    built = site({"articles/x.md": text, "articles/a.jpg": photograph()})
    assert problems(built)[0].startswith(f"docs/articles/x.md:{said}")


def test_a_scheduled_page_is_checked_as_a_whole_and_data_must_be_plain(site: Build) -> None:
    files = {
        "articles/a.md": article(date=LATER, title="A {{ name }}"),
        "articles/b.md": article(date=LATER, body='<p id="page-enquiry">x</p>'),
        "articles/c.md": article(date=LATER, body='<p aria-labelledby="page-enquiry">x</p>'),
        "articles/d.md": article(draft="true", body="{{ name }}"),
        "_data/services/s.yml": service(promise="'See [a](articles/a.md).'"),
    }
    assert [line.partition(",")[0] for line in problems(site(files))] == [
        "docs/_data/services/s.yml:3: “promise” contains “](articles/a.md)”",
        "docs/articles/a.md:2: “title” contains “{{ name }}”",
        "docs/articles/b.md:7: The id “page-enquiry” is there twice. Give each its own.",
    ]


def test_a_reference_to_what_the_template_writes_is_right(site: Build) -> None:
    body = '<p aria-labelledby="page-enquiry">x</p>'
    assert site({"articles/a.md": article(body=body)}).ok
