"""How long a text takes to read."""

from __future__ import annotations

from html.parser import HTMLParser

WORDS_PER_MINUTE = 238
"""Silent reading of non-fiction in English (Brysbaert 2019, doi:10.1016/j.jml.2019.104047)."""

_WITHIN_WORDS = {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "small", "span", "strong"}


def minutes(words: int) -> int:
    """Whole minutes to read that many words, at least one."""
    return max(1, round(words / WORDS_PER_MINUTE))


def count_words(html: str) -> int:
    """The words a reader sees in `html`, footnotes left out."""
    text = _Text()
    text.feed(html)
    text.close()
    return sum(any(c.isalnum() for c in word) for word in "".join(text.parts).split())


class _Text(HTMLParser):
    """The text outside of footnotes, scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._skipping = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if not self._depth and (tag in {"script", "style", "sup"} or "footnote" in classes):
            self._skipping, self._depth = tag, 1
        elif self._depth and tag == self._skipping:
            self._depth += 1
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag == self._skipping:
            self._depth -= 1
        self._part(tag)

    def _part(self, tag: str) -> None:
        """Part words where a tag does: a paragraph ends a word, emphasis does not."""
        if tag not in _WITHIN_WORDS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.parts.append(data)
