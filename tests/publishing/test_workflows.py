"""Publishing: workflows, Netlify's settings, and the hook that runs before a push."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conftest import ROOT, Site, article
from tests.publishing.project import (
    COMMANDS,
    commit,
    git,
    make,
    published,
    run,
    script,
    steps,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
NETLIFY = tomllib.loads((ROOT / "netlify.toml").read_text(encoding="utf-8"))
HOSTS = (ROOT / "docs/_handbook/hosts.md").read_text(encoding="utf-8")


def workflow(name: str) -> Any:
    text = (ROOT / ".github/workflows" / name).read_text(encoding="utf-8")
    return yaml.safe_load(text.replace("\non:", "\nevents:", 1))  # YAML reads “on” as true


def jobs() -> list[Any]:
    """Every job of every workflow but those that call another workflow."""
    return [
        pytest.param(job, id=f"{file.name}:{name}")
        for file in WORKFLOWS
        for name, job in workflow(file.name)["jobs"].items()
        if "uses" not in job
    ]


def test_actionlint_finds_nothing_wrong_in_the_workflows() -> None:
    # Without shellcheck and pyflakes, so that the answer is the same on every machine.
    command = [COMMANDS / "actionlint", "-shellcheck=", "-pyflakes=", *WORKFLOWS]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def python(condition: str) -> str:
    """A condition of a workflow, for eval."""
    return condition.strip("${ }").replace("!c", "not c").replace("&&", "and").replace("||", "or")


@pytest.mark.parametrize("job", jobs())
def test_a_job_has_a_time_limit_and_minimal_permissions(job: dict[str, Any]) -> None:
    assert job["timeout-minutes"] <= 60
    writes = {name for name, access in job["permissions"].items() if access == "write"}
    deploys = any("deploy-pages" in step.get("uses", "") for step in job["steps"])
    assert writes == ({"pages", "id-token"} if deploys else set())


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_workflows_grant_nothing_to_all_jobs_and_pin_every_action(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    read = workflow(file.name)
    assert read["permissions"] == {}
    assert read["concurrency"]["group"]
    used = [step for job in read["jobs"].values() for step in job.get("steps", [])]
    actions = [step["uses"] for step in used if "uses" in step]
    pinned = re.findall(r"uses: (\S+@[0-9a-f]{40}) # v\d+\.\d+\.\d+$", text, re.MULTILINE)
    assert pinned == actions


def test_the_same_python_builds_everywhere() -> None:
    workflows = "".join(file.read_text(encoding="utf-8") for file in WORKFLOWS)
    github = re.findall(r"python-version: \"(.*)\"", workflows)
    cloudflare = re.findall(r"`PYTHON_VERSION` = `(.*?)`", HOSTS)
    container = (ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8")
    codespaces = re.findall(r"python:(.*?)\"", container)
    assert github
    assert cloudflare
    assert codespaces
    netlify = NETLIFY["build"]["environment"]["PYTHON_VERSION"]
    assert {*github, *cloudflare, *codespaces} == {netlify}


@pytest.mark.parametrize(
    ("site", "code", "ref", "address", "deployed"),
    [
        ("success", "skipped", "main", "https://ada.github.io/", True),
        ("success", "success", "main", "https://ada.github.io/", True),
        ("success", "failure", "main", "https://ada.github.io/", False),
        ("failure", "skipped", "main", "https://ada.github.io/", False),
        ("skipped", "skipped", "main", "https://ada.github.io/", False),
        ("success", "skipped", "draft", "https://ada.github.io/", False),
        ("success", "skipped", "main", "", False),
    ],
)
def test_the_site_goes_out_unless_it_or_changed_code_failed(
    site: str, code: str, ref: str, address: str, *, deployed: bool
) -> None:
    condition = python(workflow("publish.yml")["jobs"]["deploy"]["if"])
    pages = SimpleNamespace(outputs=SimpleNamespace(address=address))
    results = {"site": SimpleNamespace(result=site), "code": SimpleNamespace(result=code)}
    names = {
        "cancelled": lambda: False,
        "contains": lambda values, value: value in values,
        "fromJSON": json.loads,
        "github": SimpleNamespace(ref=f"refs/heads/{ref}"),
        "needs": SimpleNamespace(pages=pages, **results),
    }
    assert eval(condition, names) is deployed


@pytest.mark.parametrize(
    ("attempt", "older", "called"),
    [
        (1, "false", "publish-check live=https://ada.github.io/"),
        (1, "true", "publish-check live=https://ada.github.io/"),
        (2, "false", "publish-check live=https://ada.github.io/"),
        (2, "true", "build check-site"),
    ],
)
def test_only_an_older_site_that_is_published_again_may_lose_pages(
    tmp_path: Path, attempt: int, older: str, called: str
) -> None:
    """“Back to yesterday”, on GitHub Pages: the run of the older site is run again."""
    (step,) = (s for s in steps("publish.yml", "site") if "publish-check" in s["run"])
    changes = SimpleNamespace(outputs=SimpleNamespace(older=older))
    names = {
        "github": SimpleNamespace(run_attempt=attempt),
        "steps": SimpleNamespace(changes=changes),
    }
    back = str(eval(python(step["env"]["GOING_BACK"]), names)).lower()
    write(tmp_path / "make", '#!/bin/sh\necho "$@"\n')
    (tmp_path / "make").chmod(0o755)
    variables = {"GOING_BACK": back, "PAGES_ADDRESS": "https://ada.github.io/"}
    ran = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        env={"PATH": f"{tmp_path}:{os.defpath}", **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == f"{called}\n"


def test_a_run_that_is_repeated_publishes_what_it_built_last() -> None:
    """GitHub keeps the artifacts of earlier attempts, and two of one name cannot be published."""
    jobs = workflow("publish.yml")["jobs"]
    (upload,) = (s for s in jobs["site"]["steps"] if "upload-pages" in s.get("uses", ""))
    (deploy,) = (s for s in jobs["deploy"]["steps"] if "deploy-pages" in s.get("uses", ""))
    assert "github.run_attempt" in upload["with"]["name"]
    assert jobs["site"]["outputs"]["artifact"] == upload["with"]["name"]
    assert deploy["with"]["artifact_name"] == "${{ needs.site.outputs.artifact }}"


@pytest.mark.parametrize(
    ("scheduled", "passed", "built"),
    [(True, "passed", "passed"), (True, "", "newest"), ("", "passed", "newest")],
)
def test_a_scheduled_build_is_of_the_last_push_that_passed(
    scheduled: bool | str, passed: str, built: str
) -> None:
    jobs = workflow("publish.yml")["jobs"]
    (checkout,) = (s for s in jobs["site"]["steps"] if "checkout" in s.get("uses", ""))
    names = {
        "github": SimpleNamespace(sha="newest"),
        "inputs": SimpleNamespace(scheduled=scheduled),
        "steps": SimpleNamespace(passed=SimpleNamespace(outputs=SimpleNamespace(commit=passed))),
    }
    assert eval(python(checkout["with"]["ref"]), names) == built
    assert workflow("publish.yml")["events"]["workflow_call"]["inputs"]["scheduled"]["default"]


def test_a_workflow_that_github_switches_off_runs_on_no_push() -> None:
    for file in WORKFLOWS:
        events = workflow(file.name)["events"]
        assert "schedule" not in events or not {"push", "pull_request"} & events.keys()


@pytest.mark.parametrize(
    ("due", "pushes", "published"),
    [("true", "0", True), ("true", "1", False), ("false", "0", False), ("", "", False)],
)
def test_an_article_that_is_due_goes_out_even_when_it_is_late(
    due: str, pushes: str, *, published: bool
) -> None:
    """A push that is on its way publishes it, too."""
    jobs = workflow("scheduled.yml")["jobs"]
    check = SimpleNamespace(result="failure", outputs=SimpleNamespace(due=due, pushes=pushes))
    names = {"cancelled": lambda: False, "needs": SimpleNamespace(check=check)}
    assert eval(python(jobs["publish"]["if"]), names) is published
    assert jobs["publish"]["uses"] == "./.github/workflows/publish.yml"
    for job in workflow("publish.yml")["jobs"].values():
        for name, access in job["permissions"].items():
            assert jobs["publish"]["permissions"].get(name) in {access, "write"}


@pytest.mark.parametrize(
    ("event", "variable", "runs"),
    [
        ("schedule", "", False),
        ("schedule", "on", True),
        ("workflow_dispatch", "", True),
    ],
)
def test_the_nightly_tests_use_no_minutes_of_an_owner(
    event: str, variable: str, *, runs: bool
) -> None:
    jobs = workflow("nightly.yml")["jobs"]
    names = {
        "github": SimpleNamespace(event_name=event),
        "vars": SimpleNamespace(NIGHTLY_TESTS=variable),
    }
    assert {eval(python(job["if"]), names) for job in jobs.values()} == {runs}


@pytest.mark.parametrize(
    ("github", "status", "output", "says"),
    [
        ("echo https://ada.github.io/site", 0, "address=https://ada.github.io/site/\n", ""),
        ("echo 'gh: Not Found (HTTP 404)' >&2; exit 1", 0, "", "::notice title=Not published::"),
        ("echo 'gh: Server Error (HTTP 502)' >&2; exit 1", 1, "", "HTTP 502"),
    ],
    ids=["Pages is on", "Pages is off", "GitHub does not answer"],
)
def test_pages_switched_off_is_fine_but_an_unknown_state_fails(
    tmp_path: Path, github: str, status: int, output: str, says: str
) -> None:
    (tmp_path / "gh").write_text(f"#!/bin/sh\n{github}\n", encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    written = tmp_path / "output"
    written.touch()
    result = subprocess.run(
        ["bash", "-e", "-c", script("publish.yml", "pages", "gh api")],
        env={
            "PATH": f"{tmp_path}:{os.defpath}",
            "GITHUB_OUTPUT": str(written),
            "GITHUB_REPOSITORY": "ada/site",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == status
    assert written.read_text(encoding="utf-8") == output
    assert says in result.stdout + result.stderr


def test_a_site_url_that_differs_from_the_pages_address_gets_a_warning(full_site: Site) -> None:
    def warning(address: str) -> str:
        command = ["bash", "-e", "-c", script("publish.yml", "site", "sitemap")]
        return subprocess.run(
            command,
            cwd=full_site.folder.parent,
            env={"PATH": os.defpath, "ADDRESS": address},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    home = re.search(
        "<loc>(.*?)</loc>", (full_site.folder / "sitemap.xml").read_text(encoding="utf-8")
    )
    assert home
    assert warning(home[1]) == ""
    assert warning("https://ada.github.io/site/").startswith("::warning file=mkdocs.yml::")


def test_netlify_caches_only_files_with_a_hash_in_their_name(full_site: Site) -> None:
    kept = [
        h["for"] for h in NETLIFY["headers"] if "immutable" in h["values"].get("Cache-Control", "")
    ]
    assert kept
    for pattern in kept:
        files = list(full_site.folder.glob(pattern.lstrip("/")))
        assert files, f"{pattern} matches nothing"
        for file in files:
            assert re.search(r"[0-9a-f]{7}", file.name), file


def test_the_committed_files_are_checked_not_the_working_tree(project: Path) -> None:
    good = git(project, "rev-parse", "HEAD").stdout
    first = project / "docs/articles/first.md"
    write(first, article("First", date="2024-13-01"))
    pushed = git(project, "push", "origin", "main")
    assert pushed.returncode == 0, pushed.stderr
    assert published(project) == good

    bad = commit(project)
    write(first, article("First"))
    refused = git(project, "push", "origin", "main")
    assert refused.returncode != 0
    assert (
        "\ndocs/articles/first.md:4: “date” is “2024-13-01”, which is not a date." in refused.stderr
    )
    assert "git push --no-verify" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "INFO" not in refused.stderr
    assert published(project) == good

    assert git(project, "push", "--no-verify", "origin", "main").returncode == 0
    assert published(project) == bad


def test_a_linked_worktree_without_a_branch_is_checked_too(project: Path) -> None:
    tree = project.parent / "tree"
    git(project, "worktree", "add", "--quiet", "--detach", str(tree))
    write(tree / "docs/articles/second.md", article("Second", body="[x](first.md#nowhere)"))
    commit(tree)
    refused = git(tree, "push", "origin", "HEAD:refs/heads/main")
    assert refused.returncode != 0
    assert "#nowhere" in refused.stderr
    assert published(project) == ""


def test_deleting_a_branch_or_pushing_a_tag_builds_nothing(project: Path) -> None:
    write(project / "docs/articles/first.md", "")
    commit(project)
    git(project, "push", "--no-verify", "origin", "main:old")
    git(project, "tag", "v1")
    assert published(project, "old")
    pushed = git(project, "push", "origin", ":old", "v1")
    assert pushed.returncode == 0, pushed.stderr
    assert published(project, "old") == ""


def test_a_push_is_not_stopped_before_anything_is_installed(project: Path) -> None:
    (project / ".venv/.ready-site").unlink()
    pushed = git(project, "push", "origin", "main")
    assert pushed.returncode == 0, pushed.stderr
    assert "“make build”" in pushed.stderr
    assert published(project)


def test_the_hook_is_renewed_but_never_replaces_another(project: Path) -> None:
    hook = project / ".git/hooks/pre-push"
    hook.write_text(hook.read_text(encoding="utf-8") + "# An older version.\n", encoding="utf-8")
    assert make(project, "pre-push").returncode == 0
    assert hook.read_bytes() == (ROOT / ".githooks/pre-push").read_bytes()

    hook.write_text("#!/bin/sh\necho mine\n", encoding="utf-8")
    refused = make(project, "pre-push")
    assert refused.returncode != 0
    assert ".git/hooks/pre-push" in refused.stderr
    assert "echo mine" in hook.read_text(encoding="utf-8")

    git(project, "config", "core.hooksPath", "../shared")
    refused = make(project, "pre-push")
    assert refused.returncode != 0
    assert "core.hooksPath" in refused.stderr
    assert not (project.parent / "shared").exists()


CLOUDFLARE = re.findall(r"Build command: `(.*)`", HOSTS)
PREVIEW = "https://preview.example.net"


@pytest.mark.parametrize(
    ("command", "environment", "address"),
    [
        (NETLIFY["context"]["deploy-preview"]["command"], {"DEPLOY_PRIME_URL": PREVIEW}, PREVIEW),
        (*CLOUDFLARE, {"CF_PAGES_BRANCH": "draft", "CF_PAGES_URL": PREVIEW}, PREVIEW),
        pytest.param(
            *CLOUDFLARE,
            {"CF_PAGES_BRANCH": "main", "CF_PAGES_URL": PREVIEW},
            "https://example.com",
            marks=pytest.mark.long,
        ),
    ],
)
def test_hosts_build_previews_for_the_address_they_get(
    project: Path, command: str, environment: dict[str, str], address: str
) -> None:
    built = run(project, "sh", "-c", command, **environment)
    assert built.returncode == 0, built.stderr
    sitemap = project / NETLIFY["build"]["publish"] / "sitemap.xml"
    found = re.findall("<loc>(.*?)</loc>", sitemap.read_text(encoding="utf-8"))
    assert found[0] == f"{address}/"


@pytest.mark.parametrize("address", ["p.example", "\"'; touch x; $(shell touch y) \\ {: %"])
def test_an_address_to_build_for_is_checked_and_never_run(project: Path, address: str) -> None:
    before = sorted(project.iterdir())
    built = make(project, "build", f"site_url={address}")
    assert built.returncode != 0
    said = (
        f"“{address}” is not the address of a site. Write it in full: site_url=https://example.com/"
    )
    assert built.stderr.startswith(f"{said}\n")
    assert sorted(project.iterdir()) == before


def test_the_commands_netlify_runs_are_in_the_makefile(project: Path) -> None:
    for context in (NETLIFY["build"], *NETLIFY["context"].values()):
        assert run(project, *context["command"].split(), "--dry-run").returncode == 0
