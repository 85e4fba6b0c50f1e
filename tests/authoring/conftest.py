"""Projects in which a person runs the commands: the fixture practices, with all that make needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.practices import copy_practice
from tests.site.conftest import equipped

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def full_project(tmp_path: Path) -> Path:
    """A project with the full practice."""
    equipped(tmp_path)
    copy_practice("full", tmp_path)
    return tmp_path


@pytest.fixture
def minimal_project(tmp_path: Path) -> Path:
    """A project with the minimal practice."""
    equipped(tmp_path)
    copy_practice("minimal", tmp_path)
    return tmp_path
