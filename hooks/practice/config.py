"""Mistakes in mkdocs.yml, told before MkDocs reads it: MkDocs tells them in its own words.

`python -m practice.config` runs before each build. It looks in no time: what takes long to
import is imported only when something is wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import yaml

from practice.addresses import has_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "mkdocs.yml"
_CURLY = "“”„‘’«»"


class Problem(NamedTuple):
    """Something wrong in the configuration: its line, what it is, and what to do."""

    line: int
    message: str
    fix: str


def problems(text: str) -> Iterator[Problem]:
    """What is wrong in a configuration that is YAML; raises yaml.YAMLError when it is none."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        fix = "Bring the file back from git."
        yield Problem(1, "This file holds no settings.", fix)
        return
    values = {key.value: value for key, value in root.value}
    for name in ("site_url", "nav"):
        if name not in values:
            yield Problem(1, f"“{name}” is missing.", f"Add it at the beginning of a line: {name}:")
    yield from _curly(root)
    yield from _site_url(values.get("site_url"))
    yield from _navigation(values.get("nav"))


def _curly(node: yaml.Node) -> Iterator[Problem]:
    if isinstance(node, yaml.ScalarNode):
        if node.style is None and node.value[:1] and node.value[0] in _CURLY:
            message = f"{node.value} stands in curly quotes, which are none here."
            yield Problem(_line(node), message, "Write straight ones, or none.")
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _curly(key)
            yield from _curly(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _curly(item)


def _site_url(node: yaml.Node | None) -> Iterator[Problem]:
    if node is None or node.value == "" or node.tag == "!ENV":
        return  # an empty one is told by the build, one of the environment is MkDocs's to read
    written = node.value if isinstance(node, yaml.ScalarNode) else "…"
    if written[0] not in _CURLY and not _is_web_address(written):
        message = f"“site_url” is “{written}”, which is not a web address."
        yield Problem(_line(node), message, "Write it in full: https://example.com/.")


def _is_web_address(written: str) -> bool:
    try:
        parts = urlsplit(written)
        _ = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in {"http", "https"} and (has_domain(host) or host == "localhost")


def _navigation(node: yaml.Node | None) -> Iterator[Problem]:
    """What is no entry of the navigation; whether its page is there, the build tells."""
    if node is None:
        return
    like = "Write it like the others: - About: about.md."
    if not isinstance(node, yaml.SequenceNode):
        yield Problem(_line(node), "“nav” is no list.", f"{like[:-1]}, each on its own line.")
        return
    for item in node.value:
        target = item
        if isinstance(item, yaml.MappingNode):
            if len(item.value) != 1:
                message = "An entry of the navigation has more than one name."
                yield Problem(_line(item), message, "Begin each with a hyphen on its own line.")
                continue
            target = item.value[0][1]
        if isinstance(target, yaml.SequenceNode):
            yield from _navigation(target)
        elif not isinstance(target, yaml.ScalarNode) or not _is_target(target.value.strip(_CURLY)):
            message = "An entry of the navigation leads to no page."
            yield Problem(_line(item), message, like)


def _is_target(written: str) -> bool:
    return written.endswith(".md") or _is_web_address(written)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def main() -> int:
    """Tell what is wrong in the mkdocs.yml of this folder; 1 if anything is."""
    raw = Path(FILE).read_bytes()
    try:
        found = list(problems(raw.decode("utf-8-sig")))
    except (yaml.YAMLError, UnicodeDecodeError):
        found = []
    else:
        if not found:
            return 0
    from practice.content.documents import parse_yaml, read_text
    from practice.content.issues import Issue, report

    issues = [Issue(FILE, *problem) for problem in found]
    if not issues:
        text, issues = read_text(Path(FILE), FILE)
        issues += parse_yaml(text, FILE)[2] if text else []
    print(report(issues), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
