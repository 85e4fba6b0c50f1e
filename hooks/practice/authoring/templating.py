"""Templates for new files, with comments from the models and values in YAML."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from practice.content import Article, Chooser, Scorecard, Service, Source
from practice.content.documents import parse_yaml
from practice.content.services import Format, Price, Question, Step
from practice.content.testimonials import Testimonial
from practice.content.tools import Answer, ChooserQuestion, Criterion, Next, Result, Scale

if TYPE_CHECKING:
    from pydantic import BaseModel

_MODELS = (
    *(Article, Service, Format, Price, Question, Step, Source, Testimonial),
    *(Chooser, Result, Next, ChooserQuestion, Answer, Scorecard, Scale, Criterion),
)
_WIDTH = 88


def render(template: str, values: dict[str, Any]) -> str:
    """The text of a new file or entry, from a template in the folder `templates`."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # the result is not HTML but a file in the docs folder
    )
    environment.filters.update(yaml=yaml_text, comment=comment)
    environment.globals.update({model.__name__: model for model in _MODELS}, about=about)
    return environment.get_template(template).render(values)


def about(model: type[BaseModel], key: str) -> str:
    """The description of a key, from its docstring in the model, as a comment."""
    return comment(model.model_fields[key].description or "")


def comment(text: str) -> str:
    """`text` as the lines of a YAML comment."""
    wrapped = textwrap.wrap(
        " ".join(text.split()), _WIDTH, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(f"# {line}" for line in wrapped)


def yaml_text(text: str) -> str:
    """`text` as a YAML value, in double quotes if it would not be read back the same without."""
    data, _, issues = parse_yaml(f"key: {text}", "")
    plain = not issues and data == {"key": text} and text[0].isalpha()
    return text if plain else json.dumps(text, ensure_ascii=False)
