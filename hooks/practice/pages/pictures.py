"""The pictures of the docs folder, replaced by the variants to publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from practice.assets.pictures import PictureError, check_unchanged, is_picture, make_picture
from practice.content.issues import Issue
from practice.engine import File, InclusionLevel

if TYPE_CHECKING:
    from practice.build import Build
    from practice.engine import Config, Files


def publish_pictures(build: Build, files: Files, config: Config) -> None:
    """Replace each picture with its variants; one that cannot be published is an issue."""
    docs = Path(config.docs_dir)
    cache = docs.parent / ".build/pictures"
    media = [file for file in files.media_files() if file.inclusion is not InclusionLevel.EXCLUDED]
    for file in [file for file in media if file.src_dir == config.docs_dir]:
        try:
            if not is_picture(file.src_uri):
                check_unchanged(docs / file.src_uri)
                continue
            picture = make_picture(file.src_uri, file.content_bytes, cache)
        except PictureError as error:
            path = f"{docs.name}/{file.src_uri}"
            build.issues.append(Issue(path, 1, error.message, error.fix))
            continue
        build.pictures[file.src_uri] = picture
        files.remove(file)
        for variant in (picture.fallback, *picture.variants):
            files.append(File.generated(config, variant.uri, content=variant.data))
    portrait = build.content.practice.portrait
    if portrait and portrait.file not in files.src_uris:
        message = f"There is no picture “{portrait.file}” in the docs folder."
        fix = "Add the picture, or leave “portrait” empty."
        build.issues.append(build.content.practice.issue(("portrait", "file"), message, fix))
