"""What is wrong in one text: its links, pictures, headings, and footnotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from practice.content.issues import Issue, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from practice.markdown.inventory import Heading, Inventory, Link
    from practice.validation.links import Targets


@dataclass(frozen=True)
class Finding:
    """Something wrong in a text."""

    message: str
    fix: str
    line: int | None = None
    """The line in its file, where the inventory has it."""
    words: str = ""
    """What to look for in the text where it does not."""


def too_deep(path: str, line: int) -> Issue:
    """The issue of a text that Markdown cannot render."""
    message = "Lists, quotes, or tags are nested too deeply here."
    return Issue(path, line, message, "Remove some of the levels.")


def findings(
    inventory: Inventory,
    targets: Targets,
    sources: Collection[str] | None,
    page: str,
    folder: str,
    *,
    titled: bool = True,
) -> Iterator[Finding]:
    """All that is wrong in the text of `page`, whose paths start from `folder`.

    `sources` are the ids that a text may cite; None when they cannot be known. Without `titled`,
    there is no front matter, and a heading may be meant as the title.
    """
    for link in inventory.links:
        within = link.target[:1] == "#" and unquote(link.target[1:]) in inventory.ids
        if within:
            continue
        if problem := targets.problem(link, page, folder):
            yield Finding(*problem, link.line, link.target)
        if link.picture and link.target and not link.alt:
            yield _no_description(link)
    yield from _not_closed(inventory)
    for script in inventory.scripts:
        message = f"“{script.name}” runs a script, which is not allowed in a text."
        yield Finding(message, "Remove it.", script.line, script.name.rstrip(">"))
    headings = inventory.headings
    opened = not titled and headings and headings[0].level == 1
    yield from _headings(headings[1:] if opened else headings)
    yield from _footnotes(inventory, sources)
    for name in inventory.unknown_names:
        message = f"The link “[{name.name}]” has no target."
        fix = "Add a line like [name]: about.md. If this is not a link, put a backslash before [."
        yield Finding(message, fix, name.line, f"][{name.name}]")


def _no_description(link: Link) -> Finding:
    message = f"The picture “{link.target}” has no description."
    fix = (
        'Add one to the tag: alt="A person at a window".'
        if link.html
        else "Write one between the square brackets: ![A person at a window](photo.jpg)."
    )
    return Finding(message, fix, link.line, link.target)


def _not_closed(inventory: Inventory) -> Iterator[Finding]:
    for block in inventory.unclosed:
        message = f"“<{block.name}>” is not closed."
        yield Finding(message, f"Add </{block.name}> after it.", block.line, f"<{block.name}")
    for block in inventory.unopened:
        yield Finding(f"“</{block.name}>” closes nothing.", "Remove it.", words=f"</{block.name}")
    for tag in inventory.cut_tags:
        yield Finding(f"“{tag.name}” has no > at its end.", "Add it.", words=tag.name)
    for words in inventory.open_comments:
        fix = "Add --> after it."
        yield Finding("A comment is not closed.", fix, words=f"<!--{words}")
    for words in inventory.half_links:
        message = f"A link is not closed: “{words}”."
        yield Finding(message, "Add ) after its target.", words=words)
    for note in inventory.spaced_notes:
        message = f"A space breaks the footnote “{note.name}”."
        yield Finding(message, f"Write [^{note.name}].", words=f" ^{note.name}")


def _headings(headings: Iterable[Heading]) -> Iterator[Finding]:
    above = 1  # the title of the page
    for heading in headings:
        if heading.level == 1:
            message = "The page already has a title, from its front matter."
            yield Finding(message, "Start the heading with ##.", heading.line, "#")
            above = 2
            continue
        if heading.level > above + 1:
            message = f"Heading skips from level {above} to level {heading.level}."
            yield Finding(message, f"Start it with {'#' * (above + 1)}.", heading.line, "###")
        above = heading.level


def _footnotes(inventory: Inventory, sources: Collection[str] | None) -> Iterator[Finding]:
    defined = {definition.name for definition in inventory.definitions}
    for note in inventory.unknown_notes:
        if sources is None or note.name in sources:
            continue  # a problem in the source's own entry is reported there
        id = " ".join(note.name.split())
        fix = did_you_mean(id, {*sources, *defined})
        yield Finding(f"There is no source “{id}”.", fix, note.line, f"[^{note.name}]")
    seen: set[str] = set()
    for definition in inventory.definitions:
        words = f"[^{definition.name}]:"
        if definition.name in seen:
            message = f"The footnote “{definition.name}” is defined twice."
            yield Finding(message, "Remove one of the two.", definition.line, words)
        elif definition.name not in inventory.used_notes:
            message = f"The footnote “{definition.name}” is not used."
            fix = "Refer to it in the text, or remove it."
            yield Finding(message, fix, definition.line, words)
        seen.add(definition.name)
