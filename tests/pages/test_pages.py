"""What all pages share: the form, the head, escaping, and reports of problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ABOUT, LEAST, article, service

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Build, SiteMaker

EVIL = '<script>alert(1)</script> \\"quoted\\" & more, as long as it has to be'


@pytest.fixture
def whole() -> dict[str, str]:
    return {
        "articles/a.md": article("A"),
        "guides/g.md": article("G"),
        "_data/services/s.yml": service("S"),
    }


@pytest.mark.parametrize("address", ["", "contact", "articles/a", "guides/g", "services/s"])
def test_the_form_is_where_a_reader_may_want_to_write(
    site: Build, whole: dict[str, str], address: str
) -> None:
    page = site(whole).page(address)
    form = page.select_one("main form")
    assert (form["method"], form["action"]) == ("post", "/enquiries")
    fields = form.select(".field :is(input, select, textarea)")
    for field in fields:
        assert form.select_one(f"label[for='{field['id']}']"), f"{field['name']} has a label"
        described = field.get("aria-describedby")
        assert described is None or page.select_one(f"[id='{described}']")
    assert [field["name"] for field in fields] == [
        "name",
        "email",
        "service",
        "message",
        "consent",
    ]
    assert [field["name"] for field in form.select("[required]")] == [
        "name",
        "email",
        "message",
        "consent",
    ]
    assert form.select_one("[name=name]")["autocomplete"] == "name"
    assert form.select_one("[name=email]")["autocomplete"] == "email"
    message = form.select_one("[name=message]")
    assert (message["data-min"], message["data-max"]) == ("10", "500")
    assert "maxlength" not in message.attrs, "a pasted text is not cut in silence"
    assert "privacy" in form.select_one(".field--consent a")["href"]
    assert form.select_one("button[type=submit]")


def test_the_fields_come_only_from_the_data(site: Build) -> None:
    fields = "- {id: motto, label: Motto, kind: text, autocomplete: 'off', max: 7}"
    data = LEAST["_data/contact.yml"].partition("fields:")[0] + f"fields:\n  {fields}\n"
    form = site({"_data/contact.yml": data}).page("contact").select_one("form")
    (field,) = form.select(".field [name]")
    assert (field["name"], field["data-max"], field["autocomplete"]) == ("motto", "7", "off")
    assert "required" not in field.attrs
    assert "(optional)" in form.get_text()


def test_titles_and_descriptions_are_shown_as_text(site: Build) -> None:
    title, said = f'"{EVIL}"', "<script>alert(1)</script> “quoted” & more, as long as it has to be"
    text = article(title).replace(ABOUT, title)
    about = f"---\ntitle: {title}\ndescription: {title}\n---\nText.\n"
    built = site(
        {
            "articles/a.md": text,
            "about.md": about,
            "_data/services/s.yml": service(title, description=title, promise=title),
        }
    )
    assert built.ok
    for address in ("", "articles/a", "articles", "about", "services", "services/s", "sitemap.xml"):
        assert "<script>alert" not in built.html(address)
    for address in ("articles/a", "about", "services/s"):
        page = built.page(address)
        assert page.h1.get_text() == said
        assert page.select_one("meta[name=description]")["content"] == said
        assert said in page.title.get_text()


def test_html_in_the_prose_of_data_files_is_shown_as_text(site: Build) -> None:
    steps = '[{title: A, text: "<img src=x onerror=alert(1)> *ok*"}]'
    built = site({"_data/services/s.yml": service(steps=steps)})
    assert "<img src=x" not in built.html("services/s")
    assert built.page("services/s").select_one(".steps em").get_text() == "ok"


def test_the_navigation_shows_where_the_reader_is(site: Build, whole: dict[str, str]) -> None:
    built = site(whole)
    assert " ".join(built.text("about", ".menu a")) == (
        "Services Articles Guides About Contact Search"
    )
    assert built.text("about", ".menu [aria-current=page]") == ["About"]
    assert built.text("articles/a", ".menu [aria-current=true]") == ["Articles"]
    assert built.text("articles", ".menu [aria-current=page]") == ["Articles"]


def test_names_of_characters_in_html_are_characters_in_the_navigation(
    site_maker: SiteMaker, tmp_path: Path
) -> None:
    nav = [{"Rest &amp; work": "about.md"}, {"It&#8217;s me": "contact.md"}]
    built = site_maker(tmp_path, nav=nav)
    assert built.text("about", ".menu a")[:2] == ["Rest & work", "It’s me"]


def test_no_page_loads_anything_from_another_host(site: Build, whole: dict[str, str]) -> None:
    built = site(whole)
    for address in ("", "articles/a", "services/s", "contact", "404.html"):
        page = built.page(address)
        loads = page.select("script[src], link[rel~=stylesheet], link[rel~=preload], img, iframe")
        for element in loads:
            target = element.get("src") or element.get("href")
            assert "//" not in target, f"{address} loads {target}"


def test_the_page_for_a_wrong_address_has_links(site: Build) -> None:
    page = site().page("404.html")
    assert page.h1.get_text() == "Page not found"
    assert {"/", "/services/", "/contact/"} <= {a["href"] for a in page.select("main a")}
    assert page.select("meta[name=robots][content=noindex]")


def test_the_sitemap_lists_the_pages_readers_may_find(site: Build, whole: dict[str, str]) -> None:
    sitemap = site(whole).html("sitemap.xml")
    for address in ("", "articles/a/", "guides/g/", "services/s/", "sources/", "about/"):
        assert f"<loc>https://example.com/{address}</loc>" in sitemap
    assert sitemap.startswith("<?xml")


def test_all_problems_are_reported_together_sorted_by_place(site: Build) -> None:
    built = site(
        {
            "articles/b.md": article(topic="coachin", body="T.[^nobody]"),
            "articles/a.md": article(tilte="X"),
            "_data/services/s.yml": service(
                questions="[{question: Q, answer: 'See [x](abuot.md).'}]"
            ),
        }
    )
    assert not built.ok
    reported = built.log[built.log.index("problems to fix") - 2 :].splitlines()
    assert reported[:5] == [
        "4 problems to fix:",
        "docs/_data/services/s.yml:8: There is no page “abuot.md”. Did you mean “about.md”?",
        "docs/articles/a.md:6: “tilte” is not a key here. "
        "Known: author, draft, pinned, redirect_from, related, service, tags, updated.",
        "docs/articles/b.md:5: There is no topic “coachin”. Did you mean “coaching”?",
        "docs/articles/b.md:7: There is no source “nobody”. Known: jones, smith.",
    ]
    assert "Traceback" not in built.log
    assert not built.has("index.html"), "no page is written once something is wrong"


def test_nothing_is_reported_about_substitutes_for_broken_files(site: Build) -> None:
    built = site({"_data/practice.yml": "name: [\n", "_data/contact.yml": None})
    assert not built.ok
    assert "2 problems to fix:\ndocs/_data/contact.yml:1: The file is missing." in built.log
    assert "docs/_data/practice.yml:2: A bracket opens here and never closes." in built.log
    assert "leaves empty" not in built.log
    assert "Messages go to" not in built.log


def test_a_text_that_cannot_be_decoded_is_reported_without_a_crash(
    site: Build, tmp_path: Path
) -> None:
    file = tmp_path / "docs/articles/latin.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(article(body="café").encode("latin-1"))
    built = site({"articles/b.md": article(topic="nowhere")})
    assert not built.ok
    assert "docs/articles/latin.md:7: This line is not UTF-8 text." in built.log
    assert "docs/articles/b.md:5: There is no topic “nowhere”." in built.log


def test_a_door_to_an_unpublished_article_fails_the_build(site: Build) -> None:
    home = LEAST["index.md"].replace("page: about.md", "page: articles/b.md")
    files = {"index.md": home, "articles/b.md": article("B", draft="true")}
    built = site(files)
    assert not built.ok
    assert "docs/index.md:7: “articles/b.md” is a draft, so readers cannot follow" in built.log
    assert site(files, preview=True).ok


def test_a_page_that_all_others_link_to_is_required(site: Build) -> None:
    built = site({"contact.md": None})
    assert not built.ok
    assert "docs/contact.md:1: The file is missing." in built.log


def test_empty_facts_of_the_practice_are_information(site: Build) -> None:
    built = site()
    assert built.ok
    assert "docs/_data/practice.yml: still empty: phone, address, portrait" in built.log


def test_a_folder_of_data_is_never_published(site: Build) -> None:
    built = site()
    assert not (built.folder / "_data").exists()


def test_every_list_has_a_title_and_its_own_description(site: Build) -> None:
    files = {f"articles/a{n}.md": article(f"A{n}", tags="[Fear]") for n in range(4)}
    built = site(files)
    titles = {
        "articles": "Articles",
        "articles/page/2": "Articles, page 2",
        "guides": "Guides to choosing",
        "topics/coaching": "On coaching",
        "articles/2024": "Articles from 2024",
        "tags/fear": "Articles about Fear",
        "services": "Services",
        "sources": "Sources",
        "search": "Search",
    }
    for address, title in titles.items():
        page = built.page(address)
        assert built.text(address, "h1") == [title]
        assert built.text(address, "title") == [f"{title} · Ada Example"]
        assert page.select_one("meta[property='og:title']")["content"] == title
    described = {built.page(a).select_one("meta[name=description]")["content"] for a in titles}
    assert len(described) == len(titles) - 1, "the pages of one list share a description"
    assert built.text("topics/coaching", ".lede")[0].startswith("All about coaching")
