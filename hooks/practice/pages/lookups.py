"""What the validation of texts needs to know of the pages that MkDocs has rendered."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from practice.engine import (
    InclusionLevel,
    PluginError,
    generated_file,
    render_page,
    render_text,
)
from practice.pages.lists import first_days
from practice.pages.types import RedirectPage, TypedPage
from practice.validation.pages import read_page
from practice.validation.texts import Lookups, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from jinja2 import Environment

    from practice.build import Build
    from practice.engine import Config, Files
    from practice.markdown.extension import TextExtension
    from practice.markdown.inventory import Inventory
    from practice.validation.pages import PageFacts

_LEFT_OUT = {InclusionLevel.EXCLUDED, InclusionLevel.DRAFT}


def texts(build: Build, files: Files, config: Config) -> Iterator[Text]:
    """The texts to validate; those this build does not show as they will be on their day."""
    for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve):
        page = file.page
        if not isinstance(page, TypedPage) or page.document is None or not page.body:
            continue
        article = build.content.article_of(file.src_uri)
        shown = article is None or build.shows(article)
        if not shown:
            render_text(page, config, files)
        html = page.content or ""
        day = build.today if article is None or shown else max(article.date, build.today)
        waits = article is not None and not shown and not article.draft
        yield Text(file.src_uri, page.document, day, page.inventory, html, waits)


def lookups(
    build: Build, files: Files, config: Config, env: Environment, extension: TextExtension
) -> Lookups:
    """What validation asks about the site; `env` is ready to render pages."""
    nav = build.nav
    assert nav is not None  # on_nav has set it
    addresses = _addresses(build, files, config)
    known = [file for file in files if file.src_uri in addresses]
    written = {
        file.src_uri
        for file in known
        if (file.src_dir == config.docs_dir or getattr(file.page, "document", None))
        and not isinstance(file.page, RedirectPage)
    }
    generated = {
        file.src_uri
        for file in known
        if isinstance(file.page, TypedPage) and file.page.document is None
    }

    def page(uri: str) -> TypedPage[object] | None:
        file = files.get_file_from_path(uri)
        return file.page if file and isinstance(file.page, TypedPage) else None

    @cache
    def text_ids(uri: str) -> Collection[str]:
        found = page(uri)
        return found.inventory.ids if found and found.document and found.inventory else ()

    @cache
    def whole_page(uri: str) -> PageFacts | None:
        found = page(uri)
        if found is None:
            return None
        try:
            html = render_page(found, found.template, nav, files, config, env)
        except (PluginError, TemplateError):
            return None  # the page has a problem of its own, which is reported
        return read_page(uri, html)

    def inventory(text: str) -> Inventory:
        return extension.inventory(text, config.markdown_extensions, config.mdx_configs)

    return Lookups(
        addresses,
        written | build.pictures.keys(),
        generated,
        first_days(
            build.content.articles.values(),
            build.content.topics.values(),
            build.content.practice.page_size,
            build.today,
        ),
        text_ids,
        whole_page,
        inventory,
        build.home if "://" in build.home else "",
    )


def _addresses(build: Build, files: Files, config: Config) -> dict[str, str]:
    articles = {article.uri for article in build.content.articles.values()}
    drafts = (service.uri for service in build.content.draft_services.values())
    return {uri: generated_file(config, uri).url for uri in drafts} | {
        file.src_uri: file.url
        for file in files
        if file.inclusion not in _LEFT_OUT or file.src_uri in articles
    }
