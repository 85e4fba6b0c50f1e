"""Practices to test with: `minimal` has nothing optional, `full` has everything.

Each is a folder with its own content and mkdocs.yml, so it can be looked at as well:
`mkdocs serve --config-file tests/practices/full/mkdocs.yml`. Tests of code build these, never the
content in docs/. To add a practice, add a folder.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
TODAY = "1772323200"
"""March 1, 2026 (UTC), for SOURCE_DATE_EPOCH: an article of `full` is scheduled after it."""
OWN_FILES: dict[str, Any] = {"extra_css": [], "extra_javascript": []}
"""Settings with which the owner may add files of docs/ to each page; the practices lack them."""


def day() -> dt.date:
    """The day that TODAY means."""
    return dt.datetime.fromtimestamp(int(TODAY), dt.UTC).date()


def docs(name: str) -> Path:
    """The content of the practice `name`."""
    return FOLDER / name / "docs"


def settings(name: str) -> dict[str, Any]:
    """What the mkdocs.yml of the practice says about the site itself."""
    written = yaml.safe_load((FOLDER / name / "mkdocs.yml").read_text(encoding="utf-8"))
    return {key: written[key] for key in ("site_name", "site_url", "nav")}


def copy_practice(name: str, project: Path) -> None:
    """Put the content of the practice `name` and its mkdocs.yml into the folder `project`.

    The project also needs overrides/ and hooks/.
    """
    shutil.copytree(docs(name), project / "docs", dirs_exist_ok=True)
    configure(project, settings(name))


def configure(project: Path, settings: Mapping[str, Any]) -> None:
    """Write the project's mkdocs.yml with other settings for the site itself.

    All the rest comes from base.yml, a copy of the one at the root of this repository.
    """
    shutil.copy(ROOT / "mkdocs.yml", project / "base.yml")
    text = yaml.safe_dump({"INHERIT": "base.yml", **OWN_FILES, **settings}, sort_keys=False)
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")
