"""The tokens, addresses and ids of HTML."""

from __future__ import annotations

import pytest

from practice.html import Address, Characters, EndTag, StartTag, addresses, ids, tokens

P, END = StartTag("p", {}), EndTag("p")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("Words &amp; more", [Characters("Words & more")]),
        ("<p>One</p>", [P, Characters("One"), END]),
        ("<P>One</P>", [P, Characters("One"), END]),
        ("<p>One", [P, Characters("One")]),
        ("<p><!-- not here -->One</p>", [P, Characters("One"), END]),
        ("<!doctype html><p>", [P]),
        ("<br/>", [StartTag("br", {}), EndTag("br")]),
        ("<A HREF='a&amp;b' Hidden>", [StartTag("a", {"href": "a&b", "hidden": None})]),
        ("<p id=one class=a id=two>", [StartTag("p", {"id": "one", "class": "a"})]),
        (
            "<script>a<b && '<p>'</script>",
            [StartTag("script", {}), Characters("a<b && '<p>'"), EndTag("script")],
        ),
        ("One <!-- not here -->more", [Characters("One more")]),
        ("<![unknown]><p>", [P]),
        ("1 < 2", [Characters("1 < 2")]),
    ],
)
def test_html_is_a_sequence_of_tags_and_texts(html: str, expected: list[object]) -> None:
    assert list(tokens(html)) == expected


@pytest.mark.parametrize(
    ("tag", "attributes", "expected"),
    [
        ("a", {"href": "b.md"}, [Address("b.md", "href", loaded=False)]),
        ("a", {"href": None}, [Address("", "href", loaded=False)]),
        ("a", {}, []),
        ("p", {"href": "b.md"}, []),
        ("area", {"href": "b.md"}, [Address("b.md", "href", loaded=False)]),
        *(
            (tag, {name: "b.xyz"}, [Address("b.xyz", name, loaded=True)])
            for tag, name in (
                ("audio", "src"), ("embed", "src"), ("iframe", "src"), ("image", "href"),
                ("image", "xlink:href"), ("input", "src"), ("link", "href"), ("object", "data"),
                ("script", "src"), ("source", "src"), ("source", "srcset"), ("track", "src"),
                ("use", "href"), ("use", "xlink:href"), ("video", "src"), ("video", "poster"),
            )
        ),
        ("img", {"src": "a.jpg"}, [Address("a.jpg", "src", loaded=True)]),
        (
            "img",
            {"srcset": "a.jpg 1x, b,c.jpg 2x"},
            [Address("a.jpg", "srcset", loaded=True), Address("b,c.jpg", "srcset", loaded=True)],
        ),
        (
            "p",
            {"style": "background: url('//example.org/a.jpg')"},
            [Address("//example.org/a.jpg", "style", loaded=True)],
        ),
    ],
)  # fmt: skip
def test_elements_name_addresses(
    tag: str, attributes: dict[str, str | None], expected: list[Address]
) -> None:
    assert list(addresses(tag, attributes)) == expected


@pytest.mark.parametrize(
    ("tag", "attributes", "expected"),
    [
        ("p", {"id": "one"}, ["one"]),
        ("a", {"id": "one", "name": "two"}, ["one", "two"]),
        ("input", {"name": "email"}, []),
        ("p", {"id": ""}, []),
        ("p", {"id": None}, []),
    ],
)
def test_fragments_name_elements(
    tag: str, attributes: dict[str, str | None], expected: list[str]
) -> None:
    assert list(ids(tag, attributes)) == expected
