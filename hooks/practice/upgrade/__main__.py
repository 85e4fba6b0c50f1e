"""The command: `fetch ADDRESS` gets the new version, which then upgrades the current folder.

The new version is prepared and built in a folder of its own, as a commit that the copy takes over
only when it builds. Until that moment nothing of the copy changes, whatever happens.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from practice.upgrade.git import GitError, Repository
from practice.upgrade.kit import RECORD, Kit
from practice.upgrade.owner import MKDOCS
from practice.upgrade.plan import Plan, make_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

KIT = Path(".build/kit")
"""Where the new version is fetched to, from the copy's folder."""
_TREE = Path(".build/upgrade")
"""Where it is built with the content of the copy."""
_PENDING = "refs/kit/upgrade"
"""The commit of an upgrade while its files are put in place."""
_USE = "Use: make upgrade from=ADDRESS, where ADDRESS is the address or folder of the kit."


class RefusalError(Exception):
    """The upgrade cannot be done; the text says why, and what to do."""


def fetch(copy: Path, address: str) -> None:
    """Get the newest version of the kit from `address`, and continue with its code."""
    if not address:
        raise RefusalError(_USE)
    if not shutil.which("git"):
        raise RefusalError("git is not installed. Install it, then try again.")
    kit = copy / KIT
    shutil.rmtree(kit, ignore_errors=True)
    kit.parent.mkdir(exist_ok=True)
    print(f"Fetching the newest version from {address} …", flush=True)
    # An address that does not exist must not ask for a password.
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "clone", "--quiet", "--", address, str(kit)]
    cloned = subprocess.run(
        command, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    if cloned.returncode:
        said = (cloned.stderr.strip().splitlines() or [""])[-1]
        raise RefusalError(
            f"Nothing could be fetched from {address}. Check the address and your connection to "
            f"the internet. git reports: {said}"
        )
    if not (kit / "hooks/practice/upgrade/__main__.py").is_file():
        shutil.rmtree(kit)
        raise RefusalError(f"{address} is not a kit that can upgrade this folder. {_USE}")
    environment = {**os.environ, "PYTHONPATH": str(kit / "hooks")}
    os.execve(sys.executable, [sys.executable, "-m", "practice.upgrade"], environment)


def upgrade(folder: Path, kit: Kit) -> None:
    """Bring the copy in `folder` to the version `kit`."""
    copy = Repository(folder)
    _refuse_unless_ready(copy)
    _refuse_unless_usable(copy, kit)
    plan = Plan(kit) if _has(copy, kit) else make_plan(copy, kit)
    if plan.is_empty:
        print(f"Nothing to do: this folder already has {kit}.")
        return
    print(f"Upgrading to {kit}.", *plan.lines(), sep="\n", flush=True)

    print("Building the site as it is now …", flush=True)
    built, output = _make(folder, "build")
    if not built:
        print(f"{output}\nThe site does not build as it is now. The new version may still work.")
    with _checkout(copy) as tree:
        plan.apply(tree.folder)
        tree.git("add", "--all", "--force")
        tree.git("commit", "--quiet", "--no-verify", "--message", f"Upgrade the kit to {kit}")
        commit = tree.git("rev-parse", "HEAD")
        print("Building it with the new version. This takes a minute or two …", flush=True)
        works, output = _make(tree.folder, "build", "check-site")
        _refuse_unless_same(copy, tree, kit, works)
        if not works:
            raise RefusalError(f"{output}\n{_why_not(built)}")
    _put_in_place(copy, commit)
    _install(copy)
    print(
        f"Done: this folder has {kit}.",
        f"To see every change, type: git show --stat {commit[:10]}",
        f"To undo the upgrade, type: git revert --no-edit {commit[:10]}",
        "To publish it, type: git push",
        sep="\n",
    )


def _refuse_unless_ready(copy: Repository) -> None:
    """Raise RefusalError unless everything in the copy is committed and on a branch."""
    if not shutil.which("make"):
        raise RefusalError("make is not installed. Install it, then try again.")
    if not (copy.folder / "mkdocs.yml").is_file():
        raise RefusalError("This is not the folder of a site. Go to the folder with mkdocs.yml.")
    if not (copy.folder / ".git").exists():
        raise RefusalError(
            "This folder is not in git, so an upgrade could not be undone. "
            'Type: git init && git add --all && git commit -m "My site"'
        )
    changes = copy.git("status", "--porcelain", "--", ".", ":(exclude).build")
    if changes and _is_interrupted(copy):
        raise RefusalError(
            "The last upgrade was interrupted while its files were put in place. If you changed "
            "files since then, copy them elsewhere. To finish, type: "
            f"find .git -name '*.lock' -delete; git reset --hard {_PENDING}"
        )
    if changes:
        raise RefusalError(
            "You have changes that are not committed. To keep them, type: "
            'git add --all && git commit -m "My changes". '
            "To put them away for now, type: git stash --include-untracked"
        )
    if copy.git_or_none("symbolic-ref", "--quiet", "HEAD") is None:
        raise RefusalError("No branch is checked out. Type: git switch main")
    if copy.git_or_none("var", "GIT_COMMITTER_IDENT") is None:
        raise RefusalError(
            'git does not know your name. Type: git config --global user.name "Your Name" && '
            "git config --global user.email you@example.com"
        )


def _is_interrupted(copy: Repository) -> bool:
    """Whether the last upgrade ended while its files were put in place."""
    before = copy.git_or_none("rev-parse", "--quiet", "--verify", f"{_PENDING}^")
    return before is not None and before == copy.git("rev-parse", "HEAD")


def _refuse_unless_usable(copy: Repository, kit: Kit) -> None:
    """Raise RefusalError unless the kit knows the version that was installed last."""
    if not kit.is_complete:
        raise RefusalError(
            "The kit at this address has only a part of its history, which the upgrade needs. "
            "If it is a folder, type there: git fetch --unshallow"
        )
    installed = _installed(copy)
    if installed and not kit.has(installed):
        raise RefusalError(
            "The kit at this address is another one, or older than the version installed here "
            f"({installed[:7]}). To use it anyway, delete {RECORD}, commit, and try again."
        )


def _has(copy: Repository, kit: Kit) -> bool:
    """Whether the copy has this version, perhaps because it was cloned from it."""
    installed = _installed(copy)
    if installed:
        return installed == kit.commit
    return copy.git_or_none("merge-base", "--is-ancestor", kit.commit, "HEAD") is not None


def _installed(copy: Repository) -> str | None:
    """The commit of the version that was installed last; None if there is no record."""
    record = copy.folder / RECORD
    words = record.read_text(encoding="utf-8", errors="replace").split() if record.is_file() else []
    return words[0] if words else None


def _refuse_unless_same(copy: Repository, tree: Repository, kit: Kit, works: bool) -> None:
    """Raise RefusalError unless the owner's settings are the same in the new mkdocs.yml."""
    python, path = tree.folder / ".venv/bin/python", MKDOCS.path
    if not (tree.folder / path).is_file():
        return
    before, after = (
        (folder / path).read_text(encoding="utf-8-sig", errors="replace")
        for folder in (copy.folder, tree.folder)
    )
    names = sorted(MKDOCS.of_kit(kit.versions(path)))
    compared = subprocess.run(
        [str(python) if python.exists() else sys.executable, "-m", "practice.upgrade.comparison"],
        env={**os.environ, "PYTHONPATH": str(kit.folder.resolve() / "hooks")},
        input=json.dumps({"before": before, "after": after, "kit": names}),
        capture_output=True,
        text=True,
        check=False,
    )
    if compared.returncode and works:
        said = (compared.stderr.strip().splitlines() or [""])[-1]
        raise RefusalError(
            f"{path} cannot be compared before and after the upgrade. Nothing was changed. "
            f"Correct {path}, commit, and try again. Python reports: {said}"
        )
    if differing := compared.stdout.split("\n")[:-1]:
        quoted = ", ".join(f"“{name}”" for name in differing)
        raise RefusalError(
            f"{path}: The upgrade cannot keep {quoted} as written. Nothing was changed. "
            "Begin each setting at the start of a line, indent the lines below it, and use no * "
            "to refer to a setting of the kit. Commit, and try again."
        )


def _why_not(built: bool) -> str:
    if built:
        return (
            "The site does not build with the new version, for the reason above. Nothing was "
            "changed. If the reason is in your files, correct them, commit, and try again."
        )
    return (
        "The site builds neither as it is now nor with the new version. Nothing was changed. "
        "Run make build, correct what it reports, commit, and try again."
    )


@contextmanager
def _checkout(copy: Repository) -> Iterator[Repository]:
    """The copy's last commit in a folder beside it, which is gone afterwards."""
    tree = Repository(copy.folder / _TREE)
    _remove(copy)
    copy.git("worktree", "add", "--quiet", "--detach", str(tree.folder))
    try:
        yield tree
    finally:
        _remove(copy)


def _remove(copy: Repository) -> None:
    shutil.rmtree(copy.folder / _TREE, ignore_errors=True)
    copy.git("worktree", "prune")


def _put_in_place(copy: Repository, commit: str) -> None:
    """Take over a commit that follows the copy's last one. Raises RefusalError."""
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is too late now
    copy.git("update-ref", _PENDING, commit)
    try:
        copy.git("merge", "--quiet", "--ff-only", "--no-overwrite-ignore", commit)
    except GitError as error:
        raise RefusalError(
            "The files of this folder changed during the upgrade, so it was not put in place. "
            f"Try again. git reports: {error}"
        ) from error
    copy.git("update-ref", "-d", _PENDING)
    signal.signal(signal.SIGINT, handler)


def _install(copy: Repository) -> None:
    """Install what the new version needs, and git's hook again if it is there."""
    print("Installing what the new version needs …", flush=True)
    hook = copy.folder / copy.git("rev-parse", "--git-path", "hooks/pre-push")
    ours = hook.is_file() and "make pre-push" in hook.read_text(encoding="utf-8", errors="replace")
    try:
        ready, output = _make(copy.folder, "build", *(["pre-push"] if ours else []))
    except KeyboardInterrupt:
        ready, output = False, ""
    if not ready:
        print(f"{output}\nThis is not finished. Type: make build")


def _make(folder: Path, *targets: str) -> tuple[bool, str]:
    """Run make's targets in a folder: whether they succeed, and what they print."""
    ours = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "PYTHONPATH", "from"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    result = subprocess.run(
        ["make", *targets],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return result.returncode == 0, result.stdout.strip()


def main(words: list[str]) -> int:
    """Run the command; 1 if nothing was changed for a reason that is printed."""
    copy = Path.cwd()
    try:
        if words[:1] == ["fetch"]:
            fetch(copy, " ".join(words[1:]).strip())
        upgrade(copy, Kit(Path(__file__).parents[3]))
    except (RefusalError, GitError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing was changed.", file=sys.stderr)
        return 130
    finally:
        shutil.rmtree(copy / KIT, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
