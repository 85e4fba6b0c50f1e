"""What belongs to the owner of a copy, and what an upgrade changes in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_IF_CHANGED = ("README.md", "LICENSE", "overrides/assets/images/")


def is_owners(path: str) -> bool:
    """Whether a path is the owner's, whatever is there: all of docs/ except the handbook."""
    return path.startswith("docs/") and not path.startswith("docs/_handbook/")


def is_owners_if_changed(path: str) -> bool:
    """Whether a file of the kit, such as the logo, is the owner's as soon as they change it."""
    return path.startswith(_IF_CHANGED)


@dataclass(frozen=True)
class Entry:
    """An entry in a text: where its line begins, and its value with its place."""

    name: str
    value: str
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Settings:
    """The owner's entries in a file of the kit: those in `always` and those the kit never had."""

    path: str
    entry: re.Pattern[str]
    """Matches an entry, with the groups `name` and `value`."""
    always: frozenset[str] = frozenset()
    by_value: bool = False
    """Whether the owner's are instead the entries of the kit with a value the kit never had."""
    is_style_sheet: bool = False
    """Whether entries are in blocks, each of which may have an entry of the same name."""

    def of_owner(self, text: str, new: str, versions: Iterable[str]) -> dict[str, str]:
        """The owner's entries in `text`; `versions` are all texts of the kit, `new` is the next."""
        known = {self._key(entry) for version in versions for entry in self._entries(version)}
        there = {entry.name for entry in self._entries(new)}
        return {
            entry.name: entry.value
            for entry in self._entries(text)
            if entry.name in self.always
            or (self._key(entry) not in known and (entry.name in there or not self.by_value))
        }

    def of_kit(self, versions: Iterable[str]) -> set[str]:
        """The names of the entries that are never the owner's."""
        names = {entry.name for version in versions for entry in self._entries(version)}
        return names - self.always

    def put(self, text: str, entries: Mapping[str, str]) -> str:
        """`text` with these entries in their order: those it does not have are added."""
        there = {entry.name for entry in self._entries(text)}
        before, more = {}, ""
        for name, value in entries.items():
            if name in there:
                before[name], more = more, ""
            else:
                more += f"{name}{value}\n"
        return self._replace(text, entries, before) + more

    def is_changed(self, text: str, versions: Iterable[str], names: Iterable[str]) -> bool:
        """Whether `text` differs from each of `versions` in more than the entries in `names`."""
        nothing = dict.fromkeys(names, "")
        rest = self._rest(text, nothing)
        return all(rest != self._rest(version, nothing) for version in versions)

    def _entries(self, text: str) -> Iterable[Entry]:
        """The first entry of each name."""
        found = _in_blocks(self.entry, text) if self.is_style_sheet else _in_lines(self.entry, text)
        entries: dict[str, Entry] = {}
        for name, match in found:
            start, end = match.span("value")
            entry = Entry(name, text[start:end], match.start(), start, end)
            entries.setdefault(name, entry)
        return entries.values()

    def _key(self, entry: Entry) -> tuple[str, ...]:
        return (entry.name, entry.value) if self.by_value else (entry.name,)

    def _replace(
        self, text: str, entries: Mapping[str, str], before: Mapping[str, str] | None = None
    ) -> str:
        for entry in sorted(self._entries(text), key=lambda entry: entry.start, reverse=True):
            value = entries.get(entry.name, entry.value)
            line = (before or {}).get(entry.name, "") + text[entry.line : entry.start]
            text = text[: entry.line] + line + value + text[entry.end :]
        return text

    def _rest(self, text: str, nothing: Mapping[str, str]) -> list[str]:
        """The lines without the values of these entries, and without lines that are only names."""
        lines = (line.strip() for line in self._replace(text, nothing).splitlines())
        return [line for line in lines if line and line.strip("\"'") not in nothing]


def _in_lines(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The matches, with their names."""
    return ((match["name"], match) for match in pattern.finditer(text))


def _in_blocks(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The matches in a style sheet, with their names after those of the blocks they are in."""
    # Of the same length, so that a match has the same place in both texts.
    without_comments = re.sub(
        r"/\*.*?\*/", lambda comment: " " * len(comment[0]), text, flags=re.DOTALL
    )
    blocks: list[str] = []
    for match in pattern.finditer(without_comments):
        if match["block"]:
            blocks.append(" ".join(match["block"].split()))
        elif match["name"]:
            names = (name for name in (*blocks, match["name"]) if name != ":root")
            yield " ".join(names), match
        elif blocks:
            blocks.pop()


MKDOCS = Settings(
    "mkdocs.yml",
    # An entry goes on in lines that begin with white space, a hyphen, a bracket, or a comma,
    # whatever comments and empty lines are between them.
    re.compile(
        r"""^(?P<quote>["']?)(?P<name>\w[\w. -]*?)(?P=quote)"""
        r"(?P<value>[ \t]*:(?!\S).*(?:\n(?:(?:#.*)?\n)*[ \t\-\[\]{},].*)*)",
        re.MULTILINE,
    ),
    frozenset({"site_name", "site_url", "nav"}),
)
SETTINGS = (
    MKDOCS,
    Settings(
        "overrides/assets/stylesheets/site.css",
        re.compile(
            r"(?P<block>[^\s{};][^{};]*)\{|\}|(?<![\w-])(?P<name>--[\w-]+):\s*"
            r"""(?P<value>(?:"[^"\n]*"|'[^'\n]*'|url\([^)]*\)|[^;{}"'])+?)(?=\s*[;}])"""
        ),
        by_value=True,
        is_style_sheet=True,
    ),
    Settings(
        "wrangler.jsonc",
        re.compile(r'"(?P<name>name)":\s*(?P<value>"[^"\n]*")'),
        frozenset({"name"}),
    ),
    # A file that is no longer ignored would be published with the next `git add --all`.
    Settings(".gitignore", re.compile(r"^(?P<name>[^#\n]+)(?P<value>)$", re.MULTILINE)),
)

_VERSIONS = (
    ("requirements", re.compile(r".+", re.DOTALL), ""),
    ("pyproject.toml", re.compile(r"""(["'][\w.-]+(?:\[[\w,-]+\])?)[<>=~!][^"';]*"""), r"\1"),
    (".github/workflows/", re.compile(r"(\buses: *[^\s@]+)@\S+(?:[ \t]+#[ \t]*v\S+)?"), r"\1"),
)
"""By path: the versions of packages and actions, which Dependabot changes in a copy too."""


def without_versions(path: str, text: str) -> str:
    """`text` without versions of packages and actions."""
    for start, pattern, rest in _VERSIONS:
        if path.startswith(start):
            text = pattern.sub(rest, text)
    return text


@dataclass(frozen=True)
class Migration:
    """A change in the owner's data that a newer version of the kit needs."""

    path: str
    old: re.Pattern[str]
    new: str
    said: str

    def apply(self, text: str) -> str:
        """`text` as the newer version needs it."""
        return self.old.sub(self.new, text)


MIGRATIONS = (
    Migration(
        "docs/_data/contact.yml",
        re.compile(r"^action:[ \t]*(\S*)", re.MULTILINE),
        r"provider: receiver\nproviders:\n  receiver:\n    address: \1",
        "“action” becomes “provider” and “providers”, with the same address.",
    ),
)
