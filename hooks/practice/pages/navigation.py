"""The navigation in mkdocs.yml: its labels, and entries whose page is missing."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from practice.config import read_config
from practice.content.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from practice.engine import Config, Files


def label_pages(files: Files, config: Config) -> None:
    """Put the labels of the navigation on generated pages: MkDocs labels only its own."""
    for label, uri in _entries(config):
        file = files.get_file_from_path(uri)
        if label and file and file.page:
            file.page.title = label


def missing_pages(files: Files, config: Config, reported: Collection[str]) -> Iterator[Issue]:
    """An issue for each entry whose page does not exist, unless its file is in `reported`."""
    # A configuration from standard input has no path: it inherits the file in this folder.
    lines = read_config(Path(config.config_file_path or "mkdocs.yml").parent).nav
    pages = sorted(file.src_uri for file in files.documentation_pages())
    for _, uri in _entries(config):
        if uri.endswith(".md") and uri not in files.src_uris and uri not in reported:
            near = get_close_matches(uri, pages, n=1, cutoff=0.75)
            fix = "Restore the file from git, or delete this line."
            yield Issue(
                "mkdocs.yml",
                lines.get(uri, 1),
                f"The navigation links to “{uri}”, which does not exist.",
                f"Did you mean “{near[0]}”?" if near else fix,
            )


def _entries(config: Config) -> Iterator[tuple[str, str]]:
    """The label (empty where there is none) and the target of each entry."""
    for item in config.nav or []:
        for label, uri in item.items() if isinstance(item, dict) else [("", item)]:
            if isinstance(uri, str):
                yield label, uri
