"""Addresses on other sites, found in the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from practice.link_checker.mentions import mentions

if TYPE_CHECKING:
    from tests.docs import Docs

X = "articles/x.md"


def places(docs: Docs) -> dict[str, list[str]]:
    return {
        address: [f"{m.path}:{m.line}: {m.written}" for m in found]
        for address, found in mentions(docs.content()).items()
    }


@pytest.mark.parametrize(
    "text",
    [
        "See [it](https://x.example/a).",
        'See [it](<https://x.example/a> "A title").',
        "See [it][ref].\n\n[ref]: https://x.example/a",
        "See <https://x.example/a>.",
        "See ![a picture](https://x.example/a).",
        'See <a href="https://x.example/a">it</a>.',
        '<div><video src="https://x.example/a"></video></div>',
        "Said.[^note]\n\n[^note]: In [it](https://x.example/a).",
        "| a |\n|---|\n| [it](https://x.example/a) |",
        "!!! note\n    [it](https://x.example/a)",
        "??? note\n    [it](https://x.example/a)",
    ],
)
def test_links_in_texts(docs: Docs, text: str) -> None:
    docs.add(X, f"\n{text}\n")
    line = 9 + text[: text.index("https")].count("\n")
    assert places(docs) == {"https://x.example/a": [f"docs/{X}:{line}: https://x.example/a"]}


@pytest.mark.parametrize(
    "text",
    [
        "`[it](https://x.example/a)`",
        "    [it](https://x.example/a)",
        "```\n[it](https://x.example/a)\n```",
        r"\[it](https://x.example/a)",
        "<!-- [it](https://x.example/a) -->",
        "[unused]: https://x.example/a",
        "[here](#there), [mail](mailto:x@example.com), [page](../about.md), [top](/about/)",
        "[it](ftp://x.example/a)",
    ],
)
def test_what_is_not_a_link_to_another_site(docs: Docs, text: str) -> None:
    docs.add(X, f"\n{text}\n")
    assert places(docs) == {}


def test_each_link_is_a_mention(docs: Docs) -> None:
    docs.add(
        X,
        "\n[a](https://x.example/a) [b](https://x.example/a/b)\n\n"
        "[c](https://x.example/a#c) [d](https://x.example/a.html)\n\n"
        "[e](https://x.example/a), again\n\n[f](https://x.example/a) [g](https://x.example/a)\n",
    )
    found = places(docs)
    assert list(found) == [
        "https://x.example/a",
        "https://x.example/a.html",
        "https://x.example/a/b",
    ]
    assert found["https://x.example/a"] == [
        f"docs/{X}:9: https://x.example/a",
        f"docs/{X}:11: https://x.example/a#c",
        f"docs/{X}:13: https://x.example/a",
        f"docs/{X}:15: https://x.example/a",
    ]
    assert found["https://x.example/a.html"] == [f"docs/{X}:11: https://x.example/a.html"]


def test_each_kind_of_link_has_its_own_line(docs: Docs) -> None:
    docs.add(
        X,
        "\n[a](https://x.example/a)\n\n<https://x.example/b>\n\n[c][c]\n\n"
        '<img src="https://x.example/d" alt="">\n\n[c]: https://x.example/c\n',
    )
    assert places(docs) == {
        "https://x.example/a": [f"docs/{X}:9: https://x.example/a"],
        "https://x.example/b": [f"docs/{X}:11: https://x.example/b"],
        "https://x.example/c": [f"docs/{X}:17: https://x.example/c"],
        "https://x.example/d": [f"docs/{X}:15: https://x.example/d"],
    }


def test_a_text_that_is_nested_too_deep_hides_no_other_links(docs: Docs) -> None:
    docs.add("about.md", f"\n{'*' * 3000}a{'*' * 3000} [x](https://x.example/b)\n")
    docs.add(X, "\n[it](https://x.example/a)\n")
    assert list(places(docs)) == ["https://x.example/a"]


def test_an_address_in_html_is_unescaped_once(docs: Docs) -> None:
    docs.add(X, '\n<a href="https://x.example/a?b=1&amp;amp;c=2">it</a>\n')
    assert list(places(docs)) == ["https://x.example/a?b=1&amp;c=2"]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://x.example/a?b=1&c=2", "https://x.example/a?b=1&c=2"),
        ("https://x.example/a?b=1&amp;c=2", "https://x.example/a?b=1&c=2"),
        ("https://x.example/a?b=1&copy=2", "https://x.example/a?b=1&copy=2"),
        ("https://x.example/a_(b)", "https://x.example/a_(b)"),
        ("HTTP://X.example/a", "HTTP://X.example/a"),
        ("//x.example/a", "https://x.example/a"),
    ],
)
def test_ways_to_write_an_address(docs: Docs, written: str, address: str) -> None:
    docs.add(X, f"\n\n[it]({written})\n")
    ((key, (place,)),) = places(docs).items()
    assert key == address
    assert place.startswith(f"docs/{X}:10: ")


def test_links_in_data_files(docs: Docs) -> None:
    docs.add("_data/sources.yml", "cole:\n  title: T\n  url: https://x.example/source\n")
    docs.add(
        "_data/practice.yml",
        "    url: https://x.example/author\n"
        "social:\n  - title: S\n    url: https://x.example/social\n"
        "booking: https://x.example/booking\n",
    )
    docs.change(
        "_data/services/mentoring.yml", "We talk.", "We [talk](https://x.example/talk#now)."
    )
    docs.change(
        "index.md",
        "steps:",
        "questions: [{question: Q, answer: '<https://x.example/answer>'}]\nsteps:",
    )
    assert places(docs) == {
        "https://x.example/answer": ["docs/index.md:14: https://x.example/answer"],
        "https://x.example/author": ["docs/_data/practice.yml:9: https://x.example/author"],
        "https://x.example/booking": ["docs/_data/practice.yml:13: https://x.example/booking"],
        "https://x.example/social": ["docs/_data/practice.yml:12: https://x.example/social"],
        "https://x.example/source": ["docs/_data/sources.yml:8: https://x.example/source"],
        "https://x.example/talk": [
            "docs/_data/services/mentoring.yml:8: https://x.example/talk#now"
        ],
    }


def test_the_address_of_the_form_is_left_out(docs: Docs) -> None:
    settings = "providers: {receiver: {address: 'https://example.com/enquiries'}}\n"
    docs.add("_data/contact.yml", settings)
    address = docs.content().form.providers.receiver.address
    assert address == "https://example.com/enquiries"
    assert places(docs) == {}
