"""The steps of a build come in the only order that works: each test fails when two are swapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import PROVIDERS, article, contact, service

if TYPE_CHECKING:
    from tests.conftest import Build

OLD_ADDRESSES = {
    "/services/": "services/index.md",
    "/services/s/": "services/s.md",
    "/sources/": "sources.md",
    "/search/": "search.md",
    "/topics/coaching/": "topics/coaching.md",
    "/articles/2024/": "articles/2024.md",
    "/articles/page/2/": "articles/page/2.md",
    "/tags/fear/": "tags/fear.md",
    "/guides/g/": "guides/g.md",
    "/about/": "about.md",
    "/enquiry.html": "enquiry.html",
}


def test_a_redirect_never_replaces_a_page(site: Build) -> None:
    files = {f"articles/a{n}.md": article(f"A{n}", tags="[Fear]") for n in range(4)}
    files |= {
        "_data/services/s.yml": service("S"),
        "guides/g.md": article("G"),
        "articles/moved.md": article("Moved", redirect_from=str(list(OLD_ADDRESSES))),
    }
    log = site(files).log
    for address, owner in OLD_ADDRESSES.items():
        assert f"The old address “{address}” belongs to {owner}." in log


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_form_of_a_preview_never_reaches_a_real_mailbox(site: Build, provider: str) -> None:
    form = site(contact(provider), preview=True).page("contact").select_one("main form")
    assert form["action"] == "/enquiries"
    assert form["data-reader"] == "receiver"


def test_pages_know_what_the_texts_cite_before_templates_use_it(site: Build) -> None:
    files = {
        "articles/a.md": article("A", body="One.[^smith]"),
        "articles/b.md": article("B", topic="mentoring", body="Two.[^smith]"),
    }
    built = site(files)
    assert built.text("sources", "#smith summary") == ["Cited in 2 articles"]
    assert built.text("articles/a", "[aria-labelledby=page-more] .card__title") == ["B"]
