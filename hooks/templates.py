"""Gives templates their filters and the content they may draw on."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING

from practice.build import Build
from practice.pages.filters import escape_in_ours, filters
from practice.pages.lists import listings
from practice.pages.types import ArticlePage

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from practice.content.articles import Article


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out Material's scripts, which no page loads, and the templates of mails."""
    for file in list(files):
        theirs = file.src_dir != config.theme.custom_dir
        if file.src_uri.startswith("assets/javascripts/" if theirs else "mail/"):
            files.remove(file)
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Prepare the environment that renders every page."""
    build = Build.of(config)
    escape_in_ours(env, config)
    env.filters.update(filters(files))
    env.globals.update(
        build=build,
        content=build.content,
        practice=build.content.practice,
        articles=build.articles,
        cited_by=_cited_by(files),
        listings=list(listings(build.articles.values(), build.content.topics.values())),
        material_stylesheet=_material_stylesheet(files),
    )
    return env


def _cited_by(files: Files) -> dict[str, list[Article]]:
    """The articles that cite each source, by its id."""
    citing: dict[str, list[Article]] = {}
    for file in files:
        if isinstance(file.page, ArticlePage):
            for source in file.page.sources:
                citing.setdefault(source.slug, []).append(file.page.article)
    return citing


def _material_stylesheet(files: Files) -> str:
    """Material's main stylesheet; its name changes with every release."""
    names = (file.src_uri for file in files)
    return next(name for name in names if fnmatch(name, "assets/stylesheets/main.*.min.css"))
