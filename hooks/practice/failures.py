"""Why a build stopped, if not because of a problem that this project's checks have found."""

from __future__ import annotations

import logging
import os
import re
import sys
import traceback
from contextlib import contextmanager
from importlib.metadata import entry_points
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import TYPE_CHECKING

from practice.config import FILE, read_config
from practice.content.issues import Issue, did_you_mean, report
from practice.engine import NAME, ProblemsError
from practice.publishing import github

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_MESSAGES = 10_000
_SETTING = re.compile(r"Config value '(?P<name>[^']+)': (?P<words>.*)", re.DOTALL)
"""How MkDocs logs what is wrong with a setting."""
_MISSING = re.compile(
    r"The path (?:set in custom_dir )?\(?'(?P<folder>[^']+)'\)? (?:isn't|does not exist)"
    r"|Failed to load extension '(?P<extension>[^']+)'\. ModuleNotFoundError"
    r"|Failed to load extension .* KeyError: '(?P<option>[^']+)'$"
    r"|The \"(?P<plugin>[^\"]+)\" plugin is not installed"
)
"""What it says of a name that does not exist."""
_REPORT = re.compile(r"\d+ problems? to fix:\n")
"""How the message of a ProblemsError begins; MkDocs's own command drops the error itself."""
_RUNNERS = ("engine.py", "preview_server.py")
"""Modules that only start a build."""


@contextmanager
def logged_problems() -> Iterator[list[logging.LogRecord]]:
    """Collect the warnings and errors that the generator logs meanwhile."""
    handler = BufferingHandler(_MOST_MESSAGES)
    handler.setLevel(logging.WARNING)
    logger = logging.getLogger(NAME)
    logger.addHandler(handler)
    try:
        yield handler.buffer
    finally:
        logger.removeHandler(handler)


def failure_issues(
    error: BaseException, project: Path, logged: list[logging.LogRecord]
) -> list[Issue]:
    """What stopped a build; MkDocs ends one with SystemExit once it has logged the reason."""
    cause = error.__context__ or error if isinstance(error, SystemExit) else error
    if isinstance(cause, ProblemsError):
        return cause.issues
    if isinstance(cause, SystemExit) and logged:
        return list(_logged_issues(project, logged))
    if not isinstance(error, SystemExit):
        traceback.print_exception(error)
    path, line = _place(cause, project)
    message = f"The site cannot be built. {type(cause).__name__}: {cause}"
    return [Issue(path, line, message, "Undo your last change. The terminal shows more.")]


def show_failure(error: BaseException, project: Path, logged: list[logging.LogRecord]) -> None:
    """Show what stopped a build, unless the build has reported it itself."""
    if any(_REPORT.match(record.getMessage()) for record in logged):
        return
    issues = failure_issues(error, project, logged)
    github.show(issues)
    print(report(issues), file=sys.stderr)


def _logged_issues(project: Path, logged: list[logging.LogRecord]) -> Iterator[Issue]:
    """The errors; without one, the warnings, which stop a strict build."""
    lines = read_config(project).lines
    errors = [record for record in logged if record.levelno >= logging.ERROR]
    for record in errors or logged:
        message = record.getMessage()
        if found := _SETTING.fullmatch(message):
            words = " ".join(found["words"].split())
            if missing := _MISSING.match(words):
                yield _missing_issue(missing, project, lines.get(found["name"], 1))
                continue
            said = f"The setting “{found['name']}” does not work: {words}"
            fix = "Correct it, or restore the file from git."
            yield Issue(FILE, lines.get(found["name"], 1), said, fix)
        else:
            yield Issue(FILE, 1, f"The site cannot be built. {message}", "Undo your last change.")


def _missing_issue(missing: re.Match[str], project: Path, line: int) -> Issue:
    """An issue at the line with the missing name, at or below `line`, where its setting begins."""
    kind = missing.lastgroup or ""
    name = missing[kind]
    if kind == "folder":
        name = os.path.relpath(name, project)
        fix = "Correct its name, or restore it from git."
        return Issue(FILE, line, f"There is no folder “{name}”.", fix)
    below = (project / FILE).read_text("utf-8").split("\n")[line - 1 :]
    line += next((number for number, text in enumerate(below) if name in text), 0)
    known = entry_points(group="markdown.extensions").names if kind == "extension" else ()
    near = did_you_mean(name, known, most=0) if known else ""
    fix = near or "Correct its name, or delete the line."
    return Issue(FILE, line, f"There is no {kind} named “{name}”.", fix)


def _place(cause: BaseException, project: Path) -> tuple[str, int]:
    """The last place in the project's own code or templates; mkdocs.yml if there is none."""
    places = [(f.filename, f.lineno) for f in traceback.extract_tb(cause.__traceback__)]
    if isinstance(cause, SyntaxError) and cause.filename:
        places.append((cause.filename, cause.lineno))
    path, line = FILE, 1
    for name, number in places:
        file = Path(name)
        own = any(file.is_relative_to(project / folder) for folder in ("overrides", "hooks"))
        if own and file.name not in _RUNNERS:
            path, line = file.relative_to(project).as_posix(), number or 1
    return path, line
