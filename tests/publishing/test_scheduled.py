"""Scheduled articles: a build is asked for when one is due, and a late one is reported."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import pytest
import yaml

from practice.publishing.scheduled import (
    LATE,
    NOTHING_DUE,
    WORKFLOW,
    due,
    main,
    switch_off_issues,
)
from tests.conftest import ROOT, article
from tests.publishing.project import git, run, script, write
from tests.publishing.public_site import sitemap
from tests.publishing.test_github import PUSH, annotations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs import Docs
    from tests.publishing.public_site import PublicSite

BERLIN = "timezone: Europe/Berlin\n"


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def epoch(text: str) -> str:
    return f"{instant(text).timestamp():.0f}"


@pytest.mark.parametrize(
    ("now", "status", "mistake"),
    [
        ("2026-11-25T22:59:30Z", (NOTHING_DUE, 0), ""),
        ("2026-11-25T23:00:00Z", (0, 0), ""),
        ("2026-11-26T01:59:59Z", (0, 0), ""),
        ("2026-11-26T02:00:00Z", (0, LATE), ""),
        ("2026-11-26T02:00:00Z", (0, LATE), "no-such-topic"),
        ("2026-12-24T00:00:00Z", (0, LATE), ""),
    ],
)
def test_the_exit_status_says_whether_an_article_is_due_or_late(
    docs: Docs,
    live: PublicSite,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    now: str,
    status: tuple[int, int],
    mistake: str,
) -> None:
    """The day of the article begins at 23:00 UTC."""
    docs.add("_data/practice.yml", BERLIN)
    for name, more in (("soon", ""), ("unfinished", "draft: true\n")):
        text = article(date="2026-11-26", topic=mistake or "trust")
        docs.write(f"articles/{name}.md", text.replace("date:", f"{more}date:"))
    monkeypatch.chdir(docs.folder.parent)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch(now))
    for word, expected in zip(("due", "late"), status, strict=True):
        monkeypatch.setenv(word, live.address)
        live.files["/sitemap.xml"] = sitemap("", "articles/x/", "guides/chooser/")
        assert main(word) == expected
        found = f"docs/articles/soon.md is {word}: its date is 2026-11-26.\n"
        listed = expected == {"due": 0, "late": LATE}[word]
        assert capsys.readouterr().out == (found if listed else "")
    live.files["/sitemap.xml"] = sitemap("", "articles/x/", "guides/chooser/", "articles/soon/")
    assert main("due") == NOTHING_DUE
    assert main("late") == 0


def test_without_a_site_to_compare_with_articles_are_due_on_their_day(docs: Docs) -> None:
    content = docs.content()  # with an article of November 18, 2026
    days = [instant(f"2026-11-{day}T12:00Z") for day in (17, 18, 19)]
    found = [[found.slug for found in due(content, None, day)] for day in days]
    assert found == [[], ["x"], []]


@pytest.mark.parametrize(
    ("date", "days"),
    [("2027-03-01", [45, 52, 59]), ("2026-12-20", []), ("2026-10-01", [])],
)
def test_the_end_of_the_schedule_is_announced_to_those_who_wait(
    docs: Docs, date: str, days: list[int]
) -> None:
    """The article of March would have its day after the end."""
    docs.write("articles/x.md", article(date=date, topic="trust"))
    content, last = docs.content(), instant("2026-11-01T12:00Z")
    announced: list[int] = []
    for hour in range(0, 61 * 24, 3):
        now = last + dt.timedelta(hours=hour)
        announced += [hour // 24 for _ in switch_off_issues(content, last, now)]
    assert sorted(set(announced)) == days
    assert len(announced) == 2 * len(days), "one mail for each run that fails"


def test_the_workflow_looks_often_enough_in_any_time_zone() -> None:
    """A few minutes after an article is three hours late, the run fails."""
    text = (ROOT / WORKFLOW).read_text("utf-8").replace("\non:", "\nevents:")
    lines = [line["cron"].split() for line in yaml.safe_load(text)["events"]["schedule"]]
    assert len(lines) == 2
    times = [
        60 * int(hour) + int(minute) for minute, hours, *_ in lines for hour in hours.split(",")
    ]
    for begin in range(0, 24 * 60, 15):
        assert min((time - begin) % (24 * 60) for time in times) < 180
        for minute, hours, *_ in lines:
            alone = [60 * int(hour) + int(minute) for hour in hours.split(",")]
            assert min((time - begin) % (24 * 60) for time in alone) < 12 * 60


@dataclass
class Job:
    """The job on GitHub that looks for an article of November 26."""

    folder: Path
    live: PublicSite
    environment: pytest.MonkeyPatch

    def prepare(self) -> Self:
        """The last commit was on November 1."""
        self.live.files["/sitemap.xml"] = sitemap("", "articles/x/", "guides/chooser/")
        write(self.folder / "mkdocs.yml", f"site_url: {self.live.address}\nnav: []\n")
        git(self.folder, "init", "--quiet")
        git(self.folder, "add", "--all")
        self.commit("2026-11-01T12:00Z")
        self.environment.chdir(self.folder)
        hook = f"{self.live.address}hook"
        for name, value in {**PUSH, "BUILD_HOOK": hook, "PRIVATE": "true"}.items():
            self.environment.setenv(name, value)
        return self

    def commit(self, time: str) -> None:
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
        what = ("commit", "--quiet", "--allow-empty", "--message", "A change")
        run(self.folder, "git", *who, *what, GIT_COMMITTER_DATE=time)

    def run(self, now: str) -> int:
        self.live.builds.clear()
        self.environment.setenv("SOURCE_DATE_EPOCH", epoch(now))
        return main()


@pytest.fixture
def job(docs: Docs, live: PublicSite, monkeypatch: pytest.MonkeyPatch) -> Job:
    docs.write("articles/soon.md", article(date="2026-11-26", topic="trust"))
    return Job(docs.folder.parent, live, monkeypatch).prepare()


def test_a_build_is_asked_for_only_when_an_article_is_due(job: Job) -> None:
    assert (job.run("2026-11-25T23:59:00Z"), job.live.builds) == (0, [])
    assert (job.run("2026-11-26T00:17:00Z"), job.live.builds) == (0, ["/hook"])
    there = ("articles/x/", "guides/chooser/", "articles/soon/")
    job.live.files["/sitemap.xml"] = sitemap("", *there)
    assert (job.run("2026-11-26T12:00:00Z"), job.live.builds) == (0, [])


def test_a_late_article_fails_the_job_and_is_asked_for_again(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (job.run("2026-11-26T03:17:00Z"), job.live.builds) == (1, ["/hook"])
    (shown,) = annotations(capsys.readouterr().out)
    said = f"This article is more than three hours late: {job.live.address} does not have it."
    assert shown[:3] == ("docs/articles/soon.md", "4", said)
    job.commit("2026-11-26T03:00:00Z")
    assert job.run("2026-11-26T03:17:00Z") == 0, "the push builds it at this moment"


def test_something_that_stays_wrong_sends_a_few_mails_a_day(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    """The workflow runs at these hours; each run that fails sends a mail."""
    failed = []
    for hours in range(0, 36, 3):
        now = instant("2026-11-26T00:17:00Z") + dt.timedelta(hours=hours)
        if job.run(now.isoformat()):
            failed.append(hours)
        else:
            assert hours < 3 or "::warning::docs/articles/soon.md:4: " in capsys.readouterr().out
    assert failed == [3, 6, 27, 30]


def test_a_hook_that_does_not_work_fails_the_job_without_its_address(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.environment.setenv("BUILD_HOOK", f"{job.live.address}old?secret")
    job.live.refuses = True
    assert job.run("2026-11-26T00:17:00Z") == 1
    printed = "".join(capsys.readouterr())
    assert "(answer: 404)" in annotations(printed)[0][2]
    assert "secret" not in printed.replace("the secret BUILD_HOOK", "")


@pytest.mark.parametrize("hook", ["http://127.0.0.1:9/", "https://a..example/x", "x", "https://[/"])
def test_a_hook_without_a_host_fails_the_job(
    job: Job, capsys: pytest.CaptureFixture[str], hook: str
) -> None:
    job.environment.setenv("BUILD_HOOK", hook)
    assert job.run("2026-11-26T00:17:00Z") == 1
    said = annotations(capsys.readouterr().out)[0][2]
    assert said == "The host did not answer the request for a build."


def test_words_that_are_not_understood_are_refused(job: Job) -> None:
    job.environment.setenv("late", "foo")
    with pytest.raises(SystemExit, match="“foo” is not the address of a site"):
        main("late")
    with pytest.raises(SystemExit, match="Use due= or late=, not both"):
        main("due", "late")


@pytest.mark.parametrize(
    ("private", "on_github", "fails"),
    [("false", "true", True), ("true", "true", False), ("", "true", True), ("", "", False)],
)
def test_only_a_public_repository_on_github_is_switched_off(
    job: Job, capsys: pytest.CaptureFixture[str], private: str, on_github: str, *, fails: bool
) -> None:
    write(job.folder / "docs/articles/soon.md", article(date="2027-06-01", topic="trust"))
    job.environment.setenv("PRIVATE", private)
    job.environment.setenv("GITHUB_ACTIONS", on_github)
    assert job.run("2026-12-16T12:30:00Z") == int(fails)
    said = "Nothing has changed in this repository for 45 days." in capsys.readouterr().out
    assert said is fails


def test_the_workflows_publish_an_article_on_its_day(project: Path, live: PublicSite) -> None:
    write(project / "docs/articles/soon.md", article("Soon", date="2026-11-26"))
    settings = (project / "mkdocs.yml").read_text("utf-8")
    write(project / "mkdocs.yml", settings.replace("https://example.com/", live.address))
    write(project.parent / "gh", "#!/bin/sh\necho true\n")
    (project.parent / "gh").chmod(0o755)
    output = project.parent / "output"

    def step(workflow: str, job: str, command: str, now: str) -> str:
        """Run it at that time; what it hands to the jobs that follow."""
        write(output, "")
        line = f"PATH=$HOME:$PATH\n{script(workflow, job, command)}"
        hook = {"BUILD_HOOK": f"{live.address}hook", "GITHUB_OUTPUT": str(output)}
        clock = {"SOURCE_DATE_EPOCH": epoch(now)}
        ran = run(project, "bash", "-e", "-c", line, **PUSH, **hook, **clock)
        assert ran.returncode == 0, ran.stderr
        return output.read_text("utf-8")

    live.files["/sitemap.xml"] = sitemap("", "articles/first/")
    assert step("scheduled.yml", "check", "publish-due", "2026-11-26T00:17:00Z") == "due=true\n"
    assert live.builds == ["/hook"]
    step("publish.yml", "site", "publish-check", "2026-11-26T00:18:00Z")
    live.publish(project / "site")
    assert "/articles/soon/" in live.files["/sitemap.xml"]
    assert step("scheduled.yml", "check", "publish-due", "2026-11-26T03:23:00Z") == "due=false\n"
    assert live.builds == ["/hook"]
