"""The adapter to the site generator, MkDocs or ProperDocs; no other module here imports it.

`python -m practice.engine build …` checks mkdocs.yml, then runs the generator's own command line.
`make serve` needs load_config and build, which MkDocs does not document: practice.preview_server.
"""

from __future__ import annotations

import logging
import os
import re
import runpy
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

NAME = "mkdocs" if find_spec("mkdocs") else "properdocs"
if NAME == "properdocs":
    import_module("properdocs.replacement")  # from here on it answers to the name mkdocs, too

from mkdocs.commands.build import build as build_site  # noqa: E402
from mkdocs.config import load_config  # noqa: E402
from mkdocs.config.defaults import MkDocsConfig as Config  # noqa: E402
from mkdocs.exceptions import Abort, PluginError  # noqa: E402
from mkdocs.livereload import LiveReloadServer  # noqa: E402
from mkdocs.plugins import get_plugin_logger  # noqa: E402
from mkdocs.structure.files import File, Files, InclusionLevel  # noqa: E402
from mkdocs.structure.nav import Navigation  # noqa: E402
from mkdocs.structure.pages import Page  # noqa: E402
from mkdocs.utils import get_build_datetime, get_relative_url  # noqa: E402

from practice.content.issues import Issue, report  # noqa: E402

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from jinja2 import Environment

__all__ = [
    "NAME",
    "Config",
    "File",
    "Files",
    "InclusionLevel",
    "LiveReloadServer",
    "Navigation",
    "Page",
    "PluginError",
    "ProblemsError",
    "build_date",
    "build_site",
    "build_time",
    "command",
    "generated_file",
    "load_config",
    "log",
    "render_page",
    "render_text",
    "stop",
]

log = get_plugin_logger("practice")
_INSTANT = "SOURCE_DATE_EPOCH"


class ProblemsError(PluginError):
    """Stops a build because of the problems in `issues`, which the generator prints."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        """Say all of them."""
        self.issues = list(issues)
        super().__init__(report(self.issues))


class ReportedError(Abort):
    """Ends a build whose problems have been logged; the generator adds nothing to them."""

    def show(self, *_: object, **__: object) -> None:
        """Print nothing."""


def stop(error: Exception) -> None:
    """End the build with nothing but the list of its problems, if it has one.

    Without this, the generator would add “Aborted with a BuildError!”.
    """
    if isinstance(error, ProblemsError):
        logging.getLogger(NAME).error(str(error))
        raise ReportedError(str(error)) from error


def build_date(timezone: str) -> dt.date:
    """The day of the build in a time zone, by its IANA name.

    SOURCE_DATE_EPOCH overrides the instant (reproducible-builds.org).
    """
    return build_time().astimezone(ZoneInfo(timezone)).date()


def build_time() -> dt.datetime:
    """The instant of the build; SOURCE_DATE_EPOCH overrides it, unless it is empty.

    Raises SystemExit if it is not a number of seconds.
    """
    seconds = os.environ.get(_INSTANT)
    if seconds == "":
        del os.environ[_INSTANT]  # the generator reads it too
    elif seconds is not None and not re.fullmatch(r"[0-9]{1,11}", seconds):
        sys.exit(f"{_INSTANT} is “{seconds}”. Write whole seconds since 1970, or unset it.")
    return get_build_datetime()


def command() -> list[str]:
    """The beginning of a command line that runs the generator, after a check of mkdocs.yml."""
    return [sys.executable, "-m", "practice.engine"]


def generated_file(config: Config, uri: str, content: str | bytes = "") -> File:
    """A file of the site that is not in the docs folder and not in the navigation."""
    return File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)


def render_text(page: Page, config: Config, files: Files) -> None:
    """Render the text of a page that the build leaves out, with the events of one it writes."""
    events = config.plugins
    page.read_source(config)
    page.markdown = events.on_page_markdown(
        page.markdown or "", page=page, config=config, files=files
    )
    page.render(config, files)
    page.content = events.on_page_content(page.content or "", page=page, config=config, files=files)


def render_page(
    page: Page, template: str, nav: Navigation, files: Files, config: Config, env: Environment
) -> str:
    """The HTML of a page as the build will write it, from a template's documented variables."""
    context: dict[str, Any] = {
        "base_url": get_relative_url(".", page.url),
        "build_date_utc": get_build_datetime(),
        "config": config,
        "extra_css": [],
        "extra_javascript": [],
        "nav": nav,
        "page": page,
        "pages": files.documentation_pages(),
    }
    return env.get_template(template).render(context)


def main() -> None:
    """Run the generator in this process, unless mkdocs.yml has a mistake."""
    from practice import config
    from practice.failures import logged_problems, show_failure

    if config.main():
        sys.exit(1)
    with logged_problems() as logged:
        try:
            runpy.run_module(NAME, run_name="__main__", alter_sys=True)
        except (Exception, SystemExit) as error:
            if isinstance(error, SystemExit) and not error.code:
                raise
            show_failure(error, Path.cwd(), logged)
            sys.exit(1)


if __name__ == "__main__":
    main()
