"""The owner edits the content as the handbook says, and can publish afterward."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.owner import ADDITIONS, PROVIDERS, REMOVALS, Edit, Owner, keep_articles

if TYPE_CHECKING:
    from pathlib import Path


CONTENTS = pytest.mark.parametrize("real", [False, pytest.param(True, marks=pytest.mark.owned)])
"""The practice `full`, and whatever is in docs/."""


@pytest.fixture
def owner(tmp_path: Path, real: bool) -> Owner:
    return Owner.of(tmp_path, real=real)


@pytest.fixture
def repository(tmp_path: Path, real: bool) -> Owner:
    return Owner.with_repository(tmp_path, real=real)


@CONTENTS
def test_a_push_of_all_ordinary_edits_together_is_published(repository: Owner) -> None:
    for edit in (*ADDITIONS, PROVIDERS[3]):
        edit.do(repository)
    repository.push()


@CONTENTS
@pytest.mark.long
def test_after_all_removals_the_build_names_every_line_to_correct(owner: Owner) -> None:
    for edit in (*REMOVALS, PROVIDERS[4]):
        edit.do(owner)
    owner.publish(corrections=True)


@CONTENTS
@pytest.mark.parametrize(
    "count", [0, 4, pytest.param(1, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)]
)
def test_any_number_of_articles_can_be_published(owner: Owner, count: int) -> None:
    keep_articles(owner, count, per_page=3)
    owner.publish(corrections=True)
    assert (owner.root / "site/articles/page/2").exists() is (count > 3)


@CONTENTS
@pytest.mark.long
@pytest.mark.parametrize("edit", [*ADDITIONS, *PROVIDERS], ids=lambda edit: edit.what)
def test_a_push_of_an_ordinary_edit_is_published(repository: Owner, edit: Edit) -> None:
    edit.do(repository)
    repository.push()


@CONTENTS
@pytest.mark.long
@pytest.mark.parametrize("edit", REMOVALS, ids=lambda edit: edit.what)
def test_after_a_removal_the_build_names_every_line_to_correct(owner: Owner, edit: Edit) -> None:
    edit.do(owner)
    owner.publish(corrections=True)
