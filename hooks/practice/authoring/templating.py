"""Renders the templates of new files: comments from the models, values as YAML writes them."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from practice.content import Article, Service, Source
from practice.content.documents import parse_yaml
from practice.content.services import Format, Price, Question, Step

if TYPE_CHECKING:
    from pydantic import BaseModel

_MODELS = (Article, Service, Format, Price, Question, Step, Source)
_WIDTH = 88


def render(template: str, values: dict[str, Any]) -> str:
    """The text of a new file, or of an entry, from a template of the folder `templates`."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # no HTML: the text becomes a file in the docs folder
    )
    environment.filters.update(yaml=yaml_text, comment=comment)
    environment.globals.update({model.__name__: model for model in _MODELS}, about=about)
    return environment.get_template(template).render(values)


def about(model: type[BaseModel], key: str) -> str:
    """What a key is for, as a comment: the words under it in the model."""
    return comment(model.model_fields[key].description or "")


def comment(text: str) -> str:
    """`text` as lines of a comment."""
    wrapped = textwrap.wrap(
        " ".join(text.split()), _WIDTH, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(f"# {line}" for line in wrapped)


def yaml_text(text: str) -> str:
    """`text` as a value: as it stands where that reads back the same, else in double quotes."""
    data, _, issues = parse_yaml(f"key: {text}", "")
    plain = not issues and data == {"key": text} and text[0].isalpha()
    return text if plain else json.dumps(text, ensure_ascii=False)
