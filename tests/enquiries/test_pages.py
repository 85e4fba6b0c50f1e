"""The receiver's pages stand in the site's own frame, also while the site is built anew."""

from __future__ import annotations

import base64
import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from practice.enquiries.form.context import Desk, DeskError, DeskFiles, read_desk
from practice.enquiries.web.pages import BODY, SHELL, Pages, ShellMissingError
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs import Docs

FRAME = f"<title>Alone</title><style>b{{}}</style><main>{BODY[0]}Alone{BODY[1]}</main><i>end</i>"


def desk(docs: Docs, site_url: str = "https://ana.test/sub/") -> Desk:
    found, issues = read_desk(docs.folder, site_url)
    assert found, issues
    return found


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    (tmp_path / SHELL).write_text(FRAME, encoding="utf-8")
    return Pages(ROOT / "overrides", tmp_path)


def written(pages: Pages, docs: Docs) -> str:
    return pages.write("form", desk(docs), notice="A <notice>")[0]


def test_a_page_takes_the_place_of_what_the_frame_shows_alone(pages: Pages, docs: Docs) -> None:
    html = written(pages, docs)
    assert html.startswith("<title>Error: Your message is not sent yet · ")
    assert html.endswith("</main><i>end</i>")
    assert "Alone" not in html
    assert "A &lt;notice&gt;" in html


def test_only_the_frames_own_lines_may_run(pages: Pages, docs: Docs) -> None:
    _, policy = pages.write("form", desk(docs))
    digest = base64.b64encode(hashlib.sha256(b"b{}").digest()).decode()
    assert f"style-src 'self' https://ana.test 'sha256-{digest}';" in policy
    assert "script-src 'self' https://ana.test;" in policy


def test_a_new_build_is_noticed_and_a_missing_one_is_not(
    pages: Pages, docs: Docs, tmp_path: Path
) -> None:
    written(pages, docs)
    shell = tmp_path / SHELL
    shell.write_text(FRAME.replace("end", "new end"), encoding="utf-8")
    assert written(pages, docs).endswith("<i>new end</i>")
    shell.write_text("<title>half a pa", encoding="utf-8")
    assert written(pages, docs).endswith("<i>new end</i>")
    shell.unlink()
    assert written(pages, docs).endswith("<i>new end</i>")


@pytest.mark.parametrize("html", [None, "", "<title>Another page</title>"])
def test_a_site_without_a_frame(tmp_path: Path, html: str | None) -> None:
    if html is not None:
        (tmp_path / SHELL).write_text(html, encoding="utf-8")
    with pytest.raises(ShellMissingError):
        Pages(ROOT / "overrides", tmp_path).check()


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("index.md", "https://ana.test/sub/"),
        ("privacy.md", "https://ana.test/sub/privacy/"),
        ("guides/index.md", "https://ana.test/sub/guides/"),
        ("guides/x.md#y", "https://ana.test/sub/guides/x/#y"),
    ],
)
def test_addresses_are_in_full(docs: Docs, uri: str, address: str) -> None:
    assert desk(docs).address(uri) == address
    assert desk(docs, "https://ana.test/sub").address(uri) == address
    assert desk(docs).origin == "https://ana.test"


def test_data_files_are_read_anew_when_they_change(docs: Docs) -> None:
    now = [0.0]
    files = DeskFiles(docs.folder, "https://ana.test/", lambda: now[0])
    before = files.current()
    docs.change("_data/practice.yml", "ana@example.com", "new@example.com")
    assert files.current() is before, "not at every request"
    now[0] += 10
    assert files.current().practice.email == "new@example.com"
    docs.change("_data/practice.yml", "email:", "emial:")
    now[0] += 10
    assert files.current().practice.email == "new@example.com", "a mistake changes nothing"
    os.unlink(docs.folder / "_data/practice.yml")  # noqa: PTH108
    now[0] += 10
    assert files.current().practice.email == "new@example.com"


def test_a_mistake_at_the_start_is_told_with_its_place(docs: Docs) -> None:
    docs.change("_data/practice.yml", "email:", "emial:")
    with pytest.raises(DeskError, match=r"docs/_data/practice.yml:\d+: “emial” is not a key here"):
        DeskFiles(docs.folder, "https://ana.test/")
