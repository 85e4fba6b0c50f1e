"""Find a Chromium or Chrome on this machine; run as a program, install one if there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright

SHELL = "chromium-headless-shell"
"""Chromium without its own windows: pages take half the processor time, and behave the same."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HELP = (
    "The browser tests need Chromium or Chrome, and none was found. Install one "
    "(Debian: sudo apt install chromium; others: {python} -m playwright install chromium), "
    "or name yours: CHROME=/path/to/chrome make test"
)


def find() -> str | None:
    """The browser's path: the one CHROME names, the machine's own, or playwright's."""
    if named := os.environ.get("CHROME"):
        return named if Path(named).exists() else None
    for name in NAMES:
        if found := shutil.which(name):
            return found
    for path in MAC:
        if Path(path).exists():
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def launch(playwright: Playwright) -> Iterator[Browser]:
    """The browser, running without a window; BrowserMissingError says how to get one."""
    path = find()
    if path is None:
        raise BrowserMissingError(HELP.format(python=sys.executable))
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()  # Chromium's sandbox refuses root
    browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *root])
    try:
        yield browser
    finally:
        browser.close()


class BrowserMissingError(Exception):
    """There is no browser to test with."""


def install() -> None:
    """Debian's package where we may install it, else playwright's build."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        for package in (SHELL, "chromium"):
            installed = subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False)
            if installed.returncode == 0:
                break
    else:
        command = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
        subprocess.run(command, check=False)


def main() -> int:
    """0 when a browser is there at the end."""
    if find() is None and "CHROME" not in os.environ:
        print("No Chromium or Chrome on this machine: installing one …")
        install()
    if find() is None:
        print(HELP.format(python=sys.executable), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
