"""Where the contact form posts to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs.plugins import get_plugin_logger

from practice.build import Build
from practice.content.form import Form
from practice.enquiries.form.endpoints import endpoint_of, lacks, still_to_do

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

log = get_plugin_logger("practice")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Choose the endpoint of the provider that the coach chose, and say what it lacks."""
    build = Build.of(config)
    content = build.content
    page = files.get_file_from_path("thank-you.md")
    thanks = urljoin(config.site_url or "/", page.url) if page else ""
    build.endpoint = endpoint_of(content.form, content.practice, thanks)
    if not content.has(Form):
        return files
    missing = list(lacks(content.form, site_url=config.site_url, thanks=page is not None))
    build.issues += missing
    if not missing:
        log.info("docs/_data/contact.yml: %s", still_to_do(content.form))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG001
    """Give templates the endpoint."""
    env.globals["endpoint"] = Build.of(config).endpoint
    return env
