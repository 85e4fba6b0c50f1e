"""The drawings of the site."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from practice.pages.motif import HUES, LAYOUTS, motif

NAMES = [f"article-{number}" for number in range(60)]
HOOKS = Path(__file__).parents[2] / "hooks"
COMMAND = re.compile(r"M-?\d+ -?\d+(C-?\d+( -?\d+){5})+")


@pytest.mark.parametrize("layout", [None, *LAYOUTS])
def test_the_same_name_gives_the_same_picture(layout: str | None) -> None:
    assert motif("trust", 400, 300, layout) == motif("trust", 400, 300, layout)
    assert motif("trust", 400, 300, layout) != motif("silence", 400, 300, layout)


def test_the_picture_is_the_same_on_another_day_on_another_machine() -> None:
    code = "from practice.pages.motif import motif; print(motif('trust', 400, 300))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(HOOKS), "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == repr(motif("trust", 400, 300))


def test_names_use_all_hues_and_layouts() -> None:
    pictures = [motif(name, 400, 300) for name in NAMES]
    assert {picture.hue for picture in pictures} == set(HUES)
    layouts = {
        layout
        for name, picture in zip(NAMES, pictures, strict=True)
        for layout in LAYOUTS
        if motif(name, 400, 300, layout) == picture
    }
    assert layouts == set(LAYOUTS)


def test_pictures_differ() -> None:
    assert len({motif(name, 400, 300).lines for name in NAMES}) == len(NAMES)


def test_an_article_keeps_its_hue_whatever_the_layout() -> None:
    for name in NAMES:
        hues = {motif(name, 400, 300, layout).hue for layout in (None, *LAYOUTS)}
        assert len(hues) == 1, name


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("width", "height"), [(360, 150), (640, 520), (300, 500)])
def test_a_picture_is_drawable(layout: str, width: int, height: int) -> None:
    for name in NAMES[:20]:
        picture = motif(name, width, height, layout)
        assert (picture.width, picture.height) == (width, height)
        assert COMMAND.fullmatch(picture.accent), picture.accent
        paths = ["M" + path for path in picture.lines.split("M")[1:]]
        assert len(paths) >= 3
        assert all(COMMAND.fullmatch(path) for path in paths)
        assert picture.accent not in paths


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_node_is_highlighted_and_is_on_the_highlighted_path(layout: str) -> None:
    for name in NAMES[:20]:
        picture = motif(name, 400, 300, layout)
        (accent,) = [node for node in picture.nodes if node.accent]
        assert accent.r > max(node.r for node in picture.nodes if not node.accent)
        ends = re.findall(r"(-?\d+) (-?\d+)(?=C|$)", picture.accent)
        nearest = min(abs(accent.x - int(x)) + abs(accent.y - int(y)) for x, y in ends)
        assert nearest <= 1.2


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_highlighted_node_is_visible(layout: str) -> None:
    for name in NAMES:
        (accent,) = [node for node in motif(name, 400, 300, layout).nodes if node.accent]
        assert 0 <= accent.x <= 400, name
        assert 0 <= accent.y <= 300, name


@pytest.mark.parametrize("layout", ["streams", "branches", "weave"])
def test_nodes_stay_within_the_picture(layout: str) -> None:
    for name in NAMES:
        for node in motif(name, 400, 300, layout).nodes:
            assert 0 <= node.x <= 400, name
            assert 0 <= node.y <= 300, name
            assert node.r > 0


def test_any_name_has_a_picture() -> None:
    for name in ("", " ", "🙂", "a" * 500, "Ünïcode"):
        assert motif(name, 400, 300).nodes
