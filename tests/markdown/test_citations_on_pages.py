"""Citations on built pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import article, page

if TYPE_CHECKING:
    from tests.conftest import Build


def test_a_citation_becomes_a_footnote_from_the_list_of_sources(site: Build) -> None:
    built = site({"articles/a.md": article(body="A fact.[^smith] Another.[^jones]")})
    assert built.text("articles/a", ".prose h2") == ["References"]
    notes = built.page("articles/a").select(".footnote li")
    assert [note["id"] for note in notes] == ["fn:smith", "fn:jones"]
    assert notes[0].get_text().strip().startswith("Ann Smith. A Study. June 2021.")
    assert notes[0].select_one("a[rel=external]")["href"] == "https://example.org/study"
    assert notes[1].get_text().strip().startswith("Bo Jones. A Book. 1999.")
    assert not notes[1].select("a[rel=external]")


def test_a_source_cited_twice_is_one_footnote_with_two_links_back(site: Build) -> None:
    built = site({"articles/a.md": article(body="One.[^smith]\n\nTwo.[^smith]")})
    page = built.page("articles/a")
    assert len(page.select(".footnote li")) == 1
    backs = [link["href"] for link in page.select(".footnote-backref")]
    assert backs == ["#fnref:smith", "#fnref2:smith"]
    assert all(page.select_one(f"[id='{back[1:]}']") for back in backs)


def test_a_footnote_written_by_hand_still_works(site: Build) -> None:
    body = "By hand.[^mine] From the list.[^smith]\n\n[^mine]: My own *note*."
    built = site({"articles/a.md": article(body=body)})
    notes = built.text("articles/a", ".footnote li")
    assert notes[0].startswith("My own note.")
    assert notes[1].startswith("Ann Smith.")


def test_an_unknown_source_fails_the_build_with_its_line(site: Build) -> None:
    built = site({"articles/a.md": article(body="Fine.\n\nA fact.[^smiht]")})
    assert not built.ok
    assert "docs/articles/a.md:9: There is no source “smiht”. Did you mean “smith”?" in built.log


def test_the_sources_page_lists_every_source_and_who_cites_it(site: Build) -> None:
    built = site(
        {
            "articles/a.md": article("A", "2024-01-01", body="T.[^smith]"),
            "guides/b.md": article("B", "2024-01-02", body="T.[^smith][^smith]"),
        }
    )
    entries = built.page("sources").select(".sources > li")
    assert [entry["id"] for entry in entries] == ["smith", "jones"]
    assert "Cited in" not in entries[1].get_text()
    links = {link.get_text(): link["href"] for link in entries[0].select(".sources__cited a")}
    assert links == {"A": "../articles/a/", "B": "../guides/b/"}


def test_a_source_is_shown_as_text_even_if_it_has_markup(site: Build) -> None:
    sources = 'evil: {author: "A & B", title: "<script>alert(1)</script> *x* [y] (z)"}\n'
    built = site({"_data/sources.yml": sources, "articles/a.md": article(body="T.[^evil]")})
    for address in ("articles/a", "sources"):
        assert "<script>alert" not in built.html(address)
        assert "A & B. <script>alert(1)</script> *x* [y] (z)." in built.page(address).get_text()


def test_a_standing_page_may_cite(site: Build) -> None:
    built = site({"about.md": page(body="A fact.[^smith]")})
    assert built.text("about", ".footnote li")[0].startswith("Ann Smith.")
