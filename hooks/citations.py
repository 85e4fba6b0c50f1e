"""Footnotes for `[^source-id]`, and the record of what each article cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.build import Build
from practice.markdown.citations import CitationExtension
from practice.pages.filters import early_template
from practice.pages.types import ArticlePage

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from practice.content.sources import Source

HEADING = "References"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the Markdown extension; a template of the theme says how a source is written."""
    template = early_template(config, "partials/source.html")

    def write(source: Source) -> str:
        return template.render(source=source)

    extension = CitationExtension(Build.of(config).content.sources, write, HEADING)
    config.markdown_extensions.append(extension)  # type: ignore[arg-type]
    return config


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Note what the page just rendered cites."""
    build = Build.of(config)
    extension = next(e for e in config.markdown_extensions if isinstance(e, CitationExtension))
    if isinstance(page, ArticlePage):
        page.sources = [build.content.sources[id] for id in extension.found]
    return html
