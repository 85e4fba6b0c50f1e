"""Mistakes in mkdocs.yml, as the coach is told them before MkDocs reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from practice.config import main

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "mkdocs.yml").read_text("utf-8")


def line(words: str, text: str = TEXT) -> int:
    return text.count("\n", 0, text.index(words)) + 1


def test_the_configuration_of_this_project_is_fine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main() == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("site_url: https://", "site_url: ", "“site_url” is “example.com/”, which is not a web "
         "address. Write it in full: https://example.com/."),
        ("site_url: https://example.com/", "site_url: https://example", "“site_url” is "
         "“https://example”, which is not a web address. Write it in full: https://example.com/."),
        ("site_url: https://example.com/", "site_url: “https://example.com/”",
         "“https://example.com/” stands in curly quotes, which are none here. "
         "Write straight ones, or none."),
        ("  - About: about.md", "\t- About: about.md",
         "The line is indented with a tab. Indent with spaces."),
        ("  - About: about.md", "  - About: “about.md”", "“about.md” stands in curly quotes, "
         "which are none here. Write straight ones, or none."),
        ("  - About: about.md", "  - About: about", "An entry of the navigation leads to no page. "
         "Write it like the others: - About: about.md."),
        ("  - About: about.md", "  - About:", "An entry of the navigation leads to no page. "
         "Write it like the others: - About: about.md."),
        ("  - Contact: contact.md", "    Contact: contact.md", "An entry of the navigation has "
         "more than one name. Begin each with a hyphen on its own line."),
        ("  - About: about.md", "  - About: [about.md", "A bracket is opened and not closed. "
         "Close it, or put values that hold brackets, ? or : in double quotes."),
        ("site_name: John Marshall", "site_name: John: Marshall", "A value holds a colon followed "
         "by a space. Put the whole value in double quotes: title: \"Coaching: a start\"."),
        ("site_url:", "sit_url:", "“site_url” is missing. "
         "Add it at the beginning of a line: site_url:"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_its_mend(
    old: str,
    new: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert old in TEXT
    (tmp_path / "mkdocs.yml").write_text(TEXT.replace(old, new, 1), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main() == 1
    where = 1 if "is missing" in said else line(old)
    where -= "more than one name" in said  # told where the entry begins
    assert capsys.readouterr().err.splitlines() == [
        "1 problem to mend:",
        f"mkdocs.yml:{where}: {said}",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("site_url: https://example.com/", "site_url:"),
        ("site_url: https://example.com/", "site_url: !ENV [URL, 'https://example.com/']"),
        ("  - About: about.md", "  - about.md"),
        ("  - About: about.md", "  - More:\n      - About: about.md"),
        ("  - About: about.md", "  - Elsewhere: https://example.org/"),
    ],
)
def test_what_mkdocs_takes_is_no_mistake(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mkdocs.yml").write_text(TEXT.replace(old, new, 1), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main() == 0


def test_a_file_that_is_not_utf_8_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(b"site_url:\nnav: [caf\xe9.md]\n")
    monkeypatch.chdir(tmp_path)
    assert main() == 1
    assert "mkdocs.yml:2: This line is not UTF-8 text." in capsys.readouterr().err
