"""The coach's pictures in the sizes and formats browsers need.

Re-encoding also removes what cameras write into pictures: place, time, owner.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from PIL import Image

from practice.assets.decoding import Decoded, decode
from practice.assets.drawings import read_drawing
from practice.assets.errors import LocatedFilmError, RefusedPictureError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WIDTHS = (480, 820, 1230, 1640)
"""In pixels: a phone and the text column (41rem), each at one and two device pixels."""
FORMATS = {"avif": 55, "webp": 78}
"""The formats published, best first, with the encoding quality of each."""
TALLEST = 16383
"""In pixels: the most that WebP can have."""
ENDINGS = {".gif", ".jpg", ".jpeg", ".png", ".webp"}
"""Suffixes of the pictures to re-encode."""
DRAWING = ".svg"
REFUSED = {".avif", ".bmp", ".heic", ".heif", ".jfif", ".jpe", ".jxl", ".tif", ".tiff"}
"""Suffixes of pictures that some browsers or programs cannot show."""
_PLACE = re.compile(rb"\xa9xyz.{4}[+-]\d\d|com\.apple\.quicktime\.location\.", re.DOTALL)
"""Latitude and longitude in an MP4 file, as Android and iPhones write them (ISO 6709)."""
_VERSION = b"2"
"""Goes up with every change of what is made from an original, so that caches are not used."""


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
    """A picture with its variants, or a drawing, which needs none; old browsers load `fallback`."""

    width: int
    """In pixels; 0 for a drawing that has no size of its own."""
    height: int
    fallback: Variant
    variants: tuple[Variant, ...]
    """By format, best first, then by width, smallest first; of an animation the first frame."""
    animation: Variant | None = None
    dark: bool = False
    """Whether parts of it would vanish on a dark page."""

    @property
    def extra(self) -> tuple[Variant, ...]:
        """All files but the one with the name of the original."""
        return (*self.variants, self.animation) if self.animation else self.variants


def is_picture(uri: str) -> bool:
    """Whether the file is a picture, which may be of a kind that is not published."""
    return PurePosixPath(uri).suffix.lower() in ENDINGS | REFUSED | {DRAWING}


def check_film(original: bytes) -> None:
    """Raise LocatedFilmError if a film contains where it was taken."""
    if _PLACE.search(original):
        raise LocatedFilmError


def make_picture(uri: str, original: bytes, cache: Path) -> Picture:
    """The variants of a picture; `cache` keeps them between builds, by the picture's content.

    Raises a PictureError.
    """
    ending = PurePosixPath(uri).suffix.lower()
    if ending in REFUSED:
        raise RefusedPictureError
    if ending == DRAWING:
        data, width, height, dark = read_drawing(original)
        return Picture(width, height, Variant(uri, "image/svg+xml", width, data), (), dark=dark)
    name = blake2b(original, digest_size=12, person=_VERSION).hexdigest()
    source = _Source(original, cache / name)
    facts = source.facts()
    stem = "-".join(uri.rsplit(".", 1))  # with its ending: x.jpg and x.png may be in one folder
    largest = max(1, min(facts.width, WIDTHS[-1], facts.width * TALLEST // facts.height))
    widths = sorted({w for w in WIDTHS if w < largest} | {largest})
    variants = tuple(
        Variant(f"{stem}-{w}.{name}", f"image/{name}", w, source.encoded(w, name, quality))
        for name, quality in FORMATS.items()
        for w in widths
    )
    data = source.encoded(largest, facts.kind, 82)
    fallback = Variant(uri, f"image/{facts.kind}", largest, data)
    height = facts.height_at(largest)
    animation = None
    if facts.animated:
        moving = source.animation(largest)
        animation = Variant(f"{stem}-moving.webp", "image/webp", largest, moving)
    return Picture(largest, height, fallback, variants, animation, facts.dark)


def srcsets(picture: Picture) -> Iterator[tuple[str, list[Variant]]]:
    """The media type of each format with its variants."""
    for kind in dict.fromkeys(variant.kind for variant in picture.variants):
        yield kind, [variant for variant in picture.variants if variant.kind == kind]


@dataclass(frozen=True)
class _Facts:
    """What is known of an original without decoding it again."""

    width: int
    height: int
    kind: str
    """The format of the fallback."""
    animated: bool
    dark: bool

    def height_at(self, width: int) -> int:
        """Its height, resized to `width`; at most TALLEST, even if it is one pixel wide."""
        return min(TALLEST, max(1, round(self.height * width / self.width)))


class _Source:
    """An original picture, decoded only if something is missing in its cache folder."""

    def __init__(self, original: bytes, folder: Path) -> None:
        self._original = original
        self._folder = folder

    def facts(self) -> _Facts:
        file = self._folder / "facts.json"
        if file.is_file():
            return _Facts(**json.loads(file.read_text("utf-8")))
        decoded = self._decoded
        image = decoded.image
        animated = bool(decoded.frames)
        facts = _Facts(image.width, image.height, decoded.kind, animated, decoded.dark)
        self._keep(file, json.dumps(asdict(facts)).encode())
        return facts

    def encoded(self, width: int, name: str, quality: int) -> bytes:
        """The picture at `width` pixels in the format `name`."""
        file = self._folder / f"{width}-{quality}.{name}"
        if file.is_file():
            return file.read_bytes()
        out = io.BytesIO()
        sized = self._sized(self._decoded.image, width)
        if name == "png":
            sized.save(out, "PNG", optimize=True)
        else:
            sized.save(out, name.upper(), quality=quality)
        return self._keep(file, out.getvalue())

    def animation(self, width: int) -> bytes:
        """The whole animation at `width` pixels, as WebP."""
        file = self._folder / f"{width}-moving.webp"
        if file.is_file():
            return file.read_bytes()
        out, decoded = io.BytesIO(), self._decoded
        first, *others = (self._sized(frame, width) for frame in decoded.frames)
        first.save(
            out,
            "WEBP",
            save_all=True,
            append_images=others,
            duration=list(decoded.milliseconds),
            loop=decoded.plays,
            lossless=decoded.kind != "webp",
            quality=FORMATS["webp"],
        )
        return self._keep(file, out.getvalue())

    def _sized(self, image: Image.Image, width: int) -> Image.Image:
        size = width, self.facts().height_at(width)
        return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)

    @cached_property
    def _decoded(self) -> Decoded:
        return decode(self._original)

    def _keep(self, file: Path, data: bytes) -> bytes:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".part")
        partial.write_bytes(data)
        partial.replace(file)
        return data
