"""The contrast of the colors of the design, which the owner may change."""

from __future__ import annotations

import re

import pytest
from PIL import ImageColor

from tests.conftest import ROOT

STYLES = (ROOT / "overrides/assets/stylesheets/site.css").read_text(encoding="utf-8")
TOKENS = dict(re.findall(r"--([\w-]+):\s*(.+?)\s*;", STYLES.partition(":root[data")[0]))
pytestmark = pytest.mark.owned
GROUNDS = ("paper", "paper-deep", "card")


def luminance(name: str, scheme: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    both = re.sub(r"^light-dark\((.+)\)$", r"\1", TOKENS[name])
    colors = re.split(r"\s*,\s*(?![^(]*\))", both)  # one for both schemes, or one for each
    try:
        color = ImageColor.getrgb(colors[-1 if scheme == "dark" else 0])
    except ValueError:
        pytest.skip(f"The contrast of “--{name}: {TOKENS[name]}” cannot be computed here.")
    channels = [channel / 255 for channel in color[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str, scheme: str) -> float:
    dark, light = sorted(luminance(name, scheme) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("names", "least"),
    [
        (("ink", "muted", "teal"), 7.0),  # running text and its links
        (("amber", "error"), 4.5),  # small marks in words
        (("border", "focus"), 3.0),  # what shows where a control is
    ],
)
def test_every_color_has_enough_contrast_with_every_background(
    scheme: str, names: tuple[str, ...], least: float
) -> None:
    weak = {
        f"{name} on {ground}": round(contrast(name, ground, scheme), 2)
        for name in names
        for ground in GROUNDS
        if contrast(name, ground, scheme) < least
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [("on-teal", "teal"), ("on-band", "band")])
def test_text_on_colored_backgrounds_has_enough_contrast(scheme: str, text: str, ground: str) -> None:
    assert contrast(text, ground, scheme) >= 7
