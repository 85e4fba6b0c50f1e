"""A small project to publish."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.conftest import LEAST, SETTINGS, article
from tests.practices import configure
from tests.publishing.project import commit, git, make, make_project, write
from tests.publishing.public_site import PublicSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository of a small site that pushes to another beside it, the hook installed."""
    folder = tmp_path / "project"
    make_project(folder)
    configure(folder, SETTINGS)
    for name, text in LEAST.items():
        write(folder / "docs" / name, text)
    write(folder / "docs/articles/first.md", article("First"))
    git(tmp_path, "init", "--quiet", "--bare", "public")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "remote", "add", "origin", str(tmp_path / "public"))
    commit(folder)
    make(folder, "pre-push")
    return folder


@pytest.fixture
def live() -> Iterator[PublicSite]:
    """A public site."""
    with PublicSite() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
