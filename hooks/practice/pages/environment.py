"""The template environment: filters, globals, and which theme files are published."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from practice.assets.pictures import srcsets
from practice.pages.connections import cited_by
from practice.pages.filters import filters, long_date
from practice.pages.lists import listings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment, Template

    from practice.build import Build
    from practice.engine import Config, Files
    from practice.pages.types import ArticlePage


def early_template(config: Config, name: str) -> Template:
    """A template for use while texts are rendered, before MkDocs hands out its environment."""
    env = config.theme.get_env()
    _escape(env, config)
    env.filters.update(long_date=long_date, srcsets=srcsets)
    return env.get_template(name)


def drop_unused_theme_files(files: Files, config: Config) -> None:
    """Leave out Material's scripts, which no page loads, and the templates of mails."""
    for file in list(files):
        from_theme = file.src_dir != config.theme.custom_dir
        if file.src_uri.startswith("assets/javascripts/" if from_theme else "mail/"):
            files.remove(file)


def prepare(
    env: Environment, build: Build, articles: Iterable[ArticlePage], files: Files, config: Config
) -> None:
    """Give templates their filters and the content of this build."""
    _escape(env, config)
    env.filters.update(filters(files))
    env.globals.update(
        build=build,
        content=build.content,
        practice=build.content.practice,
        endpoint=build.endpoint,
        articles=build.articles,
        cited_by=cited_by(articles),
        listings=list(listings(build.articles.values(), build.content.topics.values())),
        material_stylesheet=_material_stylesheet(files),
    )


def _escape(env: Environment, config: Config) -> None:
    """Escape what this project's templates print; Material's rely on no escaping."""
    ours = Path(config.theme.custom_dir or ".")
    env.autoescape = lambda name: name is not None and (ours / name).is_file()


def _material_stylesheet(files: Files) -> str:
    """Material's main stylesheet; its name changes with every release."""
    names = (file.src_uri for file in files)
    return next(name for name in names if fnmatch(name, "assets/stylesheets/main.*.min.css"))
