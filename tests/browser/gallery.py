"""Photographs every kind of page in every width and scheme, and in print, for a person to look at.

python -m tests.browser.gallery SITE FOLDER
"""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch
from tests.browser.kinds import PAGES, SCHEMES, WIDTHS

INDEX = """<!doctype html><meta charset="utf-8"><title>Gallery</title><style>
body { font: 16px system-ui; margin: 2rem; background: #777; color: #fff }
figure { display: inline-block; margin: 0.5rem; vertical-align: top }
img { display: block; max-height: 70vh }
</style>"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def photograph(browser: Browser, address: str, folder: Path) -> None:
    """A picture of each page as `<kind>-<width>-<scheme>.png`, a PDF in print, and an index."""
    shown = [INDEX]
    for kind, path in PAGES.items():
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
    """Serve `site` and photograph it into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright, launch(playwright) as browser:
            photograph(browser, f"http://127.0.0.1:{server.server_port}/", folder)
        server.shutdown()
    print(f"Look at {folder / 'index.html'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
