"""SVG drawings without what drawing programs write into them: names, paths, their own data."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from practice.assets.errors import ScriptedDrawingError, UnreadablePictureError

_SVG = "http://www.w3.org/2000/svg"
_DRAWN = {"", _SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"}
"""The namespaces that browsers draw by."""
_SCRIPTED = re.compile(r"on[a-z]+|(?:.*\})?script", re.IGNORECASE | re.DOTALL)
"""An SVG attribute or element that runs a script; ElementTree writes {namespace}name."""
_PIXELS = re.compile(r"(\d+(?:\.\d+)?)(?:px)?")

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def read_drawing(original: bytes) -> tuple[bytes, int, int, bool]:
    """A clean drawing, its width and height (0 if it has none), and whether it may be dark.

    Raises a PictureError.
    """
    try:
        root = ElementTree.fromstring(original)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadablePictureError from error
    if root.tag.rpartition("}")[2] != "svg":
        raise UnreadablePictureError
    if any(_runs_script(element) for element in root.iter()):
        raise ScriptedDrawingError
    _clean(root)
    sides = [_PIXELS.fullmatch(root.get(side, "")) for side in ("width", "height")]
    width, height = (round(float(side[1])) if side else 0 for side in sides)
    data = ElementTree.tostring(root, "utf-8")
    # A drawing that knows about dark pages needs no help with them.
    dark = b"prefers-color-scheme" not in data
    return data, *((width, height) if width and height else (0, 0)), dark


def _clean(element: ElementTree.Element) -> None:
    for name in list(element.keys()):
        if not _drawn(name):
            del element.attrib[name]
    for child in list(element):
        if _drawn(child.tag) and child.tag.rpartition("}")[2] != "metadata":
            _clean(child)
        else:
            element.remove(child)


def _drawn(name: str) -> bool:
    return name.rpartition("}")[0].removeprefix("{") in _DRAWN


def _runs_script(element: ElementTree.Element) -> bool:
    names = (element.tag, *element.keys())
    return any(_SCRIPTED.fullmatch(name) for name in names) or any(
        value.strip().lower().startswith("javascript:") for value in element.attrib.values()
    )
