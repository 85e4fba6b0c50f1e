"""Ends the build when anything is wrong, and says all of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import InclusionLevel

from practice.build import Build
from practice.content.issues import report
from practice.links import broken_links

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:  # noqa: ARG001
    """Leave out texts that no hook made a page of: what is wrong with each is told at the end.

    Runs after the hooks that make pages; MkDocs would stumble over a text it cannot decode.
    """
    for file in list(files.documentation_pages()):
        if file.page is None:
            files.remove(file)
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Stop before the first page is written: by now all text has been read and rendered.

    Runs after the other hooks, so that nothing they find is missed.
    """
    build = Build.of(config)
    pages = [
        file.src_uri
        for file in files
        if file.is_documentation_page()
        and (build.preview or file.inclusion is not InclusionLevel.DRAFT)
    ]
    documents = [entry.document for entry in build.content.entries()]
    issues = [*build.issues, *broken_links(documents, pages)]
    if issues:
        raise PluginError(report(issues))
    return env
