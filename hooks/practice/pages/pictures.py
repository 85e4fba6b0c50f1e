"""The pictures of the docs folder, replaced by the variants to publish."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from practice.assets.errors import PictureError
from practice.assets.pictures import check_film, is_picture, make_picture
from practice.content.issues import Issue
from practice.engine import File, InclusionLevel
from practice.pages.media import FILMS, captions_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from practice.build import Build
    from practice.engine import Config, Files


def publish_pictures(build: Build, files: Files, config: Config) -> None:
    """Replace each picture with its variants; one that cannot be published is an issue."""
    docs = Path(config.docs_dir)
    cache = docs.parent / ".build/pictures"
    media = [file for file in files.media_files() if file.inclusion is not InclusionLevel.EXCLUDED]
    for file in [file for file in media if file.src_dir == config.docs_dir]:
        path = f"{docs.name}/{file.src_uri}"
        try:
            if not is_picture(file.src_uri):
                build.notes += _film_notes(file, path, files)
                continue
            picture = make_picture(file.src_uri, file.content_bytes, cache)
        except PictureError as error:
            build.issues.append(Issue(path, 1, error.message, error.fix))
            continue
        build.pictures[file.src_uri] = picture
        files.remove(file)
        for variant in (picture.fallback, *picture.extra):
            files.append(File.generated(config, variant.uri, content=variant.data))
    portrait = build.content.practice.portrait
    if portrait and portrait.file not in files.src_uris:
        message = f"There is no picture “{portrait.file}” in the docs folder."
        fix = "Add the picture, or leave “portrait” empty."
        build.issues.append(build.content.practice.issue(("portrait", "file"), message, fix))


def keep_private(
    build: Build, linked: Mapping[str, Collection[str]], files: Files, config: Config
) -> None:
    """Leave out the pictures and other files that only texts link to which this build leaves out.

    `linked` has the documents that link to each. Files that only drafts use become parts of them.
    """
    content, docs = build.content, Path(config.docs_dir).name
    later = {article.slug: article.document.path for article in build.held_back}
    tools = {tool.document.path for slug, tool in content.tools.items() if slug in later}
    drafts = dict(content.draft_files)
    hidden = set() if build.preview else drafts.keys() | tools | set(later.values())
    portrait = content.practice.portrait
    for uri, users in linked.items():
        file = files.get_file_from_path(uri)
        if file is None or not file.is_media_file() or (portrait and portrait.file == uri):
            continue
        if drafts.keys() >= set(users):
            content.draft_files[f"{docs}/{uri}"] = drafts[min(users)]
        if hidden >= set(users):
            picture = build.pictures.get(uri)
            parts = (
                [files.get_file_from_path(part.uri) for part in picture.extra] if picture else []
            )
            for part in (file, captions_of(file, files), *parts):
                if part:
                    files.remove(part)


def _film_notes(file: File, path: str, files: Files) -> Iterator[Issue]:
    """Captions that are missing, if the file is a film. Raises LocatedFilmError."""
    name = PurePosixPath(path)
    if name.suffix.lower() not in FILMS:
        return
    check_film(file.content_bytes)
    if captions_of(file, files) is None:
        fix = f"Add them as {name.with_suffix('.vtt').name}, next to the film."
        yield Issue(path, 1, "This film has no captions for people who can’t hear it.", fix)
