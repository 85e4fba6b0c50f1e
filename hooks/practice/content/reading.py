"""Reads the docs folder: every entry, and every problem in what the coach wrote."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from practice.content.articles import UNDATED, Article, Guide, newest_first
from practice.content.content import Content, in_order
from practice.content.documents import Document, read_data, read_markdown
from practice.content.form import Form
from practice.content.gone import read_gone
from practice.content.issues import Issue
from practice.content.models import Entry, is_draft
from practice.content.placeholders import unwritten_issues
from practice.content.practice import Practice
from practice.content.references import check_references, check_signature, files_needed
from practice.content.services import Service
from practice.content.slugs import RESERVED_SLUGS, slug_of
from practice.content.sources import Source
from practice.content.standing_pages import HomePage, StandingPage
from practice.content.stray_files import stray_files
from practice.content.testimonials import Testimonial
from practice.content.tools import TOOLS, Tool
from practice.content.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

_E = TypeVar("_E", bound=Entry)
NEEDED_PAGES = ("index.md", "contact.md")
"""The pages that every other page links to."""
_PRACTICE, _FORM = "_data/practice.yml", "_data/contact.yml"
_TOPICS, _SOURCES = "_data/topics.yml", "_data/sources.yml"
_SERVICES, _TOOLS = "_data/services", "_data/guides"
_TESTIMONIALS = "_data/testimonials.yml"
_DATA = (".yml", ".yaml")
_DRAFT = re.compile(
    r"^draft[ \t]*[:=][ \t]*(['\"]?)(?:true|yes|on|y|t|1)\1[ \t]*(?:[ \t]#.*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_RESTORE = "Restore it from git, or write a new one."


def read_content(docs: Path) -> tuple[Content, list[Issue]]:
    """All content below `docs`, and all its problems."""
    reader = _Reader(docs)
    practice, form = reader.file(Practice, _PRACTICE), reader.file(Form, _FORM)
    topics, sources = reader.parts(Topic, _TOPICS), reader.parts(Source, _SOURCES)
    services = reader.folder(Service, _SERVICES)
    articles = sorted(reader.articles(), key=newest_first)
    tools = reader.tools()
    testimonials = reader.parts(Testimonial, _TESTIMONIALS)
    pages = reader.pages()
    gone, issues = read_gone(docs)
    reader.issues += [*issues, *stray_files(docs)]
    content = Content(
        practice=_renderable(practice, Practice.model_fields.keys() - practice.broken),
        form=_renderable(form, ()),  # even a valid field may have a link to a missing page
        topics=topics,
        sources=sources,
        services=in_order({slug: each for slug, each in services.items() if not each.draft}),
        draft_services=in_order({slug: each for slug, each in services.items() if each.draft}),
        articles={article.slug: article for article in articles},
        tools=tools,
        testimonials=tuple(testimonials.values()),
        pages=pages,
        gone=gone,
        broken=tuple(reader.broken),
    )
    for model in files_needed(content):
        reader.expect(model, _TOPICS if model is Topic else _SOURCES)
    content.incomplete = frozenset(reader.incomplete)
    draft_guides = {guide.slug: guide.document.path for guide in content.guides() if guide.draft}
    content.draft_files = {path: path for path in reader.drafts} | reader.tools_of(draft_guides)
    reader.issues += check_references(content)
    reader.issues += check_signature(content)
    public = (entry for entry in content.entries() if not content.is_draft(entry))
    reader.issues += unwritten_issues(public)
    return content, reader.issues


def read_form(docs: Path) -> tuple[Content | None, list[Issue]]:
    """The practice, its form and its services, and all problems in them.

    Content is None if the practice or the form has a problem: the form must not be used then.
    """
    reader = _Reader(docs)
    practice, form = reader.file(Practice, _PRACTICE), reader.file(Form, _FORM)
    services = reader.folder(Service, _SERVICES)
    own = {practice.document.path, form.document.path}
    if any(issue.path in own for issue in reader.issues):
        return None, reader.issues
    published = {slug: service for slug, service in services.items() if not service.draft}
    issues = [issue for issue in reader.issues if issue.path not in reader.drafts]
    return Content(practice, form, services=in_order(published)), issues


class _Reader:
    """Reads the files below one folder, and collects what is wrong."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.issues: list[Issue] = []
        self.broken: list[Entry] = []
        self.incomplete: set[type[Entry]] = set()
        self.drafts: set[str] = set()
        """The paths of drafts, from the project's folder."""

    def file(self, model: type[_E], relative: str) -> _E:
        """The one entry of a file that every site has."""
        file, path = self.docs / relative, self._path(relative)
        if not file.is_file():
            self._issue(relative, "The file is missing.", _RESTORE)
            return self._unreadable(model, Document(path, file.stem))
        return self._entry(model, relative, *read_data(file, path, needed=True))

    def parts(self, model: type[_E], relative: str) -> dict[str, _E]:
        """The valid entries of a file with many: a list with ids, or a mapping by id."""
        file = self.docs / relative
        if not file.is_file():
            return {}
        document, issues = read_data(file, self._path(relative), needed=model is Topic)
        self.issues += issues
        if document is None:
            self.incomplete.add(model)
            return {}
        if not isinstance(document.data, dict | list):
            self.incomplete.add(model)
            self._issue(relative, "The file must have entries.", "Write them as its comments show.")
        found: dict[str, _E] = {}
        names: set[str] = set()
        for part in _parts(document):
            if part.name in names:
                message = f"“{part.name}” appears twice."
                fix = "Give each entry its own id."
                self.issues.append(Issue(part.path, part.line("id"), message, fix))
            names.add(part.name)
            entry = self._entry(model, relative, part, [])
            if not entry.broken:
                found[part.name] = entry
        return found

    def folder(self, model: type[_E], relative: str) -> dict[str, _E]:
        """The valid entries of a folder with a data file for each."""
        entries = []
        for file in _files(self.docs / relative, *_DATA):
            name = f"{relative}/{file.name}"
            self._check_name(name, file.stem)
            entries.append(self._entry(model, name, *read_data(file, self._path(name))))
        return self._by_slug(entries, "Two files are named “{}”.", "Rename one of them.")

    def tools(self) -> dict[str, Tool]:
        """The valid tools of guides, by the guide's slug."""
        found: dict[str, Tool] = {}
        for file in _files(self.docs / _TOOLS, *_DATA):
            name = f"{_TOOLS}/{file.name}"
            document, issues = read_data(file, self._path(name))
            self.issues += issues
            if document is None:
                continue
            kind = document.data.get("kind") if isinstance(document.data, dict) else None
            if not isinstance(kind, str) or kind not in TOOLS:
                message = (
                    f"“kind” is “{kind}”, which is not a valid kind."
                    if kind
                    else "“kind” is missing."
                )
                fix = "Write kind: chooser or kind: scorecard."
                self.issues.append(Issue(document.path, document.line("kind"), message, fix))
                continue
            tool = self._entry(TOOLS[kind], name, document, [])
            if not tool.broken:
                found[file.stem] = tool
        return found

    def tools_of(self, guides: Mapping[str, str]) -> dict[str, str]:
        """What `guides` says of a slug, by the path of that guide's tool, readable or not."""
        files = _files(self.docs / _TOOLS, *_DATA)
        return {self._path(f"{_TOOLS}/{f.name}"): guides[f.stem] for f in files if f.stem in guides}

    def articles(self) -> list[Article]:
        """The valid articles and guides."""
        entries = []
        for model in (Article, Guide):
            for file in _files(self.docs / model.folder, ".md"):
                name = f"{model.folder}/{file.name}"
                self._check_name(name, file.stem)
                entries.append(self._entry(model, name, *read_markdown(file, self._path(name))))
        message = "An article and a guide are both named “{}”."
        return list(self._by_slug(entries, message, "Rename one of the two files.").values())

    def _by_slug(self, entries: Iterable[_E], message: str, fix: str) -> dict[str, _E]:
        """The usable ones of `entries`; of two with one name, the draft has the issue."""
        found: dict[str, _E] = {}
        names: set[str] = set()
        for entry in sorted(entries, key=self._is_draft):
            if entry.slug in names:
                path = entry.document.path
                self.issues.append(Issue(path, 1, message.format(entry.slug), fix))
            if entry.slug not in names if self._is_draft(entry) else not entry.broken:
                found[entry.slug] = entry
            names.add(entry.slug)
        return found

    def _is_draft(self, entry: Entry) -> bool:
        return entry.document.path in self.drafts

    def pages(self) -> dict[str, StandingPage]:
        """The valid standing pages, by their path from the docs folder."""
        for name in NEEDED_PAGES:
            if not (self.docs / name).is_file():
                self._issue(name, "The file is missing.", _RESTORE)
        found: dict[str, StandingPage] = {}
        for file in _files(self.docs, ".md"):
            model = HomePage if file.name == "index.md" else StandingPage
            page = self._entry(model, file.name, *read_markdown(file, self._path(file.name)))
            if not page.broken:
                found[file.name] = page
        return found

    def expect(self, model: type[Entry], relative: str) -> None:
        """Report a file of entries that others refer to, if it is missing: once, not everywhere."""
        if not (self.docs / relative).is_file():
            self.incomplete.add(model)
            self._issue(relative, "The file is missing, and articles refer to it.", _RESTORE)

    def _entry(
        self, model: type[_E], relative: str, document: Document | None, issues: list[Issue]
    ) -> _E:
        """The entry that `document` describes, unless `issues` say that it cannot be read."""
        name = relative.rpartition("/")[2].rpartition(".")[0]
        readable = not issues
        document = document or Document(self._path(relative), name)
        if readable:
            entry, issues = model.read(document)
        else:
            entry = model.broken_at((), document)
        self.issues += issues
        if "draft" in model.model_fields and (
            is_draft(document) if readable else _looks_like_a_draft(self.docs / relative)
        ):
            self.drafts.add(document.path)
            return _draft(entry)
        if entry.broken:
            self.broken.append(entry)
        return entry

    def _unreadable(self, model: type[_E], document: Document) -> _E:
        entry = model.broken_at((), document)
        self.broken.append(entry)
        return entry

    def _check_name(self, relative: str, name: str) -> None:
        slug = slug_of(name)
        if name != slug:
            message = "The file name may only have lowercase letters, digits, and hyphens."
            example = slug or "a-short-name"
            fix = f"Rename it, for example to “{example}”: the name becomes the address."
            self._issue(relative, message, fix)
        elif name in RESERVED_SLUGS or name.isdigit():
            message = f"The name “{name}” is reserved for a list page."
            self._issue(relative, message, "Give the file another name.")

    def _issue(self, relative: str, message: str, fix: str) -> None:
        self.issues.append(Issue(self._path(relative), 1, message, fix))

    def _path(self, relative: str) -> str:
        return f"{self.docs.name}/{relative}"


def _renderable(entry: _E, keys: Collection[str]) -> _E:
    """`entry`, if it is broken with no other values than those at `keys`: pages depend on it."""
    if not entry.broken or entry.unreadable:
        return entry
    data = {key: value for key, value in entry.document.data.items() if key in keys}
    return entry.broken_at(entry.broken, replace(entry.document, data=data))


def _draft(entry: _E) -> _E:
    """A draft with what pages cannot do without: a title and a date."""
    needed = {"title": entry.slug, "date": UNDATED}
    missing = {key: value for key, value in needed.items() if not getattr(entry, key, value)}
    return entry.model_copy(update={"draft": True, **missing})


def _looks_like_a_draft(file: Path) -> bool:
    """Whether a file that cannot be read has the line of a draft above its text."""
    raw = file.read_bytes()
    encoding = "utf-16" if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    text = "\n".join(raw.decode(encoding, errors="replace").splitlines())
    return _DRAFT.search(text.removeprefix("---").partition("\n---")[0]) is not None


def _files(folder: Path, *endings: str) -> list[Path]:
    """The files of `folder` with these endings, by name, without the hidden ones of editors."""
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
