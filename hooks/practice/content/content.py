"""Everything the coach wrote, read once and checked as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from practice.content.articles import Article, Guide, newest_first
from practice.content.documents import Document, read_data, read_markdown
from practice.content.form import Form
from practice.content.issues import Issue
from practice.content.models import Entry
from practice.content.placeholders import unwritten_in_public
from practice.content.practice import Practice
from practice.content.references import article_documents, check_references
from practice.content.services import Service
from practice.content.slugs import RESERVED_SLUGS, slug_of
from practice.content.sources import Source
from practice.content.stand_ins import FORM, PRACTICE
from practice.content.standing_pages import HomePage, StandingPage
from practice.content.stray_files import strays
from practice.content.testimonials import Testimonial
from practice.content.tools import Chooser, Scorecard, Tool
from practice.content.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from practice.content.practice import Author

_E = TypeVar("_E", bound=Entry)
NEEDED_PAGES = ("index.md", "contact.md")
"""The pages that every other page links to."""
_CITED = re.compile(r"\[\^([^\]\s]+)\](?!:)")
"""A reference to a footnote."""


@dataclass(frozen=True)
class Unread:
    """An entry that cannot be read: what else is wrong in it can still be told."""

    model: type[Entry]
    name: str
    """Its slug or id; empty where not even that can be told, as of a file that holds many."""
    document: Document | None
    """What could be read of it."""

    @property
    def uri(self) -> str:
        """The page it would become, by its path from the docs folder; empty for none."""
        return self.model.uri_of(self.name) if self.name else ""


@dataclass
class Content:
    """The typed content of one docs folder."""

    practice: Practice
    """A stand-in where its file cannot be read: `has` tells."""
    form: Form
    """A stand-in where its file cannot be read: `has` tells."""
    topics: dict[str, Topic] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    """Those that readers see, in the order of lists."""
    draft_services: dict[str, Service] = field(default_factory=dict)
    """Services that readers do not see yet."""
    articles: dict[str, Article] = field(default_factory=dict)
    """Articles and guides by slug, newest first."""
    tools: dict[str, Tool] = field(default_factory=dict)
    """The tools of guides, by the guide's slug."""
    testimonials: tuple[Testimonial, ...] = ()
    """In the order of their file."""
    pages: dict[str, StandingPage] = field(default_factory=dict)
    """Standing pages by their path from the docs folder."""
    unread: tuple[Unread, ...] = ()
    """What cannot be read for a mistake in it."""

    @property
    def signature(self) -> Service | None:
        """The offer shown first, when one is."""
        return next((service for service in self.services.values() if service.signature), None)

    def has(self, model: type[Practice | Form]) -> bool:
        """Whether the practice or the form is the coach's own, and no stand-in."""
        return all(unread.model is not model for unread in self.unread)

    def with_drafts(self) -> Content:
        """The same, its draft services among the others: what a preview shows."""
        return replace(
            self, services=_in_order({**self.services, **self.draft_services}), draft_services={}
        )

    def author(self, article: Article) -> Author:
        """Who wrote `article`: the author it names, else the first declared."""
        authors = self.practice.authors
        return (
            authors[article.author] if article.author in authors else next(iter(authors.values()))
        )

    def names(self, model: type[Entry]) -> set[str] | None:
        """The slugs or ids that exist, also of entries that cannot be read; None if unknowable."""
        read = {entry.slug for entry in self.entries() if isinstance(entry, model)}
        unread = {unread.name for unread in self.unread if issubclass(unread.model, model)}
        return None if "" in unread else read | unread

    def guides(self) -> Iterator[Guide]:
        """The guides among the articles."""
        return (article for article in self.articles.values() if isinstance(article, Guide))

    def article_of(self, uri: str) -> Article | None:
        """The article or guide of a page, by the page's path from the docs folder."""
        article = self.articles.get(uri.rpartition("/")[2].removesuffix(".md"))
        return article if article and article.uri == uri else None

    def entries(self) -> Iterator[Entry]:
        """All that was read, file by file."""
        if self.has(Practice):
            yield self.practice
        if self.has(Form):
            yield self.form
        for shelf in (
            self.topics,
            self.sources,
            self.services,
            self.draft_services,
            self.articles,
            self.tools,
            self.pages,
        ):
            yield from shelf.values()
        yield from self.testimonials


def read_content(docs: Path) -> tuple[Content, list[Issue]]:
    """All content below `docs`, and every problem in it.

    What cannot be read is left out, and its problems are among the issues. A practice or a form
    that cannot be read has a stand-in, so that all else can be judged.
    """
    reader = _Reader(docs)
    practice = reader.data(Practice, "_data/practice.yml")
    form = reader.data(Form, "_data/contact.yml")
    topics = reader.parts(Topic, "_data/topics.yml")
    sources = reader.parts(Source, "_data/sources.yml")
    services = reader.folder_of_data(Service, "_data/services")
    articles = reader.articles()
    tools = reader.tools()
    testimonials = reader.parts(Testimonial, "_data/testimonials.yml")
    pages = reader.pages()
    reader.issues += strays(docs)
    content = Content(
        practice or PRACTICE,
        form or FORM,
        topics,
        sources,
        _in_order({slug: service for slug, service in services.items() if not service.draft}),
        _in_order({slug: service for slug, service in services.items() if service.draft}),
        {article.slug: article for article in sorted(articles, key=newest_first)},
        tools,
        tuple(testimonials.values()),
        pages,
        tuple(reader.unread),
    )
    lost = _without_file(content, docs)
    content = replace(content, unread=(*content.unread, *(unread for unread, _ in lost)))
    reader.issues += [issue for _, issue in lost]
    issues = [*_check(content), *unwritten_in_public(content.entries())]
    return content, reader.issues + issues


def read_form(docs: Path) -> tuple[Content | None, list[Issue]]:
    """What the contact form needs of the content below `docs`, and every problem in that.

    Content is None when the practice or its form cannot be read.
    """
    reader = _Reader(docs)
    practice = reader.data(Practice, "_data/practice.yml")
    form = reader.data(Form, "_data/contact.yml")
    services = reader.folder_of_data(Service, "_data/services")
    if practice is None or form is None:
        return None, reader.issues
    public = {slug: service for slug, service in services.items() if not service.draft}
    return Content(practice, form, services=_in_order(public)), reader.issues


def _in_order(services: dict[str, Service]) -> dict[str, Service]:
    """Services in the order of lists."""
    ordered = sorted(services.items(), key=lambda item: (item[1].order, item[1].title.casefold()))
    return dict(ordered)


class _Reader:
    """Reads files below one folder and gathers their issues."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.issues: list[Issue] = []
        self.unread: list[Unread] = []

    def path(self, relative: str) -> str:
        return f"{self.docs.name}/{relative}"

    def check(
        self, model: type[_E], name: str, document: Document | None, issues: list[Issue]
    ) -> _E | None:
        """The entry named `name` that `document` describes, unless it has `issues` already."""
        entry: _E | None = None
        if document is not None and not issues:
            entry, issues = model.read(document)
        if entry is None:
            self.unread.append(Unread(model, name, document))
        self.issues += issues
        return entry

    def data(self, model: type[_E], relative: str) -> _E | None:
        file = self.docs / relative
        if not file.is_file():
            self.issues.append(
                Issue(
                    self.path(relative),
                    1,
                    "The file is missing.",
                    "Bring it back from git, or write it anew.",
                )
            )
            self.unread.append(Unread(model, file.stem, None))
            return None
        return self.check(model, file.stem, *read_data(file, self.path(relative), needed=True))

    def parts(self, model: type[_E], relative: str) -> dict[str, _E]:
        """The entries of a file that holds many: a list with ids, or a mapping by id."""
        file = self.docs / relative
        found: dict[str, _E] = {}
        if not file.is_file():
            return found
        document, issues = read_data(file, self.path(relative), needed=model is Topic)
        self.issues += issues
        if document is None:
            self.unread.append(Unread(model, "", None))
            return found
        if not isinstance(document.data, dict | list):
            self.unread.append(Unread(model, "", None))
            message = "The file has to hold entries."
            self.issues.append(Issue(document.path, 1, message, "Write them as its comments show."))
        names: set[str] = set()
        for part in _parts(document):
            if part.name in names:
                message = f"“{part.name}” is declared twice."
                self.issues.append(
                    Issue(part.path, part.line("id"), message, "Give each its own id.")
                )
            names.add(part.name)
            entry = self.check(model, part.name, part, [])
            if entry is not None:
                found[part.name] = entry
        return found

    def folder_of_data(self, model: type[_E], relative: str) -> dict[str, _E]:
        found: dict[str, _E] = {}
        names: set[str] = set()
        for file in _files(self.docs / relative, ".yml", ".yaml"):
            path = self.path(f"{relative}/{file.name}")
            self.issues += _check_slug(file.stem, path)
            if file.stem in names:
                message = f"Two files are named “{file.stem}”."
                self.issues.append(Issue(path, 1, message, "Rename one of the two."))
            names.add(file.stem)
            entry = self.check(model, file.stem, *read_data(file, path))
            if entry is not None:
                found[file.stem] = entry
        return found

    def tools(self) -> dict[str, Tool]:
        found: dict[str, Tool] = {}
        for file in _files(self.docs / "_data/guides", ".yml", ".yaml"):
            path = self.path(f"_data/guides/{file.name}")
            document, issues = read_data(file, path)
            self.issues += issues
            if document is None:
                continue
            kinds: dict[str, type[Chooser] | type[Scorecard]] = {
                "chooser": Chooser,
                "scorecard": Scorecard,
            }
            kind = document.data.get("kind") if isinstance(document.data, dict) else None
            if not isinstance(kind, str) or kind not in kinds:
                message = f"“kind” is “{kind}”." if kind else "“kind” is missing."
                self.issues.append(
                    Issue(
                        path,
                        document.line("kind"),
                        message,
                        "Write kind: chooser, or kind: scorecard.",
                    )
                )
                continue
            tool = self.check(kinds[kind], file.stem, document, [])
            if tool is not None:
                found[file.stem] = tool
        return found

    def articles(self) -> list[Article]:
        found: dict[str, Article] = {}
        names: set[str] = set()
        for model in (Article, Guide):
            for file in _files(self.docs / model.folder, ".md"):
                path = self.path(f"{model.folder}/{file.name}")
                self.issues += _check_slug(file.stem, path)
                if file.stem in names:
                    message = f"An article and a guide are both named “{file.stem}”."
                    self.issues.append(Issue(path, 1, message, "Rename one of the two files."))
                names.add(file.stem)
                article = self.check(model, file.stem, *read_markdown(file, path))
                if article is not None:
                    found[file.stem] = article
        return list(found.values())

    def pages(self) -> dict[str, StandingPage]:
        found: dict[str, StandingPage] = {}
        for name in NEEDED_PAGES:
            if not (self.docs / name).is_file():
                fix = "Bring it back from git, or write it anew."
                self.issues.append(Issue(self.path(name), 1, "The file is missing.", fix))
        for file in _files(self.docs, ".md"):
            model = HomePage if file.name == "index.md" else StandingPage
            page = self.check(model, file.stem, *read_markdown(file, self.path(file.name)))
            if page is not None:
                found[file.name] = page
        return found


def _files(folder: Path, *endings: str) -> list[Path]:
    """The files of `folder` that end so, by name; not those that editors hide there."""
    if not folder.is_dir():
        return []
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix in endings and file.is_file() and not file.name.startswith(".")
    )


def _parts(document: Document) -> Iterator[Document]:
    if isinstance(document.data, dict):
        for key in document.data:
            yield document.part(key, str(key))
    elif isinstance(document.data, list):
        for index, item in enumerate(document.data):
            name = item.get("id") if isinstance(item, dict) else None
            yield document.part(index, str(name or index + 1))


def _check_slug(slug: str, path: str) -> Iterator[Issue]:
    plain = slug_of(slug)
    if slug != plain:
        fix = (
            f"Rename it, for example to “{plain or 'a-short-name'}”: the name becomes the address."
        )
        yield Issue(
            path, 1, "The file's name holds more than small letters, digits and hyphens.", fix
        )
    elif slug in RESERVED_SLUGS or slug.isdigit():
        yield Issue(
            path,
            1,
            f"The name “{slug}” is taken by a list of the site.",
            "Give the file another name.",
        )


def _cites(body: str) -> bool:
    """Whether a text refers to a footnote that it does not define itself."""
    return any(f"[^{id}]:" not in body for id in _CITED.findall(body))


def _without_file(content: Content, docs: Path) -> list[tuple[Unread, Issue]]:
    """The files of topics and sources that texts refer to, and that are gone.

    Each is told once, and not at every text that refers to it.
    """
    documents = list(article_documents(content))
    cited = (_cites(document.body) for document in documents)
    wanted: dict[type[Entry], tuple[str, bool]] = {
        Topic: ("_data/topics.yml", bool(documents)),
        Source: ("_data/sources.yml", any(cited)),
    }
    lost = []
    for model, (relative, needed) in wanted.items():
        path = f"{docs.name}/{relative}"
        if needed and not (docs / relative).is_file():
            message = "The file is missing, and articles refer to what stood in it."
            fix = "Bring it back from git, or write it anew."
            lost.append((Unread(model, "", None), Issue(path, 1, message, fix)))
    return lost


def _check(content: Content) -> Iterable[Issue]:
    """What only shows across files."""
    yield from check_references(content)
    signatures = [service for service in content.services.values() if service.signature]
    for service in signatures[1:]:
        message = f"“{signatures[0].slug}” is the signature offer already."
        yield service.issue("signature", message, "Leave “signature” to one of the two.")
