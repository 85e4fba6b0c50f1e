"""Articles as readers see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from practice.validation.site import check_site
from tests.conftest import ABOUT, LEAST, article, page, service

if TYPE_CHECKING:
    from tests.conftest import Build

FUTURE = "2999-01-02"


def test_an_article_shows_what_its_front_matter_says(site: Build) -> None:
    built = site(
        {
            "articles/one.md": article(
                "One", "2024-05-01", updated="2024-06-02", author="bob", tags="[Remote work]"
            )
        }
    )
    assert built.text("articles/one", "h1") == ["One"]
    assert built.text("articles/one", ".page-head .lede") == [ABOUT]
    assert built.text("articles/one", ".byline span") == [
        "Bob Example",
        "May 1, 2024",
        "Updated June 2, 2024",
        "1 min read",
    ]
    page = built.page("articles/one")
    assert page.select_one(".eyebrow a")["href"] == "../../topics/coaching/"
    assert page.select_one(".tags a")["href"] == "../../tags/remote-work/"
    assert page.select_one("meta[name=description]")["content"] == ABOUT
    assert page.title.get_text() == "One · Ada Example"


def test_the_first_author_is_the_default(site: Build) -> None:
    built = site({"articles/one.md": article()})
    assert built.text("articles/one", ".byline span")[0] == "Ada Example"


def test_the_byline_shows_the_role_of_the_author_and_links_to_their_page(site: Build) -> None:
    authors = "{bob: {name: Bob Example, role: Historian, url: 'https://bob.example.org/?a=1&b'}}"
    practice = LEAST["_data/practice.yml"].partition("authors:")[0] + f"authors: {authors}\n"
    built = site({"_data/practice.yml": practice, "articles/one.md": article()})
    assert built.text("articles/one", ".byline span")[0] == "Bob Example, Historian"
    link = built.page("articles/one").select_one(".byline a")
    assert (link.get_text(), link["href"]) == ("Bob Example", "https://bob.example.org/?a=1&b")


def test_reading_time_counts_the_words_of_the_text_and_not_of_footnotes(site: Build) -> None:
    body = "word " * 238 * 3 + "end.[^smith]\n"
    built = site({"articles/one.md": article(body=body)})
    assert "3 min read" in built.text("articles/one", ".byline span")


def test_lists_are_newest_first_after_pinned_articles(site: Build) -> None:
    built = site(
        {
            "articles/old.md": article("Old", "2022-01-01", pinned="true"),
            "articles/new.md": article("New", "2024-01-01"),
            "articles/mid.md": article("Mid", "2023-01-01", topic="mentoring"),
        }
    )
    assert built.text("articles", ".card__title") == ["Old", "New", "Mid"]
    assert built.text("topics/coaching", ".card__title") == ["Old", "New"]
    assert built.text("topics/mentoring", ".card__title") == ["Mid"]
    assert built.text("articles/2023", ".card__title") == ["Mid"]
    assert not built.has("articles/2021")


def test_tags_with_the_same_slug_share_a_page(site: Build) -> None:
    built = site(
        {
            "articles/a.md": article("A", "2024-01-01", tags="[Remote work, Goals]"),
            "articles/b.md": article("B", "2023-01-01", tags="[remote work]"),
        }
    )
    assert built.text("tags/remote-work", ".card__title") == ["A", "B"]
    assert built.text("tags/goals", ".card__title") == ["A"]


def test_a_list_continues_on_further_pages(site: Build) -> None:
    built = site({f"articles/a{n}.md": article(f"A{n}", f"2024-01-0{n}") for n in range(1, 9)})
    assert built.text("articles", ".card__title") == ["A8", "A7", "A6"]
    assert built.text("articles/page/2", ".card__title") == ["A5", "A4", "A3"]
    assert built.text("articles/page/3", ".card__title") == ["A2", "A1"]
    assert built.text("topics/coaching/page/3", ".card__title") == ["A2", "A1"]
    middle = built.page("articles/page/2")
    assert middle.select_one(".pagination [rel=prev]")["href"] == "../../"
    assert middle.select_one(".pagination [rel=next]")["href"] == "../3/"
    assert middle.select_one(".pagination [aria-current=page]").get_text() == "2"
    assert not built.page("articles").select(".pagination [rel=prev]")
    assert not built.has("articles/page/4")


def test_a_topic_without_articles_has_a_page_that_says_so(site: Build) -> None:
    built = site({"articles/a.md": article()})
    assert "Nothing here yet" in built.page("topics/mentoring").get_text()


def test_an_empty_list_links_to_all_articles_but_not_to_itself(site: Build) -> None:
    built = site()
    assert "Nothing here yet" in built.page("articles").get_text()
    assert not built.page("articles").select(".sheet > p a")
    assert built.page("guides").select_one(".sheet > p a")["href"] == "../articles/"


def test_guides_are_among_the_articles_and_have_their_own_list(site: Build) -> None:
    built = site(
        {
            "articles/a.md": article("A", "2024-01-01"),
            "guides/g.md": article("G", "2024-01-02"),
        }
    )
    assert built.text("articles", ".card__title") == ["G", "A"]
    assert built.text("guides", ".card__title") == ["G"]
    assert built.text("guides/g", "h1") == ["G"]


@pytest.mark.parametrize("keys", [{"draft": "true"}, {"date": FUTURE}])
def test_drafts_and_scheduled_articles_stay_out_of_the_build(
    site: Build, keys: dict[str, str]
) -> None:
    built = site(
        {
            "articles/open.md": article("Open", tags="[shared]"),
            "articles/hidden.md": article("Hidden", tags="[shared, secret]", **keys),
        }
    )
    assert built.ok
    assert not built.has("articles/hidden")
    assert not built.has("tags/secret")
    for address in ("", "articles", "topics/coaching", "tags/shared", "articles/open", "sources"):
        assert "Hidden" not in built.html(address)
    assert "hidden" not in built.html("sitemap.xml")


@pytest.mark.parametrize(
    ("keys", "mark", "notice"),
    [
        ({"draft": "true"}, "Draft", "Draft: not published."),
        ({"date": FUTURE}, "Scheduled", "Scheduled: will be published on January 2, 2999."),
    ],
)
def test_the_preview_shows_and_marks_drafts_and_scheduled_articles(
    site: Build, keys: dict[str, str], mark: str, notice: str
) -> None:
    built = site({"articles/hidden.md": article("Hidden", **keys)}, preview=True)
    assert built.text("articles/hidden", ".notice") == [notice]
    assert built.text("articles", ".mark") == [mark]


@pytest.mark.parametrize(
    ("keys", "said"),
    [({"draft": "true"}, "is a draft"), ({"date": FUTURE}, "is scheduled for 2999-01-02")],
)
def test_a_link_to_an_unpublished_article_fails_the_build(
    site: Build, keys: dict[str, str], said: str
) -> None:
    files = {
        "articles/a.md": article(body="Text.\n\nSee [that](b.md#part)."),
        "articles/b.md": article("B", body="## Part", **keys),
    }
    built = site(files)
    assert not built.ok
    assert f"docs/articles/a.md:9: “b.md#part” {said}, so readers cannot follow" in built.log
    assert site(files, preview=True).ok


def test_a_text_in_the_wrong_folder_fails_the_build(site: Build) -> None:
    built = site(
        {
            "articles/2024/deep.md": article(),
            "notes/x.md": article(),
            "articles/loud.MD": article(),
            "sources.md": f"---\ntitle: Mine\ndescription: {ABOUT}\n---\nText.\n",
        }
    )
    assert not built.ok
    for said in (
        "docs/articles/2024/deep.md:1: The site does not read texts in this folder.",
        "docs/notes/x.md:1: The site does not read texts in this folder.",
        "docs/articles/loud.MD:1: The file name ends in “.MD”.",
        "docs/sources.md:1: The site generates a page with this name.",
    ):
        assert said in built.log


def test_an_article_of_today_is_published(site: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1714521600")  # 2024-05-01 00:00 UTC
    files = {
        "articles/today.md": article("Today", "2024-05-01"),
        "articles/later.md": article("Later", "2024-05-02"),
    }
    assert site(files).text("articles", ".card__title") == ["Today"]


def test_previous_and_next_stay_within_the_topic(site: Build) -> None:
    built = site(
        {
            "articles/a.md": article("A", "2024-01-01"),
            "articles/b.md": article("B", "2024-01-02", topic="mentoring"),
            "articles/c.md": article("C", "2024-01-03"),
            "articles/d.md": article("D", "2024-01-04"),
        }
    )
    assert built.text("articles/c", ".neighbors a") == ["Previous A", "Next D"]
    assert built.text("articles/a", ".neighbors a") == ["Next C"]
    assert built.text("articles/b", ".neighbors a") == []


def test_more_posts_start_with_those_the_author_lists(site: Build) -> None:
    built = site(
        {
            "articles/a.md": article("A", related="[far]", tags="[x]", body="T.[^smith]"),
            "articles/far.md": article("Far", "2020-01-01", topic="mentoring"),
            "articles/topic.md": article("Topic", "2024-02-01"),
            "articles/tag.md": article("Tag", "2024-01-01", topic="mentoring", tags="[x]"),
            "articles/both.md": article("Both", "2023-01-01", tags="[X]", body="T.[^smith]"),
        }
    )
    assert built.text("articles/a", "[aria-labelledby=page-more] .card__title") == [
        "Far",
        "Both",
        "Topic",
    ]


def test_services_and_standing_pages_have_old_addresses_too(site: Build) -> None:
    files = {
        "_data/services/s.yml": service(redirect_from="[/offers/s/]"),
        "about.md": page("About", redirect_from="[/who.html]"),
        "index.md": LEAST["index.md"].replace("title: Home", "title: Home\nredirect_from: [start]"),
    }
    built = site(files)
    for address, target in {
        "offers/s": "../../services/s/",
        "who.html": "about/",
        "start": "../",
    }.items():
        refresh = built.page(address).select_one("meta[http-equiv=refresh]")
        assert refresh["content"] == f"0; url={target}"


def test_an_old_address_of_two_pages_is_reported(site: Build) -> None:
    built = site(
        {
            "_data/services/s.yml": service(redirect_from="[/old/]"),
            "about.md": page("About", redirect_from="[/old/]"),
        }
    )
    assert not built.ok
    assert "already redirects to services/s.md. Delete one of the two." in built.log


def test_old_addresses_redirect_to_the_article(site: Build) -> None:
    built = site({"articles/a.md": article(redirect_from="[/blog/2019/a/, older]")})
    for address, target in (("blog/2019/a", "../../../articles/a/"), ("older", "../articles/a/")):
        page = built.page(address)
        assert page.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={target}"
        assert page.select_one("a")["href"] == target
        assert page.select_one("link[rel=canonical]")["href"].endswith("/articles/a/")
    assert "older" not in built.html("sitemap.xml")


def test_an_old_address_never_replaces_a_page(site: Build) -> None:
    built = site({"articles/a.md": article(redirect_from="[/about/]")})
    assert not built.ok
    assert (
        "docs/articles/a.md:6: The old address “/about/” belongs to about.md. "
        "Delete it, or rename that page." in built.log
    )


def test_lists_are_the_same_on_every_build(site: Build) -> None:
    files = {f"articles/a{n}.md": article(f"A{n}", "2024-01-01") for n in range(6)}
    first = site(files).html("articles/a3")
    assert site(files).html("articles/a3") == first


@pytest.mark.parametrize(("timezone", "shown"), [("UTC", False), ("Pacific/Auckland", True)])
def test_an_article_is_published_when_its_day_begins_where_the_coach_lives(
    site: Build, monkeypatch: pytest.MonkeyPatch, timezone: str, *, shown: bool
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767268800")  # 2026-01-01, noon in UTC
    practice = f"{LEAST['_data/practice.yml']}timezone: {timezone}\n"
    files = {"articles/a.md": article(date="2026-01-02"), "_data/practice.yml": practice}
    built = site(files)
    assert built.ok
    assert built.has("articles/a") is shown
    assert ("Held back until 2026-01-02: docs/articles/a.md" in built.log) is not shown
    assert check_site(built.folder, built.folder.parent / "docs") == []
