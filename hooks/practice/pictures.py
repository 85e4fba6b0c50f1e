"""The coach's own pictures, in the sizes and formats that browsers want.

Re-encoding also takes out what cameras write into pictures: the place, the time, the owner.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WIDTHS = (480, 820, 1230, 1640)
"""In pixels: a phone and the text column (41rem), each at one and two device pixels."""
FORMATS = {"avif": 55, "webp": 78}
"""The formats offered, best first, with the quality of each."""
ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}
"""What a picture file may end with to be worked on; drawings and animations stay as they are."""


class UnreadablePictureError(Exception):
    """The file is not the picture its name says."""


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
    """A picture with its variants; the last of `fallback` is what old browsers load."""

    width: int
    height: int
    fallback: Variant
    variants: tuple[Variant, ...]
    """By format, best first, then by width, small first."""


def is_picture(uri: str) -> bool:
    """Whether the file is of a kind to be worked on."""
    return PurePosixPath(uri).suffix.lower() in ENDINGS


def make_picture(uri: str, original: bytes, cache: Path) -> Picture:
    """The variants of a picture; `cache` keeps them between builds, by the picture's content.

    Raises UnreadablePictureError when `original` cannot be decoded.
    """
    try:
        with Image.open(io.BytesIO(original)) as opened:
            image = ImageOps.exif_transpose(opened)
            image.load()
            own = opened.format or "PNG"
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePictureError(str(error)) from error
    transparent = image.mode in {"RGBA", "LA", "P"} or "transparency" in image.info
    image = image.convert("RGBA" if transparent else "RGB")
    folder = cache / blake2b(original, digest_size=12).hexdigest()
    stem = "-".join(uri.rsplit(".", 1))  # with its ending: x.jpg and x.png may stand side by side
    widths = [width for width in WIDTHS if width < image.width] + [min(image.width, WIDTHS[-1])]
    widths = sorted(set(widths))
    variants = tuple(
        Variant(f"{stem}-{w}.{name}", f"image/{name}", w, _encoded(image, w, name, quality, folder))
        for name, quality in FORMATS.items()
        for w in widths
    )
    kept = own.lower() if own in {"JPEG", "PNG", "WEBP"} else "png"
    data = _encoded(image, widths[-1], kept, 82, folder)
    fallback = Variant(uri, f"image/{kept}", widths[-1], data)
    return Picture(widths[-1], round(image.height * widths[-1] / image.width), fallback, variants)


def srcsets(picture: Picture) -> Iterator[tuple[str, list[Variant]]]:
    """The media type of each format with its variants."""
    for name in FORMATS:
        kind = f"image/{name}"
        yield kind, [variant for variant in picture.variants if variant.kind == kind]


def _encoded(image: Image.Image, width: int, name: str, quality: int, folder: Path) -> bytes:
    """`image` at `width` in the format `name`, from the cache where it was made before."""
    file = folder / f"{width}-{quality}.{name}"
    if file.is_file():
        return file.read_bytes()
    height = max(1, round(image.height * width / image.width))
    small = width < image.width
    sized = image.resize((width, height), Image.Resampling.LANCZOS) if small else image
    out = io.BytesIO()
    if name == "png":
        sized.save(out, "PNG", optimize=True)
    else:
        sized.save(out, name.upper(), quality=quality)
    folder.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".part")
    partial.write_bytes(out.getvalue())
    partial.replace(file)
    return out.getvalue()
