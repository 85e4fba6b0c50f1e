"""Why a picture or a film cannot be published."""

from __future__ import annotations

from typing import ClassVar


class PictureError(Exception):
    """A picture or a film cannot be published; message and fix are for the coach."""

    message: ClassVar[str]
    fix: ClassVar[str]


class UnreadablePictureError(PictureError):
    """The file is not the picture its name says."""

    message = "This picture cannot be read."
    fix = "Save it again as JPEG or PNG, and replace this file."


class RefusedPictureError(PictureError):
    """The kind of picture is not published."""

    message = "Some browsers cannot show this kind of picture."
    fix = "Save it as JPEG, and replace this file."


class LargePictureError(PictureError):
    """The picture has more pixels than fit into memory."""

    message = "This picture or animation is too large."
    fix = "Save a picture at most 8,000 pixels wide, or an animation as MP4, and replace this file."


class LocatedFilmError(PictureError):
    """A phone has written into the film where it was taken."""

    message = "This film contains the place where it was taken."
    fix = "Export it without its location, and replace this file."


class UnusualColorsError(PictureError):
    """The file describes its colors in a way that Pillow does not read."""

    message = "The colors of this picture would change: its file describes them in an unusual way."
    fix = "Open it in a picture editor, save it as JPEG, and replace this file."


class ScriptedDrawingError(PictureError):
    """The drawing contains a script, which would run on this site."""

    message = "This drawing contains a script."
    fix = "Save it as a plain SVG without scripts, or as PNG."
