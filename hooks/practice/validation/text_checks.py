"""What is wrong in one text: its links, pictures, headings, and footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from practice.content.issues import Issue, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from practice.markdown.inventory import Heading, Inventory, Link
    from practice.validation.links import Targets


_FILE_NAME = re.compile(
    r"\.(?:avif|gif|heic|jpe?g|png|svg|tiff?|webp)$|^(?:IMG|DSC|PXL|image)[-_ ]?\d+$|^Untitled$",
    re.IGNORECASE,
)
"""A description that a camera or an editor wrote."""


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
        if link.target.startswith("data:"):
            continue
        if link.picture and link.target and not link.alt:
            yield _no_description(link)
        elif link.picture and _is_file_name(link.alt, link.target):
            message = f"The description of “{link.target}” is the name of a file."
            fix = "Say what the picture shows."
            yield Finding(message, fix, link.line, f"[{link.alt}]")
    yield from _not_closed(inventory)
    yield from remnant_findings(inventory)
    yield from _empty(inventory)
    for each in inventory.not_allowed:
        message = f"“{each.name}” is not allowed in a text."
        words = each.name.rstrip(">").rpartition("=")[2]
        yield Finding(message, "Remove it.", each.line, words)
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


def remnant_findings(inventory: Inventory) -> Iterator[Finding]:
    """What other programs left in a text, or in a value of a data file."""
    for remnant in dict.fromkeys(inventory.remnants):
        yield Finding(remnant.message, remnant.fix, words=remnant.words)


def _is_file_name(alt: str, target: str) -> bool:
    name = unquote(target).rpartition("/")[2]
    return alt == name or _FILE_NAME.search(alt) is not None


def _empty(inventory: Inventory) -> Iterator[Finding]:
    for heading in inventory.empty_headings:
        yield Finding(
            "A heading has no words.", "Add them, or remove it.", heading.line, f"{heading.name}\n"
        )
    for link in inventory.empty_links:
        message = f"The link to “{link.target}” has no words."
        yield Finding(message, "Add them, or remove it.", link.line, f"[]({link.target}")
    for heading in inventory.own_headings:
        message = f"The heading “{heading.name}” is added above the footnotes anyway."
        yield Finding(message, "Remove this one.", heading.line, heading.name)
    for picture in inventory.noted_pictures:
        message = "A footnote cannot be in the description of a picture."
        yield Finding(message, "Put it after the picture.", picture.line, "![")


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
        if sources and definition.name in sources:
            message = f"The footnote “{definition.name}” hides the source of that name."
            yield Finding(message, "Rename it, or remove it.", definition.line, words)
        if definition.name in seen:
            message = f"The footnote “{definition.name}” is defined twice."
            yield Finding(message, "Remove one of the two.", definition.line, words)
        elif definition.name not in inventory.used_notes:
            message = f"The footnote “{definition.name}” is not used."
            fix = "Refer to it in the text, or remove it."
            yield Finding(message, fix, definition.line, words)
        seen.add(definition.name)
