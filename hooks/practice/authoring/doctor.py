"""`make doctor`: problems, and what is not filled in yet."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from practice import engine
from practice.addresses import EXAMPLE_DOMAIN
from practice.authoring.mail_records import dns_lookup, mail_records
from practice.config import read_config
from practice.content.issues import IN_DRAFT, Issue
from practice.content.placeholders import MARK, unwritten
from practice.content.reading import read_content
from practice.enquiries.form.endpoints import still_to_do

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from practice.authoring.mail_records import Lookup
    from practice.config import SiteConfig
    from practice.content import Content
    from practice.content.form import Form
    from practice.content.models import Entry
    from practice.content.practice import Practice

_EXAMPLE_MAIL = re.compile(r"mailto:[^\s)\"'>]*@example\.(?:com|org|net)\b")
_PYTHON = (3, 11)


def diagnose(project: Path, lookup: Lookup = dns_lookup) -> list[tuple[str, list[str]]]:
    """What is not filled in under the folder `project`: headings, each with its lines."""
    content, _ = read_content(project / "docs")
    empty = [*site_address(read_config(project)), *example_mail(content.entries())]
    news = [*sources_without_address(content), *no_testimonials(content)]
    mail: list[Issue] = []
    if not content.practice.broken:
        empty += practice_facts(content.practice)
        mail += mail_records(content.practice, lookup)
    if not content.form.broken:
        empty += form_address(content.form)
        news += form_delivery(content.form)
    return [
        ("Not filled in yet", _lines(empty)),
        ("To write", _lines(to_write(content.entries()))),
        ("Your mail", _lines(mail)),
        ("Good to know", _lines(news)),
        ("On this computer", [*python_version(), *git_state(project)]),
    ]


def build_problems(project: Path) -> tuple[list[str], list[str]]:
    """The lines of a strict build that failed, and the problems in drafts, which stop no build."""
    command = [*engine.command(), "build", "--strict", "--site-dir", ".build/doctor"]
    build = subprocess.run(
        command, cwd=project, capture_output=True, text=True, encoding="utf-8", check=False
    )
    lines = [line for line in build.stderr.splitlines() if line.strip()]
    drafts = [line.partition(IN_DRAFT)[2] for line in lines if IN_DRAFT in line]
    problems = [line for line in lines if not line.startswith("INFO")]
    return problems if build.returncode else [], drafts


def site_address(config: SiteConfig) -> Iterator[Issue]:
    """That the site's address is still empty or an example."""
    if config.site_url == "" or EXAMPLE_DOMAIN.search(config.site_url or ""):
        message = "“site_url” is not the address of your site yet."
        fix = "Write the full address where it is published, with a slash at the end."
        yield Issue("mkdocs.yml", config.lines["site_url"], message, fix)


def practice_facts(practice: Practice) -> Iterator[Issue]:
    """That the email address is an example, and the facts that are empty."""
    if EXAMPLE_DOMAIN.search(practice.email):
        message = "“email” is an example address, which receives no mail."
        yield practice.issue("email", message, "Write your own address.")
    for fact in practice.empty:
        fix = "Fill it in, or leave it empty: it is not shown."
        yield practice.issue(fact, f"“{fact}” is empty.", fix)


def form_address(form: Form) -> Iterator[Issue]:
    """That the contact form sends messages to an example address."""
    if form.provider == "receiver" and EXAMPLE_DOMAIN.search(form.providers.receiver.address):
        place = ("providers", "receiver", "address")
        message = "The receiver's address is an example, so messages are lost."
        yield form.issue(place, message, "Write the address of your receiver.")


def form_delivery(form: Form) -> Iterator[Issue]:
    """Who delivers messages to the coach, and what to set up there."""
    if not any(form_address(form)):
        yield form.issue("provider", still_to_do(form))


def example_mail(entries: Iterable[Entry]) -> Iterator[Issue]:
    """Links in texts that open an email to an example address."""
    for entry in entries:
        document = entry.document
        texts = [*document.texts()]
        texts += [
            (text, document.body_line + n) for n, text in enumerate(document.body.split("\n"))
        ]
        for text, line in texts:
            if _EXAMPLE_MAIL.search(text):
                message = "This link opens an email to an example address."
                fix = "Write your own address in the text and in the link."
                yield Issue(document.path, line, message, fix)


def to_write(entries: Iterable[Entry]) -> Iterator[Issue]:
    """Placeholders from `make new`: one issue per text."""
    for entry in entries:
        if lines := sorted(set(unwritten(entry.document))):
            noun = "line" if len(lines) == 1 else "lines"
            message = f"“{MARK}” is on {noun} {', '.join(map(str, lines))}."
            fix = "Replace it with your own words."
            yield Issue(entry.document.path, lines[0], message, fix)


def sources_without_address(content: Content) -> Iterator[Issue]:
    """Sources that readers cannot open."""
    for source in content.sources.values():
        if source.url is None:
            fix = "Add its url if it has one."
            yield source.issue((), f"The source “{source.slug}” has no address.", fix)


def no_testimonials(content: Content) -> Iterator[Issue]:
    """That there are no testimonials."""
    if not content.testimonials:
        fix = "When a client has agreed in writing, run: make new testimonial"
        yield Issue("docs/_data/testimonials.yml", 1, "There are no testimonials yet.", fix)


def python_version(version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[str]:
    """That this Python is too old."""
    if version[:2] < _PYTHON:
        needed, found = (".".join(map(str, numbers)) for numbers in (_PYTHON, version))
        yield f"Python is {found}, but the site needs {needed}. Install it, then run: make clean"


def git_state(project: Path) -> Iterator[str]:
    """What keeps the project from being pushed, or checked before that."""
    try:
        remotes = _git(project, "remote")
    except OSError:
        yield "git was not found. Install it: you publish with it."
        return
    if remotes is None:
        yield "This folder is not a git repository. Run git init, then commit everything."
        return
    if not remotes:
        yield "git has no remote to push to. Run: git remote add origin ADDRESS"
    hook = project / (_git(project, "rev-parse", "--git-path", "hooks/pre-push") or "")
    if not hook.is_file() or not os.access(hook, os.X_OK):
        yield "The site is not checked before a push. Run: make pre-push"


def _git(project: Path, *words: str) -> str | None:
    """What git prints, or None when it fails."""
    done = subprocess.run(["git", *words], cwd=project, capture_output=True, text=True, check=False)
    return None if done.returncode else done.stdout.strip()


def _lines(issues: Iterable[Issue]) -> list[str]:
    return [str(issue) for issue in sorted(set(issues))]
