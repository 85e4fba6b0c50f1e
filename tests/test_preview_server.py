"""What a preview shows of the problems that keep the site from being built."""

from __future__ import annotations

import runpy
import shutil
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from practice.content.issues import Issue
from practice.engine import load_config
from practice.failures import failure_issues, logged_problems
from practice.preview_server import problems_page
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "overrides").mkdir()
    shutil.copy(ROOT / "overrides/problems.html", tmp_path / "overrides")
    return tmp_path


@pytest.mark.parametrize("sign", ["\u2028", "\u0085", "\f", "\v"])
def test_the_marked_line_is_the_one_that_editors_count(project: Path, sign: str) -> None:
    (project / "a.md").write_text(f"a{sign}b\r\nc\nwrong\nd\n", encoding="utf-8", newline="")
    page = BeautifulSoup(problems_page(project, [Issue("a.md", 3, "It is wrong.")]), "lxml")
    assert "wrong" in page.select_one("mark").get_text()


@pytest.mark.parametrize("folder", ["hooks", "overrides"])
def test_a_syntax_error_is_at_its_own_file_and_line(project: Path, folder: str) -> None:
    file = project / folder / "broken.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text("a = 1\nb = (\n", encoding="utf-8")
    with pytest.raises(SyntaxError) as error:
        runpy.run_path(str(file))
    (issue,) = failure_issues(error.value, project, [])
    assert (issue.path, issue.line) == (f"{folder}/broken.py", 2)


def test_a_broken_page_for_problems_is_one_of_them(project: Path) -> None:
    (project / "overrides/problems.html").write_text("<p>\n{% if %}", encoding="utf-8")
    shown = problems_page(project, [Issue("a.md", 3, "A “<p>” is wrong.")])
    assert "a.md:3: A “&lt;p&gt;” is wrong." in shown
    assert "overrides/problems.html:2: The site cannot be built." in shown


@pytest.mark.parametrize(
    ("added", "line", "said"),
    [
        (
            "theme: {name: materail}",
            2,
            "The setting “theme” does not work: Unrecognised theme name",
        ),
        (
            "markdown_extensions:\n  - toc\n  - abrb",
            4,
            "There is no extension named “abrb”. Did you mean “abbr”?",
        ),
        (
            "markdown_extensions:\n  - toc:\n      detph: 2",
            4,
            "There is no option named “detph”. Correct its name, or delete the line.",
        ),
        (
            "plugins: [serach]",
            2,
            "There is no plugin named “serach”. Correct its name, or delete the line.",
        ),
        (
            "docs_dir: dcos",
            2,
            "There is no folder “dcos”. Correct its name, or restore it from git.",
        ),
    ],
)
def test_a_setting_that_mkdocs_refuses_is_named_with_its_line(
    project: Path, added: str, line: int, said: str
) -> None:
    (project / "docs").mkdir()
    (project / "mkdocs.yml").write_text(f"site_name: Ada\n{added}\n", encoding="utf-8")
    with logged_problems() as logged, pytest.raises(SystemExit) as error:
        load_config(str(project / "mkdocs.yml"))
    (issue,) = failure_issues(error.value, project, logged)
    assert str(issue).startswith(f"mkdocs.yml:{line}: {said}")
