"""Old addresses that lead to articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

from practice.build import Build
from practice.content import Article, Issue
from practice.content.articles import OLD_ADDRESS
from practice.pages.types import RedirectPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from practice.content.documents import Document


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Make a page of each old address, unless another page stands there.

    Runs after the hooks that add pages, so that a redirect never takes the place of one.
    """
    build = Build.of(config)
    taken = {file.dest_uri.casefold(): file.src_uri for file in files}
    taken |= {name: name for name in config.theme.static_templates}
    made: dict[str, str] = {}
    form = build.content.form
    receiver = form.providers.receiver.address.strip("/") if form.provider == "receiver" else ""
    for uri, document, article in _with_old_addresses(build):
        for index, address in enumerate(document.data["redirect_from"]):
            if not isinstance(address, str) or not re.fullmatch(OLD_ADDRESS, address.strip()):
                continue  # told already
            file = _file(address.strip(), config)
            if receiver and f"{file.dest_uri}/".startswith(f"{receiver}/"):
                message = (
                    f"The old address “{address.strip()}” belongs to the receiver of messages."
                )
                line = document.line("redirect_from", index)
                build.issues.append(Issue(document.path, line, message, "Take it out."))
                continue
            target = file.dest_uri.casefold()  # some disks hold /Old and /old for the same
            owner = taken.get(target) or made.get(target)
            same = made.get(target) == uri and files.get_file_from_path(file.src_uri) is None
            if owner and not same:
                verb = "belongs to" if target in taken else "leads already to"
                message = f"The old address “{address.strip()}” {verb} {owner}."
                fix = "Take it out, or rename that page." if target in taken else "Take one out."
                line = document.line("redirect_from", index)
                build.issues.append(Issue(document.path, line, message, fix))
                continue
            made[target] = uri
            if article:
                files.append(file)
                RedirectPage(article, file, config)
    return files


def _with_old_addresses(build: Build) -> Iterator[tuple[str, Document, Article | None]]:
    """The page and the document of each article with old addresses, also of those not read."""
    for article in build.articles.values():
        if article.redirect_from:
            yield article.uri, article.document, article
    for unread in build.content.unread:
        document = unread.document if issubclass(unread.model, Article) else None
        data = document.data if document and isinstance(document.data, dict) else {}
        if document and isinstance(data.get("redirect_from"), list) and not data.get("draft"):
            yield unread.uri, document, None


def _file(address: str, config: MkDocsConfig) -> File:
    """The file to publish at an old address."""
    path = address.strip("/")
    file = File.generated(config, f"{path}.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
    if path.endswith((".html", ".htm")):
        file.dest_uri = path
    return file
