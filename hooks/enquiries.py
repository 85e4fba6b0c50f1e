"""The receiver of messages: its pages' frame in the site, and a receiver for previews."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import get_plugin_logger

from practice.build import Build
from practice.enquiries.form.context import Desk
from practice.enquiries.form.endpoints import receiver
from practice.enquiries.outbox import OutboxError
from practice.enquiries.preview import Preview
from practice.enquiries.settings import SettingsError
from practice.enquiries.web.pages import SHELL
from practice.enquiries.web.proxy import mounted

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files

log = get_plugin_logger("practice")

PATH = "/enquiries"
"""Where a preview takes messages."""


class _Process:
    """What outlives the rebuilds of a preview."""

    preview: Preview | None = None


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Have the frame built where there is a receiver."""
    build = Build.of(config)
    if build.preview or build.content.form.provider == "receiver":
        config.theme.static_templates.add(SHELL)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Send a preview's form to the preview: what an author tries must not reach a real mailbox.

    Runs after hooks/contact.py.
    """
    build = Build.of(config)
    if build.preview and build.endpoint:
        build.endpoint = receiver(PATH)
    return files


def on_post_build(config: MkDocsConfig) -> None:
    """Tell a running preview how the form is now."""
    if _Process.preview:
        _Process.preview.desk = _desk(config)


def on_serve(
    server: LiveReloadServer,
    config: MkDocsConfig,
    builder: Callable[..., Any],  # noqa: ARG001 (MkDocs passes it so)
) -> LiveReloadServer:
    """Start the preview's receiver, at an address of the preview's own server."""
    project = Path(config.config_file_path).parent
    preview = Preview(
        project / ".build/enquiries", Path(config.theme.custom_dir or "."), Path(config.site_dir)
    )
    preview.desk = _desk(config)
    try:
        port = preview.start()
    except (OutboxError, SettingsError) as error:
        log.info("The form of this preview sends nothing: %s", error)
        return server
    _Process.preview = preview
    app = server.get_app()
    assert app is not None  # MkDocs sets it when it makes the server
    server.set_app(mounted(app, PATH, port))
    log.info("What the form of this preview sends: %s%s/messages", _origin(config), PATH)
    return server


def on_shutdown() -> None:
    """Stop the preview's receiver."""
    if _Process.preview:
        _Process.preview.stop()
        _Process.preview = None


def _desk(config: MkDocsConfig) -> Desk:
    build = Build.of(config)
    content = build.content
    assert build.endpoint is not None  # hooks/contact.py has set it
    return Desk(
        content.practice, content.form, content.services, build.endpoint, config.site_url or "/"
    )


def _origin(config: MkDocsConfig) -> str:
    return _desk(config).origin
