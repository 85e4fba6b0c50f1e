"""The receiver's pages: templates of the site, shown in the shell that the build makes.

The shell is a page of the site that is complete by itself: web servers show it while the receiver
is down. Its title and its text are the defaults of two Jinja placeholders, which are written as
HTML comments.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, Template, TemplateError, pass_context
from jinja2.meta import find_undeclared_variables
from markupsafe import Markup

from practice.html import Characters, StartTag, tokens
from practice.markdown.prose import ProseWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from jinja2.runtime import Context

    from practice.enquiries.form.context import FormContext

SHELL = "enquiry.html"
"""The shell's name in the built site."""
PLACEHOLDERS = {"head", "page"}
"""What the shell shows instead of its own title and text."""


class ShellMissingError(Exception):
    """The built site has no shell for the receiver's pages."""


class Pages:
    """Renders what visitors of the receiver see."""

    def __init__(self, overrides: Path, site: Path) -> None:
        """`overrides` has the templates; `site` is the built site, which may be rebuilt."""
        self._templates = Environment(loader=FileSystemLoader(overrides), autoescape=True)
        self._templates.filters.update(_filters())
        self._shells = _Shells(site / SHELL)

    def check(self) -> None:
        """Read the shell once; raises ShellMissingError."""
        self._shells.current()

    def render(self, template: str, context: FormContext, **values: Any) -> tuple[str, str]:
        """A page from `receiver/<template>.html`, and the Content-Security-Policy it needs."""
        shell = self._shells.current()
        module: Any = self._templates.get_template(f"receiver/{template}.html").make_module(
            {"content": context, "practice": context.practice, "endpoint": context.endpoint}
            | values
        )
        html = shell.template.render(head=module.head, page=Markup(str(module)))
        return html, shell.policy(context.origin)

    def notice(self, status: int, context: FormContext) -> str:
        """A sentence for a visitor whose message was not taken, by the HTTP status (RFC 9110)."""
        template = self._templates.get_template("receiver/notice.txt")
        return template.render(status=status, practice=context.practice).strip()


def _filters() -> dict[str, Callable[..., Any]]:
    """The filters of the form's templates. Addresses are full: the receiver may be elsewhere."""
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
class _Shell:
    template: Template
    hashes: Mapping[str, Sequence[str]]
    """Of the shell's own inline scripts and styles."""

    def policy(self, site: str) -> str:
        """What a page may load (CSP level 3): the site's files, and the shell's own lines."""
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


class _Shells:
    """The shell of the last build; kept while a new build replaces it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._shell: _Shell | None = None

    def current(self) -> _Shell:
        try:
            stat = self._file.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            if stamp != self._stamp:
                self._shell = _read_shell(self._file.read_text(encoding="utf-8")) or self._shell
                self._stamp = stamp
        except FileNotFoundError:
            pass  # the site is being replaced: the previous shell serves until that is done
        if self._shell is None:
            raise ShellMissingError(self._file)
        return self._shell


def _read_shell(html: str) -> _Shell | None:
    """The shell in `html`; None for a page that is incomplete, or no shell."""
    environment = Environment(
        autoescape=True,
        block_start_string="<!--%",
        block_end_string="%-->",
        variable_start_string="<!--{",
        variable_end_string="}-->",
        comment_start_string="<!--#",
        comment_end_string="#-->",
    )
    try:
        if find_undeclared_variables(environment.parse(html)) != PLACEHOLDERS:
            return None
        template = environment.from_string(html)
    except TemplateError:
        return None
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for tag, content in pairwise(tokens(html)):
        if isinstance(tag, StartTag) and isinstance(content, Characters) and tag.name in hashes:
            hashes[tag.name].append(_hash(content.text))
    return _Shell(template, hashes)


def _hash(text: str) -> str:
    """The source expression that admits an inline script or style (CSP level 3, section 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
