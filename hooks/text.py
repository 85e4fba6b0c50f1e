"""What Markdown gains on every page of this site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.tables import TableExtension

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the extensions that need nothing but the text."""
    config.markdown_extensions.append(TableExtension())  # type: ignore[arg-type]
    return config
