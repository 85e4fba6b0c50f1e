"""Every file made of a picture is shown in a real browser, in the colors of the original."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Literal, TypedDict
from urllib.parse import quote, unquote

import pytest

from practice.assets.pictures import TALLEST, WIDTHS, make_picture
from tests.assets.samples import ALL, FEW, NAMES, animation, colorful, encoded
from tests.conftest import article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Build

LOOK = """async address => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = new OffscreenCanvas(32, 32);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white";
  context.fillRect(0, 0, 32, 32);
  context.drawImage(image, 0, 0, 32, 32);
  const quarters = [[0, 0], [16, 0], [0, 16], [16, 16]].map(([x, y]) => {
    const { data } = context.getImageData(x, y, 16, 16);
    const sums = [0, 0, 0];
    data.forEach((value, at) => { if (at % 4 < 3) sums[at % 4] += value; });
    return sums.map(sum => sum / 256);
  });
  return { width: image.naturalWidth, height: image.naturalHeight, quarters };
}"""
"""Width, height, and the mean color of each quarter, on white."""


class Seen(TypedDict):
    width: int
    height: int
    quarters: list[list[float]]


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def look(tab: Page, data: bytes, kind: str) -> Seen:
    seen: Seen = tab.evaluate(LOOK, f"data:{kind};base64,{b64encode(data).decode()}")
    return seen


def mean(seen: Seen) -> list[float]:
    return [sum(channel) / 4 for channel in zip(*seen["quarters"], strict=True)]


def farthest(one: list[float], other: list[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FEW else pytest.mark.long) for name in ALL]
)
def test_every_variant_is_shown_with_the_size_and_colors_of_the_original(
    name: str, tab: Page, tmp_path: Path
) -> None:
    original = ALL[name]()
    expected = look(tab, original, "image/" + name.rpartition(".")[2].replace("jpg", "jpeg"))
    picture = make_picture(name, original, tmp_path)
    assert picture.width == min(
        expected["width"],
        WIDTHS[-1],
        max(1, expected["width"] * TALLEST // expected["height"]),
    )
    for variant in (picture.fallback, *picture.extra):
        seen = look(tab, variant.data, variant.kind)
        assert seen["width"] == variant.width, variant.uri
        height = min(TALLEST, max(1, expected["height"] * variant.width / expected["width"]))
        assert abs(seen["height"] - height) <= 0.5, variant.uri
        assert farthest(mean(seen), mean(expected)) <= 3, variant.uri
        # Colors run over the borders of quarters, but no quarter is another.
        for quarter, wanted in zip(seen["quarters"], expected["quarters"], strict=True):
            tiny = min(seen["width"], seen["height"]) < 16
            assert tiny or farthest(quarter, wanted) <= 15, variant.uri
    assert (picture.animation is not None) == name.startswith("animation")


SHOWN = """async () => {
  const images = [...document.querySelectorAll(".prose img")];
  for (const image of images) { image.loading = "eager"; }
  await Promise.all(images.map(image => image.decode()));
  return images.map(image => [image.currentSrc, image.naturalWidth]);
}"""


@pytest.fixture
def shown(site: Build, tab: Page, tmp_path: Path) -> Callable[[dict[str, bytes]], list[str]]:
    """The names of the files that the browser chose for pictures of a text, all of them shown."""

    def show(files: dict[str, bytes]) -> list[str]:
        folder = tmp_path / "docs/articles"
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        body = "\n\n".join(f"![Number {at}]({quote(name)})" for at, name in enumerate(files))
        built = site({"articles/a.md": article(body=body)})
        assert built.ok, built.log
        tab.goto((built.folder / "articles/a/index.html").as_uri())
        found = tab.evaluate(SHOWN)
        assert all(width > 0 for _, width in found)
        return [unquote(address).rpartition("/")[2] for address, _ in found]

    return show


@pytest.mark.long
def test_every_name_is_loaded(shown: Callable[[dict[str, bytes]], list[str]]) -> None:
    found = shown(dict.fromkeys(NAMES, encoded(colorful(), "JPEG")))
    assert found == ["-".join(name.rsplit(".", 1)) + "-64.avif" for name in NAMES]


@pytest.mark.long
@pytest.mark.parametrize(
    ("motion", "expected"), [("no-preference", "a-gif-moving.webp"), ("reduce", "a-gif-64.avif")]
)
def test_an_animation_respects_the_wish_for_less_motion(
    motion: Literal["no-preference", "reduce"],
    expected: str,
    shown: Callable[[dict[str, bytes]], list[str]],
    tab: Page,
) -> None:
    tab.emulate_media(reduced_motion=motion)
    assert shown({"a.gif": animation("GIF")}) == [expected]


@pytest.mark.long
def test_a_dark_picture_gets_a_light_ground_on_a_dark_page(
    shown: Callable[[dict[str, bytes]], list[str]], tab: Page
) -> None:
    clear = colorful(mode="RGBA")
    clear.paste((0, 0, 0, 255), (0, 0, 32, 48))
    shown({"a.png": encoded(clear, "PNG"), "b.png": encoded(colorful(), "PNG")})
    ground = "images => images.map(image => getComputedStyle(image).backgroundColor)"
    seen = {}
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        seen[scheme] = tab.locator(".prose img").evaluate_all(ground)
    clear_ground, white = "rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"
    assert seen == {"light": [clear_ground] * 2, "dark": [white, clear_ground]}
