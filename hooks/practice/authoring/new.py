"""`make new`: a valid file, or an entry in a data file, with comments that explain it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from practice.authoring.entries import add_entry, read_entries
from practice.authoring.kinds import RequestError, invalid, valid_words
from practice.authoring.names import free_name, name_of
from practice.authoring.templating import render
from practice.content import Article, Guide, Source, read_content
from practice.content.issues import did_you_mean
from practice.content.models import EntryWithPage
from practice.content.placeholders import MARK
from practice.content.testimonials import Testimonial
from practice.content.tools import TOOLS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from practice.content import Content

SOURCES = "docs/_data/sources.yml"
TESTIMONIALS = "docs/_data/testimonials.yml"


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
    given = valid_words(kind, words)
    if kind == "source":
        return _source(project, given, today)
    content, _ = read_content(project / "docs")
    if content.practice.broken:
        raise RequestError("docs/_data/practice.yml cannot be read yet. Run: make doctor")
    if kind == "service":
        return _service(project, content, given)
    if kind == "testimonial":
        return _testimonial(project, content, given)
    if kind in TOOLS:
        return _tool(project, content, kind, given["guide"])
    return _article(project, content, Guide if kind == "guide" else Article, given, today)


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
    taken = _file_names(project / "docs", "_data/services") | _old_names(content, "services")
    name = _name("service", given, taken)
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


def _tool(project: Path, content: Content, kind: str, slug: str) -> Made:
    guides = {guide.slug: guide for guide in content.guides()}
    if slug not in guides:
        known = did_you_mean(slug, guides) if guides else 'Use: make new guide title="…"'
        raise RequestError(f"There is no guide “{slug}”. {known}", "guide")
    if slug in _file_names(project / "docs", "_data/guides"):
        raise RequestError(f"The guide “{slug}” has a tool already.", "guide")
    path = f"docs/_data/guides/{slug}.yml"
    _write_new(project, path, render(f"{kind}.yml", {"guide": slug}))
    steps = [
        f"Open {path}, and replace each TO WRITE with your own words.",
        f"Preview it: run make serve, then open http://127.0.0.1:8000/guides/{slug}/",
    ]
    if guides[slug].draft:
        steps.append(f"To publish it, publish the guide, docs/guides/{slug}.md.")
    else:
        steps.append("The guide is not a draft, so the site builds only when TO WRITE is gone.")
    return Made(path, 1, slug, f"Made {path}.", steps)


def _source(project: Path, given: dict[str, str], today: dt.date) -> Made:
    sources = read_entries(project, SOURCES, dict)
    addresses = {s["url"]: id for id, s in sources.items() if isinstance(s, dict) and s.get("url")}
    name = _name("source", given, sources)
    values = {"author": "", "url": "", "date": "", **given, "name": name, "today": today}
    line = add_entry(project, SOURCES, sources, Source, render("source.yml", values), name)
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


def _testimonial(project: Path, content: Content, given: dict[str, str]) -> Made:
    entries = read_entries(project, TESTIMONIALS, list)
    services = {**content.services, **content.draft_services}
    values = {"role": "", "date": "", **given, "service": _choice("service", given, services)}
    entry = render("testimonial.yml", values)
    line = add_entry(project, TESTIMONIALS, entries, Testimonial, entry, len(entries))
    steps = [
        f"Check it at {TESTIMONIALS}:{line}. Leave empty what you do not know.",
        "Preview it with make serve, then commit and push.",
    ]
    number = str(len(entries) + 1)
    return Made(TESTIMONIALS, line, number, f"Added it to {TESTIMONIALS}, at line {line}.", steps)


def _choice(key: str, given: Mapping[str, str], known: Iterable[str]) -> str:
    """The value given for `key`, which must be a known one; "" if there is none."""
    word = given.get(key, "")
    if word and word not in known:
        raise RequestError(f"There is no {key} “{word}”. {did_you_mean(word, known)}", key)
    return word


def _name(kind: str, given: Mapping[str, str], taken: Iterable[str]) -> str:
    """The name given, or one made from the title. Raises RequestError if it is taken."""
    wanted = given.get("name") or given["title"]
    name = name_of(wanted, kind)
    title = f'title="{given["title"]}"' if given["title"].isalnum() else 'title="…"'
    if not name:
        raise RequestError(
            "The title has no letters or digits to make a name from. Add a name.",
            "name",
            f"make new {kind} {title} name=a-short-name",
        )
    if "name" in given and name != wanted:
        raise RequestError(
            f"“{wanted}” is not a valid name. Write it like {name}.",
            "name",
            f"make new {kind} {title} name={name}",
        )
    taken = {other.casefold() for other in taken}
    if name in taken:
        free = free_name(name, taken)
        raise RequestError(
            f"The name “{name}” is taken. Choose another one, such as {free}.",
            "name",
            f"make new {kind} {title} name={free}",
        )
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
    addresses = (a.strip("/") for e in content.all(EntryWithPage) for a in e.redirect_from)
    return {address.removeprefix(f"{folder}/") for address in addresses}


def _write_new(project: Path, path: str, text: str) -> None:
    """Write a new file. Remove it again and raise RequestError if it is not valid.

    Placeholders are valid, even in the tool of a published guide.
    """
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as new:
        new.write(text)
    _, issues = read_content(project / "docs")
    found = sorted({issue for issue in issues if issue.path == path and MARK not in issue.message})
    if found:
        file.unlink()
        raise invalid(found, text)
