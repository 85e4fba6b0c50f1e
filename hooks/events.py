"""The events of MkDocs in the order in which they happen: an outline of the whole build.

MkDocs calls the functions at the end of this file. The order of the steps within an event matters:
later steps use the results of earlier ones.
"""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin, urlsplit

from practice.assets.search import IndexingError, index_site
from practice.build import Build
from practice.config import typed_address
from practice.content.issues import IN_DRAFT
from practice.content.notes import notes
from practice.content.reading import read_content
from practice.content.references import check_updated
from practice.engine import PluginError, ProblemsError, build_date, generated_file, log, stop
from practice.enquiries.form.context import FormContext
from practice.enquiries.form.endpoints import endpoint_of, missing_settings, receiver, still_to_do
from practice.enquiries.web.pages import SHELL
from practice.enquiries.web.proxy import mounted
from practice.markdown.extension import TextExtension
from practice.pages.connections import article_pages, connect, show_mistakes
from practice.pages.environment import drop_unused_theme_files, early_template, prepare
from practice.pages.lookups import lookups, texts
from practice.pages.media import MediaWriter
from practice.pages.navigation import label_pages, missing_pages
from practice.pages.pictures import keep_private, publish_pictures
from practice.pages.reading_time import count_words, minutes
from practice.pages.site_pages import SitePages
from practice.pages.types import ArticlePage, TypedPage
from practice.publishing import github
from practice.publishing.hosts import HOST_FILE, form_issues, publishing_host
from practice.validation.texts import TextValidation

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

    from practice.content.sources import Source
    from practice.engine import Config, Files, LiveReloadServer, Navigation, Page
    from practice.enquiries.preview import Preview
    from practice.markdown.pictures import Image
    from practice.publishing.hosts import Host

PREVIEW_PATH = "/enquiries"
"""Where a preview takes messages."""


class Events:
    """The events of one process. `make serve` builds many times; on_config starts each build."""

    build: Build
    text: TextExtension
    media: MediaWriter

    def __init__(self) -> None:
        """Nothing has been built yet."""
        self.serving = False
        """Set once per process by on_startup; no later event repeats it."""
        self.preview: Preview | None = None
        """The receiver of a preview, which outlives its builds."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether this process serves a preview."""
        self.serving = command == "serve"

    def on_config(self, config: Config) -> Config:
        """Read the content, and add the Markdown extensions."""
        content, issues = read_content(Path(config.docs_dir))
        today = build_date(content.practice.timezone)
        if self.serving:
            content = content.with_drafts(today)
        home = (urlsplit(config.site_url or "").path if self.serving else config.site_url) or "/"
        self.build = build = Build(content, today, self.serving, home, issues)
        build.issues += check_updated(content, build.today)
        build.notes += notes(content, build.today)
        config.site_name = content.practice.name
        if (typed := typed_address()) and not self.serving:
            config.site_url = f"{typed.rstrip('/')}/"
        config.site_url = config.site_url or ""  # None where the setting is empty
        if not content.practice.broken and content.practice.empty:
            log.info("docs/_data/practice.yml: still empty: %s.", ", ".join(content.practice.empty))
        if not config.site_url:
            log.info(
                "mkdocs.yml: “site_url” is empty, so search engines are asked to skip the site."
            )
        if build.preview or content.form.provider == "receiver":
            config.theme.static_templates.add(SHELL)
        self._add_extension(config)
        return config

    def _add_extension(self, config: Config) -> None:
        source_template = early_template(config, "partials/source.html")
        heading = early_template(config, "partials/references.html").render().strip()

        def write(source: Source) -> str:
            return source_template.render(source=source)

        self.media = MediaWriter(self.build, config)
        content = self.build.content
        self.text = TextExtension(content.sources, write, heading, content.page_names())
        extensions: list[Any] = config.markdown_extensions
        extensions.append(self.text)

    def on_files(self, files: Files, config: Config) -> Files:
        """Make every page, and decide where the form posts to."""
        drop_unused_theme_files(files, config)
        publish_pictures(self.build, files, config)
        SitePages(self.build, files, config).make()
        self._choose_endpoint(files, config)
        reported = {issue.path.partition("/")[2] for issue in self.build.issues}
        self.build.issues += missing_pages(files, config, reported)
        return files

    def _choose_endpoint(self, files: Files, config: Config) -> None:
        """The endpoint of the chosen provider; a preview must not write to a real mailbox."""

        def public_host() -> Host:
            # Imported here because other builds need no network.
            from practice.publishing.public_site import published_host

            return published_host(config.site_url or "")

        content = self.build.content
        page = files.get_file_from_path("thank-you.md")
        thanks = urljoin(config.site_url or "/", page.url) if page else ""
        self.build.endpoint = endpoint_of(content.form, content.practice, thanks)
        host = None if self.build.preview else publishing_host(os.environ, public_host)
        if host and host.id:
            files.append(generated_file(config, HOST_FILE, f"{host.id}\n"))
        if not content.form.broken:
            missing = list(
                missing_settings(content.form, site_url=config.site_url, thanks=page is not None)
            )
            if host and not missing:
                missing += form_issues(content.form, content.practice, host, config.site_url)
            self.build.issues += missing
            if not missing:
                log.info("docs/_data/contact.yml: %s", still_to_do(content.form))
        if self.build.preview:
            self.build.endpoint = receiver(PREVIEW_PATH)

    def on_nav(self, nav: Navigation, config: Config, files: Files) -> Navigation:
        """Save the navigation so that pages can be rendered for validation."""
        label_pages(files, config)
        self.build.nav = nav
        return nav

    def on_page_markdown(self, markdown: str, page: Page, config: Config, files: Files) -> str:  # noqa: ARG002
        """Say which page the text belongs to."""

        def write(image: Image) -> str | None:
            return self.media.write(image, page, files)

        self.text.begin(posixpath.dirname(page.file.src_uri), write)
        return markdown

    def on_page_content(self, html: str, page: Page, config: Config, files: Files) -> str:  # noqa: ARG002
        """Keep what is known of the text just rendered."""
        if isinstance(page, TypedPage):
            page.keep(self.text.rendered)
        if isinstance(page, ArticlePage):
            page.minutes = minutes(count_words(html))
            sources = self.build.content.sources
            page.sources = [sources[id] for id in self.text.rendered.cited]
        return html

    def on_env(self, env: Environment, config: Config, files: Files) -> Environment:
        """Prepare the templates; stop before the first page if anything but a draft is wrong."""
        build = self.build
        assert build.nav is not None  # on_nav comes before
        articles = article_pages(build, files)
        connect(articles)
        prepare(env, build, articles, files, config)
        validation = TextValidation(
            build.content,
            build.today,
            list(texts(build, files, config)),  # before a link to any of them is checked
            lookups(build, files, config, env, self.text),
            preview=build.preview,
        )
        build.issues += validation.issues()
        keep_private(build, validation.linked, files, config)
        drafts, issues = build.sort_out(build.issues)
        for issue in drafts:
            log.info("%s%s", IN_DRAFT, issue)
        if issues:
            github.show(issues)
            raise ProblemsError(issues)
        show_mistakes(drafts, build.content.draft_files, files)
        for article in build.held_back:
            log.info("Held back until %s: %s", article.date, article.document.path)
        for note in sorted({*build.notes, *validation.notes()}):
            log.info(str(note))
        return env

    def on_post_build(self, config: Config) -> None:
        """Index the written pages, and give a running preview the current form."""
        try:
            index_site(Path(config.site_dir))
        except IndexingError as error:
            raise PluginError(f"The search index could not be made: {error}") from error
        if self.preview:
            self.preview.form_context = self._form_context()

    def on_serve(
        self,
        server: LiveReloadServer,
        config: Config,
        builder: Callable[..., Any],  # noqa: ARG002
    ) -> LiveReloadServer:
        """Start the preview's receiver behind the preview's own server."""
        # Imported here because no other command needs a web server and a mail client.
        from practice.enquiries.outbox import OutboxError
        from practice.enquiries.preview import Preview
        from practice.enquiries.settings import SettingsError

        project = Path(config.config_file_path).parent
        overrides, site = Path(config.theme.custom_dir or "."), Path(config.site_dir)
        preview = Preview(project / ".build/enquiries", overrides, site)
        preview.form_context = self._form_context()
        try:
            port = preview.start()
        except (OutboxError, SettingsError) as error:
            log.info("The form of this preview sends nothing: %s", error)
            return server
        self.preview = preview
        app = server.get_app()
        assert app is not None  # MkDocs sets it when it makes the server
        server.set_app(mounted(app, PREVIEW_PATH, port))
        messages = urljoin(config.site_url or "/", f"{PREVIEW_PATH}/messages")
        log.info("Messages from this preview's form: %s", messages)
        return server

    def on_build_error(self, *, error: Exception) -> None:
        """End the build without further words if its problems are known."""
        stop(error)

    def on_shutdown(self) -> None:
        """Stop the preview's receiver."""
        if self.preview:
            self.preview.stop()
            self.preview = None

    def _form_context(self) -> FormContext:
        build, content = self.build, self.build.content
        assert build.endpoint is not None  # on_files has set it
        return FormContext(
            content.practice, content.form, content.services, build.endpoint, build.home
        )


_events = Events()
on_startup = _events.on_startup
on_config = _events.on_config
on_files = _events.on_files
on_nav = _events.on_nav
on_page_markdown = _events.on_page_markdown
on_page_content = _events.on_page_content
on_env = _events.on_env
on_post_build = _events.on_post_build
on_serve = _events.on_serve
on_build_error = _events.on_build_error
on_shutdown = _events.on_shutdown
