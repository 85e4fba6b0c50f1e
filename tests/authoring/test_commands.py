"""`make new`, `make doctor`, `make schedule` and `make schemas`, as a person runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.practices import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def make(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words],
        cwd=project,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def make_at_a_terminal(project: Path, typed: str, *words: str) -> tuple[int, str]:
    """The exit status and all output of a command for which a person types `typed`."""
    ours, terminal = os.openpty()
    os.write(ours, typed.encode())
    run = subprocess.Popen(
        ["make", *words], cwd=project, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    output = b""
    try:
        while part := os.read(ours, 4096):
            output += part
    except OSError:  # how Linux ends the output of a terminal that nobody uses any more
        pass
    os.close(ours)
    return run.wait(), output.decode()


@pytest.mark.long
@pytest.mark.engine
def test_each_kind_is_made_and_the_site_builds_with_it(full_project: Path) -> None:
    project = full_project
    before = (project / "docs/_data/sources.yml").read_bytes()
    for kind in ("article", "guide", "service", "source"):
        made = make(project, "new", kind, f"title=Fear: a new {kind}")
        assert made.returncode == 0, made.stderr
        assert f"fear-a-new-{kind}" in made.stdout
        assert "make serve" in made.stdout
    for guide, kind in {"first": "chooser", "second": "scorecard"}.items():
        assert make(project, "new", "guide", f"title={guide}").returncode == 0
        assert make(project, "new", kind, f"guide={guide}").returncode == 0
    words = ("quote=It works.", "who=A. B.", "consent=2026-11-23")
    assert make(project, "new", "testimonial", *words).returncode == 0
    assert (project / "docs/_data/sources.yml").read_bytes().startswith(before)

    diagnosis = make(project, "doctor")
    assert diagnosis.returncode == 0, diagnosis.stderr
    assert diagnosis.stdout.startswith("The site builds without problems."), diagnosis.stdout
    assert "fear-a-new-article.md:6: “TO WRITE” is on lines 6," in diagnosis.stdout
    assert "docs/_data/contact.yml:" in diagnosis.stdout
    site = project / ".build/doctor"
    for page in ("articles/fear-a-new-article", "guides/fear-a-new-guide"):
        assert not (site / page / "index.html").exists(), "a draft is not published"
    assert "fear-a-new-service" not in (site / "contact/index.html").read_text("utf-8")

    listed = make(project, "schedule").stdout
    assert "docs/articles/fear-a-new-article.md" in listed
    assert "docs/_data/services/fear-a-new-service.yml" in listed
    assert "it does not answer" in make(project, "schedule", "due=http://127.0.0.1:9/").stdout


@pytest.mark.engine
def test_the_doctor_reports_what_the_build_reports(minimal_project: Path) -> None:
    assert make(minimal_project, "new", "article", "title=Fear").returncode == 0
    article = minimal_project / "docs/articles/fear.md"
    article.write_text(article.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
    diagnosis = make(minimal_project, "doctor")
    assert diagnosis.returncode == 0
    assert "docs/articles/fear.md:6: “TO WRITE”" in diagnosis.stdout
    assert "Traceback" not in diagnosis.stdout + diagnosis.stderr


@pytest.mark.engine
def test_the_doctor_lists_mistakes_in_drafts(minimal_project: Path) -> None:
    for path, text in {
        "articles/idea.md": "---\ntitle: An idea\ndraft: true\n---\n[x](nowhere.md)\n",
        "guides/tool.md": "---\ntitle: A guide\ndraft: true\n---\nWords.\n",
        "_data/guides/tool.yml": "kind: x\n",
    }.items():
        file = minimal_project / "docs" / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    lines = make(minimal_project, "doctor").stdout.splitlines()
    assert lines[0] == "The site builds without problems."
    at = lines.index("To fix in drafts:")
    assert lines[at + 1].startswith("docs/_data/guides/tool.yml:1: “kind” is “x”")
    assert lines[at + 2].startswith("docs/articles/idea.md:5: There is no page “nowhere.md”.")
    assert lines[at + 3] == ""


@pytest.mark.engine
def test_the_doctor_reports_mistakes_in_mkdocs_yml(minimal_project: Path) -> None:
    config = minimal_project / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("site_url: https://", "site_url: "), "utf-8"
    )
    diagnosis = make(minimal_project, "doctor")
    assert diagnosis.returncode == 0
    assert "which is not the address of a site." in diagnosis.stdout
    assert "Traceback" not in diagnosis.stdout + diagnosis.stderr


@pytest.mark.parametrize(
    "title",
    [
        "$5 $(shell touch gone) `touch gone` ${x} $$",
        """'single' "double" # hash \\ back %s""",
        "$(",
    ],
)
def test_a_title_reaches_the_file_unchanged(minimal_project: Path, title: str) -> None:
    made = make(minimal_project, "new", "article", f"title={title}", "name=odd")
    assert made.returncode == 0, made.stderr
    text = (minimal_project / "docs/articles/odd.md").read_text("utf-8")
    assert title.replace("\\", "\\\\").replace('"', '\\"') in text
    assert not (minimal_project / "gone").exists()


def test_missing_words_are_asked_for(minimal_project: Path) -> None:
    shutil.rmtree(minimal_project / "docs/articles")
    for words, message in {
        ("new",): 'Use: make new article title="…" (or guide, service, source, chooser',
        ("new", "article"): 'The title is missing. Use: make new article title="…"',
        ("new", "artcle", "title=x"): "“artcle” is not a kind of content. Did you mean",
        ("new", "topic"): "Add topics to docs/_data/topics.yml.\nUse: make new article title",
        ("new", "article", "title=“On", "listening”"): "Type straight quotes, not curly ones",
        ("article", "title=x"): "Use: make new article",
    }.items():
        refused = make(minimal_project, *words)
        assert refused.returncode == 2
        assert message in refused.stderr
        assert "Traceback" not in refused.stderr
    assert not (minimal_project / "docs/articles").exists()


def test_at_a_terminal_make_new_asks(minimal_project: Path) -> None:
    status, said = make_at_a_terminal(
        minimal_project, "A “book”\n\nhttps://x.example/?a=1&b=2\n\n\n", "new", "source"
    )
    assert status == 0, said
    text = (minimal_project / "docs/_data/sources.yml").read_text("utf-8")
    assert "\na-book:\n" in f"\n{text}"
    assert "Who wrote it, or the site that published it." in said
    assert "in double quotes" not in said
    assert "url: https://x.example/?a=1&b=2\n" in text


def test_at_a_terminal_only_a_wrong_answer_is_asked_for_again(minimal_project: Path) -> None:
    first = "\nAmes\nwww.x.example\nspring\nSome name\n"  # no title; address, date, name wrong
    again = "A book\nsome-name\nhttps://x.example/\n2026-05\n"
    status, said = make_at_a_terminal(minimal_project, first + again, "new", "source")
    assert status == 0, said
    for message in ("The title is missing.", "like some-name.", "“url” is “www.x.example”"):
        assert said.count(message) == 1
    text = (minimal_project / "docs/_data/sources.yml").read_text("utf-8")
    for line in ("some-name:", "author: Ames", "url: https://x.example/", "2026-05"):
        assert line in text


def test_at_a_terminal_a_taken_name_is_asked_for_again(minimal_project: Path) -> None:
    draft = "---\ntitle: On fear\ndraft: true\n---\nWords.\n"
    (minimal_project / "docs/articles/on-fear.md").write_text(draft, "utf-8")
    typed = "On fear\nnowhere\n\n\n\n\non-fear-2\n"
    status, said = make_at_a_terminal(minimal_project, typed, "new", "article")
    assert status == 0, said
    assert "There is no topic “nowhere”." in said
    assert "In double quotes" not in said
    assert "The name “on-fear” is taken. Choose another one, such as on-fear-2." in said
    assert "Use: make new" not in said
    assert (minimal_project / "docs/articles/on-fear-2.md").is_file()


def test_at_a_terminal_the_end_of_input_makes_nothing(minimal_project: Path) -> None:
    status, said = make_at_a_terminal(minimal_project, "A book\n\x04", "new", "source")
    assert status == 2
    assert "Nothing was made." in said
    assert "Traceback" not in said


def test_words_given_are_not_asked_for(minimal_project: Path) -> None:
    status, said = make_at_a_terminal(minimal_project, "", "new", "source", "name=book")
    assert status == 2
    assert "The title is missing." in said


def test_the_schemas_are_written_where_editors_look(minimal_project: Path) -> None:
    assert make(minimal_project, "schemas").returncode == 0
    assert make(minimal_project, "new", "service", "title=Fear").returncode == 0
    service = minimal_project / "docs/_data/services/fear.yml"
    schema = service.read_text("utf-8").splitlines()[0].partition("$schema=")[2]
    assert (service.parent / schema).is_file()
    for file in (ROOT / ".vscode/schemas").iterdir():
        assert (minimal_project / ".vscode/schemas" / file.name).read_bytes() == file.read_bytes()
