"""Whole sites: what every site must pass, and what the two practices show."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest

from practice.validation.site import check_site
from tests import practices
from tests.conftest import make_practice

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Site

DAY = practices.day()


@pytest.mark.parametrize("name", ["full", "minimal"])
def test_the_practices_pass_the_site_checks(name: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(f"{name}_site")
    assert site.ok, site.log
    assert check_site(site.folder, practices.docs(name), DAY) == []


@pytest.mark.parametrize("name", ["full", "minimal"])
def test_every_page_describes_itself_in_a_sentence(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: Site = request.getfixturevalue(f"{name}_site")
    for address in site.addresses():
        page = site.page(address)
        (description,) = page.select("meta[name=description]")
        assert 30 <= len(str(description["content"])) <= 160, address
        assert page.select_one("html")["lang"] == "en", address  # type: ignore[index]


def test_an_article_has_its_text_sources_neighbors_offer_and_form_in_this_order(
    full_site: Site,
) -> None:
    page = full_site.page("articles/lying-down")
    parts = page.select(".prose, .footnote, [aria-labelledby=page-more], .offer, .enquiry")
    names = dict.fromkeys(part.get("aria-labelledby") or part["class"][0] for part in parts)
    assert list(names) == ["prose", "footnote", "page-more", "page-offer", "page-enquiry"]
    assert len(page.select("[aria-labelledby=page-more] .card")) == 3
    assert len(page.select(".footnote > ol > li")) == 4, "three sources and a footnote by hand"


def test_a_new_article_needs_one_file_and_nothing_else(tmp_path: Path) -> None:
    def add(docs: Path) -> None:
        (docs / "articles/on-listening.md").write_text(
            "---\n"
            "title: On listening\n"
            "description: Why the pause after a question is worth more than the question.\n"
            "date: 2026-02-23\n"
            "topic: breath\n"
            "tags: [ears]\n"
            "---\n"
            "A first fact.[^laing-breath] A second one.[^petrova-microphone]\n",
            encoding="utf-8",
        )

    site = make_practice("full", tmp_path, add)
    assert site.ok, site.log
    assert len(site.page("articles/on-listening").select(".footnote > ol > li")) == 2
    for address, selector in (
        ("topics/breath", ".card__title a"),
        ("tags/ears", ".card__title a"),
        ("articles", ".card__title a"),
        ("articles/2026", ".card__title a"),
        ("", "[aria-labelledby=page-latest] .card__title a"),
        ("sources", "#laing-breath .sources__cited a"),
        ("sources", "#petrova-microphone .sources__cited a"),
    ):
        assert "On listening" in site.text(address, selector), f"{address} {selector}"


def test_an_article_is_light(full_site: Site) -> None:
    """All that a first visit to an article fetches, compressed as servers do."""
    folder = full_site.folder
    page = "articles/counting-to-twenty/index.html"
    scripts = ["assets/javascripts/site.js"]
    styles = [f.relative_to(folder).as_posix() for f in folder.glob("assets/stylesheets/main*")]
    others = [page, "assets/stylesheets/site.css", "assets/fonts/newsreader.woff2", *styles]
    size = {name: len(gzip.compress((folder / name).read_bytes())) for name in others + scripts}
    assert sum(size[name] for name in scripts) <= 8_000, size
    assert sum(size.values()) <= 90_000, size
    assert size["assets/fonts/newsreader.woff2"] <= 30_720
    html = full_site.html(page)
    assert html.count("<script") == html.count("site.js") + 2, "only the head's line and the rules"
    assert "bundle" not in html, "Material's scripts are not loaded"
    assert not list(folder.glob("assets/javascripts/bundle*"))


def test_only_what_readers_use_is_published(full_site: Site) -> None:
    assert not (full_site.folder / "mail").exists()
    assert (full_site.folder / "pagefind/pagefind.js").is_file()
    unused = [
        file.name
        for file in (full_site.folder / "pagefind").iterdir()
        if re.search("ui|highlight", file.name)
    ]
    assert unused == [], "Pagefind's own interfaces"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", "website"),
        ("articles", "website"),
        ("articles/lying-down", "article"),
        ("guides/which-hall", "article"),
        ("services/long-days", "website"),
        ("404.html", "website"),
    ],
)
def test_shared_links_say_whether_they_lead_to_an_article(
    full_site: Site, address: str, kind: str
) -> None:
    (found,) = full_site.page(address).select("meta[property='og:type']")
    assert found["content"] == kind


def test_the_thank_you_page_is_for_those_who_wrote(full_site: Site) -> None:
    page = full_site.page("thank-you")
    (robots,) = page.select("meta[name=robots]")
    assert robots["content"] == "noindex"
    assert not page.select("[data-pagefind-body], link[rel=canonical]")
    assert "thank-you" not in full_site.html("sitemap.xml")


def test_the_sitemap_dates_an_article_by_its_last_change(full_site: Site) -> None:
    dates = dict(re.findall("<loc>(.*?)</loc>(?:<lastmod>(.*?)<)?", full_site.html("sitemap.xml")))
    assert dates["https://fenwick.example/articles/lying-down/"] == "2025-12-04"
    assert dates["https://fenwick.example/articles/counting-to-twenty/"] == "2025-11-06"
    assert dates["https://fenwick.example/about/"] == ""


def test_an_article_offers_its_service_or_else_the_signature_offer(full_site: Site) -> None:
    def offer(article: str) -> list[str]:
        return full_site.text(f"articles/{article}", ".offer h2")

    assert offer("dry-mouth") == ["First night"]
    assert offer("the-silent-day") == ["A voice for long days"]


def test_an_article_offers_nothing_where_there_is_no_signature_offer(minimal_site: Site) -> None:
    assert minimal_site.text("articles/fewer-meetings", ".offer") == []


def test_readers_see_no_draft_and_no_scheduled_article(full_site: Site) -> None:
    for address in ("articles/half-a-thought", "articles/spring-term", "services/summer-school"):
        assert not full_site.has(address)
    everything = "".join(full_site.html(address) for address in full_site.addresses())
    for word in ("Half a thought", "spring term", "Summer school", "unfinished"):
        assert word not in everything
    assert not full_site.has("spring"), "its old address waits as well"


def test_every_list_has_its_page(full_site: Site) -> None:
    assert len(full_site.page("articles").select(".card")) == 6
    assert len(full_site.page("articles/page/2").select(".card")) >= 1
    for address, first in (
        ("topics/breath", "Why the first lesson happens on the floor"),
        ("topics/nerves", "The silent day"),
        ("articles/2024", "Three straws in a glass"),
        ("tags/floor-work", "Why the first lesson happens on the floor"),
        ("guides", "How to cancel a lesson politely"),
    ):
        assert full_site.text(address, ".card__title")[0] == first, address


def test_every_optional_fact_of_the_practice_is_shown(full_site: Site) -> None:
    footer = full_site.page("").select_one(".site-foot")
    assert footer is not None
    links = {link.get_text(): link["href"] for link in footer.select("a")}
    assert links["+44 (0)131 496 0123"] == "tel:+441314960123"
    assert links["Mastodon"] == "https://social.fenwick.example/@moira"
    assert "7 Harbour Stairs, Leith" in footer.get_text()
    coach = full_site.page("about").select_one(".coach")
    assert coach is not None
    assert "Licentiate of the Guild of Voice Teachers" in coach.get_text()
    assert "English, Scottish Gaelic, Français" in coach.get_text()
    assert coach.select_one("a[href='https://diary.fenwick.example/moira']")
    (portrait,) = coach.select("img")
    assert portrait["alt"] == "Moira Fenwick beside a piano, one hand raised"


def test_a_service_shows_its_price_and_what_its_clients_said(full_site: Site) -> None:
    facts = " ".join(full_site.text("services/long-days", ".facts"))
    assert "£340 for all four lessons" in facts
    assert "4 sessions of 75 minutes" in facts
    assert "£49.50 an hour" in " ".join(full_site.text("services/first-night", ".facts"))
    (said,) = full_site.text("services/long-days", "blockquote")
    assert "a voice left on the seventh" in said
    assert len(full_site.page("").select("blockquote")) == 3


def test_old_addresses_lead_to_the_article(full_site: Site) -> None:
    for old, target in (
        ("blog/floor", "../../articles/lying-down/"),
        ("2014/floor.html", "../articles/lying-down/"),
    ):
        (refresh,) = full_site.page(old).select("meta[http-equiv=refresh]")
        assert refresh["content"] == f"0; url={target}"
