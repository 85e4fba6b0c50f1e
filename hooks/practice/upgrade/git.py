"""A git repository, through git's own commands."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class GitError(Exception):
    """A git command failed; the text is the last line it printed."""


@dataclass(frozen=True)
class Repository:
    """The repository whose files are in `folder`."""

    folder: Path

    def git(self, *words: str) -> str:
        """What a git command prints, without white space around it. Raises GitError."""
        return self._run(*words).decode(errors="surrogateescape").strip()

    def git_or_none(self, *words: str) -> str | None:
        """What a git command prints; None if it fails."""
        try:
            return self.git(*words)
        except GitError:
            return None

    def files(self) -> dict[str, str]:
        """The committed files: the id of the content of each path."""
        lines = self._run("ls-tree", "-r", "-z", "HEAD").decode(errors="surrogateescape")
        entries = (line.partition("\t") for line in lines.split("\0")[:-1])
        described = ((path, about.split()) for about, _, path in entries)
        return {path: id for path, (_, kind, id) in described if kind == "blob"}

    def history(self) -> Iterator[tuple[str, str]]:
        """Every path there ever was, with the id of each of its contents."""
        # With -m, merges too: a content may exist only in a merge.
        log = self._run("log", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--format=")
        parts = iter(log.decode(errors="surrogateescape").split("\0"))
        for about in parts:
            if about.strip().startswith(":"):
                yield next(parts), about.split()[3]

    def content(self, id: str) -> bytes:
        """A content by its id."""
        return self._run("cat-file", "blob", id)

    def _run(self, *words: str) -> bytes:
        result = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            start_new_session=True,  # out of reach of Ctrl+C, which would stop it halfway
        )
        if result.returncode:
            said = result.stderr.decode(errors="replace").strip().splitlines()
            raise GitError(said[-1] if said else f"git {words[0]} failed.")
        return result.stdout
