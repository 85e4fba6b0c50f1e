"""Standing pages, and the pages that one template writes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.build import Build
from practice.pages.types import FixedPage, StandingPageView, add_file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give standing pages their typed content."""
    content = Build.of(config).content
    for uri, page in content.pages.items():
        if file := files.get_file_from_path(uri):
            StandingPageView(page, file, config)
    FixedPage(
        "sources.html",
        add_file(files, config, "sources.md"),
        config,
        title="Sources",
        description="Every work that the articles and guides on this site rest on, with the "
        "places that cite it.",
    )
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Put the labels of the navigation on pages that hooks made: MkDocs leaves those alone."""
    for item in config.nav or []:
        if not isinstance(item, dict):
            continue
        for label, uri in item.items():
            file = files.get_file_from_path(uri) if isinstance(uri, str) else None
            if file and file.page:
                file.page.title = label
    return nav
