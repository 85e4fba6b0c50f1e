"""Whether a change is only content, or needs the tests of the code: `make changes base=COMMIT`.

Writes `code=true` or `code=false` for the steps that follow on GitHub, and `older=true` if COMMIT
has everything that the current commit has, and more.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from practice import config
from practice.publishing import github

if TYPE_CHECKING:
    from collections.abc import Iterable

CONTENT, HANDBOOK = "docs/", "docs/_handbook/"
"""The owner's folder, and the one in it that belongs to the kit: its commands are tested."""
_MOST = 5
"""How many files to name."""


class UnknownCommitError(Exception):
    """Nobody knows the commit to compare with, or git does not have it, as after a forced push."""


def code_files(changed: Iterable[str], before: str, after: str) -> list[str]:
    """The changed files that are code; `before` and `after` are the texts of mkdocs.yml."""
    return [
        path
        for path in changed
        if (not path.startswith(CONTENT) or path.startswith(HANDBOOK))
        and not (path == config.FILE and config.only_content_differs(before, after))
    ]


def changed_code(project: Path, base: str) -> list[str]:
    """The files that are code and differ between the commit `base` and the current one.

    Raises UnknownCommitError.
    """
    # A base that begins with a hyphen is no option.
    found = git(project, "rev-parse", "--verify", "--end-of-options", f"{base}^{{commit}}")
    commits = ((found or "").strip(), "HEAD")
    names = git(project, "diff", "--name-only", "--no-renames", "-z", *commits) if found else None
    if names is None:
        raise UnknownCommitError
    texts = [git(project, "show", f"{commit}:{config.FILE}") or "" for commit in commits]
    return code_files(names.split("\0")[:-1], *texts)


def is_older(project: Path, base: str) -> bool:
    """Whether the commit `base` has the current one in its history."""
    counts = git(project, "rev-list", "--left-right", "--count", f"{base}...HEAD") or "0 0"
    only_there, only_here = map(int, counts.split())
    return only_there > 0 and only_here == 0


def git(project: Path, *words: str) -> str | None:
    """What a git command prints; None if it fails."""
    result = subprocess.run(["git", *words], cwd=project, capture_output=True, check=False)
    return None if result.returncode else result.stdout.decode(errors="replace")


def main(base: str) -> None:
    """Print what changed since the commit `base`; if that is unknown, the tests have to run."""
    project = Path.cwd()
    older = False
    try:
        found = changed_code(project, base)
        older = is_older(project, base)
    except UnknownCommitError:
        code, said = True, "The commit to compare with is unknown, so the tests of the code run."
    else:
        code = bool(found)
        named = ", ".join(found[:_MOST]) + (" …" if len(found) > _MOST else "")
        said = "No code changed, so its tests do not run."
        if code:
            said = f"The code changed, so its tests run: {named}"
    print(said)
    github.output("code", str(code).lower())
    github.output("older", str(older).lower())


if __name__ == "__main__":
    main(*sys.argv[1:])
