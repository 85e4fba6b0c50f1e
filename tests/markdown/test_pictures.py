"""Pictures in a text: which are replaced, by what, and what stays around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markdown import Markdown

from practice.markdown.extension import TextExtension

if TYPE_CHECKING:
    from practice.markdown.pictures import Image


def write(image: Image) -> str | None:
    """Any HTML; line breaks are not kept."""
    if image.uri.endswith(".gif"):
        return None
    return f"<picture>\n  {image.uri}|{image.alt}{'' if image.lazy else '|first'}\n</picture>"


def html(text: str, folder: str = "articles") -> str:
    extension = TextExtension({}, str, "")
    extension.begin(folder, write)
    return Markdown(extensions=["footnotes", extension]).convert(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![A](a.jpg)", "<p><picture> articles/a.jpg|A|first </picture></p>"),
        ("![ A ](../b/a%20b.jpg)", "<p><picture> b/a b.jpg|A|first </picture></p>"),
        ("One ![A](a.jpg) two", "<p>One <picture> articles/a.jpg|A|first </picture> two</p>"),
        (
            "*One* two ![A](a.jpg) three *four* ![B](b.jpg) five",
            "<p><em>One</em> two <picture> articles/a.jpg|A </picture> three <em>four</em> "
            "<picture> articles/b.jpg|B </picture> five</p>",
        ),
        (
            "*One*![A](a.jpg)![B](b.jpg)",
            "<p><em>One</em><picture> articles/a.jpg|A </picture>"
            "<picture> articles/b.jpg|B </picture></p>",
        ),
        ("One.\n\n![A](a.jpg)", "<p>One.</p>\n<p><picture> articles/a.jpg|A </picture></p>"),
        (
            "[One ![A](a.jpg) two](x.md)",
            '<p><a href="x.md">One <picture> articles/a.jpg|A </picture> two</a></p>',
        ),
    ],
)
def test_a_picture_is_replaced_where_it_is(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize("src", ["https://example.com/a.jpg", "/a.jpg", "#a", "a.gif"])
def test_other_images_are_left_as_they_are(src: str) -> None:
    assert html(f"One ![A]({src}) two") == f'<p>One <img alt="A" src="{src}" /> two</p>'


def test_paths_start_from_the_folder_of_the_page() -> None:
    assert "<picture> a.jpg|A|first </picture>" in html("![A](a.jpg)", "")


def test_without_a_writer_pictures_are_left_as_they_are() -> None:
    extension = TextExtension({}, str, "")
    extension.begin("articles", write)
    extension.begin("articles")
    output = Markdown(extensions=["footnotes", extension]).convert("![A](a.jpg)")
    assert output == '<p><img alt="A" src="a.jpg" /></p>'
