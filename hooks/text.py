"""What Markdown gains on every page of this site, and links that readers could not follow."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from practice.build import Build
from practice.content.issues import Issue
from practice.links import PageLinks, split_fragment
from practice.pages import TypedPage
from practice.tables import TableExtension

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the extensions that need nothing but the text."""
    config.markdown_extensions += [TableExtension(), PageLinks()]  # type: ignore[list-item]
    return config


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Find links to pages that are not out yet: MkDocs mentions them, and goes on."""
    build = Build.of(config)
    links = next(e for e in config.markdown_extensions if isinstance(e, PageLinks))
    hidden = {
        article.uri: "is a draft" if article.draft else f"goes out on {article.date}"
        for article in build.content.articles.values()
        if not build.shows(article)
    }
    hidden |= {service.uri: "is a draft" for service in build.content.draft_services.values()}
    folder = posixpath.dirname(page.file.src_uri)
    if not isinstance(page, TypedPage) or page.document is None:
        return html
    document = page.document
    for target in links.targets:
        uri = posixpath.normpath(posixpath.join(folder, split_fragment(target)[0]))
        if when := hidden.get(uri):
            message = f"“{target}” {when}: readers could not follow this link."
            fix = "Take the link out until then."
            line = document.body_line_of(f"({target}")
            build.issues.append(Issue(document.path, line, message, fix))
    return html
