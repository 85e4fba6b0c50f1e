"""The coach's pictures in the sizes and formats browsers need.

Re-encoding also removes what cameras write into pictures: place, time, owner.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar
from xml.etree import ElementTree

from PIL import Image, ImageOps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WIDTHS = (480, 820, 1230, 1640)
"""In pixels: a phone and the text column (41rem), each at one and two device pixels."""
FORMATS = {"avif": 55, "webp": 78}
"""The formats published, best first, with the encoding quality of each."""
ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}
"""Suffixes of the pictures to re-encode; drawings and animations are published unchanged."""
REFUSED = {".avif", ".bmp", ".heic", ".heif", ".jfif", ".jpe", ".jxl", ".tif", ".tiff"}
"""Suffixes of pictures that would publish the camera's metadata; few browsers show them."""
_SCRIPTED = re.compile(r"on[a-z]+|(?:.*\})?script", re.IGNORECASE | re.DOTALL)
"""An SVG attribute or element that runs a script; ElementTree writes {namespace}name."""

_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
"""What Pillow raises for a file that it cannot decode."""


class PictureError(Exception):
    """A picture cannot be published; message and fix are for the coach."""

    message: ClassVar[str]
    fix: ClassVar[str]


class UnreadablePictureError(PictureError):
    """The file is not the picture its name says."""

    message = "This picture cannot be read."
    fix = "Save it again as JPEG or PNG, and replace this file."


class RefusedPictureError(PictureError):
    """The kind of picture is not published."""

    message = "This kind of picture would publish what the camera stored, such as the place."
    fix = "Save it as JPEG, and replace this file."


class ScriptedDrawingError(PictureError):
    """The drawing contains a script, which would run on this site."""

    message = "This drawing contains a script."
    fix = "Save it as a plain SVG without scripts, or as PNG."


@dataclass(frozen=True)
class Variant:
    """One picture file to publish."""

    uri: str
    """Its path from the docs folder."""
    kind: str
    """Its media type."""
    width: int
    data: bytes


@dataclass(frozen=True)
class Picture:
    """A picture with its variants; old browsers load `fallback`."""

    width: int
    height: int
    fallback: Variant
    variants: tuple[Variant, ...]
    """By format, best first, then by width, smallest first."""


def is_picture(uri: str) -> bool:
    """Whether the file is a picture to re-encode."""
    return PurePosixPath(uri).suffix.lower() in ENDINGS


def check_unchanged(file: Path) -> None:
    """Check a file that would be published unchanged, such as an animation or a drawing.

    Raises RefusedPictureError, UnreadablePictureError or ScriptedDrawingError.
    """
    ending = file.suffix.lower()
    if ending in REFUSED:
        raise RefusedPictureError
    if ending == ".gif":
        _check_animation(file.read_bytes())
    if ending == ".svg":
        _check_drawing(file.read_bytes())


def _check_animation(original: bytes) -> None:
    try:
        with Image.open(io.BytesIO(original), formats=["GIF"]) as image:
            image.load()
    except _UNREADABLE as error:
        raise UnreadablePictureError from error


def _check_drawing(original: bytes) -> None:
    try:
        drawing = ElementTree.fromstring(original)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadablePictureError from error
    if drawing.tag.rpartition("}")[2] != "svg":
        raise UnreadablePictureError
    if any(_runs_script(element) for element in drawing.iter()):
        raise ScriptedDrawingError


def _runs_script(element: ElementTree.Element) -> bool:
    names = (element.tag, *element.keys())
    return any(_SCRIPTED.fullmatch(name) for name in names) or any(
        value.strip().lower().startswith("javascript:") for value in element.attrib.values()
    )


def make_picture(uri: str, original: bytes, cache: Path) -> Picture:
    """The variants of a picture; `cache` keeps them between builds, by the picture's content.

    Raises UnreadablePictureError when `original` cannot be decoded.
    """
    source = _Source(original, cache / blake2b(original, digest_size=12).hexdigest())
    width, height, kind = source.facts()
    stem = "-".join(uri.rsplit(".", 1))  # with its ending: x.jpg and x.png may be in one folder
    widths = sorted({w for w in WIDTHS if w < width} | {min(width, WIDTHS[-1])})
    variants = tuple(
        Variant(f"{stem}-{w}.{name}", f"image/{name}", w, source.encoded(w, name, quality))
        for name, quality in FORMATS.items()
        for w in widths
    )
    largest = widths[-1]
    fallback = Variant(uri, f"image/{kind}", largest, source.encoded(largest, kind, 82))
    return Picture(largest, round(height * largest / width), fallback, variants)


def srcsets(picture: Picture) -> Iterator[tuple[str, list[Variant]]]:
    """The media type of each format with its variants."""
    for name in FORMATS:
        kind = f"image/{name}"
        yield kind, [variant for variant in picture.variants if variant.kind == kind]


class _Source:
    """An original picture, decoded only if something is missing in its cache folder."""

    def __init__(self, original: bytes, folder: Path) -> None:
        self._original = original
        self._folder = folder

    def facts(self) -> tuple[int, int, str]:
        """Width and height in pixels, and the format of the fallback."""
        file = self._folder / "facts.json"
        if file.is_file():
            width, height, kind = json.loads(file.read_text("utf-8"))
            return width, height, kind
        image, kind = self._decoded
        self._keep(file, json.dumps([image.width, image.height, kind]).encode())
        return image.width, image.height, kind

    def encoded(self, width: int, name: str, quality: int) -> bytes:
        """The picture at `width` pixels in the format `name`."""
        file = self._folder / f"{width}-{quality}.{name}"
        if file.is_file():
            return file.read_bytes()
        image, _ = self._decoded
        height = max(1, round(image.height * width / image.width))
        small = width < image.width
        sized = image.resize((width, height), Image.Resampling.LANCZOS) if small else image
        out = io.BytesIO()
        if name == "png":
            sized.save(out, "PNG", optimize=True)
        else:
            sized.save(out, name.upper(), quality=quality)
        return self._keep(file, out.getvalue())

    @cached_property
    def _decoded(self) -> tuple[Image.Image, str]:
        try:
            with Image.open(io.BytesIO(self._original)) as opened:
                image = ImageOps.exif_transpose(opened)
                image.load()
                own = (opened.format or "PNG").lower()
        except _UNREADABLE as error:
            raise UnreadablePictureError from error
        transparent = image.mode in {"RGBA", "LA", "P"} or "transparency" in image.info
        kind = own if own in {"jpeg", "png", "webp"} else "png"
        return image.convert("RGBA" if transparent else "RGB"), kind

    def _keep(self, file: Path, data: bytes) -> bytes:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".part")
        partial.write_bytes(data)
        partial.replace(file)
        return data
