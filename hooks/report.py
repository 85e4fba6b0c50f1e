"""Ends the build when anything is wrong, and says all of it at once."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from practice.build import Build
from practice.config import read_config
from practice.content.issues import Issue, report
from practice.pages.types import FixedPage, add_file
from practice.validation.texts import Inspection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

log = get_plugin_logger("practice")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out texts that no hook made a page of: what is wrong with each is told at the end.

    Runs after the hooks that make pages; MkDocs would stumble over a text it cannot decode. An
    empty page stands in for one that cannot be read, so that MkDocs does not miss it as well.
    """
    build = Build.of(config)
    unread = {unread.uri for unread in build.content.unread}
    for file in list(files.documentation_pages()):
        if file.page is None:
            files.remove(file)
            if file.src_uri in unread:
                page = add_file(files, config, file.src_uri)
                FixedPage("main.html", page, config, title="", description="")
    for uri, standing in build.content.pages.items():
        if uri.endswith("README.md"):  # mkdocs.yml leaves it out: MkDocs would take it for index.md
            message = "The name README makes no page."
            build.issues.append(standing.issue((), message, "Give the file another name."))
    build.issues += _lost_in_navigation(files, config)
    return files


def _lost_in_navigation(files: Files, config: MkDocsConfig) -> Iterator[Issue]:
    """Entries of the navigation that lead to no page."""
    # A configuration that comes through standard input has no path: it inherits this folder's.
    lines = read_config(Path(config.config_file_path or "mkdocs.yml").parent).nav
    missing = {issue.path.partition("/")[2] for issue in Build.of(config).issues}
    for item in config.nav or []:
        for uri in item.values() if isinstance(item, dict) else [item]:
            if not isinstance(uri, str) or not uri.endswith(".md"):
                continue
            if uri not in files.src_uris and uri not in missing:
                line = lines.get(uri, 1)
                message = f"The navigation leads to “{uri}”, which does not exist."
                pages = {file.src_uri for file in files.documentation_pages()}
                near = get_close_matches(uri, sorted(pages), n=1, cutoff=0.75)
                fix = (
                    f"Did you mean “{near[0]}”?"
                    if near
                    else "Bring the file back from git, or take the line out."
                )
                yield Issue("mkdocs.yml", line, message, fix)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001
    """Keep the navigation: pages are looked at as readers will get them."""
    Build.of(config).nav = nav
    return nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Stop before the first page is written: by now all text has been read and rendered.

    Runs after the other hooks, so that nothing they find is missed.
    """
    build = Build.of(config)
    assert build.nav is not None
    inspection = Inspection(build, files, config, env, build.nav)
    issues = [*build.issues, *inspection.issues()]
    if issues:
        raise PluginError(report(issues))
    for note in sorted({*build.notes, *inspection.notes()}):
        log.info(str(note))
    return env
