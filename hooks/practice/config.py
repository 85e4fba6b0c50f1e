"""The one reader of mkdocs.yml, and its check before each build.

MkDocs reports mistakes in this file in its own words. `python -m practice.config` reports them
first, in a coach's words. It runs before every build, so modules that are slow to import are
imported only once there is something to report.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml
from yaml_env_tag import construct_env_tag  # type: ignore[import-untyped]

from practice.addresses import has_domain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from practice.content.issues import Issue

FILE = "mkdocs.yml"
_SITE = ("site_url", "nav")
_NEEDED = {
    "site_url": (),
    "nav": (),
    "site_name": (),
    "theme": ("name: material", "custom_dir: overrides"),
    "hooks": ("- hooks/events.py",),
    "markdown_extensions": ("- footnotes",),
}
"""The settings without which nothing can be built, and the lines that they need.

A file that inherits from another one has only those in _SITE.
"""
_CURLY = "“”„‘’«»"
_RESTORE = "Restore the file from git."
_ENV = "!ENV"
_NULL = "tag:yaml.org,2002:null"

_Mistake = tuple[int, str, str]
"""A line, what is wrong there, and what to do."""


@dataclass(frozen=True)
class SiteConfig:
    """What mkdocs.yml says, as far as it can be read."""

    site_url: str | None = None
    """The site's address; "" when it is empty, None when `issues` say what is wrong with it."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each setting."""
    nav: Mapping[str, int] = field(default_factory=dict)
    """The line of each page in the navigation."""
    issues: list[Issue] = field(default_factory=list)


class _ConfigLoader(yaml.SafeLoader):
    """YAML in which `!ENV` means what it means to MkDocs."""


_ConfigLoader.add_constructor(_ENV, construct_env_tag)


def read_config(project: Path) -> SiteConfig:
    """Read the mkdocs.yml in the folder `project`."""
    try:
        return _read((project / FILE).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return SiteConfig(issues=_reading_issues(project / FILE))


def typed_address(name: str = "site_url") -> str:
    """The address that a person typed instead of the one in mkdocs.yml: `make build site_url=…`.

    Raises SystemExit if it is not the address of a site.
    """
    typed = os.environ.get(name, "").strip(_CURLY)  # make passes it in the environment
    if typed and not _is_site_address(typed):
        message = f"“{typed}” is not the address of a site."
        sys.exit(f"{message} Write it in full: {name}=https://example.com/")
    return typed


def only_content_differs(before: str, after: str) -> bool:
    """Whether two texts of mkdocs.yml differ in nothing but the address and the navigation."""
    try:
        rest = [_besides(text, {"site_url", "nav"}) for text in (before, after)]
    except (yaml.YAMLError, RecursionError):
        return False
    return rest[0] is not None and rest[0] == rest[1]


def _besides(text: str, names: set[str]) -> str | None:
    """The settings not in `names`, without comments; None if there are no settings."""
    root = yaml.compose(text, _ConfigLoader)
    if not isinstance(root, yaml.MappingNode):
        return None
    root.value = [
        (key, value)
        for key, value in root.value
        if not (isinstance(key, yaml.ScalarNode) and key.value in names)
    ]
    return str(yaml.serialize(root))


def _read(text: str) -> SiteConfig:
    loader = _ConfigLoader(text)
    root = loader.get_single_node()
    if not isinstance(root, yaml.MappingNode):
        return SiteConfig(issues=_issues([(1, "This file has no settings.", _RESTORE)]))
    pairs = [(key, value) for key, value in root.value if isinstance(key, yaml.ScalarNode)]
    settings = {key.value: value for key, value in pairs}
    lines = {key.value: _line(key) for key, _ in pairs}
    site_url = _text(loader, settings["site_url"]) if "site_url" in settings else None
    entries = [(item, _text(loader, target)) for item, target in _entries(settings.get("nav"))]
    mistakes = [
        *_missing(settings, lines),
        *_curly_quotes(root),
        *_site_url_mistakes(site_url, settings.get("site_url")),
        *_nav_mistakes(entries, settings.get("nav")),
    ]
    return SiteConfig(
        site_url if not site_url or _is_site_address(site_url) else None,
        lines,
        {target: _line(item) for item, target in entries if target},
        _issues(mistakes),
    )


def _text(loader: _ConfigLoader, node: yaml.Node) -> str | None:
    """The text of a value, "" if it is empty; None for a list or a mapping."""
    if node.tag == _ENV:
        value = loader.construct_object(node)
        return "" if value is None else str(value)
    if not isinstance(node, yaml.ScalarNode):
        return None
    return "" if node.tag == _NULL else str(node.value)


def _entries(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """The entries of the navigation, each with what it names."""
    for item in node.value if isinstance(node, yaml.SequenceNode) else []:
        named = len(item.value) == 1 and isinstance(item, yaml.MappingNode)
        yield item, item.value[0][1] if named else item


def _missing(settings: Mapping[str, yaml.Node], lines: Mapping[str, int]) -> Iterator[_Mistake]:
    for name in _SITE if "INHERIT" in settings else _NEEDED:
        if name not in settings:
            fix = _RESTORE if _NEEDED[name] else f"Add it at the beginning of a line: {name}:"
            yield 1, f"“{name}” is missing.", fix
            continue
        for line in _NEEDED[name]:
            if line not in _written_lines(settings[name]):
                fix = f"Add it below “{name}”, after two spaces."
                yield lines[name], f"The line “{line}” is missing.", fix


def _written_lines(node: yaml.Node) -> Iterator[str]:
    """The lines of a list or a mapping, without what is below them."""
    if isinstance(node, yaml.MappingNode):
        yield from (f"{key.value}: {value.value}" for key, value in node.value)
    for item in node.value if isinstance(node, yaml.SequenceNode) else []:
        has_settings = isinstance(item, yaml.MappingNode) and item.value
        yield f"- {(item.value[0][0] if has_settings else item).value}"


def _curly_quotes(node: yaml.Node) -> Iterator[_Mistake]:
    if isinstance(node, yaml.ScalarNode):
        if node.style is None and node.value.startswith(tuple(_CURLY)):
            yield _line(node), f"{node.value} is in curly quotes.", "Use straight quotes."
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for part in pair:
                yield from _curly_quotes(part)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _curly_quotes(item)


def _site_url_mistakes(site_url: str | None, node: yaml.Node | None) -> Iterator[_Mistake]:
    """Nothing for an empty address: the build leaves a note about it."""
    if node is None or site_url == "" or _is_site_address((site_url or "").strip(_CURLY)):
        return
    said = f"“{site_url}”, which is not" if site_url else "not"
    fix = "Write it in full: https://example.com/."
    yield _line(node), f"“site_url” is {said} the address of a site.", fix


def _nav_mistakes(
    entries: list[tuple[yaml.Node, str | None]], node: yaml.Node | None
) -> Iterator[_Mistake]:
    """Whether the pages exist is for the build to check."""
    if node is not None and not isinstance(node, yaml.SequenceNode):
        fix = "Write one entry per line: - About: about.md."
        yield _line(node), "“nav” is not a list.", fix
    for item, target in entries:
        if isinstance(item, yaml.MappingNode) and len(item.value) > 1:
            message = "This navigation entry has more than one name."
            yield _line(item), message, "Start each entry with a hyphen on its own line."
        elif target is None:
            message = "This navigation entry contains other entries."
            yield _line(item), message, "The menu has one level: move them to its left edge."
        elif not _is_target((target or "").strip(_CURLY)):
            message = "This navigation entry does not name a page."
            yield _line(item), message, "Write it like the others: - About: about.md."


def _is_target(written: str) -> bool:
    return written.endswith(".md") or _is_web_address(written)


def _is_site_address(written: str) -> bool:
    """Whether pages can be below this address, which may include a folder."""
    page = urlsplit(written).path.endswith((".html", ".htm")) if _is_web_address(written) else True
    return not page and not set("?#@").intersection(written)


def _is_web_address(written: str) -> bool:
    try:
        parts = urlsplit(written)
        _ = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    known = has_domain(host) or host == "localhost"
    return known and parts.scheme in {"http", "https"} and " " not in written


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _issues(mistakes: list[_Mistake]) -> list[Issue]:
    if not mistakes:
        return []
    from practice.content.issues import Issue

    return [Issue(FILE, *mistake) for mistake in mistakes]


def _reading_issues(file: Path) -> list[Issue]:
    """Why `file` cannot be read."""
    from practice.content.documents import parse_yaml, read_text

    if not file.is_file():
        return _issues([(1, "The file is missing.", _RESTORE)])
    text, issues = read_text(file, FILE)
    return issues or parse_yaml(text or "", FILE)[2]


def main() -> int:
    """Report what is wrong in the mkdocs.yml of this folder; 1 if anything is.

    Raises SystemExit if a person typed an address that is not valid.
    """
    typed_address()
    issues = read_config(Path()).issues
    if not issues:
        return 0
    from practice.content.issues import report
    from practice.publishing import github

    github.show(issues)
    print(report(issues), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
