"""`make new`: a valid file, or an entry in the list of sources, with comments that explain it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from practice.authoring.names import free_name, name_of
from practice.authoring.templating import render
from practice.content import Article, Guide, Source, read_content
from practice.content.documents import Document, parse_yaml, read_text
from practice.content.issues import did_you_mean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from practice.content import Content

SOURCES = "docs/_data/sources.yml"
_ARTICLE_WORDS = ("title", "name", "topic", "service", "author")
KINDS = {
    "article": _ARTICLE_WORDS,
    "guide": _ARTICLE_WORDS,
    "service": ("title", "name"),
    "source": ("title", "name", "author", "url", "date"),
}
"""The kinds of content, each with the options that `make new` has for it."""


class RequestError(Exception):
    """Why nothing was made, and what to do."""


@dataclass(frozen=True)
class Made:
    """What was made, and what to do next."""

    path: str
    """The file, from the project folder."""
    line: int
    name: str
    """Its name in addresses and references."""
    message: str
    """What was made, as a sentence."""
    steps: list[str] = field(default_factory=list)
    """What to do next."""


def make(project: Path, kind: str, words: Mapping[str, str], today: dt.date) -> Made:
    """Make a file or entry of this kind in the folder `project` from the words a person typed.

    Raises RequestError and changes nothing if the words are not valid, the name is taken, or the
    result would not pass the checks of the build.
    """
    given = _check(kind, words)
    if kind == "source":
        return _source(project, given, today)
    content, _ = read_content(project / "docs")
    if content.practice.broken:
        raise RequestError("docs/_data/practice.yml cannot be read yet. Run: make doctor")
    if kind == "service":
        return _service(project, content, given)
    return _article(project, content, Guide if kind == "guide" else Article, given, today)


def _check(kind: str, words: Mapping[str, str]) -> dict[str, str]:
    """The words, each on one line, without empty ones."""
    if kind not in KINDS:
        near = did_you_mean(kind, KINDS, most=0) if kind else ""
        wrong = f"“{kind}” is not a kind of content. {near}".rstrip() + "\n" if kind else ""
        others = ", ".join(kind for kind in KINDS if kind != "article")
        raise RequestError(f'{wrong}Use: make new article title="…" (or {others})')
    given = {key: " ".join(text.split()) for key, text in words.items()}
    given = {key: text for key, text in given.items() if text}
    for key, text in given.items():
        if key not in KINDS[kind]:
            known = ", ".join(KINDS[kind])
            raise RequestError(f"A new {kind} has no option “{key}”. It has: {known}.")
        if text != text.encode(errors="replace").decode():
            raise RequestError(f"“{key}” contains a character that is not UTF-8. Retype it.")
    if "title" not in given:
        raise RequestError(f'The title is missing. Use: make new {kind} title="…"')
    return given


def _article(
    project: Path, content: Content, model: type[Article], given: dict[str, str], today: dt.date
) -> Made:
    kind = "guide" if model is Guide else "article"
    topic = _choice("topic", given, content.topics) or next(iter(content.topics), "")
    if not topic:
        raise RequestError("There are no topics yet. Add one to docs/_data/topics.yml first.")
    services = {**content.services, **content.draft_services}
    taken = _file_names(project / "docs", "articles", "guides") | _old_names(content, model.folder)
    name = _name(kind, given, taken)
    text = render(
        f"{kind}.md",
        {
            "name": name,
            "title": given["title"],
            "today": today,
            "topic": topic,
            "topics": list(content.topics),
            "service": _choice("service", given, services),
            "services": list(services),
            "author": _choice("author", given, content.practice.authors),
        },
    )
    path = f"docs/{model.folder}/{name}.md"
    _write_new(project, path, text)
    steps = _steps(path, f"{model.folder}/{name}/", "set its date, ")
    if "topic" not in given and len(content.topics) > 1:
        steps.insert(1, f"Its topic is {topic}. Check whether another one fits better.")
    return Made(path, 1, name, f"Made {path}, a draft dated {today}.", steps)


def _service(project: Path, content: Content, given: dict[str, str]) -> Made:
    name = _name("service", given, _file_names(project / "docs", "_data/services"))
    services = [*content.services.values(), *content.draft_services.values()]
    order = max((service.order for service in services), default=0) + 1
    path = f"docs/_data/services/{name}.yml"
    _write_new(project, path, render("service.yml", {"title": given["title"], "order": order}))
    return Made(path, 1, name, f"Made {path}, a draft.", _steps(path, f"services/{name}/"))


def _steps(path: str, address: str, before: str = "") -> list[str]:
    return [
        f"Open {path}, and replace each TO WRITE with your own words.",
        f"Preview it: run make serve, then open http://127.0.0.1:8000/{address}",
        f"To publish it, {before}remove “draft: true”, run make build, then commit and push.",
    ]


def _source(project: Path, given: dict[str, str], today: dt.date) -> Made:
    file = project / SOURCES
    before = file.read_bytes() if file.is_file() else b""
    ids, addresses = _sources(file) if before.strip() else ({}, {})
    name = _name("source", given, ids)
    values = {"author": "", "url": "", "date": "", **given, "name": name, "today": today}
    entry = render("source.yml", values)
    after = _appended(before, entry)
    line = _verified_line(after, ids, name, entry)
    new = file.with_name(f".{file.name}.new")
    new.write_bytes(after)
    if before:
        shutil.copymode(file, new)
    new.replace(file)  # atomic: a crash leaves the old file or the new one
    steps = [
        f"Fill in what you know at {SOURCES}:{line}. Leave the rest empty.",
        f"Cite it in an article, after the sentence it supports: [^{name}]",
        "Preview it with make serve, then commit and push.",
    ]
    url = given.get("url", "")
    if url in addresses:
        steps.insert(
            0, f"The source “{addresses[url]}” has the same address. Check whether you need both."
        )
    return Made(SOURCES, line, name, f"Added “{name}” to {SOURCES}, at line {line}.", steps)


def _sources(file: Path) -> tuple[dict[str, object], dict[str, str]]:
    """The sources in the file, by id, and their ids by address."""
    text, issues = read_text(file, SOURCES)
    data, _, more = parse_yaml(text or "", SOURCES)
    if issues or more:
        raise RequestError(
            "\n".join(["Nothing was added. Fix this first:", *map(str, issues + more)])
        )
    entries = data or {}
    if not isinstance(entries, dict):
        raise RequestError(f"Nothing was added. {SOURCES} must list each source under its id.")
    urls = {e["url"]: id for id, e in entries.items() if isinstance(e, dict) and e.get("url")}
    return entries, urls


def _appended(before: bytes, entry: str) -> bytes:
    """`before` unchanged, an empty line, and the entry with the same line ends."""
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if not before else newline if before.endswith(b"\n") else newline * 2
    return before + gap + entry.encode().replace(b"\n", newline)


def _verified_line(after: bytes, ids: Mapping[str, object], name: str, entry: str) -> int:
    """The line of the new entry.

    Raises RequestError if it is not valid, or if the other entries are not the same as before.
    """
    text = after.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    data, lines, issues = parse_yaml(text, SOURCES)
    if not issues and isinstance(data, dict) and {**ids, name: data.get(name)} == data:
        document = Document(SOURCES, "sources", data, lines)
        _, issues = Source.read(document.part(name, name))
        if not issues:
            return document.line(name)
        raise RequestError(
            "\n".join(["Nothing was added.", *(f"{i.message} {i.fix}" for i in issues)])
        )
    raise RequestError(
        f"Nothing was added: the end of {SOURCES} is not a place for an entry.\n"
        f"Add this yourself:\n\n{entry}"
    )


def _choice(key: str, given: Mapping[str, str], known: Iterable[str]) -> str:
    """The value given for `key`, which must be a known one; "" if there is none."""
    word = given.get(key, "")
    if word and word not in known:
        raise RequestError(f"There is no {key} “{word}”. {did_you_mean(word, known)}")
    return word


def _name(kind: str, given: Mapping[str, str], taken: Iterable[str]) -> str:
    """The name given, or one made from the title. Raises RequestError if it is taken."""
    wanted = given.get("name") or given["title"]
    name = name_of(wanted, kind)
    title = f'title="{given["title"]}"' if given["title"].isalnum() else 'title="…"'
    if not name:
        raise RequestError(
            "The title has no letters or digits to make a name from.\n"
            f"Add a name: make new {kind} {title} name=a-short-name"
        )
    if "name" in given and name != wanted:
        raise RequestError(
            f"“{wanted}” is not a valid name. Use: make new {kind} {title} name={name}"
        )
    taken = {other.casefold() for other in taken}
    if name in taken:
        free = free_name(name, taken)
        raise RequestError(f"The name “{name}” is taken.\nUse: make new {kind} {title} name={free}")
    return name


def _file_names(docs: Path, *folders: str) -> set[str]:
    """The names of all files in these folders."""
    return {
        file.stem
        for folder in folders
        if (docs / folder).is_dir()
        for file in (docs / folder).iterdir()
    }


def _old_names(content: Content, folder: str) -> set[str]:
    """The names in `folder` that redirects use."""
    addresses = (
        address.strip("/") for a in content.articles.values() for address in a.redirect_from
    )
    return {address.removeprefix(f"{folder}/") for address in addresses}


def _write_new(project: Path, path: str, text: str) -> None:
    """Write a new file. Remove it again and raise RequestError if it is not valid."""
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as new:
        new.write(text)
    _, issues = read_content(project / "docs")
    if found := sorted({issue for issue in issues if issue.path == path}):
        file.unlink()
        raise RequestError(
            "\n".join(["Nothing was made.", *(f"{i.message} {i.fix}" for i in found)])
        )
