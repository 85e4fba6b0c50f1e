"""`make serve`: shows the site while you write, or the problems that keep it from being built.

MkDocs's own command stops when it is started with a mistake, and answers nothing during one.
"""

from __future__ import annotations

import logging
import shutil
import socket
import sys
import tempfile
import threading
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader

from practice.config import FILE, read_config
from practice.content.issues import Issue, heading, report
from practice.engine import NAME, LiveReloadServer, build_site, load_config, log
from practice.failures import failure_issues, logged_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from practice.engine import Config

HOST = "127.0.0.1"
PORT = 8000
PORTS_TO_TRY = 100
LINES_AROUND = 2
"""How many lines are shown before and after the one with the problem."""
PAGE = "problems.html"
"""The template, and the page in the folder of the built site, which only exists meanwhile."""


class PreviewServer:
    """Builds the site of one project after every change, and serves it."""

    def __init__(self, project: Path, port: int) -> None:
        """Listen on `port` once `run` is called."""
        self._project = project
        self._folder = tempfile.mkdtemp(prefix="preview_")
        self._building = threading.Lock()
        self._failed = False
        self._config: Config | None = None
        self._is_served = False
        path = urlsplit(read_config(project).site_url or "/").path
        self._server = LiveReloadServer(self._build, HOST, port, self._folder, mount_path=path)
        app = self._server.get_app()
        assert app is not None  # MkDocs sets it when it makes the server
        self._server.set_app(self._or_problems(app))
        self._server.watch(str(project / FILE))

    def run(self) -> None:
        """Serve until the process is interrupted."""
        try:
            self._build()
            self._server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            log.info("Shutting down …")
        except OSError as error:
            sys.exit(f"The preview could not start ({error.strerror}). Type make serve again.")
        finally:
            self._server.shutdown()
            if self._config:
                self._config.plugins.on_shutdown()
            shutil.rmtree(self._folder)

    def _build(self) -> None:
        """Build the site, or the page with its problems: browsers reload in both cases."""
        with self._building:
            with logged_problems() as logged:
                try:
                    issues = read_config(self._project).issues
                    if issues:
                        log.error(report(issues))
                    else:
                        self._build_site()
                except (Exception, SystemExit) as error:
                    issues = failure_issues(error, self._project, logged)
            if issues:
                html = problems_page(self._project, issues)
                Path(self._folder, PAGE).write_text(html, encoding="utf-8")
            self._failed = bool(issues)

    def _build_site(self) -> None:
        config = load_config(str(self._project / FILE), site_dir=self._folder)
        if self._config is None:
            config.plugins.on_startup(command="serve", dirty=False)
        self._config = config
        for path in (config.docs_dir, *config.watch):
            self._server.watch(path)
        config.site_url = self._server.url
        build_site(config, serve_url=self._server.url)
        if not self._is_served:
            config.plugins.on_serve(self._server, config=config, builder=self._build)
            self._is_served = True

    def _or_problems(self, app: WSGIApplication) -> WSGIApplication:
        """`app`, except that every page is the one with the problems while there are any."""

        def either(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            if not environ["PATH_INFO"].startswith("/livereload/"):
                with self._building:
                    failed = self._failed
                if failed:
                    environ["PATH_INFO"] = self._server.mount_path + PAGE
            return app(environ, start_response)

        return either


def problems_page(project: Path, issues: Collection[Issue]) -> str:
    """The page that lists the issues, each with the lines around it."""
    templates = Environment(loader=FileSystemLoader(project / "overrides"), autoescape=True)
    problems = [
        (issue, _excerpt(project / issue.path, issue.line)) for issue in sorted(set(issues))
    ]
    try:
        template = templates.get_template(PAGE)
        return template.render(heading=heading(len(problems)), problems=problems)
    except Exception as error:
        return escape(report([*issues, *failure_issues(error, project, [])]))


def _excerpt(file: Path, line: int) -> list[tuple[int, str]]:
    """The lines around `line`, with their numbers; none if the file cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").removesuffix("\n").split("\n")
    except OSError:
        return []
    first = max(line - LINES_AROUND, 1)
    return list(enumerate(lines[first - 1 : line + LINES_AROUND], first))


def free_port(wanted: int) -> int:
    """The first port from `wanted` on that no other program uses."""
    for port in range(wanted, wanted + PORTS_TO_TRY):
        try:
            socket.create_server((HOST, port)).close()
        except OSError:
            continue
        return port
    sys.exit(f"All ports from {wanted} to {wanted + PORTS_TO_TRY - 1} are taken.")


def main() -> None:
    """Serve the project in this folder; the first argument is the port."""
    if not Path(FILE).is_file():  # nothing to watch, so nothing would notice that it is back
        sys.exit(report(read_config(Path()).issues))
    logging.basicConfig(format="%(levelname)-8s-  %(message)s")
    logging.getLogger(NAME).setLevel(logging.INFO)
    wanted = int(sys.argv[1]) if sys.argv[1:] else PORT
    port = free_port(wanted)
    if port != wanted:
        log.info("Port %s is taken. This preview uses port %s.", wanted, port)
    PreviewServer(Path.cwd(), port).run()


if __name__ == "__main__":
    main()
