"""`make new`: a valid file, or an entry among the sources, that explains itself."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from practice.authoring.names import free_name, name_of
from practice.authoring.templating import render
from practice.content import Article, Guide, Practice, Source, read_content
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
"""What can be made, and the words that `make new` takes for it."""


class Refusal(Exception):  # noqa: N818  (no fault of the program: an answer to a person)
    """Why nothing was made, and what to do, in sentences."""


@dataclass(frozen=True)
class Made:
    """What was made, and what to do next."""

    path: str
    """The file, from the project's folder."""
    line: int
    name: str
    """Its name in addresses and references."""
    news: str
    """What was made, in a sentence."""
    steps: list[str] = field(default_factory=list)
    """What to do next, in order."""


def make(project: Path, kind: str, words: Mapping[str, str], today: dt.date) -> Made:
    """Make what `kind` names below `project`, from the words that the person gave.

    Raises Refusal, and leaves everything as it was, when the words do not fit, when the name is
    taken, or when what was made would not pass the checks of the build.
    """
    given = _checked(kind, words)
    if kind == "source":
        return _source(project, given, today)
    content, _ = read_content(project / "docs")
    if not content.has(Practice):
        raise Refusal("docs/_data/practice.yml cannot be read yet. Run: make doctor")
    if kind == "service":
        return _service(project, content, given)
    return _article(project, content, Guide if kind == "guide" else Article, given, today)


def _checked(kind: str, words: Mapping[str, str]) -> dict[str, str]:
    """The words on one line each; empty ones count as not given."""
    if kind not in KINDS:
        near = did_you_mean(kind, KINDS, most=0) if kind else ""
        said = f"There is nothing called “{kind}” to make. {near}".rstrip() + "\n" if kind else ""
        how = 'Say what to make, and its title: make new article title="…"'
        raise Refusal(f"{said}{how}\n{_kinds()}")
    given = {key: " ".join(text.split()) for key, text in words.items()}
    given = {key: text for key, text in given.items() if text}
    for key, text in given.items():
        if key not in KINDS[kind]:
            known = ", ".join(KINDS[kind])
            raise Refusal(f"“{key}” is not known for a new {kind}. Known: {known}.")
        if text != text.encode(errors="replace").decode():
            raise Refusal(f"“{key}” holds a character that is not UTF-8. Type it again.")
    if "title" not in given:
        raise Refusal(f'The title is missing. Write it in quotes: make new {kind} title="…"')
    return given


def _kinds() -> str:
    return (
        f"Instead of article it can be: {', '.join(kind for kind in KINDS if kind != 'article')}."
    )


def _article(
    project: Path, content: Content, model: type[Article], given: dict[str, str], today: dt.date
) -> Made:
    kind = "guide" if model is Guide else "article"
    topic = _known("topic", given, content.topics) or next(iter(content.topics), "")
    if not topic:
        raise Refusal("There is no topic yet. Declare one in docs/_data/topics.yml first.")
    services = {**content.services, **content.draft_services}
    taken = _stems(project / "docs", "articles", "guides") | _old_names(content, model.folder)
    name = _name(kind, given, taken)
    text = render(
        f"{kind}.md",
        {
            "name": name,
            "title": given["title"],
            "today": today,
            "topic": topic,
            "topics": list(content.topics),
            "service": _known("service", given, services),
            "services": list(services),
            "author": _known("author", given, content.practice.authors),
        },
    )
    path = f"docs/{model.folder}/{name}.md"
    _write_new(project, path, text)
    steps = _steps(path, f"{model.folder}/{name}/", "set its date, ")
    if "topic" not in given and len(content.topics) > 1:
        steps.insert(1, f"Its topic is {topic}: see whether another fits better.")
    return Made(path, 1, name, f"Made {path}, a draft dated {today}.", steps)


def _service(project: Path, content: Content, given: dict[str, str]) -> Made:
    name = _name("service", given, _stems(project / "docs", "_data/services"))
    services = [*content.services.values(), *content.draft_services.values()]
    order = max((service.order for service in services), default=0) + 1
    path = f"docs/_data/services/{name}.yml"
    _write_new(project, path, render("service.yml", {"title": given["title"], "order": order}))
    return Made(path, 1, name, f"Made {path}, a draft.", _steps(path, f"services/{name}/"))


def _steps(path: str, address: str, before: str = "") -> list[str]:
    return [
        f"Open {path}, and write your own words wherever it says TO WRITE.",
        f"Look at it: make serve, then http://127.0.0.1:8000/{address}",
        f"To publish it, {before}take out “draft: true”, run make build, then commit and push.",
    ]


def _source(project: Path, given: dict[str, str], today: dt.date) -> Made:
    file = project / SOURCES
    before = file.read_bytes() if file.is_file() else b""
    ids, addresses = _sources(file) if before.strip() else ({}, {})
    name = _name("source", given, ids)
    values = {"author": "", "url": "", "date": "", **given, "name": name, "today": today}
    entry = render("source.yml", values)
    after = _appended(before, entry)
    line = _proven(after, ids, name, entry)
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(after)
    if before:
        shutil.copymode(file, beside)
    os.replace(beside, file)  # noqa: PTH105  (in one step: a crash leaves the old file or the new)
    steps = [
        f"Fill in what you know at {SOURCES}:{line}, and leave the rest empty.",
        f"Cite it in an article, after the sentence it supports: [^{name}]",
        "Look at it with make serve, then commit and push.",
    ]
    url = given.get("url", "")
    if url in addresses:
        steps.insert(0, f"The source “{addresses[url]}” has the same address: do you need both?")
    return Made(SOURCES, line, name, f"Added “{name}” to {SOURCES}, at line {line}.", steps)


def _sources(file: Path) -> tuple[dict[str, object], dict[str, str]]:
    """What stands among the sources now, as data, and the ids of their addresses."""
    text, issues = read_text(file, SOURCES)
    data, _, more = parse_yaml(text or "", SOURCES)
    if issues or more:
        raise Refusal("\n".join(["Nothing was added. Mend this first:", *map(str, issues + more)]))
    entries = data or {}
    if not isinstance(entries, dict):
        raise Refusal(f"Nothing was added. {SOURCES} has to hold entries by their ids.")
    urls = {e["url"]: id for id, e in entries.items() if isinstance(e, dict) and e.get("url")}
    return entries, urls


def _appended(before: bytes, entry: str) -> bytes:
    """`before` to the byte, an empty line, and the entry with the line ends of the file."""
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if not before else newline if before.endswith(b"\n") else newline * 2
    return before + gap + entry.encode().replace(b"\n", newline)


def _proven(after: bytes, ids: Mapping[str, object], name: str, entry: str) -> int:
    """The line of the new entry, once all that stood there reads as before and it is valid."""
    text = after.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    data, lines, issues = parse_yaml(text, SOURCES)
    if not issues and isinstance(data, dict) and {**ids, name: data.get(name)} == data:
        document = Document(SOURCES, "sources", data, lines)
        source, issues = Source.read(document.part(name, name))
        if source is not None:
            return document.line(name)
        raise Refusal("\n".join(["Nothing was added.", *(f"{i.message} {i.fix}" for i in issues)]))
    raise Refusal(
        f"Nothing was added: {SOURCES} is not written so that an entry fits at its end.\n"
        f"Put this where it belongs yourself:\n\n{entry}"
    )


def _known(key: str, given: Mapping[str, str], known: Iterable[str]) -> str:
    """What was given for `key`, which has to be known; "" when nothing was."""
    word = given.get(key, "")
    if word and word not in known:
        raise Refusal(f"There is no {key} “{word}”. {did_you_mean(word, known)}")
    return word


def _name(kind: str, given: Mapping[str, str], taken: Iterable[str]) -> str:
    """The name given, else the one that the title suggests; it has to be free."""
    wanted = given.get("name") or given["title"]
    name = name_of(wanted, kind)
    title = f'title="{given["title"]}"' if given["title"].isalnum() else 'title="…"'
    if not name:
        raise Refusal(
            "The title has no letter or digit to make a name of.\n"
            f"Give a name too: make new {kind} {title} name=a-short-name"
        )
    if "name" in given and name != wanted:
        raise Refusal(f"“{wanted}” cannot be a name. Try: make new {kind} {title} name={name}")
    taken = {other.casefold() for other in taken}
    if name in taken:
        free = free_name(name, taken)
        raise Refusal(f"The name “{name}” is taken.\nTry: make new {kind} {title} name={free}")
    return name


def _stems(docs: Path, *folders: str) -> set[str]:
    """The names of all files in these folders."""
    return {
        file.stem
        for folder in folders
        if (docs / folder).is_dir()
        for file in (docs / folder).iterdir()
    }


def _old_names(content: Content, folder: str) -> set[str]:
    """The names in `folder` that old addresses lead away from."""
    addresses = (
        address.strip("/") for a in content.articles.values() for address in a.redirect_from
    )
    return {address.removeprefix(f"{folder}/") for address in addresses}


def _write_new(project: Path, path: str, text: str) -> None:
    """Write a file that is not there yet, and read it back; take it away if it is not valid."""
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as new:
        new.write(text)
    _, issues = read_content(project / "docs")
    if found := sorted({issue for issue in issues if issue.path == path}):
        file.unlink()
        raise Refusal("\n".join(["Nothing was made.", *(f"{i.message} {i.fix}" for i in found)]))
