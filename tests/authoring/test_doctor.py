"""What `make doctor` finds, and that it finds nothing once everything is filled in."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from practice.authoring.doctor import diagnose, python_version

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs import Docs

FACTS = """\
phone: "+1 555 0100"
address: Here
portrait: {file: me.jpg, alt: Me}
credentials: [One]
languages: [English]
social: [{title: A, url: "https://a.example"}]
booking: https://b.example
"""


@pytest.fixture
def project(docs: Docs) -> Docs:
    """A project with nothing left to fill in."""
    root = docs.folder.parent
    (root / "mkdocs.yml").write_text("# x\nsite_url: https://ana.test/\nx: !!python/name:a.b\n")
    docs.change("_data/practice.yml", "ana@example.com", "ana@ana.test")
    docs.add("_data/practice.yml", FACTS)
    docs.change(
        "_data/contact.yml",
        "provider: receiver\n",
        "provider: receiver\nproviders: {receiver: {address: 'https://ana.test/send'}}\n",
    )
    docs.write("_data/sources.yml", "ames: {title: On trust, url: 'https://a.example'}\n")
    docs.write("_data/testimonials.yml", "- {quote: Good., who: B., consent: 2026-01-01}\n")
    for words in (["init", "--quiet"], ["remote", "add", "origin", "https://git.test/x"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    subprocess.run(["git", "config", "core.hooksPath", "own-hooks"], cwd=root, check=True)
    hook(root).parent.mkdir()
    hook(root).write_text("#!/bin/sh\n")
    hook(root).chmod(0o755)
    return docs


def hook(root: Path) -> Path:
    return root / "own-hooks/pre-push"


DELIVERY = "docs/_data/contact.yml:3: Messages go to https://ana.test/send. "


def lines(project: Docs) -> list[str]:
    return [line for _, lines in diagnose(project.folder.parent) for line in lines]


def to_do(project: Docs) -> list[str]:
    """All lines but the one that is always there: where messages go."""
    return [line for line in lines(project) if ": Messages go to " not in line]


def test_a_finished_project_has_nothing_to_do(project: Docs) -> None:
    (line,) = lines(project)
    assert line.startswith(DELIVERY)


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        ("../mkdocs.yml", "ana.test", "example.com",
         "mkdocs.yml:2: “site_url” is not the address of your site yet. "
         "Write the full address where it is published, with a slash at the end."),
        ("../mkdocs.yml", "https://ana.test/", "", "mkdocs.yml:2: “site_url” is not the"),
        ("_data/practice.yml", "ana@ana.test", "a@example.com",
         "docs/_data/practice.yml:5: “email” is an example address, which receives no mail. "
         "Write your own address."),
        ("_data/practice.yml", '"+1 555 0100"', "", "docs/_data/practice.yml:9: “phone” is empty."),
        ("_data/practice.yml", "[One]", "[]", "docs/_data/practice.yml:12: “credentials” is empty"),
        ("_data/practice.yml", "booking: https://b.example\n", "",
         "docs/_data/practice.yml:1: “booking” is empty."),
        ("_data/contact.yml", "ana.test", "example.com",
         "docs/_data/contact.yml:4: The receiver's address is an example, so messages are lost. "
         "Write the address of your receiver."),
        ("about.md", "I am Ana.", "I am\n[Ana](mailto:a@example.com).",
         "docs/about.md:6: This link opens an email to an example address."),
        ("_data/sources.yml", ", url: 'https://a.example'", "",
         "docs/_data/sources.yml:1: The source “ames” has no address."),
        ("_data/testimonials.yml", "- {quote: Good., who: B., consent: 2026-01-01}", "[]",
         "docs/_data/testimonials.yml:1: There are no testimonials yet."),
        ("articles/x.md", "Trust comes first.", "TO WRITE\n\n## TO WRITE: more",
         "docs/articles/x.md:7: “TO WRITE” is on lines 7, 9. Replace it with your own words."),
        ("articles/x.md", "What trust is,", "TO WRITE,",
         "docs/articles/x.md:3: “TO WRITE” is on line 3."),
        ("../own-hooks/pre-push", "#!/bin/sh\n", "", None),
    ],
)  # fmt: skip
def test_each_thing_to_do_is_one_line(
    project: Docs, path: str, old: str, new: str, line: str | None
) -> None:
    project.change(path, old, new)
    found = to_do(project)
    assert len(found) == (0 if line is None else 1)
    assert all(one.startswith(line or "") for one in found)


def test_a_hook_that_is_missing_or_cannot_run(project: Docs) -> None:
    root = project.folder.parent
    hook(root).chmod(0o644)
    assert to_do(project) == ["The site is not checked before a push. Run: make pre-push"]
    hook(root).unlink()
    assert to_do(project) == ["The site is not checked before a push. Run: make pre-push"]
    subprocess.run(["git", "config", "--unset", "core.hooksPath"], cwd=root, check=True)
    (root / ".git/hooks").mkdir(exist_ok=True)
    (root / ".git/hooks/pre-push").write_text("#!/bin/sh\n")
    (root / ".git/hooks/pre-push").chmod(0o755)
    assert to_do(project) == []


def test_no_place_to_push_to(project: Docs) -> None:
    subprocess.run(["git", "remote", "remove", "origin"], cwd=project.folder.parent, check=True)
    assert to_do(project) == ["git has no remote to push to. Run: git remote add origin ADDRESS"]


def test_no_git_at_all(
    project: Docs, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("GIT_DIR", str(project.folder.parent / "nowhere"))
    assert to_do(project) == [
        "This folder is not a git repository. Run git init, then commit everything."
    ]
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))
    assert to_do(project) == ["git was not found. Install it: you publish with it."]


def test_a_python_that_is_too_old() -> None:
    assert list(python_version((3, 10, 4))) == [
        "Python is 3.10.4, but the site needs 3.11. Install it, then run: make clean"
    ]
    assert not list(python_version((3, 11, 0)))


@pytest.mark.parametrize("path", ["_data/practice.yml", "../mkdocs.yml"])
def test_files_that_cannot_be_read_are_left_to_the_build(project: Docs, path: str) -> None:
    project.write(path, "site_url: [\n")
    assert to_do(project) == []


def test_a_form_that_cannot_be_read_has_no_line(project: Docs) -> None:
    project.write("_data/contact.yml", "title: [\n")
    assert lines(project) == []
