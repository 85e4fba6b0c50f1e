"""Services: one file makes a page, a list entry, and an option of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import article, service

if TYPE_CHECKING:
    from tests.conftest import Build


def test_adding_a_file_adds_the_page_the_entry_and_the_option(site: Build) -> None:
    built = site({"_data/services/new-thing.yml": service("New thing")})
    assert built.text("services/new-thing", "h1") == ["New thing"]
    assert "New thing" in built.text("services", ".card__title")
    assert "New thing" in built.text("", "main .card__title")
    options = built.page("contact").select("select[name=service] option")
    assert [(option["value"], option.get_text()) for option in options] == [
        ("", "Not sure"),
        ("new-thing", "New thing"),
    ]
    assert "New thing" in built.text("about", ".site-foot a")


def test_a_service_page_shows_everything_in_its_file(site: Build) -> None:
    text = service(
        "Deep work",
        audience="[you lead]",
        outcomes="[Calm]",
        steps="[{title: Begin, text: Talk *first*.}, {title: End, text: Stop.}]",
        format="{sessions: 2, minutes: 90, where: By video, note: Dates are agreed.}",
        price="{amount: 1200, currency: USD, unit: per person}",
        questions="[{question: 'How long?', answer: 'Long. See [about](about.md).'}]",
    )
    built = site({"_data/services/deep-work.yml": text})
    page = built.page("services/deep-work")
    said = " ".join(page.select_one("main").get_text().split())
    for words in (
        "you lead",
        "Calm",
        "Talk first.",
        "2 sessions of 90 minutes",
        "By video",
        "Dates are agreed.",
        "$1,200 per person",
        "How long? Long. See about.",
    ):
        assert words in said
    assert page.select_one(".questions a")["href"] == "../../about/"


def test_a_service_without_a_price_does_not_mention_prices(site: Build) -> None:
    built = site({"_data/services/a.yml": service()})
    assert "Price" not in built.page("services/a").select_one("main").get_text()


def test_the_form_under_a_service_has_that_service_selected(site: Build) -> None:
    built = site({"_data/services/a.yml": service("A"), "_data/services/b.yml": service("B")})
    assert built.text("services/b", "select option[selected]") == ["B"]
    page = built.page("services/b")
    link = page.select_one(".page-head .button")["href"]
    assert page.select_one(f"[id='{link[1:]}']"), "the link leads to the form on the same page"


def test_related_articles_are_on_the_page_of_a_service(site: Build) -> None:
    built = site(
        {
            "_data/services/a.yml": service("A"),
            "articles/x.md": article("X", service="a"),
            "articles/y.md": article("Y"),
        }
    )
    assert built.text("services/a", "[aria-labelledby=page-related] .card__title") == ["X"]
    assert built.text("articles/x", ".offer h2") == ["A"]
    assert built.text("articles/x", "select option[selected]") == ["A"]


def test_services_are_in_order_with_the_signature_offer_first(site: Build) -> None:
    built = site(
        {
            "_data/services/a.yml": service("A", order="3"),
            "_data/services/b.yml": service("B", order="2"),
            "_data/services/c.yml": service("C", order="9", signature="true"),
        }
    )
    assert built.text("services", ".cards .card__title") == ["B", "A"]
    assert built.text("services", ".signature .card__title") == ["C"]
    assert built.page("").select_one(".hero .button--plain")["href"] == "services/c/"


def test_only_the_writer_sees_a_draft(site: Build) -> None:
    files = {
        "_data/services/a.yml": service("Open"),
        "_data/services/b.yml": service("Hidden", draft="true", signature="true"),
        "articles/x.md": article(service="b"),
    }
    built = site(files)
    assert built.ok, built.log
    assert not built.has("services/b")
    for address in ("", "services", "contact", "articles/x", "sitemap.xml"):
        assert "Hidden" not in built.html(address)
        assert "services/b" not in built.html(address)
    preview = site(files, preview=True)
    assert preview.text("services/b", ".notice") == ["Draft: not published."]
    assert preview.text("services/a", ".notice") == []
    assert "Hidden" in preview.text("contact", "select[name=service] option")


def test_a_link_to_a_draft_is_reported_at_its_line(site: Build) -> None:
    built = site(
        {
            "_data/services/b.yml": service("Hidden", draft="true"),
            "articles/x.md": article(body="One.\n\nSee [it](../services/b.md)."),
        }
    )
    assert (
        "docs/articles/x.md:9: “../services/b.md” is a draft, so readers cannot follow this link."
        in built.log
    )
