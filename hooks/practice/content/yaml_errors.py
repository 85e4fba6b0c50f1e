"""Explains why YAML cannot be read: in plain words, with the line and what to do.

This is the one module that depends on the wording of PyYAML's errors.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

Explanation = tuple[int, str, str]
"""The line, counted from 0, what is wrong on it, and what to do."""

UNSEEN = "[\u00a0\u2007\u202f\u3000\u200b\ufeff]"
"""Characters that look like a space but are not one in YAML; they come from other programs."""
NOT_A_SPACE = (
    "A character here only looks like a space.",
    "Retype the spaces on this line.",
)
CUT_OFF = (
    "The text after # is read as a comment.",
    "Put the whole value in double quotes, or a note of your own on its own line.",
)
HASHTAG = CUT_OFF[0], "Delete the #, or put the value in double quotes."
_HASHTAG = re.compile(r"""[\[{](?:[^\]}"']|"[^"]*"|'[^']*')*?(?<=[\[{,\s])#""")
"""A comment between brackets that opens before their end."""
_QUOTED = r"""(?:"[^"]*"|'[^']*')"""
_KEY = re.compile(r"\s*(?:- +)*[\w-]+:(?: |$)")
_LONG = 60
"""Longer values are not repeated in a message."""
_QUOTE_IT = "Put the value in double quotes."
CURLY_QUOTES = "A value is in curly quotes.", 'Use straight quotes: "…".'
ANCHOR = "A value begins with * or &.", _QUOTE_IT
_NO_COLON = (
    "The line has no colon followed by a space.",
    "Write it as key: value.",
)
_NO_SPACE = "A dash has no space after it.", "Put a space between dash and value."
_PERCENT = "A line begins with %.", "Begin it with a key and a colon."
_LAST_RESORT = (
    "This line cannot be read.",
    "Check quotes, colons, and indentation around it.",
)


def explain(error: yaml.MarkedYAMLError, text: str) -> Explanation:
    """What `error`, which PyYAML raised for `text`, means to the writer."""
    lines = text.split("\n")
    mark = error.problem_mark
    assert mark is not None  # the scanner, the parser, and the composer all set it
    row, column = min(mark.line, len(lines) - 1), mark.column
    opened = error.context_mark.line if error.context_mark else row
    problem, context = error.problem or "", error.context or ""
    if blank := _unseen(lines, row):
        return blank
    if "mapping values are not allowed" in problem:
        return _colon(lines, row, column)
    if "quoted scalar" in context:
        if "end of stream" in problem or "document separator" in problem:
            fix = "Put the same quote after the value."
            return opened, "A quote opens here and never closes.", fix
        fix = "Write two of them, or put the value in single quotes."
        return row, "A backslash is inside double quotes.", fix
    if "parsing a flow" in context:
        return _brackets(error, lines, opened, row)
    if "could not find expected ':'" in problem:
        if re.match(r"\s*-\S", lines[opened]):
            return opened, *_NO_SPACE
        return opened, *_NO_COLON
    if "block end" in problem:
        return _break(lines, row, column)
    if "document" in problem + context:
        return _second_document(lines, row)
    return row, *_sign(lines, row, column, problem, context)


def _unseen(lines: list[str], row: int) -> Explanation | None:
    for near in (row, _above(lines, row)):
        if re.match(rf"\s*{UNSEEN}|\s*[\w-]+:{UNSEEN}", lines[near]):
            return near, *NOT_A_SPACE
    return None


def _above(lines: list[str], row: int) -> int:
    """The nearest line above that is not empty or a comment; the same line if there is none."""
    filled = (near for near in range(row - 1, -1, -1) if lines[near].strip(" "))
    return next((near for near in filled if not lines[near].lstrip().startswith("#")), row)


def _colon(lines: list[str], row: int, column: int) -> Explanation:
    """A colon where there cannot be a key."""
    line, above = lines[row], _above(lines, row)
    first = _KEY.match(line) and line.find(":") == column
    if first:
        if not _KEY.match(lines[above]):
            return above, *_NO_COLON
        if _indent(line) > _indent(lines[above]):
            fix = "Give it the same indentation."
            return row, "The line is indented more than the key above it.", fix
    if re.search(r":\s+[“”„‘’]", line):
        return row, *CURLY_QUOTES
    fix = 'Put the whole value in double quotes: title: "Coaching: a start".'
    return row, "A value has a colon followed by a space.", fix


def _brackets(error: yaml.MarkedYAMLError, lines: list[str], opened: int, row: int) -> Explanation:
    for near in range(row, -1, -1):
        if _HASHTAG.search(lines[near]):
            return near, *HASHTAG
    if error.context == "while parsing a flow node" and "','" in (error.problem or ""):
        return row, "A comma is where a value should be.", "Delete it."
    fix = "Close it, or put values with brackets, ?, or : in double quotes."
    return opened, "A bracket opens here and never closes.", fix


def _break(lines: list[str], row: int, column: int) -> Explanation:
    """Something where a key, or the next line of a list, should be."""
    line = lines[row]
    value = re.match(r"\s*(?:- +)*(?:[\w-]+: +)?(?P<value>(?P<sign>[\"'\[{]).*)", line)
    if value and value.start("value") + 1 == column and value["sign"] in "\"'":
        opener = re.compile(rf"(?:^|: +|- +){value['sign']}")
        start = (near for near in range(row - 1, -1, -1) if opener.search(lines[near]))
        fix = "Put the same quote after the value."
        return next(start, row), "A quote opens here and never closes.", fix
    if value and value.start("value") < column:
        return row, *_goes_on(value["sign"], value["value"].rstrip())
    in_list = lines[_above(lines, row)].lstrip().startswith("- ")
    if re.match(r"\s*-(?: |$)", line) and not in_list:
        fix = "Put a key on the line above the list, or delete the dash."
        return row, "A dash is where a key should be.", fix
    if re.match(r"[\w-]+:(?: |$)", line) and in_list:
        fix = "Start the line with a dash, or indent it like the key it belongs with."
        return row, "A key is in a list but not in one of its entries.", fix
    if re.match(r"\s*-[^\s-]", line):
        return row, *_NO_SPACE
    fix = "Give it as many spaces as the other lines of its list or entry."
    return row, "The line is not indented like the lines it belongs with.", fix


def _goes_on(sign: str, value: str) -> tuple[str, str]:
    """A value that continues after the character that ends it."""
    if re.fullmatch(r"""(\[.*\]|\{.*\}|"[^"]*"|'[^']*')\s*,""", value):
        return "A comma follows the value.", "Delete it."
    if re.fullmatch(rf"{_QUOTED}(?:\s*,\s*{_QUOTED})+", value) and len(value) <= _LONG:
        return "A list has no brackets.", f"Write [{value}]."
    if sign in "[{":
        fix = "Put the whole value in double quotes."
        return "A value continues after its closing bracket.", fix
    if sign == "'":
        inner = value.removeprefix("'").removesuffix("'").replace("''", "'")
        if not set(inner) & set('"\\') and len(inner) <= _LONG:
            return "A value contains the quote that ends it.", f'Write "{inner}".'
    if len(value) > _LONG:
        return "A value continues after its closing quote.", "Put all of it in single quotes."
    quoted = "'" + value.replace("'", "''") + "'"
    return "A value continues after its closing quote.", f"Write {quoted}."


def _sign(lines: list[str], row: int, column: int, problem: str, context: str) -> tuple[str, str]:
    """A character with a meaning in YAML."""
    line = lines[row]
    sign = line[column : column + 1]
    if "\\t" in problem:
        if not line[:column].strip():
            return "The line is indented with a tab.", "Indent with spaces."
        return "A tab is where a space should be.", "Replace it with a space."
    if "alias" in problem + context or "anchor" in context:
        return ANCHOR
    if "directive" in context:
        return _PERCENT
    if "block scalar" in context:
        return "A value begins with > or |.", _QUOTE_IT
    if "sequence entries" in problem:
        fix = "Put the value in double quotes, or begin a list on the line below."
        return "A value begins with a dash.", fix
    if "tag" in problem + context:
        return "A value begins with an exclamation mark.", _QUOTE_IT
    if sign and sign in "@`%?]},|>":
        return f"A value begins with “{sign}”.", _QUOTE_IT
    return _LAST_RESORT


def _second_document(lines: list[str], row: int) -> Explanation:
    above = _above(lines, row)
    if lines[0].startswith("%"):
        return 0, *_PERCENT
    if lines[row].startswith("---"):
        return row, "A line of three dashes is between the keys.", "Delete it."
    if lines[above].startswith("..."):
        return above, "A line of three dots is between the keys.", "Delete it."
    first = next((near for near, line in enumerate(lines) if _KEY.match(line)), row)
    return first, "There are spaces before the first key.", "Delete them."


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
