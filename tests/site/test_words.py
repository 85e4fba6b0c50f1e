"""The report `make words`: figures of the articles, and what an editor may want to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.content.reading import read_content
from tests import practices
from tests.site.words import main, notes, readings, supply_dictionary

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.conftest import Site


def test_each_article_has_its_figures_and_what_is_unusual_about_them(
    full_site: Site, tmp_path: Path
) -> None:
    content, _ = read_content(practices.docs("full"))
    supply_dictionary(tmp_path)
    found = {reading.uri: reading for reading in readings(full_site.folder, content)}
    assert "articles/half-a-thought.md" not in found, "readers do not see drafts"
    floor = found["articles/lying-down.md"]
    assert (floor.sources, floor.links) == (4, {"counting-to-twenty"})
    assert list(floor.remarks()) == ["short", "description of 103 characters", "few links"]
    dry = found["articles/dry-mouth.md"]
    assert 60 < dry.ease < 100, "short words in short sentences"


def test_notes_say_what_no_article_does(full_site: Site) -> None:
    content, _ = read_content(practices.docs("full"))
    found = list(notes(readings(full_site.folder, content), content))
    assert "articles/the-silent-day.md: names no service." in found
    assert any(note.startswith("articles/lying-down.md: pinned, and does not link") for note in found)
    assert not any("no article cites" in note for note in found)
    (choir,) = [note for note in found if note.startswith("_data/services/choir-visits.yml: no")]
    assert "what it costs" in choir


def test_the_report_prints_for_any_practice(
    minimal_site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    main(minimal_site.folder, practices.docs("minimal"))
    shown = capsys.readouterr().out
    assert "articles/fewer-meetings.md; short" in shown
    assert "_data/sources.yml: no article cites calendar-study." in shown
