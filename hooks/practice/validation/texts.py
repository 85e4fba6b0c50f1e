"""Judges every text of a build: those that are rendered, and those that wait for their day."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jinja2 import TemplateError
from markdown import Markdown

from practice.content.form import Form
from practice.content.issues import Issue
from practice.content.models import PAGE
from practice.content.sources import Source
from practice.engine import InclusionLevel, PluginError, generated_file, render_page
from practice.html import StartTag, ids, tokens
from practice.markdown.inventory import Survey, SurveyExtension
from practice.markdown.prose import ProseWriter
from practice.pages.lists import listings, paginate
from practice.pages.types import RedirectPage, TypedPage
from practice.validation.line_marks import mark
from practice.validation.links import Link, Targets
from practice.validation.text_checks import Finding, findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from jinja2 import Environment

    from practice.build import Build
    from practice.content.articles import Article
    from practice.content.documents import Document
    from practice.content.models import Entry
    from practice.engine import Config, Files, Navigation


FIELD_IDS = "enquiry-"
"""How the ids of the form's fields begin (overrides/partials/field.html)."""
_LEFT_OUT = {InclusionLevel.EXCLUDED, InclusionLevel.DRAFT}


@dataclass(frozen=True)
class Text:
    """A text to be judged."""

    page: str
    """The page it becomes, by its path from the docs folder."""
    document: Document
    survey: Survey | None
    """None as long as the text was not rendered."""
    day: date
    """The day from which readers see it."""


class Inspection:
    """All that is wrong in texts and in the links of data, once every page is rendered."""

    def __init__(
        self, build: Build, files: Files, config: Config, env: Environment, nav: Navigation
    ) -> None:
        """`env` is ready to render pages; none is written."""
        self.build = build
        self.files = files
        self.config = config
        self.env = env
        self.nav = nav
        self.reached: set[str] = set()
        """Pages that a link in a text or in data leads to, by their path from the docs folder."""
        self.cited: set[str] = set()
        """The footnotes that texts refer to: source ids among them."""
        self._places: dict[str, Collection[str] | None] = {}
        self._targets_of: dict[date, Targets] = {}

    def issues(self) -> Iterator[Issue]:
        """All that is wrong, in no order."""
        for file in self.files.documentation_pages(inclusion=InclusionLevel.is_in_serve):
            page = file.page
            if isinstance(page, TypedPage) and page.too_deep and page.document:
                yield too_deep(page.document.path, page.document.body_line)
        for text in self._texts():
            yield from self._judge(text)
        writer = ProseWriter()
        for entry in self.build.content.entries():
            for kind, words, place in entry.linking():
                line = entry.document.line(*place)
                if kind == PAGE:
                    links = [Link(words, None)]
                    yield from self._judge_links(links, entry.document, line, entry.uri)
                else:
                    yield from self._judge_prose(writer, words, entry.document, line, entry.uri)
        for unread in self.build.content.unread:
            if unread.document:
                for words, line in unread.document.texts():
                    yield from self._judge_prose(writer, words, unread.document, line, unread.uri)

    def _texts(self) -> Iterator[Text]:
        build = self.build
        for file in self.files.documentation_pages(inclusion=InclusionLevel.is_in_serve):
            page = file.page
            if not isinstance(page, TypedPage) or page.document is None or not page.body:
                continue
            article = build.content.article_of(file.src_uri)
            if article is None or build.shows(article):
                yield Text(file.src_uri, page.document, page.survey, build.today)
            elif not article.draft:
                yield Text(file.src_uri, page.document, None, article.date)
        for unread in build.content.unread:
            if unread.document and unread.document.body:
                yield Text(unread.uri, unread.document, None, build.today)

    def _judge(self, text: Text) -> Iterator[Issue]:
        targets = self._targets(text.day)
        found: list[Finding] = []
        if text.survey:
            found = self._findings(text, text.survey, targets)
        if text.survey is None or found or _may_define_twice(text.survey, text.document.body):
            placed = self._placed(text, targets)
            if placed is None and text.survey is None:
                yield too_deep(text.document.path, text.document.body_line)
            messages = Counter(finding.message for finding in placed or ())
            if placed and Counter(finding.message for finding in found) <= messages:
                found = placed
        for finding in found:
            line = finding.line or text.document.body_line_of(finding.words)
            yield Issue(text.document.path, line, finding.message, finding.fix)

    def _placed(self, text: Text, targets: Targets) -> list[Finding] | None:
        """What is wrong, with its lines; None where the text cannot be rendered."""
        try:
            survey = self._survey(mark(text.document.body, text.document.body_line))
        except RecursionError:
            return None
        return self._findings(text, survey, targets)

    def _findings(self, text: Text, survey: Survey, targets: Targets) -> list[Finding]:
        folder = posixpath.dirname(text.page)
        self.cited |= survey.used_notes
        leads = (targets.leads_to(link, text.page, folder) for link in survey.links)
        self.reached.update(uri for uri in leads if uri)
        titled = text.document.body_line > 1
        return list(findings(survey, targets, self._sources, text.page, folder, titled=titled))

    def _judge_prose(
        self, writer: ProseWriter, words: str, document: Document, line: int, page: str
    ) -> Iterator[Issue]:
        try:
            links = writer.links(words)
        except RecursionError:
            yield too_deep(document.path, line)
        else:
            yield from self._judge_links(links, document, line, page)

    def _judge_links(
        self, links: list[Link], document: Document, line: int, page: str
    ) -> Iterator[Issue]:
        targets = self._targets(self.build.today)
        for link in links:
            if link.picture:
                fix = "Put it into the text of a page."
                yield Issue(document.path, line, "A picture cannot stand here.", fix)
            elif trouble := targets.trouble(link, page, ""):
                yield Issue(document.path, line, *trouble)
            elif uri := targets.leads_to(link, page, ""):
                self.reached.add(uri)

    def _survey(self, text: str) -> Survey:
        """The survey of a text that is rendered for no other end."""
        config = self.config
        extensions = config.markdown_extensions
        Markdown(extensions=extensions, extension_configs=config.mdx_configs).convert(text)
        return next(e for e in extensions if isinstance(e, SurveyExtension)).found

    def _targets(self, day: date) -> Targets:
        """All that a text may link to which readers see from `day` on."""
        if day not in self._targets_of:
            self._targets_of[day] = self._make_targets(day)
        return self._targets_of[day]

    def _make_targets(self, day: date) -> Targets:
        build = self.build
        hidden = {
            article.uri: "is a draft" if article.draft else f"goes out on {article.date}"
            for article in build.content.articles.values()
            if not build.shows(article) and not article.published(day)
        }
        hidden |= {service.uri: "is a draft" for service in build.content.draft_services.values()}
        awaited = self._unread | (self._lists_to_come if day > build.today else set())
        fields = () if build.content.has(Form) else (FIELD_IDS,)
        return Targets(
            self._addresses,
            self._offered,
            self._generated,
            hidden,
            awaited,
            fields,
            self._ids,
            self._all_ids,
        )

    @cached_property
    def _sources(self) -> Collection[str] | None:
        """The ids that texts may cite; None when they cannot be known."""
        return self.build.content.names(Source)

    @cached_property
    def _unread(self) -> set[str]:
        return {unread.uri for unread in self.build.content.unread}

    @cached_property
    def _addresses(self) -> Mapping[str, str]:
        articles = {article.uri for article in self.build.content.articles.values()}
        drafts = (service.uri for service in self.build.content.draft_services.values())
        return {uri: generated_file(self.config, uri).url for uri in drafts} | {
            file.src_uri: file.url
            for file in self.files
            if file.inclusion not in _LEFT_OUT or file.src_uri in articles
        }

    @cached_property
    def _offered(self) -> Collection[str]:
        """The pages and files that the coach wrote."""
        return {
            file.src_uri
            for file in self.files
            if file.src_uri in self._addresses
            and (
                file.src_dir == self.config.docs_dir
                or (isinstance(file.page, TypedPage) and file.page.document)
            )
            and not isinstance(file.page, RedirectPage)
        } | self.build.pictures.keys()

    @cached_property
    def _generated(self) -> Collection[str]:
        """The pages that the site makes of itself: lists, and what templates write alone."""
        return {
            file.src_uri
            for file in self.files
            if file.src_uri in self._addresses
            and isinstance(file.page, TypedPage)
            and file.page.document is None
        }

    @cached_property
    def _lists_to_come(self) -> set[str]:
        """The lists that there will be when all scheduled articles are out."""
        content = self.build.content
        articles = [article for article in content.articles.values() if not article.draft]
        return {
            page.uri
            for listing in listings(articles, content.topics.values())
            for page in paginate(listing, content.practice.articles_per_page)
        }

    def _ids(self, uri: str) -> Collection[str]:
        """The ids in the text of a page."""
        page = self._page(uri)
        return page.survey.ids if page and page.survey else ()

    def _all_ids(self, uri: str) -> Collection[str] | None:
        """The ids on a whole page, its template's among them."""
        if uri not in self._places:
            self._places[uri] = self._render_ids(uri)
        return self._places[uri]

    def _render_ids(self, uri: str) -> Collection[str] | None:
        page = self._page(uri)
        if page is None or uri in self._unread:
            return None
        try:
            html = render_page(page, self.nav, self.files, self.config, self.env)
        except (PluginError, TemplateError):
            return None  # something else is wrong, and told
        starts = (token for token in tokens(html) if isinstance(token, StartTag))
        return {id for start in starts for id in ids(start.name, start.attributes)}

    def _page(self, uri: str) -> TypedPage[object] | None:
        file = self.files.get_file_from_path(uri)
        return file.page if file and isinstance(file.page, TypedPage) else None

    def notes(self) -> Iterator[Issue]:
        """What nobody reaches: worth knowing, and no mistake."""
        content = self.build.content
        articles = content.articles.values()
        yield from _same_titles(articles)
        named = {article.service for article in articles}
        named |= {testimonial.service for testimonial in content.testimonials}
        related = {slug for article in articles for slug in article.related}
        for service in content.services.values():
            if service.uri not in self.reached and service.slug not in named:
                yield _unreached(service, "No text leads to this service.")
        for source in content.sources.values():
            if source.slug not in self.cited:
                yield _unreached(source, f"No text cites the source “{source.slug}”.")
        for guide in content.guides():
            if guide.uri not in self.reached and guide.slug not in related:
                yield _unreached(guide, "No text leads to this guide.")


def too_deep(path: str, line: int) -> Issue:
    """A text that Markdown gives up on."""
    message = "Lists, quotes or tags are nested too deeply here."
    return Issue(path, line, message, "Take some of them out.")


def _same_titles(articles: Iterable[Article]) -> Iterator[Issue]:
    first: dict[str, Article] = {}
    for article in sorted(articles, key=lambda article: article.uri):
        same = first.setdefault(article.title.casefold(), article)
        if same is not article:
            message = f"{same.uri} has the same title."
            yield article.issue("title", message, "Readers tell them apart by another.")


def _unreached(entry: Entry, message: str) -> Issue:
    return entry.issue((), message, "Link to it where it helps a reader.")


def _may_define_twice(survey: Survey, body: str) -> bool:
    return any(body.count(f"[^{name.name}]:") > 1 for name in survey.definitions)
