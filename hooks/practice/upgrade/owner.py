"""What belongs to the owner of a copy, and what an upgrade changes in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_IF_CHANGED = ("README.md", "LICENSE", "overrides/assets/images/")


def is_owners(path: str) -> bool:
    """Whether a path is the owner's, whatever is there: all of docs/ except the handbook."""
    return path.startswith("docs/") and not path.startswith("docs/_handbook/")


def is_owners_if_changed(path: str) -> bool:
    """Whether a file of the kit, such as the logo, is the owner's as soon as they change it."""
    return path.startswith(_IF_CHANGED)


@dataclass(frozen=True)
class Settings:
    """The owner's entries in a file of the kit: those in `always` and those the kit never had."""

    path: str
    entry: re.Pattern[str]
    """Matches an entry, with the groups `name` and `value`."""
    always: frozenset[str] = frozenset()
    by_value: bool = False
    """Whether the owner's are instead the entries of the kit with a value the kit never had."""

    def of_owner(self, text: str, new: str, versions: Iterable[str]) -> dict[str, str]:
        """The owner's entries in `text`; `versions` are all texts of the kit, `new` is the next."""
        known = {self._key(entry) for version in versions for entry in self._entries(version)}
        there = {entry["name"] for entry in self._entries(new)}
        return {
            entry["name"]: entry["value"]
            for entry in self._entries(text)
            if entry["name"] in self.always
            or (self._key(entry) not in known and (entry["name"] in there or not self.by_value))
        }

    def put(self, text: str, entries: Mapping[str, str]) -> str:
        """`text` with these entries; those that it does not have are added at its end."""
        there = {entry["name"] for entry in self._entries(text)}
        more = "".join(f"{name}{value}\n" for name, value in entries.items() if name not in there)
        return self._replace(text, entries) + more

    def is_changed(self, text: str, versions: Iterable[str], names: Iterable[str]) -> bool:
        """Whether `text` differs from each of `versions` in more than the entries in `names`."""
        nothing = dict.fromkeys(names, "")
        rest = self._rest(text, nothing)
        return all(rest != self._rest(version, nothing) for version in versions)

    def _entries(self, text: str) -> Iterable[re.Match[str]]:
        """The first entry of each name: a style sheet may set a color again further down."""
        entries: dict[str, re.Match[str]] = {}
        for entry in self.entry.finditer(text):
            entries.setdefault(entry["name"], entry)
        return entries.values()

    def _key(self, entry: re.Match[str]) -> tuple[str, ...]:
        return entry.group("name", "value") if self.by_value else (entry["name"],)

    def _replace(self, text: str, entries: Mapping[str, str]) -> str:
        for entry in sorted(self._entries(text), key=re.Match.start, reverse=True):
            start, end = entry.span("value")
            text = text[:start] + entries.get(entry["name"], entry["value"]) + text[end:]
        return text

    def _rest(self, text: str, nothing: Mapping[str, str]) -> list[str]:
        """The lines without the values of these entries, and without lines that are only names."""
        lines = (line.strip() for line in self._replace(text, nothing).splitlines())
        return [line for line in lines if line and line not in nothing]


SETTINGS = (
    # An entry of mkdocs.yml goes on in lines that are indented or begin with a hyphen.
    Settings(
        "mkdocs.yml",
        re.compile(r"^(?P<name>[\w-]+)(?P<value>:.*(?:\n+[ \t-].*)*)", re.MULTILINE),
        frozenset({"site_name", "site_url", "nav"}),
    ),
    Settings(
        "overrides/assets/stylesheets/site.css",
        re.compile(r"^\s+(?P<name>--[\w-]+):\s*(?P<value>[^;{}]+);", re.MULTILINE),
        by_value=True,
    ),
    Settings(
        "wrangler.jsonc",
        re.compile(r'"(?P<name>name)":\s*(?P<value>"[^"\n]*")'),
        frozenset({"name"}),
    ),
    # A file that is no longer ignored would be published with the next `git add --all`.
    Settings(".gitignore", re.compile(r"^(?P<name>[^#\n]+)(?P<value>)$", re.MULTILINE)),
)


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
