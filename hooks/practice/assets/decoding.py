"""Pictures as upright pixels in sRGB, without anything else their files contain."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from warnings import filterwarnings

from PIL import Image, ImageChops, ImageCms, ImageOps, ImageSequence

from practice.assets.errors import LargePictureError, UnreadablePictureError, UnusualColorsError

if TYPE_CHECKING:
    from collections.abc import Sequence

_READ = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
"""Formats to decode, whatever a file is called; Pillow runs other programs for some others."""
_KINDS = {"JPEG": "jpeg", "MPO": "jpeg", "WEBP": "webp", "GIF": "gif"}
_ANIMATED = {"GIF", "PNG", "WEBP"}
_MOST_PIXELS = 250_000_000
"""In all frames of an animation together: a gigabyte of memory."""
_DARK, _SHOWN = 96, 128
"""Below this brightness a pixel is dark; from this opacity on readers see it. Both of 255."""
_TRANSPARENT = {"RGBA", "LA", "PA", "La", "RGBa"}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_PNG_SRGB = (0.45455, 0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
"""sRGB as the chunks gAMA and cHRM describe it."""
_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""The color spaces of profiles, each with Pillow's mode for its pixels."""

_UNREADABLE = (
    *(OSError, ValueError, SyntaxError, EOFError),
    *(RuntimeError, LookupError, struct.error),
)
"""What Pillow raises for a file that it cannot decode."""


@dataclass(frozen=True)
class Decoded:
    """A picture as pixels, RGB or RGBA; of an animation the first frame."""

    image: Image.Image
    kind: str
    """The format in which old browsers get it."""
    frames: Sequence[Image.Image] = ()
    """The frames of an animation."""
    milliseconds: Sequence[int] = ()
    """How long each frame is shown."""
    plays: int = 0
    """How often the animation plays; 0 means without end."""

    @property
    def dark(self) -> bool:
        """Whether parts of it would vanish on a dark page."""
        if self.image.mode != "RGBA":
            return False
        small = self.image.copy()
        small.thumbnail((400, 400))
        shown = small.getchannel("A").point([255 * (value >= _SHOWN) for value in range(256)])
        black = small.convert("L").point([255 * (value < _DARK) for value in range(256)])
        both = ImageChops.multiply(shown, black)
        return both.histogram()[255] > shown.histogram()[255] // 50


def decode(original: bytes) -> Decoded:
    """Decode a picture.

    Raises a PictureError.
    """
    filterwarnings("ignore", category=Image.DecompressionBombWarning)  # phones have 108 megapixels
    try:
        with Image.open(io.BytesIO(original), formats=_READ) as opened:
            if opened.format == "PNG" and _unusual_colors(original, opened.info):
                raise UnusualColorsError
            if opened.format in _ANIMATED and getattr(opened, "n_frames", 1) > 1:
                return _animation(opened)
            kind = _KINDS.get(opened.format or "", "png")
            return Decoded(_in_srgb(_upright(opened)), kind)
    except Image.DecompressionBombError as error:
        raise LargePictureError from error
    except _UNREADABLE as error:
        raise UnreadablePictureError from error


def _unusual_colors(png: bytes, info: dict[str | tuple[int, int], Any]) -> bool:
    """Whether chunks other than a profile change the colors (PNG, third edition, 11.3.2)."""
    code = png.find(b"cICP", 0, png.find(b"IDAT"))
    if code >= 0:
        return png[code + 4 : code + 6] != b"\x01\x0d"
    if "icc_profile" in info or "srgb" in info:
        return False
    given = (info.get("gamma", _PNG_SRGB[0]), *info.get("chromaticity", _PNG_SRGB[1:]))
    return any(abs(a - b) > 0.01 for a, b in zip(given, _PNG_SRGB, strict=True))


def _animation(opened: Image.Image) -> Decoded:
    if getattr(opened, "n_frames", 1) * opened.width * opened.height > _MOST_PIXELS:
        raise LargePictureError
    kind = _KINDS.get(opened.format or "", "png")
    # A PNG may begin with a picture for programs that show no animations.
    first = 1 if opened.info.get("default_image") else 0
    frames, milliseconds = [], []
    for frame in ImageSequence.Iterator(opened):
        frames.append(_in_srgb(frame.copy()))
        milliseconds.append(round(frame.info.get("duration") or 0))
    plays = opened.info.get("loop", 1 if kind == "gif" else 0)
    if kind == "gif" and opened.info.get("loop"):
        plays += 1  # a GIF says how often it is repeated
    return Decoded(frames[first], kind, frames[first:], milliseconds[first:], plays)


def _upright(opened: Image.Image) -> Image.Image:
    opened.load()
    with suppress(*_UNREADABLE):  # of its notes, which browsers ignore then
        return ImageOps.exif_transpose(opened)
    return opened


def _in_srgb(image: Image.Image) -> Image.Image:
    """The image in RGB, or RGBA if parts of it are transparent; in new pixels without notes."""
    profile = image.info.get("icc_profile")
    alpha = None
    if image.mode.startswith("I;16"):
        image = _eight_bits(image)
    if image.mode in _TRANSPARENT or "transparency" in image.info:
        image = image.convert("LA" if image.mode in {"L", "LA", "1"} else "RGBA")
        alpha = image.getchannel("A")
        image = image.convert(image.mode.removesuffix("A") or "RGB")
    image = _converted(image, profile)
    if alpha and alpha.getextrema() != (255, 255):
        image.putalpha(alpha)
    image.info.clear()
    return image


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode not in {"RGB", "L", "CMYK"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):  # browsers ignore a profile that is broken
            read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if _SPACES.get(read.profile.xcolor_space.strip()) == image.mode:
                converted = ImageCms.profileToProfile(
                    image, read, _SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, "RGB"
                )
                assert converted is not None  # only a conversion in place returns nothing
                return converted
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    narrow = image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if isinstance(level := image.info.get("transparency"), int):
        narrow.info["transparency"] = round(level / 257)
    return narrow
