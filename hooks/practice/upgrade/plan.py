"""What an upgrade will change in a copy."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from practice.upgrade.kit import RECORD
from practice.upgrade.owner import (
    MIGRATIONS,
    SETTINGS,
    is_owners,
    is_owners_if_changed,
    without_versions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from practice.upgrade.git import Repository
    from practice.upgrade.kit import Kit


@dataclass
class Plan:
    """The changes, by path."""

    kit: Kit
    changed: list[str] = field(default_factory=list)
    """Files of the kit that the owner changed, which are kept aside."""
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """What is the owner's in the kit's files, for people to read."""
    migrations: list[str] = field(default_factory=list)
    """The changes in the owner's data, for people to read."""
    texts: dict[str, str] = field(default_factory=dict)
    """The new texts of files that are partly or wholly the owner's."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to change."""
        return not (self.added or self.replaced or self.removed or self.texts)

    @property
    def aside(self) -> str:
        """The folder for what is kept aside."""
        return f"kept/before-{self.kit.date}-{self.kit.commit[:7]}"

    def lines(self) -> Iterator[str]:
        """The plan for people to read, beginning with what they changed in the kit."""
        if self.changed:
            yield f"You changed these files of the kit. Your versions are kept in {self.aside}/:"
            yield from (f"  {path}" for path in self.changed)
        and_these = ", and these:" if self.kept else ""
        yield f"Not touched: docs/ (except docs/_handbook/), files you added{and_these}"
        yield from (f"  {what}" for what in self.kept)
        if self.migrations:
            yield "Changed in your data:"
            yield from (f"  {what}" for what in self.migrations)
        for name, paths in self._groups():
            if paths:
                counts = Counter(_room(path) for path in paths)
                rooms = ", ".join(f"{room} {count}" for room, count in sorted(counts.items()))
                yield f"{name}: {len(paths)} ({rooms})"

    def apply(self, tree: Path) -> None:
        """Make the changes in a checkout of the copy."""
        for path in self.changed:
            _move(tree / path, tree / self.aside / path)
        for path in self.removed:
            (tree / path).unlink(missing_ok=True)
        for path in (*self.added, *self.replaced):
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).unlink(missing_ok=True)
            shutil.copy(self.kit.folder / path, tree / path)
        for path, text in self.texts.items():
            (tree / path).write_bytes(text.encode(errors="surrogateescape"))
        (tree / RECORD).write_text(self.kit.record, encoding="utf-8")

    def _groups(self) -> Iterator[tuple[str, list[str]]]:
        yield "Files added", self.added
        yield "Files replaced", self.replaced
        yield "Files removed", self.removed


def make_plan(copy: Repository, kit: Kit) -> Plan:
    """Compare a copy with a version of the kit and all versions before it."""
    plan = Plan(kit)
    files = {path: id for path, id in copy.files().items() if path != RECORD}
    for settings in SETTINGS:
        path = settings.path
        if path in files and path in kit.files:
            text, new = _text(copy.content(files.pop(path))), _text(kit.content(path))
            versions = kit.versions(path)
            entries = settings.of_owner(text, new, versions)
            if settings.is_changed(text, versions, entries):
                plan.changed.append(path)
            if (wanted := settings.put(new, entries)) != text:
                plan.replaced.append(path)
                plan.texts[path] = wanted
            if entries:
                plan.kept.append(f"{path}: {', '.join(entries)}")
    for path, id in files.items():
        if not is_owners(path) and kit.ever_had(path) and id != kit.files.get(path):
            _compare(plan, copy, path, id)
    there = copy.files()
    plan.added += [path for path in kit.files if path not in there and not is_owners(path)]
    for migration in MIGRATIONS:
        if migration.path in there:
            text = copy.content(there[migration.path]).decode(errors="surrogateescape")
            if (wanted := migration.apply(text)) != text:
                plan.texts[migration.path] = wanted
                plan.migrations.append(f"{migration.path}: {migration.said}")
    return plan


def _compare(plan: Plan, copy: Repository, path: str, id: str) -> None:
    """Plan what happens to a file of the kit that is not as the new version has it."""
    kit = plan.kit
    if not kit.is_unchanged(path, id) and not _differs_in_versions(copy.content(id), path, kit):
        if is_owners_if_changed(path):
            plan.kept.append(path)
            return
        plan.changed.append(path)
    (plan.replaced if path in kit.files else plan.removed).append(path)


def _differs_in_versions(content: bytes, path: str, kit: Kit) -> bool:
    """Whether the kit had this content with other line ends, or other versions of packages."""
    text = without_versions(path, _text(content))
    return any(text == without_versions(path, version) for version in kit.versions(path))


def _text(content: bytes) -> str:
    """A file's text as the kit writes it: some editors on Windows change what is removed here."""
    text = content.decode(errors="surrogateescape").replace("\r\n", "\n")
    return text.removeprefix("\ufeff")


def _room(path: str) -> str:
    """The folder at the top that a path is in; the handbook is one of its own."""
    first, slash, _ = path.partition("/")
    if first == "docs":
        return "docs/_handbook/"
    return first + slash


def _move(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    file.replace(to)
