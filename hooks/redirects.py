"""Old addresses that lead to articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from practice.build import Build
from practice.pages import RedirectPage, add_file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Make a page of each old address, unless another page stands there.

    Runs after the hooks that add pages, so that a redirect never takes the place of one.
    """
    build = Build.of(config)
    taken = {file.dest_uri.casefold(): file.src_uri for file in files}
    for article in build.articles.values():
        for index, address in enumerate(article.redirect_from):
            path = address.strip("/")
            file = File.generated(config, f"{path}.md", content="")
            target = file.dest_uri.casefold()  # some disks hold /Old and /old for the same
            if target in taken:
                message = f"The old address “{address}” belongs to {taken[target]}."
                fix = "Take it out, or rename that page."
                build.issues.append(article.issue(("redirect_from", index), message, fix))
                continue
            taken[target] = article.uri
            RedirectPage(article, add_file(files, config, f"{path}.md"), config)
    return files
