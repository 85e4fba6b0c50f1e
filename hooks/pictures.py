"""Pictures beside the coach's texts: published small, sharp and without the camera's notes."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from practice.assets.pictures import PictureError, check_as_it_is, is_picture, make_picture
from practice.build import Build
from practice.content.issues import Issue
from practice.markdown.pictures import Image, ImageExtension
from practice.pages.filters import early_template

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the Markdown extension."""
    template = early_template(config, "partials/picture.html")
    config.markdown_extensions.append(ImageExtension(template))  # type: ignore[arg-type]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put variants in the place of each picture of the docs folder."""
    build = Build.of(config)
    docs = Path(config.docs_dir)
    cache = docs.parent / ".build/pictures"
    for file in [f for f in files.media_files() if f.src_dir == config.docs_dir]:
        try:
            if not is_picture(file.src_uri):
                check_as_it_is(docs / file.src_uri)
                continue
            picture = make_picture(file.src_uri, file.content_bytes, cache)
        except PictureError as error:
            told = error.message, error.fix
            build.issues.append(Issue(f"{docs.name}/{file.src_uri}", 1, *told))
            continue
        build.pictures[file.src_uri] = picture
        files.remove(file)
        for variant in (picture.fallback, *picture.variants):
            files.append(File.generated(config, variant.uri, content=variant.data))
    portrait = build.content.practice.portrait
    if portrait and files.get_file_from_path(portrait.file) is None:
        message = f"There is no picture “{portrait.file}” in the docs folder."
        fix = "Put the picture there, or leave “portrait” empty."
        build.issues.append(build.content.practice.issue(("portrait", "file"), message, fix))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Tell the extension where the page stands, and how its pictures are written."""
    pictures = Build.of(config).pictures
    extension = _extension(config)

    def write(image: Image) -> str | None:
        picture = pictures.get(image.uri)
        if picture is None:
            return None
        return extension.template.render(
            picture=picture, alt=image.alt, lazy=image.lazy, page=page, base_url=""
        )

    extension.folder = posixpath.dirname(page.file.src_uri)
    extension.write = write
    return markdown


def _extension(config: MkDocsConfig) -> ImageExtension:
    return next(e for e in config.markdown_extensions if isinstance(e, ImageExtension))
