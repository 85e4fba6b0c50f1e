"""What is wrong in the texts of a build and in the links of its data files."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from practice.content.issues import Issue
from practice.content.models import PAGE, Entry
from practice.content.sources import Source
from practice.markdown.inventory import Link
from practice.markdown.line_marks import mark
from practice.markdown.prose import ProseWriter
from practice.validation.links import Targets
from practice.validation.pages import read_part
from practice.validation.text_checks import Finding, findings, remnant_findings, too_deep

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import date

    from practice.content.articles import Article
    from practice.content.content import Content
    from practice.content.documents import Document
    from practice.markdown.inventory import Inventory
    from practice.validation.pages import PageFacts

FIELD_IDS = "enquiry-"
"""How the ids of the form's fields begin (overrides/partials/field.html)."""


@dataclass(frozen=True)
class Text:
    """A text to validate."""

    page: str
    """The page it becomes, by its path from the docs folder."""
    document: Document
    day: date
    """The day from which it is published."""
    inventory: Inventory | None = None
    """None if the text was not rendered."""
    html: str = ""
    """The text as rendered."""
    waits: bool = False
    """Whether its page is written only on a later day, so that no other check sees it before."""


@dataclass(frozen=True)
class Lookups:
    """What validation asks about the site; pages and files by their path from the docs folder."""

    addresses: Mapping[str, str]
    """The address, from the root of the site, of each page and file, scheduled ones included."""
    written: Collection[str]
    """The pages and files that the coach wrote."""
    generated: Collection[str]
    """The pages that the site makes itself."""
    future_lists: Mapping[str, date]
    """The pages of lists that scheduled articles bring, each with the day it appears."""
    text_ids: Callable[[str], Collection[str]]
    """The ids in the text of a page."""
    whole_page: Callable[[str], PageFacts | None]
    """What is on a page, beside its text too; None when that cannot be known."""
    inventory: Callable[[str], Inventory]
    """The inventory of Markdown; RecursionError if it is nested too deeply."""
    home: str = ""
    """The public address of the site, with a slash at its end."""


class TextValidation:
    """Finds what is wrong in texts and in the links of data, once every text is rendered."""

    def __init__(
        self,
        content: Content,
        today: date,
        texts: Iterable[Text],
        lookups: Lookups,
        *,
        preview: bool = False,
    ) -> None:
        """A preview hides nothing, not even drafts."""
        self.content = content
        self.today = today
        self.texts = texts
        self.lookups = lookups
        self.preview = preview
        self.linked: defaultdict[str, set[str]] = defaultdict(set)
        """Pages and files, by their path from the docs folder: the documents that link to each."""
        self.cited: set[str] = set()
        """The footnotes that texts refer to, cited sources among them."""
        self._prose = ProseWriter()
        self._targets_of: dict[date, Targets] = {}

    def issues(self) -> Iterator[Issue]:
        """All that is wrong, in no order."""
        for text in self.texts:
            yield from self._text_issues(text)
        for entry in self.content.broken:
            if entry.body:
                yield from self._text_issues(Text(entry.uri, entry.document, self.today))
        for entry in self.content.all(Entry):
            for kind, words, place in entry.linking():
                line = entry.document.line(*place)
                if kind == PAGE:
                    links = [Link(words, None)]
                    yield from self._link_issues(links, entry.document, line, entry.uri)
                else:
                    yield from self._prose_issues(words, entry.document, line, entry.uri)

    def _text_issues(self, text: Text) -> Iterator[Issue]:
        document, found = text.document, self._findings(text, text.inventory)
        if text.inventory is None or found or _may_define_twice(text.inventory, document.body):
            try:
                inventory = self.lookups.inventory(mark(document.body, document.body_line))
            except RecursionError:
                inventory = None
            if inventory is None and text.inventory is None:
                yield too_deep(document.path, document.body_line)
            found = _with_lines(found, self._findings(text, inventory))
        for finding in found or self._html_findings(text):
            line = finding.line or document.body_line_of(finding.words)
            yield Issue(document.path, line, finding.message, finding.fix)

    def _html_findings(self, text: Text) -> Iterator[Finding]:
        """What the checks of the finished site would find."""
        if text.inventory is None:
            return
        page = self.lookups.whole_page(text.page) if text.waits else None
        if page is None:
            page = read_part(text.page, text.html)
            missing = page.referred - page.ids
            page.check_references((missing and self._page_ids(text.page)) or missing)
        written = [*text.document.texts(), (text.document.body, 0)]
        reported = {f"[^{note.name}]" for note in text.inventory.unknown_notes}
        # The build writes the tags of these pictures, unless the file has a problem of its own.
        pictures = (link for link in text.inventory.links if link.picture and not link.html)
        drawn = {posixpath.basename(link.target) for link in pictures}
        for fault in page.faults:
            if reported.intersection(fault.words) or (
                drawn.intersection(map(posixpath.basename, fault.words))
            ):
                continue
            places = ((words, line) for words in fault.words for t, line in written if words in t)
            words, line = next(places, ("", 0))
            yield Finding(fault.message, fault.fix, line, words)

    def _findings(self, text: Text, inventory: Inventory | None) -> list[Finding]:
        if inventory is None:
            return []
        folder, targets = posixpath.dirname(text.page), self._targets(text.day)
        self.cited |= inventory.used_notes
        for link in inventory.links:
            if uri := targets.page_of(link, text.page, folder):
                self.linked[uri].add(text.document.path)
        titled = text.document.body_line > 1
        return list(findings(inventory, targets, self._sources, text.page, folder, titled=titled))

    def _prose_issues(
        self, words: str, document: Document, line: int, page: str
    ) -> Iterator[Issue]:
        try:
            inventory = self._prose.inventory(words)
        except RecursionError:
            yield too_deep(document.path, line)
        else:
            yield from self._link_issues(inventory.links, document, line, page)
            for each in remnant_findings(inventory):
                yield Issue(document.path, line, each.message, each.fix)
            for note in inventory.unknown_notes:
                message = f"“[^{note.name}]” works only in the text of a page."
                yield Issue(document.path, line, message, "Remove it, or link to the source.")

    def _link_issues(
        self, links: Iterable[Link], document: Document, line: int, page: str
    ) -> Iterator[Issue]:
        targets = self._targets(self.today)
        for link in links:
            if link.picture:
                message = "Pictures are not allowed here."
                yield Issue(document.path, line, message, "Put it in the text of a page.")
            elif problem := targets.problem(link, page, ""):
                yield Issue(document.path, line, *problem)
            elif uri := targets.page_of(link, page, ""):
                self.linked[uri].add(document.path)

    def _targets(self, day: date) -> Targets:
        """What a text published on `day` may link to."""
        if day not in self._targets_of:
            self._targets_of[day] = self._make_targets(day)
        return self._targets_of[day]

    def _make_targets(self, day: date) -> Targets:
        hidden = {
            article.uri: "is a draft" if article.draft else f"is scheduled for {article.date}"
            for article in self.content.articles.values()
            if not self.preview and not article.published(day)
        }
        hidden |= {service.uri: "is a draft" for service in self.content.draft_services.values()}
        lookups = self.lookups
        return Targets(
            lookups.addresses,
            written=lookups.written,
            generated=lookups.generated,
            hidden=hidden,
            awaited=self._broken | {u for u, first in lookups.future_lists.items() if first <= day},
            awaited_ids=(FIELD_IDS,) if self.content.form.broken else (),
            text_ids=lookups.text_ids,
            home=lookups.home,
            page_ids=self._page_ids,
        )

    def _page_ids(self, uri: str) -> Collection[str] | None:
        page = None if uri in self._broken else self.lookups.whole_page(uri)
        return None if page is None else page.ids

    @cached_property
    def _sources(self) -> Collection[str] | None:
        """The ids that texts may cite; None when they cannot be known."""
        return None if Source in self.content.incomplete else self.content.known(Source)

    @cached_property
    def _broken(self) -> set[str]:
        return {entry.uri for entry in self.content.broken}

    def notes(self) -> Iterator[Issue]:
        """What nothing links to or cites, and equal titles: not errors. Call after `issues`."""
        content = self.content
        articles = content.articles.values()
        yield from _same_titles(articles)
        named = {article.service for article in articles}
        named |= {testimonial.service for testimonial in content.testimonials}
        related = {slug for article in articles for slug in article.related}
        for service in content.services.values():
            if service.uri not in self.linked and service.slug not in named:
                yield _not_linked(service, "No text links to this service.")
        for source in content.sources.values():
            if source.slug not in self.cited:
                message = f"No text cites the source “{source.slug}”."
                yield source.issue((), message, "Cite it where it helps a reader.")
        for guide in content.guides():
            if not guide.draft and guide.uri not in self.linked and guide.slug not in related:
                yield _not_linked(guide, "No text links to this guide.")


def _with_lines(found: list[Finding], marked: list[Finding]) -> list[Finding]:
    """The findings of marked text, which have lines, unless the marks hide one of `found`."""
    hidden = Counter(each.message for each in found) - Counter(each.message for each in marked)
    return found if hidden else marked


def _same_titles(articles: Iterable[Article]) -> Iterator[Issue]:
    first: dict[str, Article] = {}
    for article in sorted(articles, key=lambda article: article.uri):
        same = first.setdefault(article.title.casefold(), article)
        if same is not article:
            message = f"{same.uri} has the same title."
            yield article.issue("title", message, "Give one of them another title.")


def _not_linked(entry: Entry, message: str) -> Issue:
    return entry.issue((), message, "Link to it where it helps a reader.")


def _may_define_twice(inventory: Inventory, body: str) -> bool:
    return any(body.count(f"[^{name.name}]:") > 1 for name in inventory.definitions)
