"""Compares the owner's settings in mkdocs.yml before and after an upgrade.

It runs in the environment of the new version, because it needs PyYAML. It reads JSON: the texts
`before` and `after`, and in `kit` the names of the settings that are not the owner's. It prints the
names of those that differ.
"""

from __future__ import annotations

import json
import sys

import yaml


def differing(before: str, after: str, kit: list[str]) -> list[str]:
    """The names of the owner's settings whose values differ. Raises YAMLError for `before`."""
    old = _settings(before)
    try:
        new = _settings(after)
    except yaml.YAMLError:
        new = {}
    names = [name for name in {**old, **new} if name not in kit]
    return [name for name in names if old.get(name) != new.get(name)]


def _settings(text: str) -> dict[str, object]:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {str(key.value): _value(value) for key, value in pairs}


def _value(node: yaml.Node) -> object:
    """What a node means, for comparison: unlike loading, this knows every tag, such as !ENV."""
    if isinstance(node, yaml.ScalarNode):
        return node.tag, node.value
    if isinstance(node, yaml.SequenceNode):
        return node.tag, [_value(item) for item in node.value]
    return node.tag, [(_value(key), _value(value)) for key, value in node.value]


if __name__ == "__main__":
    try:
        for name in differing(**json.load(sys.stdin)):
            print(name)
    except yaml.YAMLError as error:
        sys.exit(" ".join(str(error).split()))
