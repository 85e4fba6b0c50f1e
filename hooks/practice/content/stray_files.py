"""Files in the docs folder that the site would silently ignore, or publish unchanged."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from practice.content.articles import Article, Guide
from practice.content.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePath

DATA = "_data"
DATA_FILES = (
    *("contact.yml", "gone.yml", "practice.yml"),
    *("sources.yml", "testimonials.yml", "topics.yml"),
)
DATA_FOLDERS = ("services", "guides")
"""Data folders with a file for each entry."""
_TEXT_FOLDERS = (".", Article.folder, Guide.folder)
_DATA_ENDINGS = (".yml", ".yaml")
_MEDIA = {
    *(".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp"),
    *(".avif", ".bmp", ".heic", ".heif", ".jfif", ".jpe", ".jxl", ".tif", ".tiff"),  # pictures.py
    *(".m4a", ".mp3", ".mp4", ".vtt", ".webm"),
    *(".ics", ".pdf", ".vcf", ".zip"),
}
"""Files that may be published unchanged; not those that only office programs open."""
_TO_CONVERT = {
    **dict.fromkeys((".avi", ".m4v", ".mkv", ".mov", ".mpg", ".wmv"), "MP4"),
    **dict.fromkeys((".aac", ".aif", ".aiff", ".flac", ".ogg", ".opus", ".wav", ".wma"), "MP3"),
}
"""Films and recordings that some browsers cannot play, with the kind that all can."""
_MAYBE_MARKDOWN = {"", ".txt", ".text", ".mkd", ".mkdn", ".mdown", ".mdwn", ".rmd"}
"""Files that may be Markdown, in addition to those with .md in their names."""
_DOCUMENTS = {
    *(".doc", ".docm", ".docx", ".dot", ".dotx", ".odt", ".ott", ".pages", ".rtf", ".wpd", ".wps"),
    *(".key", ".numbers", ".odp", ".ods", ".ppt", ".pptx", ".xls", ".xlsx"),
    *(".epub", ".gdoc", ".gslides", ".htm", ".html", ".mht", ".mhtml", ".webarchive", ".xhtml"),
    *(".adoc", ".asciidoc", ".fodt", ".org", ".rst", ".tex", ".textile", ".wiki", ".wri", ".xps"),
}
"""Files with texts that are not Markdown."""
AT_THE_ROOT = {"CNAME", "_headers", "_redirects", "robots.txt"}
"""Files that hosts and search engines look for, only at the root."""
PROOFS = (".html", ".xml")
"""Endings of files at the root that prove to search engines who owns the site."""
_GENERATED = {"404.html", "enquiry.html", "index.html", "sitemap.xml"}
"""Files at the root that the site writes itself."""
_LITTER = {"desktop.ini", "ehthumbs.db", "thumbs.db"}
"""Files that operating systems leave in folders; not the coach's mistake."""
_OUT = "Move it out of the docs folder, or delete it."
_COPY = (
    "If it is a text, copy it into a file that ends in .md. If readers may download it, save it as "
    "a PDF. Then move this one out of the docs folder."
)


def stray_files(docs: Path) -> Iterator[Issue]:
    """An issue for each file below `docs` that the site neither reads nor may publish.

    Hidden files are fine, because they are never published. So are texts in a folder whose name
    begins with an underscore: they are set aside on purpose.
    """
    for file in sorted(docs.rglob("*")):
        inside = file.relative_to(docs)
        hidden = any(part.startswith(".") for part in inside.parts)
        if hidden or file.name.lower() in _LITTER or not file.is_file():
            continue
        problem = _in_data(inside) if inside.parts[0] == DATA else _in_public(inside)
        if problem:
            yield Issue(f"{docs.name}/{inside.as_posix()}", 1, *problem)


def _in_public(inside: PurePath) -> tuple[str, str] | None:
    """What is wrong with a file outside the data folder, and what to do."""
    name, folder, ending = inside.name, inside.parent.as_posix(), inside.suffix
    if ending.lower() in {".md", ".markdown"}:
        if any(part.startswith("_") for part in inside.parts[:-1]):
            return None
        if folder not in _TEXT_FOLDERS:
            fix = "Move the file to docs/articles, docs/guides, or docs."
            return "The site does not read texts in this folder.", fix
        return None if ending == ".md" else _ends_in(ending, ".md")
    if ending.lower() in _MEDIA:
        return None
    if folder == "." and name.lower() in _GENERATED:
        fix = "Delete it, or give it another name."
        return "The site generates a file with this name.", fix
    if folder == "." and (name in AT_THE_ROOT or ending.lower() in PROOFS):
        return None
    if ending.lower() in _DATA_ENDINGS:
        fix = f"Move it to docs/{DATA}, or to docs/{DATA}/services if it is a service."
        return "The site does not read data files in this folder.", fix
    if wanted := _TO_CONVERT.get(ending.lower()):
        return "Some browsers cannot play this file.", f"Save it as {wanted}, and replace it."
    if ending.lower() in _DOCUMENTS:
        return "The site cannot read this document, and would publish it.", _COPY
    maybe = ending.lower() in _MAYBE_MARKDOWN and name not in AT_THE_ROOT
    if maybe or ".md" in name.lower():
        fix = f"If it is one, rename it to end in .md. If not, {_lower(_OUT)}"
        return "This looks like a text, but its name does not end in .md.", fix
    return "The site does not use files of this type, and would publish it.", _OUT


def _in_data(inside: PurePath) -> tuple[str, str] | None:
    """What is wrong with a file in the data folder, and what to do."""
    name, ending = inside.name, inside.suffix
    folder = inside.relative_to(DATA).parent.as_posix()
    if ending.lower() in _DOCUMENTS:
        fix = "Copy its text into a file that ends in .yml, then move it out of the docs folder."
        return "The site cannot read this document.", fix
    if folder in DATA_FOLDERS:
        if ending in _DATA_ENDINGS:
            return None
        if ending.lower() in _DATA_ENDINGS:
            return _ends_in(ending, ".yml")
        return "The site does not read this file.", f"Rename it to end in .yml, or {_lower(_OUT)}"
    if folder != ".":
        fix = f"Services belong in docs/{DATA}/services, tools of guides in docs/{DATA}/guides."
        return "The site does not read files in this folder.", fix
    if name in DATA_FILES or (name.startswith("links") and ending == ".yml"):
        return None
    near = get_close_matches(
        inside.stem.lower(), [file.removesuffix(".yml") for file in DATA_FILES]
    )
    fix = f"A service belongs in docs/{DATA}/services, other files outside the docs folder."
    return "The site does not read this file.", f"Did you mean “{near[0]}.yml”?" if near else fix


def _ends_in(ending: str, wanted: str) -> tuple[str, str]:
    return f"The file name ends in “{ending}”.", f"Rename it to end in {wanted}."


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
