"""The real site, built as it is published."""

from __future__ import annotations

import gzip
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from tests.conftest import ROOT, mkdocs_build

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://example.com/"


@pytest.fixture(scope="session")
def pages(real_site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the real site by its address."""
    return {
        "/" + file.relative_to(real_site).as_posix().removesuffix("index.html"): BeautifulSoup(
            file.read_text(encoding="utf-8"), "lxml"
        )
        for file in sorted(real_site.rglob("*.html"))
    }


def test_every_internal_link_and_fragment_leads_somewhere(
    real_site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    ids = {address: {e["id"] for e in page.select("[id]")} for address, page in pages.items()}
    broken = []
    followed = 0
    for address, page in pages.items():
        for element in page.select("[href], [src], [action]"):
            target = element.get("href") or element.get("src") or element.get("action") or ""
            parts = urlsplit(urljoin(urljoin(SITE, address), target))
            own = parts.scheme in {"http", "https"} and parts.netloc == urlsplit(SITE).netloc
            if not own or element.name == "form":
                continue
            followed += 1
            path = unquote(parts.path)
            if path in pages:
                if parts.fragment and unquote(parts.fragment) not in ids[path]:
                    broken.append(f"{address} → {target}: no such place on the page")
            elif not (real_site / path.strip("/")).is_file():
                broken.append(f"{address} → {target}: no such page or file")
    assert followed > 500
    assert broken == []


def test_every_page_is_whole(pages: dict[str, BeautifulSoup]) -> None:
    faults = []
    for address, page in pages.items():
        ids = [element["id"] for element in page.select("[id]")]
        checks = {
            "one h1": len(page.select("h1")) == 1,
            "a title": bool(page.title and page.title.get_text().strip()),
            "a language": page.html is not None and page.html.get("lang") == "en",
            "unique ids": len(ids) == len(set(ids)),
            "no heading level skipped": not _skipped(page),
            "a description": 30 <= len(_description(page)) <= 160,
            "no Markdown left over": "[^" not in page.get_text() and "](" not in page.get_text(),
        }
        faults += [f"{address}: {check}" for check, fine in checks.items() if not fine]
    assert faults == []


def _description(page: BeautifulSoup) -> str:
    found = page.select_one("meta[name=description]")
    return str(found["content"]) if found else ""


def _skipped(page: BeautifulSoup) -> bool:
    levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4, h5, h6")]
    return any(after > before + 1 for before, after in pairwise(levels))


def test_every_article_has_what_readers_expect(pages: dict[str, BeautifulSoup]) -> None:
    articles = {a: p for a, p in pages.items() if p.select_one("body .page--article")}
    assert len(articles) >= 15
    for address, page in articles.items():
        parts = page.select(".prose, .footnote, [aria-labelledby=page-more], .offer, .enquiry")
        names = list(
            dict.fromkeys(part.get("aria-labelledby") or part["class"][0] for part in parts)
        )
        assert names == ["prose", "footnote", "page-more", "page-offer", "page-enquiry"], address
        assert len(page.select("[aria-labelledby=page-more] .card")) == 3, address
        assert len(page.select(".footnote > ol > li")) >= 2, f"{address} cites two sources"


def test_a_new_article_needs_one_file_and_nothing_else(tmp_path: Path) -> None:
    for name in ("docs", "overrides", "hooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "docs/articles/on-listening.md").write_text(
        "---\n"
        "title: On listening\n"
        "description: Why the pause after a question is worth more than the question.\n"
        "date: 2026-11-23\n"
        "topic: coaching-versus-mentoring\n"
        "---\n"
        "A first fact.[^atd-executive-coaching] A second one.[^pushfar-mentoring-vs-coaching]\n",
        encoding="utf-8",
    )
    result = mkdocs_build(tmp_path)
    assert result.returncode == 0, result.stderr

    def page(address: str) -> BeautifulSoup:
        file = tmp_path / "site" / address / "index.html"
        return BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")

    assert len(page("articles/on-listening").select(".footnote > ol > li")) == 2
    for address, selector in (
        ("topics/coaching-versus-mentoring", ".card__title a"),
        ("articles", ".card__title a"),
        ("", "[aria-labelledby=page-latest] .card__title a"),
        ("sources", "#atd-executive-coaching .sources__cited a"),
        ("sources", "#pushfar-mentoring-vs-coaching .sources__cited a"),
    ):
        found = [link.get_text() for link in page(address).select(selector)]
        assert "On listening" in found, f"{address} {selector}"


def test_an_article_is_light(real_site: Path) -> None:
    """All that a first visit to an article fetches, compressed as servers do."""
    page = "articles/coaching-versus-mentoring/index.html"
    scripts = ["assets/javascripts/site.js"]
    styles = [f.relative_to(real_site).as_posix() for f in real_site.glob("assets/stylesheets/main*")]
    others = [page, "assets/stylesheets/site.css", "assets/fonts/newsreader.woff2", *styles]
    size = {name: len(gzip.compress((real_site / name).read_bytes())) for name in others + scripts}
    assert sum(size[name] for name in scripts) <= 8_000, size
    assert sum(size.values()) <= 90_000, size
    assert size["assets/fonts/newsreader.woff2"] <= 30_720
    html = (real_site / page).read_text(encoding="utf-8")
    assert html.count("<script") == html.count("site.js") + 2, "only the head's line and the rules"
    assert "bundle" not in html, "Material's scripts are not loaded"
    assert not list(real_site.glob("assets/javascripts/bundle*"))


def test_the_templates_of_mails_are_not_published(real_site: Path) -> None:
    assert not (real_site / "mail").exists()
