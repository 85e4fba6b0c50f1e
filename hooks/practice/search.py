"""The search index: Pagefind reads the built pages, and browsers fetch only the parts they need."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pagefind.index import IndexConfig, PagefindIndex

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pagefind"
UNUSED = ("*-ui.*", "*-highlight.js")
"""Pagefind's own interfaces: this site has its own."""


def index_site(site: Path) -> int:
    """Index the built pages below `site` into its folder FOLDER; the number of pages found.

    Pages count where they mark a part with `data-pagefind-body`.
    """
    pages = asyncio.run(_index(site))
    for pattern in UNUSED:
        for file in (site / FOLDER).glob(pattern):
            file.unlink()
    return pages


async def _index(site: Path) -> int:
    config = IndexConfig(output_path=str(site / FOLDER))
    async with PagefindIndex(config=config) as index:
        return int((await index.add_directory(str(site)))["page_count"])
