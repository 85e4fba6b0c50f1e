"""A public site for commands that compare with it."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def sitemap(*addresses: str, root: str = "https://ana.example/") -> str:
    """As the site writes it."""
    urls = "".join(f"<url><loc>{root}{address}</loc></url>\n" for address in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>'


class PublicSite(ThreadingHTTPServer):
    """What the site answers with, and the requests for a build that it got."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, str] = {}
        self.status = 200
        self.builds: list[str] = []
        self.refuses = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def publish(self, site: Path) -> None:
        """Answer with what a built site says about itself."""
        found = (site / name for name in ("sitemap.xml", "redirects.txt", "host.txt"))
        self.files = {f"/{file.name}": file.read_text("utf-8") for file in found if file.is_file()}


class Handler(BaseHTTPRequestHandler):
    server: PublicSite

    def do_GET(self) -> None:
        self.send_response(self.server.status if self.path in self.server.files else 404)
        self.end_headers()
        self.wfile.write(self.server.files.get(self.path, "Not found").encode())

    def do_POST(self) -> None:
        self.server.builds.append(self.path)
        self.send_response(404 if self.server.refuses else 200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Print nothing."""
