"""Files in the docs folder that the site would pass over in silence, or publish as they stand."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from practice.content.articles import Article, Guide
from practice.content.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePath

DATA = "_data"
DATA_FILES = ("contact.yml", "practice.yml", "sources.yml", "testimonials.yml", "topics.yml")
DATA_FOLDERS = ("services", "guides")
"""Folders of data that hold a file for each entry."""
_TEXT_FOLDERS = (".", Article.folder, Guide.folder)
_DATA_ENDINGS = (".yml", ".yaml")
_MEDIA = {
    *(".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp"),
    *(".avif", ".bmp", ".heic", ".heif", ".jfif", ".jpe", ".jxl", ".tif", ".tiff"),  # pictures.py
    *(".m4a", ".mp3", ".mp4", ".vtt", ".webm"),
    *(".ics", ".pdf", ".vcf", ".zip"),
}
"""What readers may be given as it stands. What only an office program opens is not among it."""
_AT_THE_ROOT = {"CNAME", "_headers", "_redirects", "robots.txt"}
"""Files by which a host or a search engine is told something; it looks for them there alone."""
_PROOFS = (".html", ".xml")
"""What search engines ask for at the root, to prove whose the site is."""
_LITTER = {"desktop.ini", "ehthumbs.db", "thumbs.db"}
"""What operating systems leave in folders: no mistake of the coach's."""
_OUT = "Move it out of the docs folder, or delete it."


def strays(docs: Path) -> Iterator[Issue]:
    """An issue for each file below `docs` that nothing reads and that is not for readers.

    Hidden files are left alone: they are never published. Nor are texts in a folder whose name
    begins with an underscore: there they are set aside on purpose.
    """
    for file in sorted(docs.rglob("*")):
        inside = file.relative_to(docs)
        hidden = any(part.startswith(".") for part in inside.parts)
        if hidden or file.name.lower() in _LITTER or not file.is_file():
            continue
        told = _in_data(inside) if inside.parts[0] == DATA else _in_public(inside)
        if told:
            yield Issue(f"{docs.name}/{inside.as_posix()}", 1, *told)


def _in_public(inside: PurePath) -> tuple[str, str] | None:
    """What is wrong with a file outside the data, and the mend."""
    name, folder, ending = inside.name, inside.parent.as_posix(), inside.suffix
    if ending.lower() in {".md", ".markdown"}:
        if any(part.startswith("_") for part in inside.parts[:-1]):
            return None
        if folder not in _TEXT_FOLDERS:
            fix = "Move the file to docs/articles, docs/guides or docs itself."
            return "The site looks for no texts in this folder.", fix
        return None if ending == ".md" else _ends_in(ending, ".md")
    if ending.lower() in _MEDIA:
        return None
    if folder == "." and (name in _AT_THE_ROOT or ending.lower() in _PROOFS):
        return None
    if ending.lower() in _DATA_ENDINGS:
        fix = f"Move it to docs/{DATA}, and a service to docs/{DATA}/services."
        return "The site looks for no data in this folder.", fix
    if ".md" in name.lower():
        fix = f"If it is the text itself, rename it so that it ends in .md. If not, {_lower(_OUT)}"
        return "This looks like a text, and its name does not end in .md.", fix
    return "The site has no use for a file of this kind, and readers would get it.", _OUT


def _in_data(inside: PurePath) -> tuple[str, str] | None:
    """What is wrong with a file among the data, and the mend."""
    name, ending = inside.name, inside.suffix
    folder = inside.relative_to(DATA).parent.as_posix()
    if folder in DATA_FOLDERS:
        if ending in _DATA_ENDINGS:
            return None
        if ending.lower() in _DATA_ENDINGS:
            return _ends_in(ending, ".yml")
        return "Nothing reads this file.", f"Rename it so that it ends in .yml, or {_lower(_OUT)}"
    if folder != ".":
        fix = f"Services belong in docs/{DATA}/services, tools of guides in docs/{DATA}/guides."
        return "Nothing reads the files of this folder.", fix
    if name in DATA_FILES or (name.startswith("links") and ending == ".yml"):
        return None
    near = get_close_matches(
        inside.stem.lower(), [file.removesuffix(".yml") for file in DATA_FILES]
    )
    fix = f"A service belongs in docs/{DATA}/services; what is no data, outside of docs."
    return "Nothing reads this file.", f"Did you mean “{near[0]}.yml”?" if near else fix


def _ends_in(ending: str, wanted: str) -> tuple[str, str]:
    return f"The file's name ends in “{ending}”.", f"Rename it so that it ends in {wanted}."


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
