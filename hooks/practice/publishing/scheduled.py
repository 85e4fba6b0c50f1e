"""Scheduled articles that the public site lacks, and the job on GitHub that asks for a build.

- `make schedule due=ADDRESS` says by its exit status whether to build: 0 if an article's day has
  begun and the site at ADDRESS does not have it, NOTHING_DUE if there is none. With `due=`, ADDRESS
  is site_url.
- `make schedule late=ADDRESS` exits with LATE if an article is more than three hours late.
- `make publish-due` is the job: it does both, and announces when GitHub stops the job itself.

`make` turns every exit status but 0 into 2. To tell them apart, run
`python -m practice.publishing.scheduled due`.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import httpx

from practice.config import read_config, typed_address
from practice.content import Article, read_content
from practice.content.issues import Issue, report
from practice.engine import build_time
from practice.publishing import github
from practice.publishing.changes import git
from practice.publishing.public_site import UnknownSiteError, published_addresses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from practice.content import Content

NOTHING_DUE, LATE = 3, 4
"""Exit statuses, other than those of errors."""
GRACE = dt.timedelta(hours=3)
"""How long after the beginning of its day an article may be published."""
WORKFLOW = ".github/workflows/scheduled.yml"
SWITCHED_OFF = dt.timedelta(days=60)
"""GitHub disables scheduled workflows in a public repository after so long without activity."""
_ANNOUNCED = dt.timedelta(days=45)
_DAY = dt.timedelta(days=1)
_WEEK, _A_FEW_RUNS = dt.timedelta(days=7), dt.timedelta(hours=6)
_SECONDS = 30


def begins(article: Article, content: Content) -> dt.datetime:
    """When the day of an article begins for the owner."""
    return dt.datetime.combine(article.date, dt.time(), ZoneInfo(content.practice.timezone))


def due(content: Content, public: Collection[str] | None, now: dt.datetime) -> list[Article]:
    """The articles whose day has begun and that are not among the `public` addresses.

    If those are not known (None): the articles whose day began in the last 24 hours.
    """
    return [
        article
        for article in _scheduled(content)
        if begins(article, content) <= now
        and (
            begins(article, content) > now - _DAY
            if public is None
            else f"/{article.uri.removesuffix('.md')}/" not in public
        )
    ]


def _scheduled(content: Content) -> Iterator[Article]:
    """Every article that has its day, broken ones too: they go out once they are corrected."""
    for article in content.all(Article):
        if not content.is_draft(article) and "date" not in article.broken:
            yield article


def late(
    articles: Iterable[Article], content: Content, last: dt.datetime, now: dt.datetime
) -> list[Article]:
    """Those of the due articles that a build could have published more than three hours ago.

    `last` is the time of the last commit: a push starts a build too, which takes a while.
    """
    return [a for a in articles if max(begins(a, content), last) <= now - GRACE]


def fails(since: dt.datetime, now: dt.datetime, every: dt.timedelta = _DAY) -> bool:
    """Whether something that is wrong `since` then makes the job fail `now`.

    It does in two runs in a row, as GitHub may leave one out, and again after `every`: the owner
    gets a mail for each run that fails.
    """
    return since <= now and (now - since) % every < _A_FEW_RUNS


def switch_off_issues(content: Content, last: dt.datetime, now: dt.datetime) -> Iterator[Issue]:
    """An issue if an article waits for a day on which GitHub will not look for it any more.

    `last` is the time of the last commit. It is announced after 45 days, and weekly from then on.
    """
    waits = any(begins(article, content) > last + SWITCHED_OFF for article in _scheduled(content))
    if waits and fails(last + _ANNOUNCED, now, _WEEK):
        message = f"Nothing has changed in this repository for {(now - last).days} days."
        yield Issue(
            WORKFLOW,
            1,
            f"{message} After 60, GitHub stops looking for scheduled articles.",
            "On GitHub, open docs/_data/practice.yml, click the pencil, add an empty line at its "
            "end, and commit.",
        )


def main(word: str = "", *more: str) -> int:
    """Print the articles that are `due` or `late`, or do the job; return the exit status."""
    if more:
        sys.exit("Use due= or late=, not both.")
    project, now = Path.cwd(), build_time()
    content, _ = read_content(project / "docs")
    address = typed_address(word) or read_config(project).site_url or ""
    public = None
    try:
        public = published_addresses(address)
    except UnknownSiteError as error:
        print(f"The articles were not compared with the published site: {error}.")
    articles = due(content, public, now)
    last = _last_commit(project)
    delayed = late(articles, content, last, now) if public else []
    for article in delayed if word == "late" else articles:
        print(f"{article.document.path} is {word or 'due'}: its date is {article.date}.")
    if word == "late":
        return LATE if delayed else 0
    if word == "due":
        return 0 if articles else NOTHING_DUE
    found = [
        (_late_issue(article, address), max(begins(article, content), last) + GRACE)
        for article in delayed
    ]
    github.output("due", str(bool(articles)).lower())
    if articles:
        first = min(max(begins(article, content), last) for article in articles)
        found += [(issue, first) for issue in _ask_for_build()]
    issues = [issue for issue, since in found if fails(since, now)]
    for issue in sorted({issue for issue, _ in found} - set(issues)):
        github.warn(str(issue))
    if os.environ.get("GITHUB_ACTIONS") == "true" and os.environ.get("PRIVATE") != "true":
        issues += switch_off_issues(content, last, now)
    if issues:
        github.show(issues)
        print(report(issues), file=sys.stderr)
    return 1 if issues else 0


def _last_commit(project: Path) -> dt.datetime:
    """The time of the last commit; long ago if there is none."""
    seconds = git(project, "log", "-1", "--format=%ct") or "0"
    return dt.datetime.fromtimestamp(int(seconds), dt.UTC)


def _late_issue(article: Article, address: str) -> Issue:
    message = f"This article is more than three hours late: {address} does not have it."
    fix = "Open the last build at your host, or under Actions, and correct what it reports."
    return article.issue("date", message, fix)


def _ask_for_build() -> list[Issue]:
    """Ask the host for a build, if the secret BUILD_HOOK says where; an issue if it refuses."""
    hook = os.environ.get("BUILD_HOOK")
    if not hook:
        print("There is no secret named BUILD_HOOK, so no other host is asked for a build.")
        return []
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=3), timeout=_SECONDS) as client:
            client.post(hook, follow_redirects=True).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        message = "The host did not answer the request for a build."
        if isinstance(error, httpx.HTTPStatusError):
            answer = error.response.status_code
            message = f"The host did not accept the request for a build (answer: {answer})."
        fix = "Make a new hook there, and save its address on GitHub as the secret BUILD_HOOK."
        return [Issue(WORKFLOW, 1, message, fix)]
    print("The host was asked for a build.")
    return []


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
