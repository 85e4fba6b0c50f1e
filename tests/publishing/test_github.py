"""What the owner sees on GitHub: each problem on its line, and all of them in the summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from practice.content.issues import Issue
from practice.publishing.github import annotation, summary
from tests.conftest import article
from tests.publishing.project import run, script, write

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

COMMAND = re.compile(r"^::error (.*?)::(.*)$", re.MULTILINE)
CODES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
PUSH = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "ada/site",
    "GITHUB_REF_NAME": "main",
    "GITHUB_SHA": "0a1b2c",
    "GITHUB_HEAD_REF": "",
}


def decoded(text: str) -> str:
    """As GitHub's runner reads it."""
    return re.sub("%(0D|0A|3A|2C|25)", lambda code: CODES[code[0]], text)


def annotations(output: str) -> list[tuple[str, str, str, str]]:
    """The file, line, title, and text of each annotation that GitHub finds in the output."""
    found = []
    for properties, text in COMMAND.findall(output):
        values = dict(pair.split("=", 1) for pair in properties.split(","))
        named = [decoded(values[name]) for name in ("file", "line", "title")]
        found.append((named[0], named[1], named[2], decoded(text)))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "“a, b: c” is 100% wrong :: yes, file=x,line=2.",
        "%0A is not a line.\nThis is one.\r\nAnd this.",
        "::error file=x::Not another one.",
    ],
)
def test_an_annotation_arrives_as_it_was_written(text: str) -> None:
    command = annotation(Issue("docs/a, b: 100%.md", 7, text, f"Fix: {text}"))
    assert len(command.splitlines()) == 1
    assert annotations(command) == [("docs/a, b: 100%.md", "7", text, f"Fix: {text}")]


def test_a_problem_without_a_fix_is_repeated_as_the_text() -> None:
    command = annotation(Issue("docs/x.md", 1, "It is wrong."))
    assert annotations(command) == [("docs/x.md", "1", "It is wrong.", "It is wrong.")]


def cells(text: str) -> list[list[str]]:
    """The rows of the table below its head, as GitHub shows them."""
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    split = [re.split(r"(?<!\\)\|", row)[1:-1] for row in rows]
    return [[re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", cell).strip() for cell in row] for row in split]


def test_the_summary_shows_words_and_never_markup() -> None:
    hostile = "| **bold** <b>x</b> [a](b) `c` \\ #1 @ada\nhttps://example.com/a_b_c"
    text = summary([Issue("docs/x.md", 1, hostile, "Fix it.")], PUSH)
    ((_, message, fix),) = cells(text)
    assert (message, fix) == (hostile.replace("\n", " "), "Fix it.")
    assert not re.search(r"(?<!\\)[<`*\[\]]", text.splitlines()[-2].split(" | ", 1)[1])


@pytest.mark.parametrize(("head", "version"), [("", "main"), ("change", "0a1b2c")])
def test_the_summary_links_to_the_line(head: str, version: str) -> None:
    issue = Issue("docs/articles/on “x” (1).md", 12, "It is wrong.")
    text = summary([issue], {**PUSH, "GITHUB_HEAD_REF": head})
    (address,) = re.findall(r"\]\((.*?)\) \|", text)
    assert address == (
        f"https://github.com/ada/site/blob/{version}/"
        "docs/articles/on%20%E2%80%9Cx%E2%80%9D%20%281%29.md?plain=1#L12"
    )


class OnGitHub:
    """A project whose commands run on GitHub."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.summary = project.parent / "summary"

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {**PUSH, "GITHUB_STEP_SUMMARY": str(self.summary), **environment}
        return run(self.project, *command, **variables)

    def check(self, result: subprocess.CompletedProcess[str], places: list[str]) -> None:
        """The run failed, with an annotation and a row in the summary for each place."""
        assert result.returncode != 0
        shown = annotations(result.stdout)
        assert [f"{file}:{line}" for file, line, _, _ in shown] == places
        rows = cells(self.summary.read_text(encoding="utf-8"))
        assert [[message, fix] for _, message, fix in rows] == [
            [title, text] for _, _, title, text in shown
        ]
        noun = "problem" if len(places) == 1 else "problems"
        assert f"### {len(places)} {noun} to fix\n" in self.summary.read_text(encoding="utf-8")


@pytest.fixture
def github(project: Path) -> OnGitHub:
    return OnGitHub(project)


def test_mistakes_in_texts_show_on_their_lines(github: OnGitHub) -> None:
    first = article("First", date="2024-13-01", topic="unknown", body="[x](missing.md)")
    write(github.project / "docs/articles/first.md", first)
    result = github.run("bash", "-e", "-c", script("publish.yml", "site", "publish-check"))
    first = "docs/articles/first.md"
    github.check(result, [f"{first}:4", f"{first}:5", f"{first}:7"])
    assert "3 problems to fix:\n" in result.stderr


def test_mistakes_in_the_settings_show_on_their_line(github: OnGitHub) -> None:
    settings = (github.project / "mkdocs.yml").read_text("utf-8")
    number = settings.splitlines().index("site_url: https://example.com/") + 1
    write(github.project / "mkdocs.yml", settings.replace("https://example.com/", "“example.com”"))
    github.check(github.run("make", "build"), [f"mkdocs.yml:{number}"] * 2)


@pytest.mark.parametrize(
    ("file", "added", "said"),
    [
        ("mkdocs.yml", "theme: {name: materail}", "“theme” does not work: .*'materail'"),
        ("mkdocs.yml", "site_nam: x", "“site_nam” does not work: "),
        ("overrides/article.html", "{% blok %}", "The site cannot be built. TemplateSyntaxError: "),
    ],
)
def test_what_stops_the_generator_itself_shows_too(
    github: OnGitHub, file: str, added: str, said: str
) -> None:
    text = (github.project / file).read_text("utf-8")
    write(github.project / file, f"{text}\n{added}\n")
    place = f"{file}:{len(text.splitlines()) + 2}"
    result = github.run("make", "build")
    github.check(result, [place])
    assert re.search(rf"^{place}: .*{said}", result.stderr, re.MULTILINE), result.stderr


def test_faults_of_the_site_show_in_the_text_they_come_from(github: OnGitHub) -> None:
    body = "Words.\n\nA file: `{{ photo.jpg }}`"
    write(github.project / "docs/articles/first.md", article("First", body=body))
    assert github.run("make", "build").returncode == 0
    page = github.project / "site/articles/first/index.html"
    write(page, re.sub("</?code>", "", page.read_text(encoding="utf-8")))
    (github.project / "site/_notes.yml").touch()
    result = github.run("make", "check-site")
    github.check(result, ["docs/articles/first.md:9", "site/_notes.yml:1"])
    assert "docs/articles/first.md:9: The text contains “{{ photo.jpg }}”" in result.stderr


def test_a_run_without_problems_has_no_summary(github: OnGitHub) -> None:
    result = github.run("make", "build", "check-site")
    assert result.returncode == 0, result.stderr
    assert annotations(result.stdout) == []
    assert not github.summary.exists()


def test_elsewhere_there_are_no_annotations(github: OnGitHub) -> None:
    write(github.project / "docs/articles/first.md", article("First", topic="unknown"))
    result = github.run("make", "build", GITHUB_ACTIONS="")
    assert result.returncode != 0
    assert "::error" not in result.stdout + result.stderr
    assert not github.summary.exists()
