"""Small color profiles (ICC.1:2001-04), so that tests need no files of other people."""

from __future__ import annotations

import struct
from itertools import product

WHITE = (0.9642, 1.0, 0.8249)  # D50
ADOBE_RGB = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
DISPLAY_P3 = (
    (0.51512, 0.24120, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.15710, 0.06657, 0.78407),
)


def rgb(primaries: tuple[tuple[float, float, float], ...], gamma: float) -> bytes:
    """A profile with these primaries (XYZ at D50), like Adobe RGB or Display P3."""
    tags = {b"wtpt": _xyz(WHITE)}
    for letter, primary in zip("rgb", primaries, strict=True):
        tags[f"{letter}XYZ".encode()] = _xyz(primary)
        tags[f"{letter}TRC".encode()] = _curve(gamma)
    return _profile(b"RGB ", b"XYZ ", tags)


def grey(gamma: float) -> bytes:
    """A profile for one channel."""
    return _profile(b"GRAY", b"XYZ ", {b"wtpt": _xyz(WHITE), b"kTRC": _curve(gamma)})


def cmyk() -> bytes:
    """A printer whose inks are weaker than those a program without the profile assumes."""
    inks = ((20, -30, -40), (25, 60, 0), (5, 0, 70), (75, 0, 0))
    table = b""
    steps = 7  # so many that every way to interpolate gives the same
    for amounts in product(range(steps), repeat=4):
        light, a, b = (
            sum(ink[axis] * amount / (steps - 1) for ink, amount in zip(inks, amounts, strict=True))
            for axis in range(3)
        )
        value = (96 - light) * 2.55, a + 128, b + 128
        table += bytes(max(0, min(255, round(part))) for part in value)
    straight = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 * (place % 4 == 0) for place in range(9)))
    lut = b"mft1\0\0\0\0" + bytes((4, 3, steps, 0)) + matrix + straight * 4 + table + straight * 3
    return _profile(b"CMYK", b"Lab ", {b"wtpt": _xyz(WHITE), b"A2B0": lut}, b"prtr")


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65536) for part in value))


def _curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"


def _profile(
    space: bytes, connection: bytes, tags: dict[bytes, bytes], device: bytes = b"mntr"
) -> bytes:
    text = b"text\0\0\0\0test\0\0\0\0"
    name = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(79)
    tags = {b"desc": name, b"cprt": text, **tags}
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for key, value in tags.items():
        table += key + struct.pack(">II", at + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    size = 128 + len(table) + len(body)
    date = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    white = struct.pack(">3i", *(round(part * 65536) for part in WHITE))
    head = struct.pack(">I4s4s", size, b"test", b"\2\x10\0\0") + device + space + connection
    head += date + b"acsp" + bytes(28) + white
    return head.ljust(128, b"\0") + table + body
