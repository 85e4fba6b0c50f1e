"""`make upgrade` on a small kit: what it changes, keeps, refuses, and survives."""

from __future__ import annotations

import re
import shutil
import stat
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.conftest import ROOT
from tests.publishing.project import make, make_project, run, write
from tests.upgrade.conftest import OWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.upgrade.conftest import Upgrade

LONG = pytest.mark.long


def test_the_kit_becomes_the_new_one_and_the_content_stays(upgrade: Upgrade) -> None:
    result = upgrade.run()
    assert result.returncode == 0, result.stderr
    assert upgrade.read("overrides/header.html") == "<header>second</header>\n"
    assert upgrade.read("docs/_handbook/README.md") == "The handbook, longer\n"
    assert upgrade.has("hooks/events.py")
    assert not upgrade.has("hooks/one.py")
    assert not upgrade.has("docs/new.md")
    assert {path: upgrade.read(path) for path in OWN} == OWN
    assert not upgrade.has("kept")
    kit = upgrade.git("log", "-1", "--format=%H %cs", folder=upgrade.kit)
    assert upgrade.read(".kit-version") == f"{kit}\n"
    assert upgrade.git("status", "--porcelain") == ""
    assert not upgrade.has(".build/kit")
    assert not upgrade.has(".build/upgrade")


def test_it_shows_what_will_change(upgrade: Upgrade) -> None:
    shown = upgrade.run().stdout
    assert "Files added: 1 (hooks/ 1)\n" in shown
    assert "Files replaced: 7 (Makefile 1, docs/_handbook/ 1, mkdocs.yml 1, overrides/ 3," in shown
    assert "Files removed: 2 (hooks/ 2)\n" in shown
    assert "  mkdocs.yml: site_name, site_url, nav\n" in shown
    assert shown.index("Files added") < shown.index("Building the site as it is now")


def test_changed_files_of_the_kit_are_listed_first_and_kept(upgrade: Upgrade) -> None:
    mine = {"overrides/header.html": "mine\n", "hooks/one.py": "one = 'mine'\n"}
    upgrade.edit({**mine})
    result = upgrade.run()
    commit, date = upgrade.read(".kit-version").split()
    aside = f"kept/before-{date}-{commit[:7]}"
    lines = result.stdout.splitlines()
    first = lines.index(f"You changed these files of the kit. Your versions are kept in {aside}/:")
    assert first == 2
    assert {line.strip() for line in lines[first + 1 : first + 3]} == set(mine)
    for path, text in mine.items():
        assert upgrade.read(f"{aside}/{path}") == text
    assert upgrade.read("overrides/header.html") == "<header>second</header>\n"
    assert not upgrade.has("hooks/one.py")
    assert upgrade.git("ls-files", "kept").count("\n") == 1


def test_settings_colors_and_logo_stay(upgrade: Upgrade) -> None:
    menu = "nav:\n- Ada: about.md\n\n- Articles:\n    articles.md\n"
    own = "extra:\n  mine: 1\n"
    old = upgrade.read("mkdocs.yml")
    edited = old.replace("nav:\n  - About: about.md\n", menu).replace("The Kit", "Ada") + own
    css = upgrade.read("overrides/assets/stylesheets/site.css")
    upgrade.edit(
        {
            "mkdocs.yml": edited,
            "overrides/assets/stylesheets/site.css": css.replace("#111", "rgb(1 2 3)").replace(
                "1rem", "9px"
            ),
            "overrides/assets/images/favicon.svg": "<svg>Ada's</svg>\n",
            "wrangler.jsonc": upgrade.read("wrangler.jsonc").replace("practice", "ada"),
            ".gitignore": upgrade.read(".gitignore") + "/secret.txt\n",
            "README.md": "Ada's own\n",
        }
    )
    result = upgrade.run()
    assert result.returncode == 0, result.stderr
    assert "You changed" not in result.stdout
    settings = upgrade.read("mkdocs.yml")
    assert "site_name: Ada\n" in settings
    assert menu in settings
    assert settings.endswith(own)
    assert "hooks: [hooks/events.py]\n" in settings
    assert "hooks/two.py" not in settings
    styles = upgrade.read("overrides/assets/stylesheets/site.css")
    assert "--ink: rgb(1 2 3);" in styles
    assert "    --ink: #000;" in styles
    assert "--paper: light-dark(#fefefe, #010101);" in styles
    assert "--gap: 9px;" in styles
    assert "--radius: 2px;" in styles
    assert upgrade.read("overrides/assets/images/favicon.svg") == "<svg>Ada's</svg>\n"
    assert '"name": "ada", // the project\n  "assets": {"directory": "./site"}' in upgrade.read(
        "wrangler.jsonc"
    )
    assert upgrade.read(".gitignore").endswith("__pycache__/\n/secret.txt\n")
    assert upgrade.read("README.md") == "Ada's own\n"
    for kept in (
        "mkdocs.yml: site_name, site_url, nav, extra",
        "site.css: --ink, --gap",
        "favicon.svg",
    ):
        assert kept in result.stdout


MENUS = {
    "comments at the start of lines": """\
nav:
# - Podcast: podcast.md

# later: more
  - About: about.md # me

#
  - Ada: about.md
""",
    "hyphens at the start of lines": "nav:\n- About: about.md\n\n# - No: no.md\n- Ada: about.md\n",
    "one line": "nav: [{About: about.md}, {Ada: about.md}]\n",
    "brackets": "nav: [\n# first\n{About: about.md}\n,\n{Ada: about.md},\n]\n",
    "white space": "nav : # all\n \n\n  - About: about.md\n   \n  - Ada: about.md\n",
    "quoted name": '"nav":\n  - About: about.md\n  - Ada: about.md\n',
    "anchors": "nav: &menu\n  - &me About: about.md\n  - Ada: about.md\nextra: {menu: *menu}\n",
    "anchor before": "my menu: &menu\n  - About: about.md\n  - Ada: about.md\nnav: *menu\n",
    "tags": "nav:\n  - !ENV [X, about.md]\n  - Ada: about.md\nextra: {a: !ENV X}\n",
    "text in lines": "extra:\n  a: |\n    nav:\n\n    x\nnav:\n  - >-\n\n    about.md\n\n",
}


@LONG
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("menu", MENUS.values(), ids=MENUS)
def test_a_menu_stays_however_it_is_written(upgrade: Upgrade, menu: str, ends: str) -> None:
    text = upgrade.read("mkdocs.yml").replace("nav:\n  - About: about.md\n", menu)
    upgrade.edit({"mkdocs.yml": text.replace("\n", ends)})
    result = upgrade.run()
    assert result.returncode == 0, result.stderr
    assert upgrade.read("mkdocs.yml").count("about.md") == text.count("about.md")
    before, after = _read(text), _read(upgrade.read("mkdocs.yml"))
    for name in {*before} - {"hooks"}:
        assert after[name] == before[name]
    assert after["hooks"] == ["hooks/events.py"]


def _read(settings: str) -> dict[str, object]:
    read = yaml.safe_load(settings.replace("!ENV", ""))
    assert isinstance(read, dict)
    return read


NOT_KEPT = {
    "items like settings": ("extra: {\nnav: x\n}\nnav:\n  - About: about.md\n", "nav"),
    "two of a name": ("nav:\n  - About: a.md\nnav:\n  - Ada: about.md\n", "nav"),
    "a question mark": ("? extra\n: 1\nnav:\n  - About: about.md\n", "extra"),
    "an anchor of the kit": ("nav:\n  - About: *file\n", "nav"),
}


@LONG
@pytest.mark.parametrize(("menu", "name"), NOT_KEPT.values(), ids=NOT_KEPT)
def test_a_setting_that_cannot_be_kept_is_refused(upgrade: Upgrade, menu: str, name: str) -> None:
    text = upgrade.read("mkdocs.yml").replace("nav:\n  - About: about.md\n", menu)
    upgrade.edit({"mkdocs.yml": text.replace("docs_dir: docs", "docs_dir: &file docs")})
    before = upgrade.state()
    result = upgrade.run()
    assert result.returncode == 1
    assert "mkdocs.yml: The upgrade cannot keep " in result.stderr
    assert f"“{name}”" in result.stderr
    assert upgrade.state() == before


@LONG
def test_colors_stay_in_each_block_of_a_style_sheet(upgrade: Upgrade) -> None:
    path = "overrides/assets/stylesheets/site.css"
    topics = (
        "\n/* { */\n.a,\n.b {\n  --motif: red; /* } */\n  --text: 1;\n}\n"
        "\n.c {\n  --motif: blue\n}\n"
    )
    first = upgrade.read(path) + topics
    own = (
        first.replace("red", 'url("data:a;b}")')
        .replace("blue", "rgb(1 2 3)")
        .replace("#000;", "#222;")
    )
    upgrade.edit({path: first}, upgrade.kit)
    upgrade.edit({path: first.replace("--text: 1", "--text: 2")}, upgrade.kit)
    upgrade.edit({path: own})
    result = upgrade.run()
    assert result.returncode == 0, result.stderr
    assert "You changed" not in result.stdout
    assert "site.css: @media print --ink, .a, .b --motif, .c --motif\n" in result.stdout
    assert upgrade.read(path) == own.replace("--text: 1", "--text: 2")


PIN = "steps:\n  - uses: actions/checkout@{} # v{}\n"
PACKAGES = 'dependencies = [\n  "mkdocs[x]{}", # why\n]\n'


@LONG
def test_newer_versions_of_packages_are_not_changes_of_the_owner(upgrade: Upgrade) -> None:
    files = {
        ".github/workflows/check.yml": PIN.format("1" * 40, "1.0"),
        ".github/workflows/nightly.yml": PIN.format("1" * 40, "1.0"),
        "pyproject.toml": PACKAGES.format(">=1,<2"),
        "requirements.txt": "mkdocs==1.0 --hash=sha256:1\n",
    }
    upgrade.edit({**files}, upgrade.kit)
    newer = {
        ".github/workflows/check.yml": PIN.format("2" * 40, "2.0.1"),
        ".github/workflows/nightly.yml": PIN.format("2" * 40, "2.0.1") + "  - run: mine\n",
        "pyproject.toml": PACKAGES.format(">=2"),
        "requirements.txt": "mkdocs==2.0 --hash=sha256:2\nx==1\n",
    }
    upgrade.edit({**newer})
    result = upgrade.run()
    assert result.returncode == 0, result.stderr
    kept = upgrade.git("ls-files", "kept").splitlines()
    assert [path.partition("/.")[2] for path in kept] == ["github/workflows/nightly.yml"]
    assert {path: upgrade.read(path) for path in files} == files


@LONG
def test_a_second_upgrade_on_the_same_day_keeps_what_the_first_kept(upgrade: Upgrade) -> None:
    for version in ("mine", "mine again"):
        upgrade.edit({"overrides/header.html": version})
        assert upgrade.run().returncode == 0
        upgrade.edit({"overrides/header.html": f"for {version}\n"}, upgrade.kit)
    kept = {file.read_text("utf-8") for file in upgrade.folder.glob("kept/*/overrides/header.html")}
    assert kept == {"mine", "mine again"}


@LONG
def test_a_changed_setting_of_the_kit_is_kept_aside(upgrade: Upgrade) -> None:
    upgrade.edit(
        {"mkdocs.yml": upgrade.read("mkdocs.yml").replace("docs_dir: docs", "docs_dir: d")}
    )
    upgrade.edit({"mkdocs.yml": upgrade.read("mkdocs.yml").replace("/two", "/mine")})
    shown = upgrade.run().stdout
    assert "You changed these files of the kit." in shown
    assert "docs_dir: docs\n" in upgrade.read("mkdocs.yml")
    (kept,) = upgrade.folder.glob("kept/*/mkdocs.yml")
    assert "docs_dir: d\n" in kept.read_text(encoding="utf-8")


@LONG
def test_a_color_of_its_own_name_is_kept_aside(upgrade: Upgrade) -> None:
    path = "overrides/assets/stylesheets/site.css"
    upgrade.edit({path: upgrade.read(path).replace("  --ink", "  --mine: #123456;\n  --ink", 1)})
    shown = upgrade.run().stdout
    assert "You changed these files of the kit. Your versions are kept in kept/" in shown
    assert "site.css: --mine" not in shown
    (kept,) = upgrade.folder.glob(f"kept/*/{path}")
    assert "--mine" in kept.read_text(encoding="utf-8")


@LONG
def test_the_copy_is_ready_to_be_pushed(upgrade: Upgrade) -> None:
    makefile = (upgrade.kit / "Makefile").read_text(encoding="utf-8")
    upgrade.edit({"Makefile": f"{makefile}pre-push:\n\t@touch .build/renewed\n"}, upgrade.kit)
    assert upgrade.run().returncode == 0
    assert (upgrade.folder / "site/articles/first.md").is_file()
    assert not upgrade.has(".build/renewed")

    upgrade.edit({"overrides/header.html": "again\n"}, upgrade.kit)
    write(upgrade.folder / ".git/hooks/pre-push", "# `make pre-push` installs this.\n")
    assert upgrade.run().returncode == 0
    assert upgrade.has(".build/renewed")


@LONG
def test_what_could_not_be_installed_is_reported(upgrade: Upgrade) -> None:
    makefile = (upgrade.kit / "Makefile").read_text(encoding="utf-8")
    only_there = 'build:\n\t@test "$$(basename "$$PWD")" = upgrade || { echo offline; exit 1; }'
    upgrade.edit({"Makefile": makefile.replace("build:", only_there, 1)}, upgrade.kit)
    result = upgrade.run()
    assert result.returncode == 0
    assert "offline" in result.stdout
    assert "This is not finished. Type: make build\nDone: " in result.stdout


def test_one_command_undoes_it(upgrade: Upgrade) -> None:
    upgrade.edit({"overrides/header.html": "mine\n"})
    before = upgrade.git("rev-parse", "HEAD^{tree}")
    shown = upgrade.run().stdout
    assert upgrade.git("rev-parse", "HEAD^{tree}") != before
    (undo,) = re.findall(r"To undo the upgrade, type: git (.+)", shown)
    upgrade.git(*undo.split())
    assert upgrade.git("rev-parse", "HEAD^{tree}") == before
    assert upgrade.run().returncode == 0
    assert upgrade.has("hooks/events.py")


@LONG
def test_a_second_upgrade_has_nothing_to_do(upgrade: Upgrade) -> None:
    upgrade.run()
    upgrade.edit({"overrides/header.html": "mine\n"})
    before = upgrade.state()
    again = upgrade.run()
    assert again.returncode == 0
    assert "Nothing to do: this folder already has the version of " in again.stdout
    assert upgrade.state() == before


@LONG
def test_a_clone_of_the_newest_version_has_nothing_to_do(upgrade: Upgrade) -> None:
    shutil.rmtree(upgrade.folder)
    upgrade.git("clone", "--quiet", str(upgrade.kit), str(upgrade.folder), folder=upgrade.kit)
    upgrade.edit({**OWN, "overrides/header.html": "mine\n"})
    assert "Nothing to do" in upgrade.run().stdout
    assert upgrade.read("overrides/header.html") == "mine\n"


@LONG
def test_windows_line_ends_are_no_change(upgrade: Upgrade) -> None:
    paths = ("overrides/header.html", "hooks/one.py", "mkdocs.yml")
    upgrade.edit({path: upgrade.read(path).replace("\n", "\r\n") for path in paths})
    assert upgrade.git("ls-files", "--eol", "hooks/one.py").startswith("i/crlf")
    result = upgrade.run()
    assert result.returncode == 0, result.stderr
    assert "You changed" not in result.stdout
    assert not upgrade.has("hooks/one.py")
    assert b"\r" not in (upgrade.folder / "mkdocs.yml").read_bytes()


@LONG
def test_a_kit_that_was_upgraded_itself_is_one_like_others(upgrade: Upgrade) -> None:
    upgrade.edit({".kit-version": f"{'1' * 40} 2030-01-01\n"}, upgrade.kit)
    assert upgrade.run().returncode == 0
    upgrade.edit({"overrides/header.html": "third\n"}, upgrade.kit)
    again = upgrade.run()
    assert "Files replaced: 1 (overrides/ 1)" in again.stdout
    kit = upgrade.git("rev-parse", "HEAD", folder=upgrade.kit)
    assert upgrade.read(".kit-version").startswith(kit)


@LONG
def test_a_windows_checkout_is_upgraded(upgrade: Upgrade) -> None:
    other = upgrade.folder.rename(upgrade.folder.with_name("other"))
    words = ("clone", "--quiet", "--config", "core.autocrlf=true", str(other), "copy")
    upgrade.git(*words, folder=other.parent)
    upgrade.edit({".gitattributes": "* text=auto eol=lf\n"}, upgrade.kit)
    assert b"\r\n" in (upgrade.folder / "docs/about.md").read_bytes()
    result = upgrade.run()
    assert result.returncode == 0, result.stderr
    assert "You changed" not in result.stdout
    assert upgrade.git("status", "--porcelain") == ""
    assert b"\r\n" not in (upgrade.folder / "overrides/header.html").read_bytes()


@LONG
def test_ignored_files_are_not_overwritten(upgrade: Upgrade) -> None:
    upgrade.edit({".gitignore": upgrade.read(".gitignore") + "/hooks/events.py\n"})
    write(upgrade.folder / "hooks/events.py", "mine\n")
    result = upgrade.run()
    assert result.returncode == 1
    assert "was not put in place" in result.stderr
    assert upgrade.read("hooks/events.py") == "mine\n"


@LONG
def test_a_copy_without_its_history_is_upgraded(upgrade: Upgrade) -> None:
    full = upgrade.folder.rename(upgrade.folder.with_name("full"))
    upgrade.git("clone", "--quiet", "--depth", "1", full.as_uri(), "copy", folder=full.parent)
    assert upgrade.run().returncode == 0
    assert upgrade.has("hooks/events.py")


def test_data_is_migrated(upgrade: Upgrade) -> None:
    form = "title: Write\n\n# Where to\naction: https://example.org/a # mine\nfields: []\n"
    upgrade.edit({"docs/_data/contact.yml": form})
    shown = upgrade.run().stdout
    assert "Changed in your data:\n  docs/_data/contact.yml: “action” becomes “provider”" in shown
    assert upgrade.read("docs/_data/contact.yml") == (
        "title: Write\n\n# Where to\nprovider: receiver\nproviders:\n  receiver:\n"
        "    address: https://example.org/a # mine\nfields: []\n"
    )


def test_a_site_that_does_not_build_afterward_stays_as_it_is(upgrade: Upgrade) -> None:
    upgrade.edit({"overrides/footer.html": "WRONG\n"}, upgrade.kit)
    before = upgrade.state()
    result = upgrade.run()
    assert result.returncode == 1
    assert "overrides/footer.html:1:WRONG" in result.stderr
    assert "does not build with the new version, for the reason above. Nothing was" in result.stderr
    assert upgrade.state() == before


@LONG
def test_a_site_that_did_not_build_before_is_not_the_upgrades_fault(upgrade: Upgrade) -> None:
    upgrade.edit({"docs/about.md": "WRONG\n"})
    before = upgrade.state()
    result = upgrade.run()
    assert result.returncode == 1
    assert "The site does not build as it is now." in result.stdout
    assert "builds neither as it is now nor with the new version." in result.stderr
    assert upgrade.state() == before


@LONG
def test_a_site_that_builds_only_with_the_new_version_is_upgraded(upgrade: Upgrade) -> None:
    upgrade.edit({"Makefile": "build:\n\t@echo broken; exit 1\n"})
    result = upgrade.run()
    assert result.returncode == 0
    assert "broken" in result.stdout
    assert upgrade.has("hooks/events.py")


@pytest.mark.parametrize(("signal", "code"), [("KILL", -9), ("INT", 130)])
def test_an_upgrade_that_is_stopped_changes_nothing_and_can_be_repeated(
    upgrade: Upgrade, signal: str, code: int
) -> None:
    upgrade.edit({"Makefile": "build:\n\t@mkdir -p site\n"})  # the first build goes on
    before = upgrade.state()
    stopped = upgrade.run_stopped(signal)
    assert stopped.returncode == code, stopped.stderr
    assert upgrade.state()[:2] == before[:2]
    assert upgrade.run().returncode == 0
    assert upgrade.has("hooks/events.py")
    assert upgrade.git("worktree", "list").count("\n") == 0


@LONG
def test_ctrl_c_comes_too_late_once_files_are_put_in_place(upgrade: Upgrade) -> None:
    upgrade.edit({"Makefile": "build:\n\t@mkdir -p site\n"})
    _on_last_step(upgrade, 'kill -s INT -- -$(cat "$PROCESS")')
    stop = '[ "${PWD##*/}" = upgrade ] || { kill -INT $(cat "$PROCESS"); sleep 60; }'
    result = upgrade.run_stopped("", DURING=stop)
    assert result.returncode == 0, result.stderr
    assert "This is not finished. Type: make build\nDone: " in result.stdout
    assert upgrade.has("hooks/events.py")
    assert upgrade.git("status", "--porcelain") == ""


def _on_last_step(upgrade: Upgrade, command: str) -> Path:
    """Have git run a command when all files are written, and the branch is not moved yet."""
    hook = upgrade.folder / ".git/hooks/reference-transaction"
    moves = '[ "$1" = prepared ] && grep -q refs/heads/main'
    write(hook, f"#!/bin/sh\nif {moves}; then {command}; fi\n")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    return hook


@LONG
def test_an_upgrade_that_is_killed_while_files_are_put_in_place_can_be_finished(
    upgrade: Upgrade,
) -> None:
    hook = _on_last_step(upgrade, 'kill -9 $(cat "$PROCESS") $PPID')
    assert upgrade.run_stopped("").returncode == -9
    assert upgrade.git("status", "--porcelain")
    hook.unlink()
    again = upgrade.run()
    assert again.returncode == 1
    assert "The last upgrade was interrupted" in again.stderr
    (finish,) = re.findall(r"To finish, type: (.+)", again.stderr)
    assert run(upgrade.folder, "sh", "-c", finish).returncode == 0
    assert upgrade.git("status", "--porcelain") == ""
    assert "Nothing to do" in upgrade.run().stdout
    assert {path: upgrade.read(path) for path in OWN} == OWN


@LONG
def test_work_done_during_an_upgrade_is_not_lost(upgrade: Upgrade) -> None:
    about = upgrade.folder / "overrides/header.html"
    result = upgrade.run_stopped("", DURING=f"echo edited > '{about}'")
    assert result.returncode == 1
    assert "The files of this folder changed during the upgrade" in result.stderr
    assert about.read_text(encoding="utf-8") == "edited\n"
    assert not upgrade.has("hooks/events.py")


def _uncommitted(upgrade: Upgrade) -> None:
    write(upgrade.folder / "docs/about.md", "Half a sentence\n")


def _new_file(upgrade: Upgrade) -> None:
    write(upgrade.folder / "docs/articles/second.md", "Not added\n")


def _detached(upgrade: Upgrade) -> None:
    upgrade.git("checkout", "--quiet", "--detach")


def _nameless(upgrade: Upgrade) -> None:
    write(upgrade.folder.parent / ".gitconfig", "[user]\nuseConfigOnly = true\n")


def _other_version(upgrade: Upgrade) -> None:
    upgrade.edit({".kit-version": f"{'1' * 40} 2030-01-01\n"})


def _shallow_kit(upgrade: Upgrade) -> None:
    full = upgrade.kit.rename(upgrade.kit.with_name("full"))
    upgrade.git("clone", "--quiet", "--depth", "1", full.as_uri(), "kit", folder=full.parent)


def _not_a_site(upgrade: Upgrade) -> None:
    upgrade.edit({"mkdocs.yml": None})


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (_uncommitted, 'type: git add --all && git commit -m "My changes"'),
        (_new_file, "You have changes that are not committed."),
        (_detached, "No branch is checked out. Type: git switch main"),
        (_nameless, 'Type: git config --global user.name "Your Name"'),
        (_other_version, "is another one, or older than the version installed here (1111111)."),
        (_shallow_kit, "has only a part of its history"),
        (_not_a_site, "Go to the folder with mkdocs.yml."),
    ],
)
def test_it_is_refused_with_the_command_to_type(
    upgrade: Upgrade, prepare: Callable[[Upgrade], None], said: str
) -> None:
    prepare(upgrade)
    before = upgrade.state()
    result = upgrade.run()
    assert result.returncode == 1
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert upgrade.state() == before


@LONG
def test_a_folder_outside_git_is_refused(upgrade: Upgrade) -> None:
    shutil.rmtree(upgrade.folder / ".git")
    result = upgrade.run()
    assert result.returncode == 1
    assert "This folder is not in git" in result.stderr
    assert upgrade.has("hooks/one.py")


@LONG
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Use: make upgrade from=ADDRESS"),
        ("nowhere", "Nothing could be fetched from nowhere. Check the address and your connection"),
        ("http://127.0.0.1:1/kit", "Check the address and your connection to the internet."),
        ("../other", "../other is not a kit that can upgrade this folder."),
        ("--upload-pack=touch x", "Nothing could be fetched from --upload-pack=touch x."),
    ],
)
def test_a_wrong_address_is_refused(upgrade: Upgrade, address: str, said: str) -> None:
    other = upgrade.folder.parent / "other"
    other.mkdir()
    upgrade.git("init", "--quiet", folder=other)
    upgrade.edit({"a.txt": "a"}, other)
    before = upgrade.state()
    result = upgrade.run(address)
    assert result.returncode == 1
    assert said in result.stderr
    assert upgrade.state() == before
    assert not upgrade.has(".build/kit")


@LONG
def test_make_passes_the_address_on_as_it_was_typed(tmp_path: Path) -> None:
    project = tmp_path / "project"
    make_project(project)
    address = """a b"c'd$(e)`f`&g"""
    result = make(project, "upgrade", f"from={address}")
    assert f"Nothing could be fetched from {address}. " in result.stderr
    assert "Use: make upgrade from=ADDRESS" in make(project, "upgrade").stderr


@LONG
def test_without_git_it_says_so(tmp_path: Path) -> None:
    python = str(ROOT / ".venv/bin/python")
    command = ("-m", "practice.upgrade", "fetch", "x")
    result = run(tmp_path, python, *command, PYTHONPATH=str(ROOT / "hooks"), PATH=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr == "git is not installed. Install it, then try again.\n"
