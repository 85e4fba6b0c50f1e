"""The site checks: each finds its fault, says where it is, and says what to do."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from practice.content.stray_files import AT_THE_ROOT, PROOFS, stray_files
from practice.validation.site import check_site, main

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="description" content="What it is about.">
<link rel="canonical" href="https://example.org/{address}"><link rel="stylesheet" href="/style.css">
</head><body><h1>A page</h1><h2 id="part">A part</h2><p>Text.</p>
<p><a href="#part">Here</a> <a href="/other/#part">there</a></p>
<img src="/a.png" alt="" width="1" height="1"><label for="q">Ask</label><input id="q">
</body></html>
"""
SITEMAP = (
    "<urlset><url><loc>https://example.org/</loc></url>"
    "<url><loc>https://example.org/other/</loc></url></urlset>"
)
HIDDEN = PAGE.replace('<link rel="canonical" href="https://example.org/{address}">', "").replace(
    "<head>", '<head><meta name="robots" content="noindex">'
)
REDIRECT = """\
<!doctype html><html lang="en"><head><meta name="robots" content="noindex"><title>Moved</title>
<meta http-equiv="refresh" content="0; url=../other/"></head><body><p>Moved.</p></body></html>
"""
RIGHT = {
    "index.html": PAGE.format(address=""),
    "other/index.html": PAGE.format(address="other/"),
    "thank-you/index.html": HIDDEN,
    "404.html": HIDDEN,
    "old/index.html": REDIRECT,
    "sitemap.xml": SITEMAP,
    "style.css": "p { background: url(a.png) }",
    "a.png": "",
}
PARAGRAPH = "<p>Text.</p>"


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_correct_site_has_no_faults(tmp_path: Path) -> None:
    assert check_site(written(tmp_path, RIGHT)) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#part", "#parts", "That page has no section for the link “#parts”."),
        ("/other/#part", "/gone/", "There is no page or file at “/gone/”."),
        (
            "/other/#part",
            "https://example.org/x.pdf",
            "There is no page or file at “https://example.org/x.pdf”.",
        ),
        ("/a.png", "/b.png", "There is no page or file at “/b.png”."),
        (
            'src="/a.png"',
            'src="/a.png" srcset="/b.png 2x"',
            "There is no page or file at “/b.png”.",
        ),
        (PARAGRAPH, '<p id="part">Text.</p>', "The id “part” is there twice."),
        (PARAGRAPH, '<p id="a b">Text.</p>', "The id “a b” contains a space."),
        ("<h1>A page</h1>", "", "The page has 0 first-level headings."),
        (PARAGRAPH, "<h1>Two</h1>", "The page has 2 first-level headings."),
        (PARAGRAPH, "<h4>Deep</h4>", "A heading skips from level 2 to level 4."),
        ('<html lang="en">', "<html>", "The page does not name its language."),
        ("<title>A page</title>", "<title></title>", "The page has no title."),
        ('content="What it is about."', 'content=""', "The page has no description."),
        (' alt=""', "", "The picture /a.png has no alt text."),
        (' width="1"', "", "The picture /a.png has no width and height."),
        (PARAGRAPH, "<p>{{ page }}</p>", "The text contains “{{ page }}”"),
        (PARAGRAPH, "<p>{% if x %}</p>", "The text contains “{% if x %}”"),
        (
            "/style.css",
            "https://cdn.example/x.css",
            "Browsers would load https://cdn.example/x.css",
        ),
        ('src="/a.png"', 'src="//cdn.example/a.png"', "Browsers would load //cdn.example/a.png"),
        (PARAGRAPH, "<style>@import '//x.example/y'</style>", "Browsers would load //x.example/y"),
        (
            PARAGRAPH,
            "<p style='background: url(//x.example/y)'>",
            "Browsers would load //x.example",
        ),
        (PARAGRAPH, "<script src='https://x.example/y'></script>", "Browsers would load https://x"),
        (PARAGRAPH, "<p>Text.", ""),
        (PARAGRAPH, "<div>Text.", "<div> is not closed before </body>."),
        (PARAGRAPH, "<p><em>Text.</p>", "<em> is not closed before </p>."),
        (PARAGRAPH, "<p>Text.</p></p>", "</p> has no start tag."),
        (PARAGRAPH, "<p>Text. <div>More.</div></p>", "</p> has no start tag."),
        (PARAGRAPH, "<span><div>More.</div></span>", "<div> is inside <span>, which may contain"),
        (PARAGRAPH, "<a href='#q'><button>Go</button></a>", "<button> is inside <a>."),
        (PARAGRAPH, "<li>Text.</li>", "<li> is not directly inside <ul> or <ol> or <menu>."),
        (PARAGRAPH, "<ul><p>Text.</p></ul>", "<p> is directly inside <ul>."),
        (PARAGRAPH, "<ul><li>One<li>Two</ul>", ""),
        (PARAGRAPH, "<table><tr><td>1<td>2<tr><td>3</table>", ""),
        (PARAGRAPH, "<p>Text.<br/><img src='/a.png' alt='' width=1 height=1></p>", ""),
        (PARAGRAPH, "<pre><code>{{ page }} [^a] [b](c)</code></pre>", ""),
        (PARAGRAPH, "<p><a href='https://elsewhere.example/'>Elsewhere</a></p>", ""),
        (PARAGRAPH, "<center>Text.</center>", "<center> is obsolete."),
        ('for="q"', 'for="r"', "An element refers to “#r”, which is not on the page."),
        ("<!doctype html>", "", "The page does not begin with <!doctype html>."),
        (
            "https://example.org/other/",
            "https://example.com/other/",
            "The page does not name https://example.org/other/ as its address",
        ),
    ],
)
def test_a_fault_of_a_page_is_found(tmp_path: Path, old: str, new: str, message: str) -> None:
    page = RIGHT["other/index.html"]
    assert old in page
    site = written(tmp_path, {**RIGHT, "other/index.html": page.replace(old, new, 1)})
    found = [fault for fault in check_site(site) if fault.path == "other/index.html"]
    if not message:
        assert found == []
        return
    assert any(fault.message.startswith(message) for fault in found), found
    assert all(fault.fix.endswith(".") for fault in found)


@pytest.mark.parametrize(
    ("files", "path", "message"),
    [
        ({"_data/practice.yml": ""}, "_data/practice.yml", "This file is not meant for readers."),
        ({"notes.md": ""}, "notes.md", "This file is not meant for readers."),
        ({"mail/enquiry.txt": ""}, "mail/enquiry.txt", "This file is not meant for readers."),
        (
            {"style.css": "p { background: url(https://x.example/a.png) }"},
            "style.css",
            "Browsers would load https://x.example/a.png from another host.",
        ),
        (
            {"thank-you/index.html": PAGE.format(address="thank-you/")},
            "thank-you/index.html",
            "Search engines may list this page.",
        ),
        (
            {"thank-you/index.html": HIDDEN.replace("<body>", "<body data-pagefind-body>")},
            "thank-you/index.html",
            "The page can be found by the site’s own search.",
        ),
        (
            {"old/index.html": REDIRECT.replace("noindex", "all")},
            "old/index.html",
            "Search engines may list this page.",
        ),
        (
            {"old/index.html": REDIRECT.replace("../other/", "../gone/")},
            "old/index.html",
            "There is no page or file at “../gone/”.",
        ),
        (
            {"sitemap.xml": SITEMAP.replace("other", "old")},
            "sitemap.xml",
            "https://example.org/old/ is not a page for search engines.",
        ),
        (
            {"sitemap.xml": SITEMAP.replace("other", "old")},
            "sitemap.xml",
            "https://example.org/other/ is missing.",
        ),
        ({"sitemap.xml": SITEMAP * 2}, "sitemap.xml", "https://example.org/ is listed twice."),
        ({"other/index.html": HIDDEN}, "other/index.html", "The page does not name https://exam"),
    ],
)
def test_a_fault_of_the_site_is_found(
    tmp_path: Path, files: dict[str, str], path: str, message: str
) -> None:
    found = check_site(written(tmp_path, {**RIGHT, **files}))
    assert any(f.path == path and f.message.startswith(message) for f in found), found


def test_a_site_below_a_folder_has_links_from_the_root_of_its_host(tmp_path: Path) -> None:
    files = {
        name: text.replace("example.org/", "example.org/lind/").replace('"/', '"/lind/')
        for name, text in RIGHT.items()
    }
    site = written(tmp_path, files)
    assert check_site(site) == []
    (site / "404.html").write_text(HIDDEN.replace("/other/", "/lind/gone/"), encoding="utf-8")
    assert [fault.path for fault in check_site(site)] == ["404.html"]


def test_a_site_without_an_address_lists_no_page(tmp_path: Path) -> None:
    files = {name: HIDDEN for name in RIGHT if name.endswith(".html")}
    rest = {"style.css": "", "a.png": "", "sitemap.xml": "<urlset></urlset>"}
    assert check_site(written(tmp_path, files | rest)) == []


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("date: 2025-01-01", False),
        ("date: 2025-01-02", True),
        ("date: 2024-01-01\ndraft: true", True),
    ],
)
def test_an_article_readers_may_not_see_yet_is_found(
    tmp_path: Path, keys: str, found: bool
) -> None:
    description = "What it is about, in as many words as lists and searches need."
    text = f"---\ntitle: T\ndescription: {description}\ntopic: t\n{keys}\n---\nText.\n"
    docs = written(tmp_path / "docs", {"articles/other.md": text})
    files = {"articles/other/index.html": PAGE.format(address="articles/other/"), **RIGHT}
    site = written(tmp_path / "site", files)
    faults = check_site(site, docs, dt.date(2025, 1, 1))
    message = "docs/articles/other.md is a draft or scheduled, and the site contains it."
    assert (message in [fault.message for fault in faults]) is found


def test_many_pages_are_checked_like_few(tmp_path: Path) -> None:
    copies = {f"copy-{n}/index.html": PAGE.format(address=f"copy-{n}/") for n in range(160)}
    copies["copy-7/index.html"] = copies["copy-7/index.html"].replace("</h1>", "")
    listed = "".join(f"<loc>https://example.org/copy-{n}/</loc>" for n in range(160))
    site = written(tmp_path, {**RIGHT, **copies, "sitemap.xml": SITEMAP + listed})
    assert {fault.path for fault in check_site(site)} == {"copy-7/index.html"}


def test_the_command_prints_the_faults_sorted_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site = written(tmp_path / "site", RIGHT)
    assert main(["site/"]) == 0
    assert capsys.readouterr() == ("No problems in site/.\n", "")
    written(site, {"b.yml": "", "a.yml": ""})
    assert main(["site"]) == 1
    assert capsys.readouterr().err == (
        "site/a.yml:1: This file is not meant for readers. Exclude it in mkdocs.yml.\n"
        "site/b.yml:1: This file is not meant for readers. Exclude it in mkdocs.yml.\n"
    )
    assert main([str(tmp_path / "nowhere")]) == 1
    assert "There is no site here. Run: make build." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("<p>{{ it’s }}</p>", "docs/other.md:2: The text contains “{{ it’s }}”"),
        ('<p id="a b">Text.</p>', "docs/other.md:4: The id “a b” contains a space."),
        ("<center>Text.</center>", "docs/other.md:5: <center> is obsolete."),
        ("<p>{% d %}</p>", "docs/other.md:1: The text contains “{% d %}”"),
    ],
)
def test_a_fault_is_shown_where_the_page_comes_from(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    place: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    text = 'Words.\n{{ it\'s }}\n[a](b.md)\n<p id="a b">\n<center>\n'
    sources = {"other.md": text, "_data/topics.yml": "- id: t\n  title: '[c](c.md)'\n"}
    written(tmp_path / "docs", sources)
    html = RIGHT["other/index.html"].replace(PARAGRAPH, page)
    written(tmp_path / "site", {**RIGHT, "other/index.html": html})
    assert main(["site"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(place)


def test_files_for_hosts_and_proofs_of_ownership_are_no_pages(tmp_path: Path) -> None:
    """Every file that the docs folder may have at its root."""
    files = dict.fromkeys(AT_THE_ROOT, "Words") | {f"proof{end}": "Words" for end in PROOFS}
    docs = written(tmp_path / "docs", files)
    assert [*stray_files(docs)] == []
    assert check_site(written(tmp_path / "site", {**RIGHT, **files}), docs) == []
