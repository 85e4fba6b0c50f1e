"""A version of the kit, with its history: what is the kit's in a copy, and whether it changed."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from practice.upgrade.git import Repository

if TYPE_CHECKING:
    from pathlib import Path

RECORD = ".kit-version"
"""The file of a copy with the installed version: its commit and its date."""


class Kit:
    """The version of the kit that is checked out in `folder`, a clone with its whole history."""

    def __init__(self, folder: Path) -> None:
        """Read what the version contains."""
        self.folder = folder
        self._repository = Repository(folder)
        commit = self._repository.git("log", "-1", "--format=%H %cs")
        self.commit, self.date = commit.split()
        self.files = self._repository.files()

    def __str__(self) -> str:
        """For people: `the version of 2026-11-27 (59db573)`."""
        return f"the version of {self.date} ({self.commit[:7]})"

    @property
    def record(self) -> str:
        """The text of RECORD."""
        return f"{self.commit} {self.date}\n"

    @property
    def is_complete(self) -> bool:
        """Whether the clone has the whole history."""
        return self._repository.git("rev-parse", "--is-shallow-repository") == "false"

    def has(self, commit: str) -> bool:
        """Whether a commit is this version or one before it."""
        found = self._repository.git_or_none(
            "merge-base", "--is-ancestor", f"{commit}^{{commit}}", "HEAD"
        )
        return found is not None

    def content(self, path: str) -> bytes:
        """What this version has at `path`."""
        return self._repository.content(self.files[path])

    def ever_had(self, path: str) -> bool:
        """Whether this version or one before it has the file."""
        return path in self._ids

    def is_unchanged(self, path: str, id: str) -> bool:
        """Whether a version has this content at `path`."""
        return id in self._ids[path]

    def versions(self, path: str) -> list[str]:
        """Every text that `path` ever had."""
        contents = (self._repository.content(id) for id in sorted(self._ids[path]))
        return [content.decode(errors="surrogateescape") for content in contents]

    @cached_property
    def _ids(self) -> dict[str, set[str]]:
        ids: dict[str, set[str]] = defaultdict(set)
        for path, id in self._repository.history():
            if id.strip("0"):  # a removal has zeros
                ids[path].add(id)
        return ids
