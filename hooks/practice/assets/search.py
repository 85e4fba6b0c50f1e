"""The search index: Pagefind reads the built pages, and browsers fetch only the parts they need."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pagefind"
UNUSED = ("*-ui.*", "*-highlight.js")
"""Pagefind's own user interfaces, which this site does not use."""


class IndexingError(Exception):
    """Pagefind made no index; the message is its own."""


def index_site(site: Path) -> None:
    """Index the built pages below `site` into its folder FOLDER.

    Pages count where they mark a part with `data-pagefind-body`. Raises IndexingError.
    """
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-subdir", FOLDER]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise IndexingError(result.stderr.strip() or result.stdout.strip())
    for pattern in UNUSED:
        for file in (site / FOLDER).glob(pattern):
            file.unlink()
