"""Articles and guides: their pages, the lists they stand in, and what to read next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import InclusionLevel

from practice.build import Build
from practice.pages.lists import heading, listings, neighbours, paginate
from practice.pages.reading_time import count_words, minutes
from practice.pages.related import more_posts
from practice.pages.types import ArticlePage, ListingPage, add_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Make pages of articles, and generate their lists."""
    build = Build.of(config)
    for article in build.content.articles.values():
        file = files.get_file_from_path(article.uri)
        if file is None:
            continue
        shown = article.published(build.today)
        file.inclusion = InclusionLevel.NOT_IN_NAV if shown else InclusionLevel.DRAFT
        ArticlePage(article, build.content.author(article), file, config)
    for listing in listings(build.articles.values(), build.content.topics.values()):
        for cut in paginate(listing, build.content.practice.articles_per_page):
            title, description = heading(cut)
            file = add_file(files, config, cut.uri)
            page = ListingPage(cut, file, config, title=title, description=description)
            page.template = "topic.html" if listing.kind == "topic" else "articles.html"
    return files


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Take the reading time from the text as readers get it."""
    if isinstance(page, ArticlePage):
        page.minutes = minutes(count_words(html))
    return html


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Tell each article its neighbours and what to offer after it: its sources are known now."""
    build = Build.of(config)
    pages = list(_pages(files, build))
    cited = {page.article.slug: [source.slug for source in page.sources] for page in pages}
    offers = more_posts(build.articles.values(), cited)
    beside = neighbours(build.articles.values())
    for page in pages:
        page.more = offers[page.article.slug]
        page.older, page.newer = beside[page.article.slug]
    return env


def _pages(files: Files, build: Build) -> Iterator[ArticlePage]:
    for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve):
        if isinstance(file.page, ArticlePage) and build.shows(file.page.article):
            yield file.page
