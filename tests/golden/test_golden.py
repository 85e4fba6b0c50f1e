"""Each mistake produces its messages, with other mistakes in the same build."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from practice.content.issues import IN_DRAFT
from tests.conftest import LEAST
from tests.golden import HARMLESS, TABLE, Case, cases, table

if TYPE_CHECKING:
    from tests.conftest import SiteMaker

CASES = {case.name: case for case in cases()}
PLACE = re.compile(r"^(?:[A-Z]+ .*: )?(?P<message>(?P<path>(?:docs/|mkdocs\.yml)[^:]*):\d+: .*)$")
"""A problem in the report, or a note in MkDocs's log."""


def batches() -> list[list[Case]]:
    """The cases in as few builds as possible: those of one build share no file."""
    made: list[list[Case]] = []
    for case in CASES.values():
        for batch in made:
            taken = {file for other in batch for file in (*other.files, *other.pictures)}
            kinds = {HARMLESS.get(other.group) for other in batch}
            fits = taken.isdisjoint((*case.files, *case.pictures)) and kinds == {
                HARMLESS.get(case.group)
            }
            if fits and not case.alone and not batch[0].alone:
                batch.append(case)
                break
        else:
            made.append([case])
    return made


def photograph() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (120, 90, 60)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def messages(
    tmp_path_factory: pytest.TempPathFactory, site_maker: SiteMaker
) -> dict[str, list[str]]:
    """The messages for each case, by its name; also checks what is true for every build."""
    found: dict[str, list[str]] = {}
    for batch in batches():
        files: dict[str, str | bytes | None] = {}
        for case in batch:
            for name, text in case.files.items():
                files[name] = None if text is None else text.encode(case.encoding)
            files |= dict.fromkeys(case.pictures, photograph())
        built = site_maker(tmp_path_factory.mktemp("golden"), files)
        assert built.ok == (batch[0].group in HARMLESS), built.log
        assert "Traceback" not in built.log
        assert "WARNING" not in built.log, "MkDocs reports nothing itself"
        matches = [match for line in built.log.splitlines() if (match := PLACE.match(line))]
        if not built.ok:
            assert f"{len(matches)} problem" in built.log
        for case in batch:
            own = {f"docs/{name}" for name in (*case.files, *case.pictures)} | {"mkdocs.yml"}
            found[case.name] = [match["message"] for match in matches if match["path"] in own]
            if case.published:
                html = "".join(built.html(name.removesuffix(".md")) for name in case.files)
                found[case.name] += [
                    f"{each} is not in {html}" for each in case.published if each not in html
                ]
        for in_draft in (True, False):  # what is in drafts comes before notes
            some = [match for match in matches if (IN_DRAFT in match[0]) is in_draft]
            places = [(match["path"], int(match["message"].split(":")[1])) for match in some]
            assert places == sorted(places)
        counted = sum(len(found[case.name]) for case in batch)
        known = {f"docs/{name}" for name in LEAST if name not in files}
        strangers = [match["message"] for match in matches if match["path"] in known]
        assert counted + len(strangers) == len(matches), "every message belongs to a case"
        assert built.ok or not strangers, "no message about a file without a mistake"
    return found


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_mistake_produces_its_messages(case: Case, messages: dict[str, list[str]]) -> None:
    assert messages[case.name] == case.expected


def test_the_table_for_people_is_up_to_date() -> None:
    assert TABLE.read_text("utf-8") == table(), "run: make mistakes"
