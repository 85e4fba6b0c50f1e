"""The gallery finds one page of each kind, whatever the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.gallery import kinds

if TYPE_CHECKING:
    from tests.conftest import Site


def test_each_kind_of_page_is_in_the_gallery_once(full_site: Site, minimal_site: Site) -> None:
    full = kinds(full_site.folder)
    assert full["home"] == ""
    assert full["guides-article-chooser"] == "guides/teacher-or-app/"
    assert full["guides-article-scorecard"] == "guides/rehearsal-log/"
    assert full["articles-article"].startswith("articles/")
    assert full["articles-list-page"].endswith("page/2/")
    assert "blog" not in full, "redirects have nothing to show"
    assert full.keys() > kinds(minimal_site.folder).keys()
