"""Old addresses that lead to articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

from practice.build import Build
from practice.pages import RedirectPage

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


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
    for article in build.articles.values():
        for index, address in enumerate(article.redirect_from):
            file = _file(address, config)
            if receiver and f"{file.dest_uri}/".startswith(f"{receiver}/"):
                message = f"The old address “{address}” belongs to the receiver of messages."
                fix = "Take it out."
                build.issues.append(article.issue(("redirect_from", index), message, fix))
                continue
            target = file.dest_uri.casefold()  # some disks hold /Old and /old for the same
            owner = taken.get(target) or made.get(target)
            same = (
                made.get(target) == article.uri and files.get_file_from_path(file.src_uri) is None
            )
            if owner and not same:
                verb = "belongs to" if target in taken else "leads already to"
                message = f"The old address “{address}” {verb} {owner}."
                fix = "Take it out, or rename that page." if target in taken else "Take one out."
                build.issues.append(article.issue(("redirect_from", index), message, fix))
                continue
            made[target] = article.uri
            files.append(file)
            RedirectPage(article, file, config)
    return files


def _file(address: str, config: MkDocsConfig) -> File:
    """The file to publish at an old address."""
    path = address.strip("/")
    file = File.generated(config, f"{path}.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
    if path.endswith((".html", ".htm")):
        file.dest_uri = path
    return file
