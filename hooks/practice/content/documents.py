"""Files read as YAML, or as Markdown with front matter, with the line of every key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import yaml

from .issues import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Place = tuple[str | int, ...]
"""Where a value stands in its document: keys and list positions, as in `("steps", 0, "title")`."""

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Document:
    """What a file holds before it is checked against a model."""

    path: str
    """The file as the coach knows it."""
    name: str
    """The file's name without its ending, or the key of a part: the slug or id."""
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
        """The line of the file on which `words` first stand in the body, else where it begins."""
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
    """YAML as a writer means it: dates stay text, and only true and false are switches."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def read_text(file: Path, path: str) -> tuple[str | None, list[Issue]]:
    """The text of `file`, known as `path`, with plain line ends and no byte-order mark."""
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fix = "Save the file again with the encoding UTF-8."
        return None, [Issue(path, line, "This line is not UTF-8 text.", fix)]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def read_data(file: Path, path: str) -> tuple[Document | None, list[Issue]]:
    """A YAML data file."""
    text, issues = read_text(file, path)
    if text is None:
        return None, issues
    data, lines, issues = parse_yaml(text, path)
    if issues:
        return None, issues
    if data is None:
        return None, [Issue(path, 1, "The file is empty.", "Fill it in, or delete it.")]
    return Document(path, file.stem, data, lines), []


def read_markdown(file: Path, path: str) -> tuple[Document | None, list[Issue]]:
    """A Markdown file: front matter between two lines of three dashes, then the text."""
    text, issues = read_text(file, path)
    if text is None:
        return None, issues
    if not text.strip():
        return None, [Issue(path, 1, "The file is empty.", "Write something in it, or delete it.")]
    match = _FRONT_MATTER.match(text)
    if match is None:
        opened = text.startswith("---")
        message = (
            "The front matter is not closed."
            if opened
            else "The file does not begin with front matter."
        )
        fix = (
            "Put a line of three dashes after the last key."
            if opened
            else "Begin with three dashes, then the keys (title, description …), then three dashes."
        )
        return None, [Issue(path, 1, message, fix)]
    data, lines, issues = parse_yaml(match[1], path, first_line=2)
    if issues:
        return None, issues
    body_line = text.count("\n", 0, match.end()) + 1
    return Document(
        path, file.stem, {} if data is None else data, lines, text[match.end() :], body_line
    ), []


def parse_yaml(
    text: str, path: str, first_line: int = 1
) -> tuple[Any, dict[Place, int], list[Issue]]:
    """The data in `text`, the line of every value, and what is wrong with it.

    `first_line` is the line of the file on which `text` begins.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, {(): first_line}, []
        walk = _Walk(path, first_line)
        walk.visit(node, ())
        if walk.issues:
            return None, walk.lines, walk.issues
        return loader.construct_document(node), walk.lines, []
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        return None, {}, [Issue(path, line, *_explain(error))]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        message = f"The YAML cannot be read: {reason}."
        return None, {}, [Issue(path, first_line, message, "Take out what is unusual there.")]
    finally:
        loader.dispose()


def _explain(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    problem = error.problem or "it cannot be read"
    if "mapping values are not allowed" in problem:
        return (
            "A value holds a colon followed by a space.",
            'Put the whole value in double quotes: title: "Coaching: a start".',
        )
    if "\\t" in problem:
        return "The line is indented with a tab.", "Indent with spaces."
    if "found undefined alias" in problem or "expected alphabetic" in problem:
        return "A value begins with * or &.", "Put the value in double quotes."
    if "block end" in problem or "could not find expected ':'" in problem:
        return (
            "The YAML breaks off here.",
            "Check the indentation, and that each key is followed by a colon and a space.",
        )
    return (
        f"The YAML cannot be read: {problem}.",
        "Check quotes, colons and indentation around this line.",
    )


class _Walk:
    """Collects the lines of all values, and keys that stand twice."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines: dict[Place, int] = {}
        self.issues: list[Issue] = []
        self._open: list[yaml.Node] = []

    def visit(self, node: yaml.Node, place: Place, line: int | None = None) -> None:
        self.lines[place] = line or node.start_mark.line + self.first_line
        if any(node is outer for outer in self._open):
            self.issues.append(
                Issue(
                    self.path, self.lines[place], "A value contains itself.", "Take out the alias."
                )
            )
            return
        self._open.append(node)
        if isinstance(node, yaml.MappingNode):
            self._mapping(node, place)
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.visit(item, (*place, index))
        self._open.pop()

    def _mapping(self, node: yaml.MappingNode, place: Place) -> None:
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + self.first_line
            if not isinstance(key, yaml.ScalarNode):
                self.issues.append(
                    Issue(
                        self.path,
                        line,
                        "A key is not a word.",
                        "Put values that begin with { or [ in quotes.",
                    )
                )
                continue
            if key.value in seen:
                self.issues.append(
                    Issue(
                        self.path, line, f"“{key.value}” is written twice.", "Keep one of the two."
                    )
                )
            seen.add(key.value)
            self.visit(value, (*place, key.value), line)
