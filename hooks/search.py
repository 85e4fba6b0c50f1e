"""The search page, and the index it asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from practice.assets.search import IndexingError, index_site
from practice.pages.types import FixedPage, add_file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the search page."""
    page = FixedPage(
        "search.html",
        add_file(files, config, "search.md"),
        config,
        title="Search",
        description="Search the articles, guides and services of this site.",
    )
    page.indexed = False
    return files


# Last of all: the index is made from the pages as they were written.
@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Index the pages."""
    try:
        index_site(Path(config.site_dir))
    except IndexingError as error:
        raise PluginError(f"The search index could not be made: {error}") from error
