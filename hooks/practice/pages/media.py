"""Pictures, films, recordings, and documents, where a text shows them: `![What it is](file)`."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from practice.assets.pictures import is_picture
from practice.content.issues import Issue
from practice.pages.environment import early_template
from practice.pages.types import TypedPage

if TYPE_CHECKING:
    from practice.assets.pictures import Picture
    from practice.build import Build
    from practice.engine import Config, File, Files, Page
    from practice.markdown.pictures import Image

FILMS = {".mp4", ".webm"}
RECORDINGS = {".m4a", ".mp3"}
DOCUMENTS = {".ics", ".pdf", ".vcf", ".zip"}
"""Suffixes of files to link to, with their size."""
_COLUMN = 656
"""The width of the text in pixels (41rem)."""
_LENGTH = re.compile(r"([1-9]\d{0,3})(px|%)?")


class MediaWriter:
    """Writes the HTML of what the texts of one build show."""

    def __init__(self, build: Build, config: Config) -> None:
        """`build` has the pictures, and gets the problems."""
        self._build = build
        self._template = early_template(config, "partials/media.html")

    def write(self, image: Image, page: Page, files: Files) -> str | None:
        """The HTML of `image` on `page`; None if its file is missing or has problems."""
        picture, file = self._build.pictures.get(image.uri), files.get_file_from_path(image.uri)
        ending = PurePosixPath(image.uri).suffix.lower()
        known = picture or ending in FILMS | RECORDINGS | DOCUMENTS
        if file is None or not known:
            reported = {issue.path.partition("/")[2] for issue in self._build.issues}
            if file and not is_picture(image.uri) and image.uri not in reported:
                message = f"“{PurePosixPath(image.uri).name}” is not a picture."
                self._report(page, image, message, "Remove the ! before the link.")
                return ""
            return None
        width, height = self._size(image, picture, page)
        return self._template.render(
            page=page,
            base_url="",
            image=image,
            picture=picture,
            alt=image.alt,
            lazy=image.lazy,
            width=width,
            height=height,
            file=file,
            film=ending in FILMS,
            recording=ending in RECORDINGS,
            captions=captions_of(file, files),
            size=len(file.content_bytes) if ending in DOCUMENTS else 0,
        )

    def _size(
        self, image: Image, picture: Picture | None, page: Page
    ) -> tuple[int | None, int | None]:
        """Width and height as the text wants them; the other follows if it gives only one."""
        size: dict[str, int] = {}
        for side in ("width", "height"):
            written = image.attributes.get(side)
            if written is None:
                continue
            match = _LENGTH.fullmatch(written)
            if match is None or (match[2] == "%" and side == "height"):
                message = f"“{written}” is not a valid {side} of a picture."
                fix = "Write pixels, like {width=300}, or a part of the line, like {width=50%}."
                self._report(page, image, message, fix)
                continue
            size[side] = int(match[1]) * _COLUMN // 100 if match[2] == "%" else int(match[1])
        width, height = size.get("width"), size.get("height")
        if picture and picture.width:
            if width:
                return width, round(picture.height * width / picture.width)
            if height:
                return round(picture.width * height / picture.height), height
            return picture.width, picture.height
        return width, height

    def _report(self, page: Page, image: Image, message: str, fix: str) -> None:
        if isinstance(page, TypedPage) and (document := page.document):
            line = document.body_line_of(f"![{image.alt}")
            self._build.issues.append(Issue(document.path, line, message, fix))


def captions_of(film: File, files: Files) -> File | None:
    """The captions of a film, in a file of the same name."""
    return files.get_file_from_path(str(PurePosixPath(film.src_uri).with_suffix(".vtt")))
