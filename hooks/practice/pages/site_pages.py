"""All pages of the site, made from the content in the one order that is right.

Pages the coach wrote come first, then generated ones, then redirects, which never replace a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from practice.content.gone import GONE
from practice.content.issues import Issue
from practice.content.models import EntryWithPage
from practice.engine import InclusionLevel, generated_file
from practice.pages.lists import first_days, listings, paginate
from practice.pages.types import (
    ArticlePage,
    ListPage,
    RedirectPage,
    ServicePage,
    StandingPageView,
    TemplatePage,
)

if TYPE_CHECKING:
    import datetime as dt

    from practice.build import Build
    from practice.engine import Config, File, Files

GENERATED = {
    "services/index.md": "services.html",
    "sources.md": "sources.html",
    "search.md": "search.html",
}
"""Pages that one template writes alone, by their path from the docs folder."""
REDIRECTS = "redirects.txt"
"""The site's list of its redirects, for the check that a later site has them too."""
NOT_INDEXED = {"search.md"}
_NO_PAGE = {
    "README.md": "A file named README makes no page.",  # MkDocs would use it as index.md
    "404.md": "The site has a page for wrong addresses already; this one would be at /404/.",
}
"""Why a standing page cannot have this path."""


class SitePages:
    """Makes the pages of one build; what is wrong goes to the build's issues."""

    def __init__(self, build: Build, files: Files, config: Config) -> None:
        """Work on `files` as MkDocs collected them."""
        self.build = build
        self.files = files
        self.config = config

    def make(self) -> None:
        """Make every page."""
        self._standing_pages()
        self._articles()
        self._lists()
        self._services()
        for uri, template in GENERATED.items():
            indexed = uri not in NOT_INDEXED
            TemplatePage(template, self._add(uri), self.config, indexed=indexed)
        self._redirects()
        self._gone()
        self._texts_without_page()

    def _standing_pages(self) -> None:
        for uri, page in self.build.content.pages.items():
            if message := _NO_PAGE.get(uri):
                self.build.issues.append(page.issue((), message, "Give the file another name."))
            if file := self.files.get_file_from_path(uri):
                StandingPageView(page, file, self.config)

    def _articles(self) -> None:
        content = self.build.content
        for article in content.articles.values():
            if file := self.files.get_file_from_path(article.uri):
                shown = self.build.shows(article)
                file.inclusion = InclusionLevel.NOT_IN_NAV if shown else InclusionLevel.DRAFT
                ArticlePage(article, content.author(article), file, self.config)

    def _lists(self) -> None:
        content = self.build.content
        for listing in listings(self.build.articles.values(), content.topics.values()):
            for part in paginate(listing, content.practice.page_size):
                ListPage(part, self._add(part.uri), self.config)

    def _services(self) -> None:
        for service in self.build.content.services.values():
            ServicePage(service, self._add(service.uri), self.config)

    def _add(self, uri: str) -> File:
        """Add a generated file; a file of the coach's with the same path is reported."""
        written = self.files.get_file_from_path(uri)
        if written is not None:
            path = f"{Path(self.config.docs_dir).name}/{uri}"
            message = "The site generates a page with this name."
            if all(issue.path != path for issue in self.build.issues):
                fix = "Give the file another name."
                self.build.issues.append(Issue(path, 1, message, fix))
            self.files.remove(written)
        file = generated_file(self.config, uri)
        self.files.append(file)
        return file

    def _texts_without_page(self) -> None:
        """Leave out texts that have no page: each has an issue, and MkDocs might fail on them.

        An empty page replaces a broken one, so that links to it are not reported too.
        """
        broken = {entry.uri for entry in self.build.content.broken}
        for file in list(self.files.documentation_pages()):
            if file.page is None:
                self.files.remove(file)
                if file.src_uri in broken:
                    TemplatePage("main.html", self._add(file.src_uri), self.config)

    def _redirects(self) -> None:
        """Make a page of each old address, unless another page has it, now or on a later day."""
        content = self.build.content
        future = first_days(
            content.articles.values(),
            content.topics.values(),
            content.practice.page_size,
            self.build.today,
        )
        taken = {generated_file(self.config, uri).dest_uri.casefold(): uri for uri in future}
        taken |= {file.dest_uri.casefold(): file.src_uri for file in self.files}
        taken |= {name: name for name in self.config.theme.static_templates}
        made: dict[str, str] = {}
        published: list[str] = []
        written: set[str] = set()
        form = content.form
        receives = form.provider == "receiver" and not form.broken
        receiver = form.providers.receiver.address.strip("/") if receives else ""
        for entry in self._entries_with_page():
            uri = entry.uri
            for index, address in enumerate(entry.redirect_from):
                if not address:
                    continue  # reported when the file was read
                file = self._redirect_file(address)
                target = file.dest_uri.casefold()  # some disks do not tell /Old from /old
                owner = taken.get(target) or made.get(target)
                same = made.get(target) == uri and file.src_uri not in written
                message = fix = ""
                if receiver and f"{file.dest_uri}/".startswith(f"{receiver}/"):
                    message = "is used by the contact form."
                    fix = "Delete it."
                elif owner in future and target in taken and owner not in self.files.src_uris:
                    message = f"will belong to {owner} on {future[owner]}."
                    fix = "Delete it, or rename that page."
                elif owner and not same and target in taken:
                    message, fix = f"belongs to {owner}.", "Delete it, or rename that page."
                elif owner and not same:
                    message, fix = f"already redirects to {owner}.", "Delete one of the two."
                if message:
                    said = f"The old address “{address}” {message}"
                    self.build.issues.append(entry.issue(("redirect_from", index), said, fix))
                    continue
                made[target] = uri
                written.add(file.src_uri)
                if not entry.broken and not self._waits(entry):
                    self.files.append(file)
                    RedirectPage(entry, file, self.config)
                    published.append(f"/{file.dest_uri.removesuffix('index.html')}\n")
        if published:
            self.files.append(generated_file(self.config, REDIRECTS, "".join(published)))

    def _gone(self) -> None:
        """Report addresses that are listed as gone and belong to a page, now or on a later day.

        If that page was deleted one day, nobody would notice.
        """
        content = self.build.content
        owners = {file.dest_uri: file.src_uri for file in self.files.documentation_pages()}
        for entry in self._entries_with_page():
            if not content.is_draft(entry):
                files = [generated_file(self.config, entry.uri)]
                files += [
                    self._redirect_file(address) for address in entry.redirect_from if address
                ]
                owners |= {file.dest_uri: entry.document.path for file in files}
        for address, line in content.gone.items():
            if owner := owners.get(self._redirect_file(address).dest_uri):
                message = f"“{address}” is listed as gone, but it is an address of {owner}."
                self.build.issues.append(Issue(GONE, line, message, "Delete this line."))

    def _entries_with_page(self) -> list[EntryWithPage]:
        """Every entry with a page, broken ones too: first those readers see, drafts last."""
        content, today = self.build.content, self.build.today
        found = content.all(EntryWithPage)
        return sorted(found, key=lambda e: (content.is_draft(e), _day(e, today) > today))

    def _waits(self, entry: EntryWithPage) -> bool:
        """Whether this build leaves the page of `entry` out: a draft, or for a later day."""
        build = self.build
        later = _day(entry, build.today) > build.today
        return not build.preview and (later or build.content.is_draft(entry))

    def _redirect_file(self, address: str) -> File:
        """The file to publish at an old address."""
        path = address.strip("/")
        file = generated_file(self.config, f"{path}.md")
        if path.endswith((".html", ".htm")):
            file.dest_uri = path
        return file


def _day(entry: EntryWithPage, today: dt.date) -> dt.date:
    """The day from which readers see `entry`; today for entries without a date."""
    day: dt.date | None = getattr(entry, "date", None)
    return day or today
