"""Readers see the value of a text field as text: it never becomes an element or an attribute."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import yaml
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

import practice.content
from practice.content import read_content
from practice.content.models import Model
from tests.conftest import LEAST, article, service
from tests.properties.conftest import SNIPPETS, TIMES
from tests.properties.test_whole_build import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from tests.conftest import SiteMaker

NAMES = [
    "id",
    "kind",
    "page",
    "url",
    "email",
    "phone",
    "timezone",
    "action",
    "autocomplete",
    "currency",
    "file",
    "service",
    "author",
    "topic",
    "related",
    "template",
    "date",
    "updated",
    "accessed",
    "consent",
    "booking",
    "redirect_from",
    "provider",
    "address",
    "form",
    "access_key",
]
"""Keys whose values are not free text: names, addresses, days and choices."""

WHOLE = {
    **LEAST,
    "articles/a.md": article(body="Text.[^smith]", tags="[one]", service="s", author="bob"),
    "guides/chooser.md": article(topic="mentoring", related="[a]", tags="[two]"),
    "guides/scores.md": article(body="One.\n\nTwo."),
    "_data/services/s.yml": service(
        signature="true",
        format="{sessions: 3, minutes: 60, where: Online, note: A note}",
        price="{amount: 100, currency: USD, unit: in all}",
        questions="[{question: Which one, answer: This one}]",
    ),
    "_data/services/t.yml": service(),
    "_data/practice.yml": LEAST["_data/practice.yml"].replace(
        "{name: Bob Example}", "{name: Bob Example, role: Writer, url: https://example.org/bob}"
    )
    + "phone: '+1 555 0100'\naddress: A street\nportrait: {file: ada.png, alt: Ada}\n"
    "credentials: [One]\nlanguages: [English]\nbooking: https://example.org/book\n"
    "social: [{title: Elsewhere, url: https://example.org/ada}]\n",
    "_data/testimonials.yml": "- quote: It helped\n  who: A B\n  role: Head\n  service: s\n"
    "  date: 2026-11-23\n  consent: 2026-11-23\n",
    "_data/contact.yml": LEAST["_data/contact.yml"].replace(
        "kind: text,", "kind: text, hint: A hint, missing: Fill it in, too_long: Write less,"
    ),
    "_data/topics.yml": LEAST["_data/topics.yml"] + "  intro: On this topic\n",
    "_data/guides/chooser.yml": """\
kind: chooser
results:
  coach: {title: A coach, text: You decide, next: {text: Read on, page: services/s.md}}
  mentor: {title: A mentor, text: You learn, next: {text: Read on, page: services/s.md}}
questions:
  - question: What is missing
    hint: Think
    answers:
      - {text: Time, because: you lack time, weights: {coach: 1}}
      - {text: Advice, because: you lack advice, weights: {mentor: 1}}
  - question: Until when
    answers:
      - {text: Soon, because: it is soon, weights: {coach: 1}}
      - {text: Later, because: it is later, weights: {mentor: 1}}
""",
    "_data/guides/scores.yml": """\
kind: scorecard
scale: {low: Poor, high: Good}
criteria:
  - {id: one, title: One, why: Because, questions: [Why so]}
""",
}
"""A site that uses every model."""

MARKERS = (
    "<script>hostile()</script>",
    '" onload="hostile()" x="',
    "' onload='hostile()' x='",
    "<img src=hostile onerror=hostile()>",
    "</title></script></style><b id=hostile>",
    "&lt;script&gt;hostile()&lt;/script&gt;",
    "]]><hostile/>",
    "--><hostile>",
)
TINY = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415478da63f8cfc00000030101 00c9fe92ef0000000049454e44ae426082".replace(" ", "")
)


def tainted(value: Any, marker: str, key: str = "") -> Any:
    """`value` with `marker` at the end of every free text in it."""
    if isinstance(value, dict):
        return {name: tainted(inner, marker, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [tainted(inner, marker, key) for inner in value]
    free = isinstance(value, str) and key not in NAMES and not re.fullmatch(r"\d+|true", value)
    return f"{value} {marker}" if free else value


def site(marker: str) -> dict[str, str | bytes]:
    """WHOLE with the marker in every text field; JSON is YAML too."""
    files: dict[str, str | bytes] = {"ada.png": TINY}
    for name, text in WHOLE.items():
        if name.endswith(".yml"):
            data = yaml.load(text, yaml.BaseLoader)
            files[name] = json.dumps(tainted(data, marker))
        else:
            _, head, body = text.split("---\n", 2)
            data = tainted(yaml.load(head, yaml.BaseLoader), marker)
            files[name] = f"---\n{json.dumps(data)}\n---\n{body}"
    return files


def fields(value: object) -> Iterator[tuple[type[BaseModel], str, str]]:
    """Every text below `value`, with its model and the name of its field."""
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            for model, field, text in fields(getattr(value, name)):
                yield (model, field, text) if field else (type(value), name, text)
    elif isinstance(value, str):
        yield BaseModel, "", value
    elif isinstance(value, dict | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from fields(inner)


def models(base: type[Model] = Model) -> Iterator[type[Model]]:
    for model in base.__subclasses__():
        yield model
        yield from models(model)


def test_the_marker_is_in_every_text_field_of_every_model(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    docs = tmp_path_factory.mktemp("tainted") / "docs"
    for name, text in site("hostile").items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    content, issues = read_content(docs)
    assert [str(issue) for issue in issues] == []
    found = [field for entry in content.entries() for field in fields(entry)]
    clean = {(model.__name__, name) for model, name, text in found if "hostile" not in text}
    assert {name for _, name in clean} <= set(NAMES) | {"weights"}, clean
    given_fields = {(model, name) for model, name, _ in found}
    texts = {
        (model, name)
        for model in models()
        if model.__module__.startswith(practice.content.__name__)
        and not model.__subclasses__()
        and not model.__name__.startswith("_")
        for name, info in model.model_fields.items()
        if re.search(r"^(?!dict).*\bstr\b", repr(info.annotation)) and name not in NAMES
        if info.is_required() or model.__module__ != "practice.content.form"
    }
    assert texts <= given_fields, texts - given_fields


@settings(max_examples=3 * TIMES)
@given(marker=st.sampled_from(MARKERS))
def test_no_text_comes_out_as_markup(
    marker: str, site_maker: SiteMaker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    built = site_maker(folder, {**site(marker), "about.md": site("")["about.md"]})
    assert built.ok, built.log
    pages = sorted(built.folder.rglob("*.html"))
    assert len(pages) > 15
    for file in pages:
        html = file.read_text("utf-8")
        for parser in ("lxml", "html.parser"):
            page = BeautifulSoup(html, parser)
            for element in page.find_all(True):
                assert "hostile" not in element.name, file
                assert element.get("id") != "hostile", file
                settings_of = [
                    name for name in element.attrs if name.startswith("on") or "hostile" in name
                ]
                assert not settings_of, (file, element)
                for name in ("src", "href", "action", "srcset", "style"):
                    target = str(element.get(name, ""))
                    assert "hostile()" not in target, (file, element)
            for script in page.find_all(["script", "style"]):
                loose = re.sub(r'"(?:[^"\\]|\\.)*"', "", script.get_text())
                assert "hostile" not in loose, (file, script)
    for file in built.folder.rglob("*.xml"):
        root = ElementTree.fromstring(file.read_bytes())
        assert not [e for e in root.iter() if "hostile" in str(e.tag)]
    home = BeautifulSoup((built.folder / "index.html").read_text("utf-8"), "lxml")
    assert "hostile" in home.h1.get_text(), "the marker is there, as text"
    shutil.rmtree(folder)


@settings(max_examples=3 * TIMES)
@given(text=st.one_of(st.text(max_size=30), st.lists(st.sampled_from(SNIPPETS)).map("".join)))
def test_any_text_in_every_field_gives_a_site_or_a_report(
    text: str, site_maker: SiteMaker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    check(site(text), site_maker, tmp_path_factory)
