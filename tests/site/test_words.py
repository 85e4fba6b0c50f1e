"""The words of the real site: long enough, easy enough, sourced and linked."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from tests.conftest import ROOT
from tests.site.readability import Reading, readings, supply_dictionary, table

if TYPE_CHECKING:
    from pathlib import Path

from practice.content.content import Content, read_content
from practice.content.tools import Chooser, Scorecard


@pytest.fixture(scope="module")
def content() -> Content:
    content, issues = read_content(ROOT / "docs")
    assert issues == []
    return content


@pytest.fixture(scope="module")
def figures(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Reading]:
    supply_dictionary(tmp_path_factory.mktemp("dictionary"))
    return readings(real_site)


def test_articles_are_plain_and_of_a_useful_length(figures: list[Reading]) -> None:
    assert len(figures) >= 15
    outside = [
        f
        for f in figures
        if not (600 <= f.words <= 1500 and f.ease >= 50 and 120 <= f.description <= 160)
    ]
    assert outside == [], f"\n{table(figures)}"


def test_every_article_links_to_neighbours_and_to_its_service(
    content: Content, real_site: Path
) -> None:
    for article in content.articles.values():
        file = real_site / article.folder / article.slug / "index.html"
        page = BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")
        links = {str(link["href"]).partition("#")[0] for link in page.select(".prose a[href]")}
        neighbours = {
            other.slug
            for other in content.articles.values()
            if other is not article
            and links & {f"../{other.slug}/", f"../../{other.folder}/{other.slug}/"}
        }
        assert len(neighbours) >= 2, f"{article.uri} links to {sorted(neighbours)} only"
        assert article.service, article.uri
        assert links & {f"../../services/{article.service}/", "../../services/"}, article.uri


def test_the_pillar_article_leads_to_all_others(content: Content, real_site: Path) -> None:
    (pillar,) = (article for article in content.articles.values() if article.pinned)
    file = real_site / "articles" / pillar.slug / "index.html"
    page = BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")
    links = " ".join(str(link["href"]) for link in page.select(".prose a[href]"))
    others = [a.slug for a in content.articles.values() if a is not pillar]
    assert [slug for slug in others if f"/{slug}/" not in links] == []


def test_every_source_is_cited_somewhere(content: Content, real_site: Path) -> None:
    page = BeautifulSoup((real_site / "sources/index.html").read_text(encoding="utf-8"), "lxml")
    uncited = [
        entry["id"] for entry in page.select(".sources > li") if not entry.select(".sources__cited")
    ]
    assert uncited == []
    assert len(page.select(".sources > li")) == len(content.sources)


def test_every_path_through_a_chooser_ends_in_a_result(content: Content) -> None:
    choosers = [tool for tool in content.tools.values() if isinstance(tool, Chooser)]
    assert choosers
    for chooser in choosers:
        paths = product(*(question.answers for question in chooser.questions))
        ends = [chooser.outcome(answers) for answers in paths]
        shares = {id: ends.count(id) / len(ends) for id in chooser.results}
        assert min(shares.values()) >= 0.04, f"hardly reached: {shares}"


def test_a_scorecard_covers_what_a_client_should_look_at(content: Content) -> None:
    (card,) = (tool for tool in content.tools.values() if isinstance(tool, Scorecard))
    assert [criterion.id for criterion in card.criteria] == [
        "trust",
        "partnership",
        "experience",
        "approach",
        "credentials",
        "confidentiality",
        "practicalities",
    ]
    assert card.coaches == 3


@pytest.mark.parametrize(
    "asked",
    [
        ("first conversation", "first talk", "before the first session", "the first time"),
        ("employer", "company", "manager", "private", "who finds out", "confidential"),
        ("how long", "how often", "how far apart", "how many", "time frame", "how soon"),
        ("cost", "price", "how much", "fee", "budget"),
        ("progress", "if it works", "working", "can i tell", "changed", "notice"),
        ("therapy", "therapist", "consult"),
        ("wrong", "doesn’t fit", "don’t fit", "doesn’t suit", "don’t get along", "doesn’t"),
    ],
)
def test_every_service_answers_what_people_ask_before_they_write(
    content: Content, asked: tuple[str, ...]
) -> None:
    for service in content.services.values():
        said = " ".join(question.question for question in service.questions).casefold()
        assert any(words in said for words in asked), f"{service.slug}: {asked}"
        assert 120 <= len(service.description) <= 160, service.slug


def test_nothing_is_invented_about_the_coach(content: Content) -> None:
    practice = content.practice
    assert practice.empty == [
        "phone",
        "address",
        "portrait",
        "credentials",
        "languages",
        "social",
        "booking",
    ]
    assert content.testimonials == ()
    assert practice.email.endswith("@example.com")
