"""Reading time."""

from __future__ import annotations

import pytest

from practice.pages.reading_time import count_words, minutes


@pytest.mark.parametrize(
    ("words", "expected"),
    [(0, 1), (1, 1), (238, 1), (356, 1), (358, 2), (476, 2), (594, 2), (596, 3), (2380, 10)],
)
def test_whole_minutes_and_at_least_one(words: int, expected: int) -> None:
    assert minutes(words) == expected


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p></p>", 0),
        ("<p>one two three</p>", 3),
        ("<p>one</p><p>two</p>", 2),
        ("<ul><li>one</li><li>two</li></ul>", 2),
        ("<table><tr><td>one</td><td>two</td></tr></table>", 2),
        ("one<br>two<br />three", 3),
        ("<p>well-known, and don’t</p>", 3),
        ("<p>one — two … three</p>", 3),
        ("<p>AT&amp;T pays 5&nbsp;%</p>", 3),
        ("<p>§ 12</p>", 1),
        ("<p>one</p>two", 2),
        ("R&D now", 2),
        ("<pre><code>one two</code></pre>", 2),
        ("<p>one<sup id='r'><a href='#f'>1</a></sup> two</p>", 2),
        ("<style>p { color: red }</style><p>one</p>", 1),
        ("<script>let a = 'b c'</script><p>one</p>", 1),
        ("<p>one</p><!-- two three -->", 1),
        ('<div class="footnote"><ol><li>two</li></ol></div><p>one</p>', 1),
        ('<div class="wide footnote"><div>two</div> three</div><p>one</p>', 1),
        ('<div class="footnotes">one</div>', 1),
        ("<p class>one</p>", 1),
        ('<p>one <a href="x" title="two three">four</a></p>', 2),
        ("<p>日本 語</p>", 2),
    ],
)
def test_words_that_a_reader_sees(html: str, words: int) -> None:
    assert count_words(html) == words


def test_a_word_with_a_part_in_italics_is_one_word() -> None:
    assert count_words("<p>un<em>believ</em>able</p>") == 1
