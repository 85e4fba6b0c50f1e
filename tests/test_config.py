"""What is read from mkdocs.yml, and the mistakes reported before MkDocs reads it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from practice.config import main, read_config

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
site_name: Ana Ames
site_url: https://ana.example/

nav:
  - Articles: articles/index.md
  - About: about.md
  - Contact: contact.md

theme:
  name: material
  custom_dir: overrides
watch: [overrides]
hooks: [hooks/events.py]
markdown_extensions:
  - smarty
  - footnotes:
      BACKLINK_TITLE: Back
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a mkdocs.yml that has no mistakes."""
    (tmp_path / "mkdocs.yml").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(project: Path, old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    (project / "mkdocs.yml").write_text(TEXT.replace(old, new), "utf-8")


def test_settings_are_read_with_their_lines(project: Path) -> None:
    change(project, "  - Contact: contact.md", "  - contact.md\n  - Rules: rules.md")
    config = read_config(project)
    assert config.site_url == "https://ana.example/"
    assert config.lines["site_url"] == 2
    assert config.lines["nav"] == 4
    assert config.nav == {"articles/index.md": 5, "about.md": 6, "contact.md": 7, "rules.md": 8}
    assert config.issues == []


@pytest.mark.parametrize(
    ("written", "environment", "site_url"),
    [
        ('!ENV [SITE_URL, "https://ana.example/"]', {}, "https://ana.example/"),
        ('!ENV [SITE_URL, "https://a.example/"]', {"SITE_URL": "https://b.example/"},
         "https://b.example/"),
        ('!ENV [PREVIEW, SITE_URL, "https://a.example/"]', {"SITE_URL": "https://b.example/"},
         "https://b.example/"),
        ("!ENV SITE_URL", {"SITE_URL": "https://b.example/"}, "https://b.example/"),
        ("!ENV SITE_URL", {}, ""),
        ("", {}, ""),
        ("null", {}, ""),
        ('"https://ana.example/"', {}, "https://ana.example/"),
        ("https://ana.example/ # the address", {}, "https://ana.example/"),
        ("http://localhost:8000", {}, "http://localhost:8000"),
    ],
)  # fmt: skip
def test_the_address_is_the_one_mkdocs_uses(
    written: str,
    environment: dict[str, str],
    site_url: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SITE_URL", "PREVIEW"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    change(project, "https://ana.example/", written)
    config = read_config(project)
    assert (config.site_url, config.issues) == (site_url, [])


def test_a_file_that_inherits_has_its_lines_elsewhere(project: Path) -> None:
    text = TEXT[: TEXT.index("theme:")].replace("site_name: Ana Ames", "INHERIT: base.yml")
    (project / "mkdocs.yml").write_text(text, "utf-8")
    assert read_config(project).issues == []


def test_other_tags_are_ignored(project: Path) -> None:
    change(project, "[overrides]", "!!python/name:practice.missing")
    assert read_config(project).issues == []


ADDRESS = "Write it in full: https://example.com/."
ENTRY = "Write it like the others: - About: about.md."


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("https://ana.example/", "ana.example/", 2,
         f"“site_url” is “ana.example/”, which is not the address of a site. {ADDRESS}"),
        ("https://ana.example/", "https://ana", 2,
         f"“site_url” is “https://ana”, which is not the address of a site. {ADDRESS}"),
        ("https://ana.example/", "[https://ana.example/]", 2,
         f"“site_url” is not the address of a site. {ADDRESS}"),
        ("https://ana.example/", '!ENV [UNSET_HERE, "ana.example"]', 2,
         f"“site_url” is “ana.example”, which is not the address of a site. {ADDRESS}"),
        ("https://ana.example/", "“https://ana.example/”", 2,
         "“https://ana.example/” is in curly quotes. Use straight quotes."),
        ("  - About: about.md", "\t- About: about.md", 6,
         "The line is indented with a tab. Indent with spaces."),
        ("about.md", "“about.md”", 6, "“about.md” is in curly quotes. Use straight quotes."),
        ("about.md", "about", 6, f"This navigation entry does not name a page. {ENTRY}"),
        ("about.md", "", 6, f"This navigation entry does not name a page. {ENTRY}"),
        ("  - About: about.md", "  - More:\n      - About: about.md", 6, "This navigation entry "
         "contains other entries. The menu has one level: move them to its left edge."),
        ("  - Contact: contact.md", "    Contact: contact.md", 6, "This navigation entry has "
         "more than one name. Start each entry with a hyphen on its own line."),
        ("https://ana.example/", "https://ana.example/a b/", 2, "“site_url” is "
         "“https://ana.example/a b/”, which is not the address of a site. "
         "Write it in full: https://example.com/."),
        ("https://ana.example/", "https://ana.example/?x", 2,
         f"“site_url” is “https://ana.example/?x”, which is not the address of a site. {ADDRESS}"),
        ("https://ana.example/", "https://ana.example/#x", 2,
         f"“site_url” is “https://ana.example/#x”, which is not the address of a site. {ADDRESS}"),
        ("https://ana.example/", "https://ana@mail.example/", 2, "“site_url” is "
         f"“https://ana@mail.example/”, which is not the address of a site. {ADDRESS}"),
        ("https://ana.example/", "https://ana.example/index.html", 2, "“site_url” is "
         f"“https://ana.example/index.html”, which is not the address of a site. {ADDRESS}"),
        ("site_url", "sit_url", 1, "“site_url” is missing. "
         "Add it at the beginning of a line: site_url:"),
        ("site_name: Ana Ames\n", "", 1, "“site_name” is missing. "
         "Add it at the beginning of a line: site_name:"),
        ("theme:\n  name: material\n  custom_dir: overrides\n", "", 1,
         "“theme” is missing. Restore the file from git."),
        ("  name: material\n", "", 9, "The line “name: material” is missing. "
         "Add it below “theme”, after two spaces."),
        ("custom_dir: overrides", "custom_dir: [a]", 9, "The line “custom_dir: overrides” is "
         "missing. Add it below “theme”, after two spaces."),
        ("[hooks/events.py]", "[]", 13, "The line “- hooks/events.py” is missing. "
         "Add it below “hooks”, after two spaces."),
        ("  - footnotes:\n      BACKLINK_TITLE: Back\n", "  - {}\n", 14,
         "The line “- footnotes” is missing. "
         "Add it below “markdown_extensions”, after two spaces."),
        ("nav:\n  - Articles: articles/index.md\n  - About: about.md\n  - Contact: contact.md\n",
         "nav: about.md\n", 4,
         "“nav” is not a list. Write one entry per line: - About: about.md."),
        (TEXT, "# nothing\n", 1, "This file has no settings. Restore the file from git."),
        (TEXT, "- nav\n", 1, "This file has no settings. Restore the file from git."),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_its_line_and_a_fix(
    old: str, new: str, line: int, said: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, old, new)
    assert main() == 1
    assert capsys.readouterr().err.splitlines()[1:] == [f"mkdocs.yml:{line}: {said}"]


def test_a_mistake_in_the_navigation_leaves_the_address(project: Path) -> None:
    change(project, "about.md", "about")
    assert read_config(project).site_url == "https://ana.example/"


def test_an_address_that_is_not_valid_is_not_used(project: Path) -> None:
    change(project, "https://ana.example/", "ana.example")
    assert read_config(project).site_url is None


def test_a_key_that_is_a_list_is_left_to_mkdocs(project: Path) -> None:
    change(project, "site_name: Ana Ames", "[a, b]: c")
    assert read_config(project).site_url == "https://ana.example/"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("site_name: Ana Ames", "site_name: Ana: Ames"),
        ("about.md", "[about.md"),
        ("https://ana.example/", "!ENV {a: b}"),
        ("about.md", "&a [*a]"),
    ],
)
def test_what_cannot_be_read_is_reported_at_its_line(
    old: str, new: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, old, new)
    assert main() == 1
    line = TEXT.count("\n", 0, TEXT.index(old)) + 1
    assert capsys.readouterr().err.splitlines()[1].startswith(f"mkdocs.yml:{line}: ")
    assert read_config(project).site_url is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - About: about.md", "  - about.md"),
        ("  - About: about.md", "  - Elsewhere: https://ana.example/blog?from=site#x"),
        ("  - About: about.md", "  - About: !ENV [ABOUT_PAGE, about.md]"),
    ],
)
def test_a_navigation_that_mkdocs_accepts_is_accepted(old: str, new: str, project: Path) -> None:
    change(project, old, new)
    assert main() == 0


def test_a_file_that_is_not_utf_8(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "mkdocs.yml").write_bytes(b"site_url:\nnav: [caf\xe9.md]\n")
    assert main() == 1
    assert "mkdocs.yml:2: This line is not UTF-8 text." in capsys.readouterr().err


def test_a_file_with_a_byte_order_mark(project: Path) -> None:
    (project / "mkdocs.yml").write_text("\ufeff" + TEXT.replace("\n", "\r\n"), "utf-8")
    config = read_config(project)
    assert (config.site_url, config.nav["about.md"]) == ("https://ana.example/", 6)


def test_a_file_that_is_missing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "mkdocs.yml").unlink()
    assert main() == 1
    said = "mkdocs.yml:1: The file is missing. Restore the file from git."
    assert capsys.readouterr().err.splitlines()[1:] == [said]


def test_a_file_without_mistakes_is_checked_without_slow_imports(project: Path) -> None:
    code = "import sys, practice.config as c; c.main(); sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=project, check=False).returncode == 0
