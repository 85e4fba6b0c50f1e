"""`make doctor`: what is not filled in yet, each with its place and what to do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from practice.config import read_config
from practice.content.content import read_content
from practice.content.form import Form
from practice.content.issues import Issue, report
from practice.content.placeholders import MARK, unwritten
from practice.content.practice import Practice
from practice.enquiries.form.endpoints import still_to_do

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from practice.config import SiteConfig
    from practice.content import Content
    from practice.content.models import Entry

_EXAMPLE = re.compile(r"\bexample\.(?:com|org|net)\b")
"""The names that RFC 2606 keeps for examples: nobody is reached there."""
_EXAMPLE_MAIL = re.compile(r"mailto:[^\s)\"'>]*@example\.(?:com|org|net)\b")
_PYTHON = (3, 11)


def diagnose(project: Path) -> list[tuple[str, list[str]]]:
    """What is not filled in below `project`, as groups of lines under headings."""
    content, _ = read_content(project / "docs")
    empty = [*site_address(read_config(project)), *example_mail(content.entries())]
    news = [*sources_without_address(content), *no_testimonials(content)]
    if content.has(Practice):
        empty += practice_facts(content.practice)
    if content.has(Form):
        empty += form_address(content.form)
        news += form_delivery(content.form)
    return [
        ("Not filled in yet", _lines(empty)),
        ("Still to be written", _lines(to_write(content.entries()))),
        ("Good to know", _lines(news)),
        ("On this computer", [*python_version(), *git_state(project)]),
    ]


def build_problems(project: Path) -> list[str]:
    """The lines that a strict build reports; none when it succeeds."""
    if issues := read_config(project).issues:
        return report(issues).splitlines()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", ".build/doctor"]
    build = subprocess.run(
        command, cwd=project, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if not build.returncode:
        return []
    lines = (line for line in build.stderr.splitlines() if not line.startswith("INFO"))
    return [line for line in lines if line.strip()]


def site_address(config: SiteConfig) -> Iterator[Issue]:
    """The address the site is published at, while it is empty or an example."""
    if config.site_url == "" or _EXAMPLE.search(config.site_url or ""):
        message = "“site_url” is not the address of your site yet."
        fix = "Write the address it is published at, in full and with a slash at the end."
        yield Issue("mkdocs.yml", config.lines["site_url"], message, fix)


def practice_facts(practice: Practice) -> Iterator[Issue]:
    """The mail address while it is an example, and facts that were left empty."""
    if _EXAMPLE.search(practice.email):
        message = "“email” is an example: no message arrives there."
        yield practice.issue("email", message, "Write your own address.")
    for fact in practice.empty:
        fix = "Fill it in, or leave it: it is not shown."
        yield practice.issue(fact, f"“{fact}” is empty.", fix)


def form_address(form: Form) -> Iterator[Issue]:
    """Where the contact form sends messages, while that is an example."""
    if form.provider == "receiver" and _EXAMPLE.search(form.providers.receiver.address):
        place = ("providers", "receiver", "address")
        message = "The receiver's address is an example: messages go nowhere."
        yield form.issue(place, message, "Write the address that receives them.")


def form_delivery(form: Form) -> Iterator[Issue]:
    """Who takes messages to the coach, and what has to be set up there."""
    if not any(form_address(form)):
        yield form.issue("provider", still_to_do(form))


def example_mail(entries: Iterable[Entry]) -> Iterator[Issue]:
    """Links in texts that open a mail to an example address."""
    for entry in entries:
        document = entry.document
        texts = [*document.texts()]
        texts += [
            (text, document.body_line + n) for n, text in enumerate(document.body.split("\n"))
        ]
        for text, line in texts:
            if _EXAMPLE_MAIL.search(text):
                message = "A link opens a mail to an example address."
                yield Issue(document.path, line, message, "Write your own address, twice.")


def to_write(entries: Iterable[Entry]) -> Iterator[Issue]:
    """Words that `make new` left to be written: one issue for all of a text."""
    for entry in entries:
        if lines := sorted(set(unwritten(entry.document))):
            where = f"at line {lines[0]}"
            if len(lines) > 1:
                where = f"at lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"
            fix = "Write your own words in its place."
            yield Issue(entry.document.path, lines[0], f"“{MARK}” stands {where}.", fix)


def sources_without_address(content: Content) -> Iterator[Issue]:
    """Sources that readers cannot open."""
    for source in content.sources.values():
        if source.url is None:
            fix = "Add a url if there is one."
            yield source.issue((), f"The source “{source.slug}” has no address.", fix)


def no_testimonials(content: Content) -> Iterator[Issue]:
    """That no client's words are there."""
    if not content.testimonials:
        fix = "Add some once a client agrees in writing; the comments there say how."
        yield Issue("docs/_data/testimonials.yml", 1, "There are no testimonials.", fix)


def python_version(version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[str]:
    """Whether this Python is new enough."""
    if version[:2] < _PYTHON:
        needed, found = (".".join(map(str, numbers)) for numbers in (_PYTHON, version))
        yield f"Python is {found}, and the site needs {needed}. Install it, then: make clean"


def git_state(project: Path) -> Iterator[str]:
    """Whether the project can be pushed, and is checked before it is."""
    try:
        remotes = _git(project, "remote")
    except OSError:
        yield "git was not found. Install it: publishing goes through git."
        return
    if remotes is None:
        yield "This folder is not under git. Run: git init, and commit everything."
        return
    if not remotes:
        yield "git knows no place to push to. Run: git remote add origin ADDRESS"
    hook = project / (_git(project, "rev-parse", "--git-path", "hooks/pre-push") or "")
    if not hook.is_file() or not os.access(hook, os.X_OK):
        yield "Nothing is checked before a push. Run: make pre-push"


def _git(project: Path, *words: str) -> str | None:
    """What git says, or None when it fails."""
    done = subprocess.run(["git", *words], cwd=project, capture_output=True, text=True, check=False)
    return None if done.returncode else done.stdout.strip()


def _lines(issues: Iterable[Issue]) -> list[str]:
    return [str(issue) for issue in sorted(set(issues))]
