"""What is wrong in a text, told to a person: its links, pictures, headings and footnotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from practice.content.issues import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from practice.markdown.inventory import Heading, Survey
    from practice.validation.links import Link, Targets


@dataclass(frozen=True)
class Finding:
    """Something wrong in a text."""

    message: str
    fix: str
    line: int | None = None
    """The line in its file, where the survey knows it."""
    words: str = ""
    """What to look for in the text where it does not."""


def findings(
    survey: Survey,
    targets: Targets,
    sources: Collection[str] | None,
    page: str,
    folder: str,
    *,
    titled: bool = True,
) -> Iterator[Finding]:
    """All that is wrong in the text of `page`, whose links are seen from `folder`.

    `sources` are the ids that a text may cite; None when they cannot be known. `titled` tells
    whether there is front matter, which has the title: without it the text may have tried to.
    """
    for link in survey.links:
        within = link.target[:1] == "#" and unquote(link.target[1:]) in survey.ids
        if within:
            continue
        if trouble := targets.trouble(link, page, folder):
            yield Finding(*trouble, link.line, link.target)
        if link.picture and link.target and not link.alt:
            yield _without_words(link)
    yield from _without_end(survey)
    for script in survey.scripts:
        message = f"“{script.name}” runs a script, which a text cannot hold."
        yield Finding(message, "Take it out.", script.line, script.name.rstrip(">"))
    headings = survey.headings
    opened = not titled and headings and headings[0].level == 1
    yield from _headings(headings[1:] if opened else headings)
    yield from _footnotes(survey, sources)
    for name in survey.unknown_names:
        message = f"No line says where the link “[{name.name}]” leads."
        fix = "Write one, like [name]: about.md. If no link is meant, put a backslash before [."
        yield Finding(message, fix, name.line, f"][{name.name}]")


def _without_words(link: Link) -> Finding:
    message = f"The picture “{link.target}” has no words that say what it shows."
    fix = (
        'Write them into the tag: alt="A person at a window".'
        if link.html
        else "Write them between the square brackets: ![A person at a window](photo.jpg)."
    )
    return Finding(message, fix, link.line, link.target)


def _without_end(survey: Survey) -> Iterator[Finding]:
    for block in survey.unclosed:
        message = f"“<{block.name}>” is opened and not closed."
        yield Finding(message, f"Write </{block.name}> after it.", block.line, f"<{block.name}")
    for words in survey.open_comments:
        fix = "Write --> after it, before the next empty line."
        yield Finding("A comment is opened and not closed.", fix, words=f"<!--{words}")
    for words in survey.half_links:
        message = f"A link has no end: “{words}”."
        yield Finding(message, "Write ) after its target.", words=words)
    for note in survey.spaced_notes:
        message = f"A space keeps “{note.name}” from being a footnote."
        yield Finding(message, f"Write [^{note.name}].", words=f" ^{note.name}")


def _headings(headings: Iterable[Heading]) -> Iterator[Finding]:
    above = 1  # the title of the page
    for heading in headings:
        if heading.level == 1:
            message = "A second title: the page has one already, from its front matter."
            yield Finding(message, "Begin the heading with ##.", heading.line, "#")
            above = 2
            continue
        if heading.level > above + 1:
            message = f"A heading of level {heading.level} stands below one of level {above}."
            yield Finding(message, f"Begin it with {'#' * (above + 1)}.", heading.line, "###")
        above = heading.level


def _footnotes(survey: Survey, sources: Collection[str] | None) -> Iterator[Finding]:
    defined = {definition.name for definition in survey.definitions}
    for note in survey.unknown_notes:
        if sources is None or note.name in sources:
            continue  # its own mistake is told where it stands
        id = " ".join(note.name.split())
        fix = did_you_mean(id, {*sources, *defined})
        yield Finding(f"There is no source “{id}”.", fix, note.line, f"[^{note.name}]")
    seen: set[str] = set()
    for definition in survey.definitions:
        words = f"[^{definition.name}]:"
        if definition.name in seen:
            message = f"The footnote “{definition.name}” is defined twice."
            yield Finding(message, "Keep one of the two.", definition.line, words)
        elif definition.name not in survey.used_notes:
            message = f"The footnote “{definition.name}” is defined, and nothing refers to it."
            fix = "Refer to it in the text, or take it out."
            yield Finding(message, fix, definition.line, words)
        seen.add(definition.name)
