"""The README and the handbook: their links, their commands, and their absence from the site."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.conftest import LEAST, ROOT, make_site

if TYPE_CHECKING:
    from pathlib import Path

HANDBOOK = ROOT / "docs/_handbook"
README = ROOT / "README.md"
PAGES = sorted(HANDBOOK.glob("*.md"))
_FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


def pages() -> list[object]:
    readme = pytest.param(README, id="README.md", marks=pytest.mark.owned)
    return [readme, *(pytest.param(page, id=page.name) for page in PAGES)]


def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The fragments that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages())
def test_every_link_to_a_file_or_heading_has_a_target(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub("`[^`]*`", "", prose(page)))
    for link in links:
        path, _, fragment = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if path.startswith("https://") or target == README:  # the owner may have another one
            continue
        assert target.is_file(), link
        assert not fragment or fragment in anchors(target), link


def test_every_page_of_the_handbook_is_in_its_list_of_pages() -> None:
    listed = set(re.findall(r"\]\((\w+\.md)\)", prose(HANDBOOK / "README.md")))
    assert listed == {page.name for page in HANDBOOK.glob("*.md")} - {"README.md"}


@pytest.mark.parametrize("page", pages())
def test_every_command_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) | {"test-engines"}
    text = page.read_text(encoding="utf-8")
    commands = set(re.findall(r"(?:^ *|`|&& )make ([a-z-]+)", text, re.MULTILINE))
    assert commands <= targets


@pytest.mark.owned
def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


def test_cloudflare_serves_the_folder_that_netlify_publishes() -> None:
    text = (ROOT / "wrangler.jsonc").read_text(encoding="utf-8")
    settings = json.loads(re.sub(r"//.*", "", text))
    netlify = tomllib.loads((ROOT / "netlify.toml").read_text(encoding="utf-8"))
    assert settings["assets"]["directory"] == f"./{netlify['build']['publish']}"


def test_the_handbook_is_not_part_of_the_site(tmp_path: Path) -> None:
    pages = {
        "_handbook/README.md": "# Handbook\n\n[Write](write.md) ![A picture](picture.png)\n",
        "_handbook/write.md": "# Write\n\n[Nowhere](nowhere.md) [^no-source] TO WRITE\n",
        "_handbook/picture.png": "Not a picture.",
    }
    site = make_site(tmp_path, {**LEAST, **pages})
    assert site.ok, site.log
    files = [file.relative_to(site.folder).as_posix() for file in site.folder.rglob("*")]
    assert [file for file in files if "handbook" in file or "picture" in file] == []
