"""Problems as GitHub shows them: an annotation on each line, and a table in the run's summary.

See GitHub's documentation, “Workflow commands for GitHub Actions”.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from practice.content.issues import heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from practice.content.issues import Issue

_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY_ESCAPES = {**_ESCAPES, ":": "%3A", ",": "%2C"}
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
"""What Markdown may read as markup (CommonMark, section 2.4)."""


def show(issues: Iterable[Issue]) -> None:
    """On GitHub, show the issues in the run; elsewhere do nothing."""
    ordered = sorted(set(issues))
    if os.environ.get("GITHUB_ACTIONS") != "true" or not ordered:
        return
    print(*map(annotation, ordered), sep="\n", flush=True)
    if file := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(file).open("a", encoding="utf-8") as summary_file:
            summary_file.write(summary(ordered, os.environ))


def warn(text: str) -> None:
    """Print something that stops nothing; on GitHub, show it in the run."""
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    print(f"::warning::{_escape(text, _ESCAPES)}" if on_github else text, flush=True)


def output(name: str, value: str) -> None:
    """On GitHub, hand a value to the steps and jobs that follow."""
    if file := os.environ.get("GITHUB_OUTPUT"):
        with Path(file).open("a", encoding="utf-8") as output_file:
            output_file.write(f"{name}={value}\n")


def annotation(issue: Issue) -> str:
    """The command that shows an issue on its line."""
    properties = {"file": issue.path, "line": str(issue.line), "title": issue.message}
    written = ",".join(
        f"{name}={_escape(value, _PROPERTY_ESCAPES)}" for name, value in properties.items()
    )
    return f"::error {written}::{_escape(issue.fix or issue.message, _ESCAPES)}"


def summary(issues: list[Issue], environment: Mapping[str, str]) -> str:
    """The issues as a table in Markdown, each with a link to its line."""
    lines = [f"### {heading(len(issues))}", ""]
    lines += ["| Where | What is wrong | What to do |", "| --- | --- | --- |"]
    for issue in issues:
        place = f"[{_plain(issue.path)}, line {issue.line}]({_address(issue, environment)})"
        lines.append(f"| {place} | {_plain(issue.message)} | {_plain(issue.fix)} |")
    return "\n".join([*lines, "", ""])


def _address(issue: Issue, environment: Mapping[str, str]) -> str:
    """The page on GitHub with the line of an issue."""
    pull_request = environment.get("GITHUB_HEAD_REF")  # which may be in another repository
    version = environment.get("GITHUB_SHA" if pull_request else "GITHUB_REF_NAME", "")
    repository = [environment.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY")]
    path = quote("/".join(["blob", version, issue.path]))
    return "/".join([*repository, f"{path}?plain=1#L{issue.line}"])


def _escape(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
