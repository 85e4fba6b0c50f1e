"""Files read as YAML, or as Markdown with front matter, with the line of every key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import yaml

from practice.content.front_matter import front_matter
from practice.content.issues import Issue
from practice.content.yaml_errors import (
    ANCHOR,
    CURLY_QUOTES,
    CUT_OFF,
    HASHTAG,
    NOT_A_SPACE,
    UNSEEN,
    explain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Place = tuple[str | int, ...]
"""The place of a value in its document: keys and list positions, like `("steps", 0, "title")`."""

_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
"""The markers around two versions that git could not merge."""


@dataclass(frozen=True)
class Document:
    """What is in a file, before it is checked against a model."""

    path: str
    """The file, from the project's folder."""
    name: str
    """The slug or id: the file's name without its ending, or the key of a part."""
    data: Any = field(default_factory=dict)
    lines: Mapping[Place, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    """The line at which `body` begins."""
    root: Place = ()

    def line(self, *place: str | int) -> int:
        """The line of a value, or of the nearest known value around it."""
        known = self.root
        for step in place:
            if (*known, step) in self.lines:
                known = (*known, step)
        return self.lines.get(known, 1)

    def body_line_of(self, words: str) -> int:
        """The line of the file with the first `words` of the body, else where the body begins."""
        at = self.body.find(words)
        return self.body_line + (self.body.count("\n", 0, at) if at >= 0 else 0)

    def part(self, key: str | int, name: str) -> Document:
        """A value within this document as a document of its own, named `name`."""
        return replace(self, name=name, data=self.data[key], root=(*self.root, key), body="")

    def texts(self) -> Iterator[tuple[str, int]]:
        """Every text value with its line."""
        yield from self._texts(self.data, ())

    def _texts(self, value: Any, place: Place) -> Iterator[tuple[str, int]]:
        if isinstance(value, str):
            yield value, self.line(*place)
        elif isinstance(value, dict):
            for key, inner in value.items():
                yield from self._texts(inner, (*place, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from self._texts(inner, (*place, index))


class _Loader(yaml.SafeLoader):
    """YAML as a writer means it: all values are text, except empty ones.

    The models turn text into numbers, dates, and switches. So 007, 1.10, +15550100, and True stay
    as typed in a title.
    """


_COMMA = "A comma ends a value between { and }.", "Put the whole value in double quotes."
_BRACES = (
    "A key between { and } has no value.",
    "Write a list in square brackets, [one, two], and text with braces in double quotes.",
)
_EDITORS_LINES = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""Line ends in YAML that editors do not count as lines."""
_NOTHING = "tag:yaml.org,2002:null"
_NOTE_MAY_FOLLOW = re.compile(r"(?:true|false|yes|no|on|off|null|~)?", re.IGNORECASE)
_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver(_NOTHING, re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])


def read_text(file: Path, path: str) -> tuple[str | None, list[Issue]]:
    """The text of `file`, known as `path`, with plain line ends and no byte-order mark.

    A text with a merge conflict is not read, even if the conflict is in a code block: git writes
    conflicts there too. Indent one that is shown on purpose by a space.
    """
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fix = "Save the file with UTF-8 encoding."
        return None, [Issue(path, line, "This line is not UTF-8 text.", fix)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        fix = "Keep one, and delete the lines with <<<<<<<, =======, and >>>>>>>."
        return None, [Issue(path, line, "Git left two versions here.", fix)]
    return text, []


def read_data(
    file: Path, path: str, *, needed: bool = False
) -> tuple[Document | None, list[Issue]]:
    """A YAML data file. If it is `needed`, an empty one is not to be deleted."""
    text, issues = read_text(file, path)
    if text is None:
        return None, issues
    data, lines, issues = parse_yaml(text, path)
    if issues:
        return None, issues
    if data is None:
        fix = "Fill it in." if needed else "Fill it in, or delete it."
        return None, [Issue(path, 1, "The file is empty.", fix)]
    return Document(path, file.stem, data, lines), []


def read_markdown(file: Path, path: str) -> tuple[Document | None, list[Issue]]:
    """A Markdown file: front matter, then the text.

    If the front matter cannot be read, the document has only the text, if that can be found.
    """
    text, issues = read_text(file, path)
    if text is None:
        return None, issues
    if not text.strip():
        return None, [Issue(path, 1, "The file is empty.", "Write something in it, or delete it.")]
    match = front_matter(text)
    if isinstance(match, tuple):
        meant, line, message, fix = match
        text_alone = None if meant else Document(path, file.stem, body=text)
        return text_alone, [Issue(path, line, message, fix)]
    data, lines, issues = parse_yaml(match[1], path, first_line=2)
    body_line = text.count("\n", 0, match.end()) + 1
    return Document(
        path, file.stem, {} if data is None else data, lines, text[match.end() :], body_line
    ), issues


def parse_yaml(
    text: str, path: str, first_line: int = 1
) -> tuple[Any, dict[Place, int], list[Issue]]:
    """The data in `text`, the line of every value, and all problems.

    `first_line` is the line of the file on which `text` begins.
    """
    try:
        text = text.translate(_EDITORS_LINES)
        loader = _Loader(text)
        node = loader.get_single_node()
        walk = _Walk(loader, path, first_line, text.split("\n"))
        data = walk.value(node, ()) if node else None
    except yaml.MarkedYAMLError as error:
        row, message, fix = explain(error, text)
        return _broken(path, first_line + row, message, fix)
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        message = "Invisible character here."
        return _broken(path, line, message, "Retype the line.")
    except RecursionError:
        message = "Values are nested too deeply."
        return _broken(path, first_line, message, "Remove some brackets.")
    return None if walk.issues else data, walk.lines or {(): first_line}, walk.issues


def _broken(
    path: str, line: int, message: str, fix: str
) -> tuple[None, dict[Place, int], list[Issue]]:
    return None, {}, [Issue(path, line, message, fix)]


class _Walk:
    """Turns YAML nodes into data, and records the line of every value."""

    def __init__(self, loader: _Loader, path: str, first_line: int, text: list[str]) -> None:
        self.loader = loader
        self.path = path
        self.first_line = first_line
        self.text = text
        self.lines: dict[Place, int] = {}
        self.issues: list[Issue] = []
        self._open: list[yaml.Node] = []

    def value(self, node: yaml.Node, place: Place, line: int | None = None) -> Any:
        """The data of `node`, which is at `place`; problems are added to the issues."""
        self.lines[place] = line or self._line(node)
        plain = (True, False) if getattr(node, "style", None) is None else (False, True)
        meant = self.loader.resolve(type(node), node.value, plain)  # type: ignore[no-untyped-call]
        if node.tag != meant:
            message = "A value begins with an exclamation mark."
            return self._issue(place, message, "Put it in quotes.")
        if plain[0] and (problem := self._sign_problem(node)):
            return self._issue(place, *problem)
        if any(node is outer for outer in self._open):
            return self._issue(place, "A value contains itself.", "Delete the alias.")
        self._open.append(node)
        data = self._data(node, place)
        self._open.pop()
        return data

    def _sign_problem(self, node: yaml.Node) -> tuple[str, str] | None:
        """What is wrong with a value without quotes, if a sign in it has a meaning in YAML.

        After true, false, or an empty value, `# ` starts a note; no text is lost.
        """
        if not isinstance(node, yaml.ScalarNode):
            return None
        rest = self._at(node.end_mark)
        if self._at(node.start_mark).startswith("&"):
            return ANCHOR  # `title: &copy 2024` would lose its first word
        if re.match(r",\s*#[^\s#]", rest):
            return HASHTAG
        note = _NOTE_MAY_FOLLOW.fullmatch(node.value) and not re.match(r"#[^\s#]", rest)
        if rest.startswith("#") and not note:
            return CUT_OFF if node.value else HASHTAG
        return CURLY_QUOTES if re.match("[“„«][^“”»]*$", node.value) and rest[:1] == "," else None

    def _at(self, mark: yaml.Mark) -> str:
        """The rest of a line."""
        return self.text[mark.line][mark.column :].lstrip() if mark.line < len(self.text) else ""

    def _data(self, node: yaml.Node, place: Place) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, index)) for index, item in enumerate(node.value)]
        return None if node.tag == _NOTHING else node.value

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any] | None:
        data: dict[str, Any] = {}
        for key, value in node.value:
            line = self._line(key)
            if not isinstance(key, yaml.ScalarNode) or key.tag == _NOTHING:
                self.lines[(*place, "")] = line
                fix = "Put values that begin with { or [ in quotes."
                self._issue((*place, ""), "A key is not a word.", fix)
                continue
            name = " ".join(key.value.split())
            if re.search(UNSEEN, key.value):
                self.lines[(*place, name)] = line
                self._issue((*place, name), *NOT_A_SPACE)
            if node.flow_style and not (value.value or self._at(key.end_mark).startswith(":")):
                self._issue(place, *(_COMMA if data else _BRACES))
                return None
            if name in data:
                self.lines[(*place, name)] = line
                self._issue((*place, name), f"“{name}” appears twice.", "Keep one of the two.")
            data[name] = self.value(value, (*place, name), line)
        return data

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def _issue(self, place: Place, message: str, fix: str) -> None:
        self.issues.append(Issue(self.path, self.lines[place], message, fix))
