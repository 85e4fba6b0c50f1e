"""Pictures such as phones, cameras, scanners, and programs write them."""

from __future__ import annotations

import io
import struct
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageCms, ImageDraw

from tests.assets import profiles

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = (64, 48)
RGB = {
    "": None,
    "adobe": profiles.rgb(profiles.ADOBE_RGB, 2.2),
    "p3": profiles.rgb(profiles.DISPLAY_P3, 2.2),
    "srgb": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    "broken": b"no profile at all",
    "grey": profiles.grey(1.8),  # of another color space than the pixels
}
GREY = {"": None, "grey": RGB["grey"], "p3": RGB["p3"]}
CMYK = {"": None, "printer": profiles.cmyk(), "p3": RGB["p3"]}

NAMES = (
    *("a b.jpg", "a  b.jpg", "a#b.jpg", "a?b.jpg", "a%b.jpg", "a%20b.jpg", "a&b.jpg", "a+b.jpg"),
    *("Screenshot 2026-01-01 at 9.41.00\u202fAM.png", "a\u00a0b.jpg", "Bildschirmfoto (2).png"),
    *("a,b.jpg", "a;b.jpg", "a=b.jpg", "a@b.jpg", "a!b.jpg", "a'b.jpg", 'a"b.jpg', "a~b.jpg"),
    *("a[b].jpg", "a{b}.jpg", "a$b.jpg", "a^b.jpg", "a`b.jpg", "a|b.jpg", "a<b>.jpg", "a*b*.jpg"),
    *("é.jpg", "e\u0301.jpg", "図.jpg", "🙂.jpg", "a:b.jpg", "-a.jpg", "a.b.c.JPEG", "a__b__.jpg"),
)
"""What files are called by people, phones, and screenshot tools."""


def colorful(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """A picture whose quarters differ, so that no turn of it looks the same."""
    image = Image.new("RGB", size, (200, 60, 40))
    draw, (width, height) = ImageDraw.Draw(image), size
    draw.rectangle((width // 2, 0, width, height // 2), (60, 160, 70))
    draw.rectangle((0, height // 2, width // 2, height), (50, 70, 190))
    if mode in {"RGBA", "LA"}:
        alpha = Image.new("L", size, 255)
        ImageDraw.Draw(alpha).rectangle((0, 0, width // 2, height // 2), 100)
        image.putalpha(alpha)
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The file of a picture; `exif`, `icc_profile` and others as Pillow takes them."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def turned(orientation: int, kind: str = "JPEG") -> bytes:
    """A picture whose camera was held in one of eight ways (EXIF 2.32, Orientation)."""
    notes = Image.Exif()
    notes[0x0112] = orientation
    return encoded(colorful(), kind, exif=notes)


def with_chunks(png: bytes, **chunks: bytes) -> bytes:
    """A PNG with these chunks before its pixels."""
    start, more = 33, b""
    for name, body in chunks.items():
        more += _chunk(name.encode(), body)
    return png[:start] + more + png[start:]


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def deep(*, profile: bytes | None = None, grey: bool = False) -> bytes:
    """A PNG with 16 bits per channel."""
    image = colorful()
    rows = image.convert("L" if grey else "RGB").tobytes()
    across = image.width * (1 if grey else 3)
    lines = (rows[at : at + across] for at in range(0, len(rows), across))
    data = b"".join(b"\0" + b"".join(bytes((value, value)) for value in line) for line in lines)
    head = struct.pack(">IIBBBBB", *image.size, 16, 0 if grey else 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head)
    png += _chunk(b"IDAT", zlib.compress(data)) + _chunk(b"IEND", b"")
    return with_chunks(png, iCCP=b"name\0\0" + zlib.compress(profile)) if profile else png


def animation(kind: str, **options: Any) -> bytes:
    """Three frames, half a second each."""
    frames = [colorful().rotate(turn) for turn in (0, 90, 180)]
    return encoded(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=500, loop=0, **options
    )


def _two_in_one() -> bytes:
    """A JPEG with a second picture, as phones write for depth or brightness."""
    return encoded(colorful(), "MPO", save_all=True, append_images=[colorful((16, 12))])


FEW: dict[str, Callable[[], bytes]] = {
    "L-grey.jpg": lambda: encoded(colorful(mode="L"), "JPEG", icc_profile=GREY["grey"]),
    "CMYK-printer.jpg": lambda: encoded(colorful(mode="CMYK"), "JPEG", icc_profile=CMYK["printer"]),
    "RGBA-adobe.png": lambda: encoded(colorful(mode="RGBA"), "PNG", icc_profile=RGB["adobe"]),
    "RGB-p3.webp": lambda: encoded(colorful(), "WEBP", icc_profile=RGB["p3"], quality=95),
    "16-grey.png": lambda: deep(grey=True),
    "turned-6.jpg": lambda: turned(6),
    "animation.gif": lambda: animation("GIF"),
    "tall.png": lambda: encoded(colorful((8, 17000)), "PNG"),
}
"""One of each kind that has ever gone wrong."""


def _all() -> dict[str, Callable[[], bytes]]:
    found = dict(FEW)

    def add(mode: str, kind: str, known: dict[str, bytes | None], **options: Any) -> None:
        for name, profile in known.items():
            given = {**options, "icc_profile": profile} if profile else options
            image = colorful(mode=mode)
            found[f"{mode}-{name}.{kind.lower()}"] = partial(encoded, image, kind, **given)

    for kind in ("JPEG", "PNG"):
        add("L", kind, GREY)
    add("LA", "PNG", GREY)
    add("1", "PNG", GREY)
    add("P", "PNG", RGB)
    add("CMYK", "JPEG", CMYK)
    for kind in ("JPEG", "PNG", "WEBP"):
        add("RGB", kind, RGB)
    for kind in ("PNG", "WEBP"):
        add("RGBA", kind, RGB)
    for name, profile in GREY.items():
        found[f"16-grey-{name}.png"] = partial(deep, grey=True, profile=profile)
    for name, profile in RGB.items():
        if name != "broken":
            found[f"16-{name}.png"] = partial(deep, profile=profile)
    for way in range(1, 9):
        for kind in ("JPEG", "PNG"):  # browsers disagree about WebP
            found[f"turned-{way}.{kind.lower()}"] = partial(turned, way, kind)
    for size in ((1, 1), (1, 18000), (18000, 1), (1170, 20000), (9000, 60), (1641, 900)):
        image = colorful(size)
        found["{}x{}.png".format(*size)] = partial(encoded, image, "PNG")
    found["1x1.jpg"] = lambda: encoded(colorful((1, 1)), "JPEG")
    for kind in ("WEBP", "PNG"):
        found[f"animation.{kind.lower()}"] = partial(animation, kind)
    gamma, primaries = (
        struct.pack(">I", 45455),
        struct.pack(">8I", *(31270, 32900, 64000, 33000), *(30000, 60000, 15000, 6000)),
    )
    plain = encoded(colorful(), "PNG")
    found["gamma.png"] = partial(with_chunks, plain, gAMA=gamma, cHRM=primaries)
    found["coded.png"] = partial(with_chunks, plain, cICP=bytes((1, 13, 0, 1)))
    found["clear.png"] = lambda: encoded(colorful(mode="P"), "PNG", transparency=0)
    found["clear.gif"] = lambda: encoded(colorful(mode="P"), "GIF", transparency=0)
    found["grey-clear.png"] = lambda: encoded(colorful(mode="L"), "PNG", transparency=96)
    found["still.gif"] = lambda: encoded(colorful(), "GIF")
    found["progressive.jpg"] = lambda: encoded(colorful(), "JPEG", progressive=True)
    found["two-in-one.jpg"] = _two_in_one
    found["really-avif.jpg"] = lambda: encoded(colorful(), "AVIF")
    return found


ALL = _all()
