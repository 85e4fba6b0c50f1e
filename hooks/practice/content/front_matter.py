"""Front matter: the keys between two lines of three hyphens, with which a text begins."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_DASHES = "\u2010-\u2015\u2212\u2500\ufe58\ufe63\uff0d"
"""What other programs write instead of hyphens: dashes, minus signs, lines."""
_FENCE = rf"(?:\\?(?:[-_=*~+`;.{_DASHES}][ \t]*){{2,80}}\w{{0,8}}|[{_DASHES}])[ \t]*"
"""A line that looks like three hyphens, with or without the name of a language."""
_KEYS = r"(?:(?:[\w-]+[ \t]*:|[ \t]*#|-[ \t]|[ \t]+\S).*\n|[ \t]*\n)*?"
_WRONG_START = re.compile(rf"\s*({_FENCE}|---.{{0,40}})\n\s*[\w-]+[ \t]*[:=]")
_WRONG_END = re.compile(rf"\A---[ \t]*\n{_KEYS}({_FENCE}|[ \t]+---[ \t]*)(?:\n|\Z)")
_LATER = re.compile(
    rf"^[^\w\n]{{0,20}}?---[ \t]*\n{_KEYS}title[ \t]*:.*\n{_KEYS}[ \t]*---[ \t]*$", re.MULTILINE
)
_OTHER_LANGUAGE = re.compile(r"\s*(?:(?P<TOML>\+\+\+|-{3} ?toml)|(?P<JSON>;;;|-{3} ?json|\{\s*\"))")


def front_matter(text: str) -> re.Match[str] | tuple[bool, int, str, str]:
    """The front matter of `text`: its first group has the keys, and the text begins at its end.

    Else whether any was meant, the line of the mistake, what is wrong, and what to do.
    """
    found = _BLOCK.match(text)
    end = _WRONG_END.match(text)
    if end and not _BLOCK.fullmatch(end[0]) and not (found and end[1][0].isspace()):
        line = text.count("\n", 0, end.start(1)) + 1
        fix = "Delete the spaces before it." if end[1].strip() == "---" else "Write --- there."
        return True, line, f"“{end[1].strip()}” does not end the front matter.", fix
    if found:
        return found
    if re.match(r"---[ \t]*\n", text):
        fix = "Put a line with --- after the last key."
        return True, 1, "The front matter is not closed.", fix
    if other := _OTHER_LANGUAGE.match(text):
        message = f"The front matter is in {other.lastgroup}, which the site does not read."
        return True, 1, message, "Write it between two lines of ---, each key like title: A title."
    if _LATER.search(text):
        fix = "Delete everything before ---, including spaces and what cannot be seen."
        return True, 1, "Something is before the front matter.", fix
    if start := _WRONG_START.match(text):
        line = text.count("\n", 0, start.start(1)) + 1
        fix = "Write --- there, and below the last key."
        return True, line, f"“{start[1].strip()}” does not begin front matter.", fix
    fix = "Begin with a line of ---, then the keys (title, description …), then --- again."
    return False, 1, "The file does not begin with front matter.", fix
