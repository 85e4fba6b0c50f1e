"""The receiver's pages are shown in the site's own shell, also while the site is rebuilt."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest

from practice.enquiries.form.context import (
    FormContext,
    read_form_context,
)
from practice.enquiries.web.pages import SHELL, Pages, ShellMissingError
from tests.conftest import ROOT
from tests.enquiries.samples import SHELL_HTML

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs import Docs


def context(docs: Docs, site_url: str = "https://ana.test/sub/") -> FormContext:
    found, issues = read_form_context(docs.folder, site_url)
    assert found, issues
    return found


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    (tmp_path / SHELL).write_text(SHELL_HTML, encoding="utf-8")
    return Pages(ROOT / "overrides", tmp_path)


def written(pages: Pages, docs: Docs) -> str:
    return pages.render("form", context(docs), notice="A <notice>")[0]


def test_a_page_replaces_the_title_and_text_of_the_shell(pages: Pages, docs: Docs) -> None:
    html = written(pages, docs)
    assert html.startswith("<title>Error: Your message isn’t sent yet · ")
    assert html.endswith("</main><i>end</i>")
    assert "Alone" not in html
    assert "A &lt;notice&gt;" in html


def test_only_the_shells_own_scripts_and_styles_may_run(pages: Pages, docs: Docs) -> None:
    _, policy = pages.render("form", context(docs))
    digest = base64.b64encode(hashlib.sha256(b"b{}").digest()).decode()
    assert f"style-src 'self' https://ana.test 'sha256-{digest}';" in policy
    digest = base64.b64encode(hashlib.sha256(b"1").digest()).decode()
    assert f"script-src 'self' https://ana.test 'sha256-{digest}';" in policy


def test_a_new_build_is_noticed_and_a_missing_one_is_not(
    pages: Pages, docs: Docs, tmp_path: Path
) -> None:
    written(pages, docs)
    shell = tmp_path / SHELL
    shell.write_text(SHELL_HTML.replace(">end<", ">new end<"), encoding="utf-8")
    assert written(pages, docs).endswith("<i>new end</i>")
    shell.write_text(SHELL_HTML[: SHELL_HTML.index("<main>") + 30], encoding="utf-8")
    assert written(pages, docs).endswith("<i>new end</i>")
    shell.unlink()
    assert written(pages, docs).endswith("<i>new end</i>")


@pytest.mark.parametrize("html", [None, "", "<title>Another page</title>"])
def test_a_site_without_a_shell(tmp_path: Path, html: str | None) -> None:
    if html is not None:
        (tmp_path / SHELL).write_text(html, encoding="utf-8")
    with pytest.raises(ShellMissingError):
        Pages(ROOT / "overrides", tmp_path).check()
