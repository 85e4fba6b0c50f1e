"""What pages get from elsewhere: neighbors, what to read next, who cites a source, mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.engine import InclusionLevel
from practice.pages.lists import neighbors
from practice.pages.related import more_posts
from practice.pages.types import ArticlePage, TypedPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from practice.build import Build
    from practice.content.articles import Article
    from practice.content.issues import Issue
    from practice.engine import Files


def article_pages(build: Build, files: Files) -> list[ArticlePage]:
    """The pages of the articles this build shows."""
    pages = (f.page for f in files.documentation_pages(inclusion=InclusionLevel.is_in_serve))
    return [p for p in pages if isinstance(p, ArticlePage) and build.shows(p.article)]


def connect(pages: Iterable[ArticlePage]) -> None:
    """Give each page its neighbors and what to read next; the texts must have been rendered."""
    pages = list(pages)
    articles = [page.article for page in pages]
    cited = {page.article.slug: [source.slug for source in page.sources] for page in pages}
    offers, next_to = more_posts(articles, cited), neighbors(articles)
    for page in pages:
        page.more = offers[page.article.slug]
        page.older, page.newer = next_to[page.article.slug]


def show_mistakes(issues: Iterable[Issue], drafts: Mapping[str, str], files: Files) -> None:
    """Give the page of each draft its issues; `drafts` says which draft a file belongs to."""
    found: dict[str, list[Issue]] = {}
    for issue in issues:
        found.setdefault(drafts[issue.path], []).append(issue)
    for file in files:
        if isinstance(file.page, TypedPage) and file.page.document:
            file.page.mistakes = found.get(file.page.document.path, [])


def cited_by(pages: Iterable[ArticlePage]) -> dict[str, list[Article]]:
    """The articles that cite each source, by its id."""
    citing: dict[str, list[Article]] = {}
    for page in pages:
        for source in page.sources:
            citing.setdefault(source.slug, []).append(page.article)
    return citing
