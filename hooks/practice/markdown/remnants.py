"""Markup of other programs that Markdown leaves in a text, where readers would see it."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token


class Remnant(NamedTuple):
    """Words that should not be published, and why."""

    words: str
    message: str
    fix: str


_CUT = "\0"
"""What is written for a tag."""
_ANY = (
    (  # shown by their editors as small numbers or links
        r"【[^】\n]*(?:†|turn\d)[^】\n]*】|:{0,2}contentReference\[oaicite:[^\]]*\](?:\{[^}\n]*\})?"
        r"|\[oaicite:[^\]]*\]|\[cite_(?:start|end)\]|\[cite: ?[\d, -]+\]"
        r"|\[(?:web|doc|source|file|attached_file|ppl-ai-file-upload)[:_-]?\d+[^\]\n]*\]"
        r"|\ue200[^\ue201\n]*\ue201?|\b(?:file)?cite(?:turn\d+[a-z]+\d+)+|\bturn\d+search\d+",
        "“{}” is a citation mark of a chat assistant.",
        "Remove it, or cite a source: [^its-id].",
    ),
    (
        r"[\ue000-\ue1ff\ue210-\uf8ff]+",
        "The character “{}” can be shown only by another program.",
        "Delete it, and type what it means.",
    ),
    (
        r"(?<!\w)\[/[a-z][\w-]*\]|\[[a-z][\w-]*(?: [^\[\]\n]*)? [\w-]+=[^\[\]\n]*\]?"
        r"|\[(?:url|img|color|size)=[^\[\]\n]*\]"
        r"|\[(?:gallery|caption|embed|playlist|toc|nextpage)\]"
        r"|\[(?:embed|vimeo|youtube) [^\[\]\n\0]*",
        "“{}” is a shortcode of another site.",
        "Write it in Markdown, or remove it.",
    ),
    (
        r"\{\{[^}\n]{0,30}\}*|\{%[^}\n]{0,30}\}?|\{::?[^}\n]{0,30}\}|<%[^>\n]{0,30}>?",
        "The text contains “{}”, which looks like unfinished markup.",
        "Correct it in the text, or put it in backticks.",
    ),
    (
        r"(?m)^:::+[ \t]*\{?[ \t]*[\w.-]+",
        "“{}” is the box of another site.",
        "Begin each of its lines with >, and the first with > [!NOTE].",
    ),
    (
        r"Error! (?:Reference source|Bookmark) not (?:found|defined)\.?|\bHYPERLINK (?:\\l )?[\"\0]"
        r"|\bPAGEREF _\w+|\bTOC \\o|\bCommented \[\w+\]:|<!\[(?:if|endif)[^\]\n]*\]>?",
        "“{}” is a field or a comment of Word.",
        "Replace it with what it showed, or remove it.",
    ),
    (
        r"\]\{[.#][^}\n]*\}",
        "“{}” is formatting from Word that Markdown does not have.",
        "Remove it, and the bracket that opens it.",
    ),
    (
        r"%%",
        "“{}” begins a comment that does not end.",
        "Put %% after it, or write 100%.",
    ),
    (
        r"\^\[[^\]\n]{1,30}",
        "“{}” is a footnote of another editor.",
        "Write [^note], and below the paragraph [^note]: with its words.",
    ),
    (
        r"(?m)^[\w][\w ]{0,20}::[ \t]|\[\w+::[ \t]",
        "“{}” is a field of Obsidian.",
        "Write it as a sentence, or remove it.",
    ),
    (
        r"[ \n]\^[\w-]+[ \t]*\Z",
        "“{}” is the id of a paragraph in Obsidian.",
        "Remove it.",
    ),
    (
        r"\A[ \n]*(?:#[A-Za-z][\w/-]*[ \n]*){2,}\Z",
        "“{}” are tags.",
        "Add them to “tags” in the front matter, without #.",
    ),
    (
        r"\A\[[-/<>!?*~]\][ \t]",
        "“{}” is a kind of task that only Obsidian shows.",
        "Write [ ] or [x].",
    ),
    (
        r"\$\$",
        "“{}” begins a formula, which is not supported.",
        "Write it in words, or show it as a picture.",
    ),
    (
        r"(?<![\w:]):[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:])",
        "“{}” is the name of an emoji.",
        "Type the emoji itself, or remove it.",
    ),
    (
        r"(?i)\[(?:insert|add|your|enter) [^\[\]\n]{1,60}\]",
        "“{}” is a gap to fill in.",
        "Replace it with your own words.",
    ),
    (
        r"\[[1-9]\d{0,2}(?:[,–-] ?\d{1,3})*\]|\A[⁰¹²³⁴-⁹]+[ \t]?\S*",
        "“{}” is a note numbered by hand.",
        "Write [^1] in the text, and [^1]: before the note.",
    ),
)
_HTML = (
    (
        r"\[\^[^\]\s]{1,30}\]",
        "“{}” does not work inside HTML.",
        "Write the paragraph without tags.",
    ),
    (
        r"\]\([^()\s]{1,60}\)?",
        "The text contains “{}”, which looks like unfinished markup.",
        "Write the paragraph without tags.",
    ),
)
"""What Markdown reads in a text, but not between tags written by hand."""
_CELL_END = re.compile(r"(?<!\\)\|")
_READERS = [(re.compile(pattern), message, fix) for pattern, message, fix in _ANY]
_HTML_READERS = [(re.compile(pattern), message, fix) for pattern, message, fix in _HTML]


def remnants(text: str, *, html: bool = False) -> Iterator[Remnant]:
    """What is left in `text`, where NUL stands for a tag; `html` was written between tags."""
    for pattern, message, fix in [*_READERS, *(_HTML_READERS if html else [])]:
        for match in pattern.finditer(text):
            words = match[0].partition(_CUT)[0].strip()
            yield Remnant(words, message.format(words), fix)


def flaws(blocks: Sequence[Token], lines: Sequence[str]) -> Iterator[Remnant]:
    """Code that takes in the rest of a text, and cells that tables drop."""
    columns = 0
    for at, token in enumerate(blocks):
        start, end = token.map or (0, 0)
        unclosed = token.type == "fence" and end - start < token.content.count("\n") + 2
        if unclosed and token.level == 0 and token.content.strip():  # a quote or list ends it, too
            opening = token.markup + token.info
            words = f"{opening}\n" + token.content.partition("\n")[0]
            fix = f"Add a line with {token.markup} after the code."
            yield Remnant(words, f"The code that “{opening}” begins does not end.", fix)
        elif token.type == "thead_open":
            head = takewhile(lambda each: each.type != "thead_close", blocks[at:])
            columns = sum(each.type == "th_open" for each in head)
        elif token.type == "tr_open" and blocks[at - 1].type != "thead_open":
            row = lines[start].strip(" \t>")
            cells = _CELL_END.split(row.strip("|"))
            if len(cells) > columns:
                message = f"This row of a table has {len(cells)} cells, and its head {columns}."
                fix = "Add the columns, or put \\ before each | that is text."
                yield Remnant(row, message, fix)
