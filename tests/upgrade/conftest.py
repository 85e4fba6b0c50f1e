"""A small kit in two versions, and a copy of the first one with content of its own."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.publishing.project import run, write

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

PACKAGE = "hooks/practice/upgrade"
IN_A_TERMINAL = """\
import os, signal, sys
os.setsid()  # Ctrl+C reaches all processes of a session's group
signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs in the background would ignore it
with open(os.environ["PROCESS"], "w") as file:
    file.write(str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-m", "practice.upgrade"])
"""
MAKEFILE = """\
build:
	@if [ -n "$$SIGNAL" ]; then kill -$$SIGNAL $$(cat "$$PROCESS"); sleep 60; fi
	@if [ -n "$$DURING" ]; then sh -c "$$DURING"; fi
	@if grep -rn WRONG docs overrides; then exit 1; fi
	@mkdir -p site && cp -R docs/. site/
"""
FIRST = {
    "Makefile": MAKEFILE,
    ".gitignore": "/.build/\n/site/\n__pycache__/\n",
    "README.md": "A kit\n",
    "mkdocs.yml": """\
# How the site is built.
site_name: The Kit
site_url: https://example.com/ # the address

docs_dir: docs
nav:
  - About: about.md

hooks: # in running order
  - hooks/one.py
  - hooks/two.py
""",
    "wrangler.jsonc": """\
{
  "name": "practice", // the project
  "assets": {"directory": "site"}
}
""",
    "hooks/one.py": "one = 1\n",
    "hooks/two.py": "two = 2\n",
    "overrides/header.html": "<header>first</header>\n",
    "overrides/footer.html": "<footer></footer>\n",
    "overrides/assets/images/favicon.svg": "<svg>the kit's</svg>\n",
    "overrides/assets/stylesheets/site.css": """\
:root {
  --paper: light-dark(#fff, #000);
  --ink: #111;
  --gap: 1rem;
  --radius: 1px;
}

@media print {
  :root {
    --ink: #000;
  }
}
""",
    "docs/_handbook/README.md": "The handbook\n",
    "docs/about.md": "About the kit\n",
}
SECOND = {
    "Makefile": MAKEFILE + "check-site:\n\t@test -f site/about.md\n",
    "mkdocs.yml": FIRST["mkdocs.yml"]
    .replace("hooks: # in running order\n  - hooks/one.py\n  - hooks/two.py\n", "")
    .replace("docs_dir", "hooks: [hooks/events.py]\ndocs_dir"),
    "wrangler.jsonc": FIRST["wrangler.jsonc"].replace('"site"', '"./site"'),
    "hooks/one.py": None,
    "hooks/two.py": None,
    "hooks/events.py": "three = 3\n",
    "overrides/header.html": "<header>second</header>\n",
    "overrides/assets/images/favicon.svg": "<svg>new</svg>\n",
    "overrides/assets/stylesheets/site.css": FIRST["overrides/assets/stylesheets/site.css"]
    .replace("#fff, #000", "#fefefe, #010101")
    .replace("1rem", "2rem")
    .replace("1px", "2px"),
    "docs/_handbook/README.md": "The handbook, longer\n",
    "docs/about.md": "About the newer kit\n",
    "docs/new.md": "A page of the kit\n",
}
OWN = {
    "docs/about.md": "About Ada\n",
    "docs/articles/first.md": "The first article\n",
    "docs/portrait.jpg": "A picture\n",
    "notes.txt": "A file of hers\n",
}


@dataclass
class Upgrade:
    """A copy of the kit, and the kit."""

    folder: Path
    kit: Path

    def edit(self, files: dict[str, str | None], folder: Path | None = None) -> None:
        """Write files, or remove those with None, and commit."""
        folder = folder or self.folder
        for path, text in files.items():
            if text is None:
                (folder / path).unlink()
            else:
                write(folder / path, text)
        self.git("add", "--all", folder=folder)
        self.git("commit", "--quiet", "--message", "A change", folder=folder)

    def run(self, address: str | None = None) -> subprocess.CompletedProcess[str]:
        """As `make upgrade from=ADDRESS`, with the kit's own address unless another is given."""
        address = str(self.kit) if address is None else address
        command = (sys.executable, "-m", "practice.upgrade", "fetch", address)
        return run(self.folder, *command, PYTHONPATH=str(ROOT / "hooks"))

    def run_stopped(self, signal: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """As by hand in a copy without the command, with a signal during the second build."""
        self.git("clone", "--quiet", str(self.kit), ".build/kit")
        return run(
            self.folder,
            *(sys.executable, "-c", IN_A_TERMINAL),
            PYTHONPATH=".build/kit/hooks",
            PROCESS=str(self.folder.parent / "process"),
            SIGNAL=signal,
            **environment,
        )

    def git(self, *words: str, folder: Path | None = None) -> str:
        result = run(folder or self.folder, "git", *words)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    def state(self) -> tuple[str, ...]:
        """Everything that an upgrade which is refused leaves as it was."""
        words = (("rev-parse", "HEAD"), ("status", "--porcelain"), ("worktree", "list"))
        return tuple(self.git(*command) for command in words)

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def has(self, path: str) -> bool:
        return (self.folder / path).exists()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that each test gets a copy of."""
    folder = tmp_path_factory.mktemp("upgrade")
    write(folder / ".gitconfig", "[user]\nname = Ada\nemail = ada@example.com\n")
    made = Upgrade(folder / "copy", folder / "kit")
    made.kit.mkdir()
    made.git("init", "--quiet", "--initial-branch", "main", folder=made.kit)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / PACKAGE, made.kit / PACKAGE, ignore=ignored)
    shutil.copy(ROOT / "hooks/practice/__init__.py", made.kit / "hooks/practice")
    made.edit({**FIRST}, made.kit)
    # A copy made on GitHub has no history in common with the kit.
    shutil.copytree(made.kit, made.folder, ignore=shutil.ignore_patterns(".git"))
    made.git("init", "--quiet", "--initial-branch", "main")
    made.edit({**OWN})
    made.edit({**SECOND}, made.kit)
    return folder


@pytest.fixture
def upgrade(template: Path, tmp_path: Path) -> Upgrade:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return Upgrade(tmp_path / "copy", tmp_path / "kit")
