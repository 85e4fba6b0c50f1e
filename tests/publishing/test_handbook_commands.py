"""Commands that the handbook has the owner type or copy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.conftest import ROOT, article
from tests.publishing.project import commit, git, run, write

if TYPE_CHECKING:
    from pathlib import Path

PUBLISH, HOSTS, SERVER = (
    (ROOT / f"docs/_handbook/{page}.md").read_text(encoding="utf-8")
    for page in ("publish", "hosts", "server")
)
CRON = r"^ *(\d+ \S+ \* \* \*) (.*publish-check.*)$"


def test_the_line_for_cron_builds_and_prints_nothing_but_mistakes(project: Path) -> None:
    (line,) = {*re.findall(CRON, HOSTS, re.MULTILINE), *re.findall(CRON, SERVER, re.MULTILINE)}
    times, command = line
    assert times == "17 */3 * * *", "an article is at most three hours late in any time zone"
    git(project, "push", "--no-verify", "--set-upstream", "origin", "main")
    command = command.replace("/srv/practice", str(project))

    ran = run(project.parent, "sh", "-c", command)
    assert ran.stdout + ran.stderr == ""
    assert (project / "site/articles/first/index.html").is_file()

    write(project / "docs/articles/first.md", article("First", topic="none"))
    ran = run(project.parent, "sh", "-c", command)
    assert "docs/articles/first.md:5: There is no topic “none”." in ran.stdout

    git(project, "remote", "set-url", "origin", str(project.parent / "nowhere"))
    ran = run(project.parent, "sh", "-c", command)
    assert "nowhere" in ran.stdout
    assert "There is no topic" not in ran.stdout


def test_a_merged_pull_request_can_be_taken_back(project: Path) -> None:
    single, merged, _ = re.findall(r"^git revert .*$", PUBLISH, re.MULTILINE)
    git(project, "checkout", "--quiet", "-b", "draft")
    write(project / "docs/articles/second.md", article("Second"))
    commit(project)
    git(project, "checkout", "--quiet", "main")
    git(project, "merge", "--quiet", "--no-ff", "draft")
    assert "is a merge" in git(project, *single.split()[1:]).stderr
    taken_back = git(project, *merged.split()[1:])
    assert taken_back.returncode == 0, taken_back.stderr
    assert not (project / "docs/articles/second.md").exists()

    again = git(project, *single.split()[1:])
    assert again.returncode == 0, again.stderr
    assert (project / "docs/articles/second.md").is_file()
