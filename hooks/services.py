"""A page for every service, and their index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.build import Build
from practice.pages.types import FixedPage, ServicePage, add_file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Generate the pages."""
    content = Build.of(config).content
    for service in content.services.values():
        ServicePage(service, add_file(files, config, service.uri), config)
    FixedPage(
        "services.html",
        add_file(files, config, "services/index.md"),
        config,
        title="Services",
        description=f"What {content.practice.name} offers, whom each service is for, what happens "
        "in it step by step, and how to ask about it.",
    )
    return files
