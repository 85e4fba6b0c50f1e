"""What the receiver knows about the site, also after its files change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from practice.enquiries.form.context import (
    FormContext,
    FormContextError,
    WatchedFormContext,
    read_form_context,
)

if TYPE_CHECKING:
    from tests.docs import Docs


def context(docs: Docs, site_url: str = "https://ana.test/sub/") -> FormContext:
    found, issues = read_form_context(docs.folder, site_url)
    assert found, issues
    return found


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("index.md", "https://ana.test/sub/"),
        ("privacy.md", "https://ana.test/sub/privacy/"),
        ("guides/index.md", "https://ana.test/sub/guides/"),
        ("guides/x.md#y", "https://ana.test/sub/guides/x/#y"),
    ],
)
def test_addresses_are_full(docs: Docs, uri: str, address: str) -> None:
    assert context(docs).address(uri) == address
    assert context(docs, "https://ana.test/sub").address(uri) == address
    assert context(docs).origin == "https://ana.test"


def test_data_files_are_read_again_when_they_change(docs: Docs) -> None:
    now = [100.0]
    files = WatchedFormContext(docs.folder, "https://ana.test/", lambda: now[0])
    before = files.current()
    docs.change("_data/practice.yml", "ana@example.com", "new@example.com")
    assert files.current() is before, "not at every request"
    now[0] += 10
    assert files.current().practice.email == "new@example.com"
    docs.change("_data/practice.yml", "email:", "emial:")
    now[0] += 10
    assert files.current().practice.email == "new@example.com", "a mistake changes nothing"
    os.unlink(docs.folder / "_data/practice.yml")  # noqa: PTH108
    now[0] += 10
    assert files.current().practice.email == "new@example.com"


def test_a_mistake_at_the_start_is_reported_with_its_line(docs: Docs) -> None:
    docs.change("_data/practice.yml", "email:", "emial:")
    with pytest.raises(FormContextError, match=r"practice.yml:\d+: “emial” is not a key here"):
        WatchedFormContext(docs.folder, "https://ana.test/")


def test_a_service_that_cannot_be_read_is_left_out_and_logged(
    docs: Docs, caplog: pytest.LogCaptureFixture
) -> None:
    docs.write("_data/services/broken.yml", "nonsense: [")
    files = WatchedFormContext(docs.folder, "https://ana.test/")
    assert "broken" not in files.current().services
    assert "docs/_data/services/broken.yml:1: " in caplog.text
