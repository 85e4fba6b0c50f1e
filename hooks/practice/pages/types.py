"""MkDocs pages that carry typed content to their templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page

from practice.build import Build
from practice.content.articles import Article, Guide
from practice.content.issues import Issue
from practice.content.models import Entry
from practice.content.services import Service
from practice.content.standing_pages import StandingPage
from practice.pages.lists import ListPage

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from practice.content.documents import Document
    from practice.content.practice import Author
    from practice.content.sources import Source
    from practice.markdown.inventory import Survey

_T = TypeVar("_T")


class TypedPage(Page, Generic[_T]):
    """A page whose template is given, and whose text and facts come from `subject`."""

    template = "main.html"

    def __init__(
        self,
        subject: _T,
        file: File,
        config: MkDocsConfig,
        *,
        title: str,
        description: str,
        body: str = "",
    ) -> None:
        """`body` is the Markdown of the page; MkDocs renders it as it does any other."""
        super().__init__(title, file, config)
        self.subject = subject
        self.heading = title
        self.description = description
        self.body = body
        self.indexed = True
        """Whether search engines may list the page."""
        self.survey: Survey | None = None
        """What the text holds, once it is rendered."""

    @property
    def document(self) -> Document | None:
        """The file that the coach wrote for this page, if any."""
        return self.subject.document if isinstance(self.subject, Entry) else None

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs calls it so)
        """Take the text from the subject: its front matter was read and checked before."""
        self.markdown = self.body
        self.meta = {
            "title": self.title,
            "description": self.description,
            "template": self.template,
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render the text as MkDocs does; what is nested too deep for that is told."""
        try:
            super().render(config, files)
        except RecursionError:
            if self.document is None:
                raise
            self.content = ""
            Build.of(config).issues.append(too_deep(self.document.path, self.document.body_line))


def too_deep(path: str, line: int) -> Issue:
    """A text that Markdown gives up on."""
    message = "Lists, quotes or tags stand too deep within one another here."
    return Issue(path, line, message, "Take some of them out.")


class ArticlePage(TypedPage[Article]):
    """An article or a guide."""

    template = "article.html"

    def __init__(self, article: Article, author: Author, file: File, config: MkDocsConfig) -> None:
        """A page for `article`, which `file` holds."""
        super().__init__(
            article,
            file,
            config,
            title=article.title,
            description=article.description,
            body=article.body,
        )
        if isinstance(article, Guide):
            self.template = "guide.html"
        self.article = article
        self.author = author
        self.minutes = 1
        """Reading time."""
        self.sources: list[Source] = []
        """What the text cites, in order of mention."""
        self.more: list[Article] = []
        self.older: Article | None = None
        self.newer: Article | None = None


class StandingPageView(TypedPage[StandingPage]):
    """A standing page: home, about, contact and the like."""

    def __init__(self, page: StandingPage, file: File, config: MkDocsConfig) -> None:
        """A view of `page`, which `file` holds."""
        super().__init__(
            page, file, config, title=page.title, description=page.description, body=page.body
        )
        self.template = page.template
        self.indexed = page.template != "thank-you.html"


class ServicePage(TypedPage[Service]):
    """A service."""

    template = "service.html"

    def __init__(self, service: Service, file: File, config: MkDocsConfig) -> None:
        """A page for `service`."""
        super().__init__(
            service, file, config, title=service.title, description=service.description
        )
        self.service = service


class ListingPage(TypedPage[ListPage]):
    """One page of a list of articles."""

    template = "articles.html"


class FixedPage(TypedPage[None]):
    """A page that its template writes alone: the services' index, the list of sources."""

    def __init__(
        self, template: str, file: File, config: MkDocsConfig, *, title: str, description: str
    ) -> None:
        """A page for `template`."""
        super().__init__(None, file, config, title=title, description=description)
        self.template = template


class RedirectPage(TypedPage[Article]):
    """An old address that leads to an article."""

    template = "redirect.html"

    def __init__(self, article: Article, file: File, config: MkDocsConfig) -> None:
        """A page at `file` that leads to `article`."""
        super().__init__(
            article, file, config, title=article.title, description=article.description
        )
        self.indexed = False


def add_file(files: Files, config: MkDocsConfig, uri: str) -> File:
    """A new file without one on disk, added to `files`; it stands in no navigation tree.

    A file of the coach's in its place is a problem: it is named, not silently replaced.
    """
    written = files.get_file_from_path(uri)
    if written is not None:
        path = f"{Path(config.docs_dir).name}/{uri}"
        message = "The site makes a page of this name itself."
        issues = Build.of(config).issues
        if all(issue.path != path for issue in issues):
            issues.append(Issue(path, 1, message, "Give the file another name."))
        files.remove(written)
    file = File.generated(config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    files.append(file)
    return file
