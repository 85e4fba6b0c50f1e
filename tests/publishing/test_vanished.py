"""A public page that a new site would lose is asked about before the site is published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from practice.content.gone import read_gone
from practice.publishing.public_site import (
    UnknownSiteError,
    published_addresses,
    sitemap_addresses,
)
from practice.publishing.vanished import address_issues, main, vanished
from tests.conftest import article
from tests.publishing.project import run, write
from tests.publishing.public_site import sitemap

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.docs import Docs
    from tests.publishing.public_site import PublicSite

GONE = "docs/_data/gone.yml"
HOME = "https://ana.example/"

RECORDED = ("", "about/", "articles/", "articles/one/", "articles/über/", "files/a%20b.pdf")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path in (
        "index.html",
        "about/index.html",
        "articles/index.html",
        "articles/one/index.html",
    ):
        write(tmp_path / path, "")
    write(tmp_path / "articles/über/index.html", "")
    write(tmp_path / "files/a b.pdf", "")
    return tmp_path


@pytest.mark.parametrize("root", ["https://ana.example/", "https://ana.example/site/"])
def test_nothing_vanishes_from_the_same_site(site: Path, root: str) -> None:
    assert vanished(sitemap_addresses(sitemap(*RECORDED, root=root), root), site) == []


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("articles/one/index.html", "/articles/one/"),
        ("articles/über/index.html", "/articles/über/"),
        ("files/a b.pdf", "/files/a b.pdf"),
        ("about/index.html", "/about/"),
    ],
)
def test_a_page_that_is_not_there_any_more(site: Path, file: str, address: str) -> None:
    (site / file).unlink()
    recorded = sitemap(*RECORDED, root="https://ada.github.io/site/")
    assert vanished(sitemap_addresses(recorded, HOME), site) == [address]


@pytest.mark.parametrize("text", ["", "<!doctype html><p>Not found", "{}", "<html>hi</html>"])
def test_what_is_not_a_sitemap_cannot_be_compared(text: str) -> None:
    with pytest.raises(UnknownSiteError):
        sitemap_addresses(text, HOME)


def test_an_empty_sitemap_loses_nothing() -> None:
    assert sitemap_addresses(sitemap(), HOME) == []


@pytest.mark.parametrize(
    ("root", "written", "address", "found"),
    [
        ("https://ana.example/", ("articles/", "x/"), HOME, ["/articles/", "/x/"]),
        ("https://ana.example", ("", "/x"), HOME, ["/", "/x"]),
        ("https://ana.example/site/", ("x/", "y/z/"), f"{HOME}site", ["/x/", "/y/z/"]),
        ("https://example.com/", ("", "x/?a=b"), "https://ada.github.io/site/", ["/", "/x/"]),
        ("https://ana.example/old/", ("", "x/"), HOME, ["/old/", "/old/x/"]),
        ("https://ana.example/", (" ", "//etc/"), HOME, ["/", "/etc/"]),
    ],
)
def test_addresses_begin_at_the_root_of_the_site(
    root: str, written: tuple[str, ...], address: str, found: list[str]
) -> None:
    assert sitemap_addresses(sitemap(*written, root=root), address) == found


@pytest.mark.parametrize(
    "written",
    [
        ("https://elsewhere.example/a/", "https://elsewhere.example/b/"),
        ("https://elsewhere.example/", "https://ana.example/"),
        ("https://[/",),
    ],
)
def test_addresses_that_do_not_fit_the_site_cannot_be_compared(written: tuple[str, ...]) -> None:
    with pytest.raises(UnknownSiteError):
        sitemap_addresses(sitemap(*written, root=""), HOME)


PLACE = ("mkdocs.yml", 2)


def test_the_message_names_a_file_that_is_there_and_both_ways_out() -> None:
    (issue,) = address_issues(["/articles/one/"], set(), PLACE)
    assert str(issue) == (
        "mkdocs.yml:2: The address /articles/one/ is public now, "
        "and the new site does not have it. "
        "If it moved, add this address to “redirect_from” of the page that replaces it. "
        "If it is gone for good, add the line “- /articles/one/” to docs/_data/gone.yml."
    )


@pytest.mark.parametrize("gone", ["/texts/bücher/", "/texts/bücher", "/texts/b%C3%BCcher/"])
def test_what_is_gone_on_purpose_is_not_asked_about(tmp_path: Path, gone: str) -> None:
    write(tmp_path / GONE, f"- {gone}\n")
    listed, _ = read_gone(tmp_path / "docs")
    found = address_issues(["/texts/bücher/", "/articles/two/"], listed, PLACE)
    assert ["/articles/two/" in issue.message for issue in found] == [True]


@pytest.mark.parametrize(
    "address", ["/tags/trust/", "/articles/2024/", "/articles/page/2/", "/topics/trust/page/3/"]
)
def test_lists_come_and_go_with_their_articles(address: str) -> None:
    assert address_issues([address], set(), PLACE) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "docs/_data/gone.yml:1: The file is empty."),
        ("articles: gone\n", "docs/_data/gone.yml:1: The file is not a list of addresses."),
        ("- /a/\n- b/\n", "docs/_data/gone.yml:2: This entry is not an address"),
        ("- /a/\n- {x: y}\n", "docs/_data/gone.yml:2: This entry is not an address"),
        ("- /a/\n- [\n", "docs/_data/gone.yml:"),
    ],
)
def test_a_mistake_in_the_list_is_reported_on_its_line(
    tmp_path: Path, text: str, place: str
) -> None:
    write(tmp_path / GONE, text)
    _, (issue,) = read_gone(tmp_path / "docs")
    assert str(issue).startswith(place)


def test_an_article_can_move_to_a_later_day(
    docs: Docs,
    live: PublicSite,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its redirects are away until then, too."""
    monkeypatch.chdir(docs.folder.parent)
    monkeypatch.setenv("live", live.address)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")  # December 1, 2026
    write(docs.folder.parent / "site/index.html", "")
    old = "redirect_from: [/old/index.html, /old.html]"
    public = ("articles/an-index/", "old/", "old.html")
    live.files["/sitemap.xml"] = sitemap("", *public)
    docs.remove("articles/x.md")
    text = article(date="2027-03-01", topic="trust").replace("date:", f"{old}\ndate:")
    docs.write("articles/an-index.md", text)
    assert main() == 0
    printed = capsys.readouterr().out
    for address in public:
        said = f"/{address} is public now, and the new site does not have it until 2027-03-01."
        assert said in printed
    docs.write("articles/an-index.md", text.replace("date:", "draft: true\ndate:"))
    assert main() == 1
    assert "until" not in capsys.readouterr().out


def compare(project: Path, address: str) -> subprocess.CompletedProcess[str]:
    return run(project, "make", "vanished", f"live={address}")


@pytest.mark.long
def test_a_renamed_article_is_published_once_it_redirects_or_is_gone(
    project: Path, live: PublicSite
) -> None:
    articles = project / "docs/articles"
    write(articles / "first.md", article("First", redirect_from="[/blog/1/, /first.html]"))
    assert run(project, "make", "build").returncode == 0
    live.publish(project / "site")
    assert compare(project, live.address).returncode == 0

    (articles / "first.md").unlink()
    write(articles / "renamed.md", article("First", redirect_from="[/first.html]"))
    check = ("make", "publish-check", "host=server", f"live={live.address}")
    failed = run(project, *check)
    assert failed.returncode != 0
    assert re.findall(r"^\d+ problem.*|The address \S+", failed.stderr, re.MULTILINE) == [
        "2 problems to fix:",
        "The address /articles/first/",
        "The address /blog/1/",
    ]
    assert (project / "site/articles/first").is_dir(), "the site in place was replaced"

    write(project / GONE, "- /articles/first/\n- /blog/1\n")
    checked = run(project, *check)
    assert checked.returncode == 0, checked.stderr
    assert (project / "site/articles/renamed").is_dir()
    (project / GONE).unlink()

    redirects = "[/first.html, /blog/1/, /articles/first/]"
    write(articles / "renamed.md", article("First", redirect_from=redirects))
    assert run(project, "make", "build").returncode == 0
    assert compare(project, live.address).returncode == 0


@pytest.mark.parametrize(
    ("status", "text", "said"),
    [
        (404, "", "its sitemap.xml is not there (404)"),
        (500, "", "its sitemap.xml is not there (500)"),
        (200, "<html>Hello</html>", "its sitemap.xml is not a sitemap"),
        (200, sitemap(), "its sitemap.xml is empty"),
    ],
)
def test_a_site_that_cannot_be_compared_with_stops_nothing(
    project: Path, live: PublicSite, status: int, text: str, said: str
) -> None:
    live.status, live.files = status, {"/sitemap.xml": text}
    command = ("make", "vanished", f"live={live.address}")
    compared = run(project, *command, GITHUB_ACTIONS="true")
    assert compared.returncode == 0, compared.stderr
    warning = f"::warning::The new site was not compared with the published one: {said}.\n"
    assert warning in compared.stdout


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", f"http://{'a' * 70}.example/"])
def test_a_site_that_does_not_answer_cannot_be_compared(address: str) -> None:
    with pytest.raises(UnknownSiteError, match="it does not answer"):
        published_addresses(address)


def test_an_address_without_a_site_stops_nothing(project: Path) -> None:
    compared = compare(project, "")
    assert compared.returncode == 0, compared.stderr
    assert "“site_url” in mkdocs.yml is not its address yet.\n" in compared.stdout


@pytest.mark.parametrize("address", ["foo", "http://[bad/", "http://a..example/", f"{HOME}?x"])
def test_what_is_not_an_address_is_refused(
    docs: Docs, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.chdir(docs.folder.parent)
    monkeypatch.setenv("live", address)
    with pytest.raises(SystemExit, match="is not the address of a site"):
        main()
