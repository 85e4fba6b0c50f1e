"""The kinds of pages: MkDocs pages that carry typed content to their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from practice.content.articles import Article, Guide
from practice.content.models import Entry, EntryWithPage
from practice.content.services import Service
from practice.content.standing_pages import StandingPage
from practice.engine import Page
from practice.pages.lists import ListSlice

if TYPE_CHECKING:
    from practice.content.documents import Document
    from practice.content.issues import Issue
    from practice.content.practice import Author
    from practice.content.sources import Source
    from practice.engine import Config, File, Files
    from practice.markdown.extension import RenderedText
    from practice.markdown.inventory import Inventory

_T = TypeVar("_T")


class TypedPage(Page, Generic[_T]):
    """A page whose text and facts come from its `subject`."""

    def __init__(
        self,
        subject: _T,
        file: File,
        config: Config,
        template: str,
        *,
        title: str = "",
        description: str = "",
        body: str = "",
    ) -> None:
        """Make the page of `file`.

        `body` is Markdown. Templates of generated pages write title and description themselves.
        """
        super().__init__(title, file, config)
        self.subject = subject
        self.template = template
        self.heading = title
        self.description = description
        self.body = body
        self.indexed = True
        """Whether search engines may list the page."""
        self.mistakes: list[Issue] = []
        """What a preview shows on the page of a draft."""
        self.too_deep = False
        """Whether rendering failed because the text is nested too deeply."""
        self.inventory: Inventory | None = None
        """The inventory of the text, once it is rendered; None if it is nested too deeply."""
        self.lead = ""
        """The HTML of the opening of the text: its first block, with the headings above it."""
        self.rest = ""
        """The HTML of all other blocks."""

    @property
    def document(self) -> Document | None:
        """The file the coach wrote for this page, if any."""
        return self.subject.document if isinstance(self.subject, Entry) else None

    def read_source(self, config: Config) -> None:  # noqa: ARG002 (MkDocs passes it)
        """Take the text from the subject: its front matter has been read and validated."""
        self.markdown = self.body
        self.meta = {
            "title": self.title,
            "description": self.description,
            "template": self.template,
        }

    def render(self, config: Config, files: Files) -> None:
        """Render the text; one that is nested too deeply is reported by the validation."""
        try:
            super().render(config, files)
        except RecursionError:
            if self.document is None:
                raise
            self.content = ""
            self.too_deep = True

    def keep(self, text: RenderedText) -> None:
        """Keep what is known of the text after rendering."""
        if not self.too_deep:
            self.inventory, self.lead, self.rest = text.inventory, text.lead, text.rest


class ArticlePage(TypedPage[Article]):
    """An article or a guide."""

    def __init__(self, article: Article, author: Author, file: File, config: Config) -> None:
        """Make the page of `article`, which `file` contains."""
        super().__init__(
            article,
            file,
            config,
            "guide.html" if isinstance(article, Guide) else "article.html",
            title=article.title,
            description=article.description,
            body=article.body,
        )
        self.article = article
        self.author = author
        self.minutes = 1
        """Reading time."""
        self.sources: list[Source] = []
        """The sources the text cites, in order of mention."""
        self.more: list[Article] = []
        """Articles to read next."""
        self.older: Article | None = None
        self.newer: Article | None = None


class StandingPageView(TypedPage[StandingPage]):
    """A standing page: home, about, contact, and others."""

    def __init__(self, page: StandingPage, file: File, config: Config) -> None:
        """Make the page of `page`, which `file` contains."""
        super().__init__(
            page,
            file,
            config,
            page.template,
            title=page.title,
            description=page.description,
            body=page.body,
        )
        self.indexed = page.template != "thank-you.html"


class ServicePage(TypedPage[Service]):
    """A service."""

    def __init__(self, service: Service, file: File, config: Config) -> None:
        """Make the page of `service`."""
        super().__init__(
            service,
            file,
            config,
            "service.html",
            title=service.title,
            description=service.description,
        )
        self.service = service


class ListPage(TypedPage[ListSlice]):
    """One page of a list of articles."""

    def __init__(self, part: ListSlice, file: File, config: Config) -> None:
        """Make the page that shows `part`."""
        template = "topic.html" if part.listing.kind == "topic" else "articles.html"
        super().__init__(part, file, config, template)


class TemplatePage(TypedPage[None]):
    """A page its template writes alone: the services, the sources, the search."""

    def __init__(self, template: str, file: File, config: Config, *, indexed: bool = True) -> None:
        """Make the page that `template` writes."""
        super().__init__(None, file, config, template)
        self.indexed = indexed


class RedirectPage(TypedPage[EntryWithPage]):
    """An old address that redirects to the page of an entry."""

    def __init__(self, entry: EntryWithPage, file: File, config: Config) -> None:
        """Make a page at `file` that redirects to the page of `entry`."""
        super().__init__(
            entry,
            file,
            config,
            "redirect.html",
            title=entry.title,
            description=entry.description,
        )
        self.indexed = False
