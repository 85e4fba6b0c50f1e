"""What Markdown gains on every page of this site, and the survey of each text for the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.markdown.inventory import SurveyExtension
from practice.markdown.tables import TableExtension
from practice.pages.types import TypedPage

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the extensions that need nothing but the text."""
    config.markdown_extensions += [TableExtension(), SurveyExtension()]  # type: ignore[list-item]
    return config


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Keep the survey of the text just rendered: it is judged when all texts are known."""
    if isinstance(page, TypedPage):
        page.survey = next(
            e for e in config.markdown_extensions if isinstance(e, SurveyExtension)
        ).found
    return html
