"""Reads and checks all content before anything is built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import get_build_datetime

from practice.build import Build
from practice.content.content import read_content
from practice.content.notes import notes
from practice.content.practice import Practice
from practice.content.references import check_updated

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = get_plugin_logger("practice")


class _Process:
    """What MkDocs tells once a process and no event tells again."""

    preview = False


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001
    """Remember whether this process serves a preview."""
    _Process.preview = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the content, and start the build that all further events share."""
    content, issues = read_content(Path(config.docs_dir))
    if _Process.preview:
        content = content.with_drafts()
    build = Build(content, get_build_datetime().date(), _Process.preview, issues)
    build.issues += check_updated(content, build.today)
    build.notes += notes(content, build.today)
    build.attach(config)
    config.site_name = content.practice.name
    if content.has(Practice) and content.practice.empty:
        log.info("docs/_data/practice.yml leaves empty: %s.", ", ".join(content.practice.empty))
    if not config.site_url:
        log.info("mkdocs.yml: “site_url” is empty, so search engines are asked to list no page.")
    return config
