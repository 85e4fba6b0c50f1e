"""The receiver's pages: templates of the site, set into the frame that the build has made."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, pass_context
from markupsafe import Markup, escape

from practice.markdown.prose import ProseWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from jinja2.runtime import Context

    from practice.enquiries.form.context import Desk

SHELL = "enquiry.html"
"""The frame's name in the built site."""
TITLE = "<title>", "</title>"
BODY = "<!-- enquiry -->", "<!-- /enquiry -->"
"""What stands around the parts of the frame that each page has for itself."""


class ShellMissingError(Exception):
    """The built site holds no frame for the receiver's pages."""


class Pages:
    """Writes the pages that visitors of the receiver see."""

    def __init__(self, overrides: Path, site: Path) -> None:
        """`overrides` holds the templates; `site` is the built site, which may be built anew."""
        self._env = Environment(loader=FileSystemLoader(overrides), autoescape=True)
        self._env.filters.update(_filters())
        self._shell = _Shell(site / SHELL)

    def check(self) -> None:
        """Read the frame once; raises ShellMissingError."""
        self._shell.read()

    def write(self, template: str, desk: Desk, **values: Any) -> tuple[str, str]:
        """A page from `receiver/<template>.html`, and the Content-Security-Policy it needs."""
        shell = self._shell.read()
        module: Any = self._env.get_template(f"receiver/{template}.html").make_module(
            {"content": desk, "practice": desk.practice, "endpoint": desk.endpoint, **values}
        )
        return shell.filled(module.title, str(module)), shell.policy(desk.origin)


def _filters() -> dict[str, Callable[..., Any]]:
    """The filters of the form's templates; addresses are in full, whatever the page's own is."""
    writer = ProseWriter()

    @pass_context
    def inline(context: Context, text: str) -> Markup:
        return Markup(writer.render_inline(text, context["content"].address))

    @pass_context
    def page_address(context: Context, uri: str) -> str:
        address: str = context["content"].address(uri)
        return address

    return {"inline": inline, "page_address": page_address}


@dataclass(frozen=True)
class _Frame:
    before: str
    between: str
    after: str
    hashes: Mapping[str, Sequence[str]]

    def filled(self, title: object, body: str) -> str:
        title = str(escape(title)).join(TITLE)
        return f"{self.before}{title}{self.between}{body.join(BODY)}{self.after}"

    def policy(self, site: str) -> str:
        """What a page may load (CSP level 3): the site's own files, and the frame's own lines."""
        script, style = (" ".join(self.hashes[tag]) for tag in ("script", "style"))
        return "; ".join(
            [
                "default-src 'none'",
                f"script-src 'self' {site} {script}".rstrip(),
                f"style-src 'self' {site} {style}".rstrip(),
                f"img-src 'self' {site} data:",
                f"font-src 'self' {site}",
                "connect-src 'self'",
                f"form-action 'self' {site}",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            ]
        )


class _Shell:
    """The frame as the last build left it; kept while a new build takes its place."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._frame: _Frame | None = None

    def read(self) -> _Frame:
        try:
            stat = self._file.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            if stamp != self._stamp:
                self._frame = _frame(self._file.read_text(encoding="utf-8")) or self._frame
                self._stamp = stamp
        except FileNotFoundError:
            pass  # a build swaps the site: what was read before serves until it is done
        if self._frame is None:
            raise ShellMissingError(self._file)
        return self._frame


def _frame(html: str) -> _Frame | None:
    """The parts of a frame; None for a page that is not whole, or not a frame."""
    before, _, rest = html.partition(TITLE[0])
    _, _, rest = rest.partition(TITLE[1])
    between, _, rest = rest.partition(BODY[0])
    _, found, after = rest.partition(BODY[1])
    if not found:
        return None
    inline = _Inline()
    inline.feed(html)
    hashes = {tag: [_hash(text) for text in texts] for tag, texts in inline.found.items()}
    return _Frame(before, between, after, hashes)


def _hash(text: str) -> str:
    """The source expression that admits an inline script or style (CSP level 3, section 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


class _Inline(HTMLParser):
    """The texts of scripts and styles that stand in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {"script": [], "style": []}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag if tag in self.found and "src" not in dict(attrs) else ""

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the name html.parser calls)
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[self._open].append(data)
