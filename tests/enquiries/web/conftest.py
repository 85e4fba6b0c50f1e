"""Receivers that run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from practice.enquiries.form.context import FormContext, read_form_context
from tests.conftest import LEAST, service
from tests.enquiries.web.running import SITE, Running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def form_context(tmp_path_factory: pytest.TempPathFactory) -> FormContext:
    docs = tmp_path_factory.mktemp("form_context") / "docs"
    for name, text in {**LEAST, "_data/services/career.yml": service("Career")}.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    read, issues = read_form_context(docs, SITE)
    assert read, issues
    return read


@pytest.fixture
def start(tmp_path: Path, form_context: FormContext) -> Iterator[Callable[..., Running]]:
    running: list[Running] = []

    def start(**more: Any) -> Running:
        running.append(Running(tmp_path, form_context, **more))
        return running[-1]

    yield start
    for each in running:
        each.stop()


@pytest.fixture
def receiver(start: Callable[..., Running]) -> Running:
    return start()
