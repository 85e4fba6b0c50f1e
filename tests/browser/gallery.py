"""Take pictures of every kind of page of a site, in every width and scheme, and in print.

python -m tests.browser.gallery SITE FOLDER
"""

from __future__ import annotations

import functools
import http.server
import re
import sys
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch
from tests.browser.kinds import SCHEMES, WIDTHS

INDEX = """<!doctype html><meta charset="utf-8"><title>Gallery</title><style>
body { font: 16px system-ui; margin: 2rem; background: #777; color: #fff }
figure { display: inline-block; margin: 0.5rem; vertical-align: top }
img { display: block; max-height: 70vh }
</style>"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def kinds(site: Path) -> dict[str, str]:
    """One page of each kind: a name for the kind, and the page's path from the site's folder."""
    found: dict[str, str] = {}
    for file in sorted(site.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        template = re.search(r'class="page page--(\w+)', html)
        if template is None:
            continue  # a redirect
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        folder, *deeper = path.strip("/").split("/")
        parts = [folder or "home"]
        if deeper:
            tool = re.search(r" data-(chooser|scorecard)", html)
            parts += [
                template[1],
                *(["page"] if "page" in deeper else []),
                *(tool.groups() if tool else []),
            ]
        found.setdefault("-".join(parts), path)
    return found


def take_pictures(browser: Browser, site: Path, address: str, folder: Path) -> None:
    """A picture of each page as `<kind>-<width>-<scheme>.png`, a PDF in print, and an index."""
    shown = [INDEX]
    for kind, path in kinds(site).items():
        shown.append(f"<h2>{kind}</h2>")
        for width in WIDTHS:
            for scheme in SCHEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme="dark" if scheme == "dark" else "light",
                    reduced_motion="reduce",
                )
                page = context.new_page()
                page.goto(address + path, wait_until="networkidle")
                name = f"{kind}-{width}-{scheme}.png"
                page.screenshot(path=folder / name, full_page=True)
                if (width, scheme) == (1280, "light"):
                    page.pdf(path=folder / f"{kind}.pdf", format="A4")
                context.close()
                shown.append(f'<figure><img src="{name}"><figcaption>{name}</figcaption></figure>')
        print(kind)
    (folder / "index.html").write_text("\n".join(shown), encoding="utf-8")


def main(site: Path, folder: Path) -> None:
    """Serve `site` and take pictures of it into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright, launch(playwright) as browser:
            take_pictures(browser, site, f"http://127.0.0.1:{server.server_port}/", folder)
        server.shutdown()
    print(f"Look at {folder / 'index.html'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
