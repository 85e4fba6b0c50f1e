"""Whatever is in a file, nothing crashes, and every problem has a place and plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.docs import Docs

NASTY = {
    "brace": "{",
    "bracket": "[",
    "brace and bracket": "{[",
    "closing brace": "}",
    "braces": "{}",
    "brackets": "[]",
    "template": "{{ title }}",
    "colon": ": ",
    "colons": "a: b: c",
    "key of nothing": "~: a",
    "key of truth": "true: a",
    "key of a number": "5: a",
    "key of a list": "? [a]\n: b",
    "key alone": "? a",
    "empty key": '"": a',
    "key over lines": '"a\\nb": c',
    "dash": "- a",
    "dash and indented key": "- a\n b: c",
    "dashes": "- - - a",
    "question": "? ",
    "ampersand": "&a",
    "star": "*a",
    "merge of nothing": "<<: *a",
    "merge of itself": "a: &a\n  <<: *a",
    "merge of a word": "<<: word",
    "merge of a list": "<<: [{title: a}, word]",
    "alias in itself": "&a [*a]",
    "alias of an alias": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]",
    "python": "!!python/object/apply:os.system [ls]",
    "python name": "!!python/name:os.system x",
    "tag": "!tag a",
    "tag of nothing": "!!",
    "binary": "!!binary QQ==",
    "binary that is none": "!!binary '@'",
    "set": "!!set {a, b}",
    "pairs": "!!pairs [a: b]",
    "tagged time": "!!timestamp 2026-11-23",
    "tagged time that is none": "!!timestamp soon",
    "tagged number": "!!int many",
    "tagged fraction": "!!float many",
    "tagged switch": "!!bool maybe",
    "equals": "=",
    "at": "@a",
    "backtick": "`a`",
    "percent": "%a",
    "directive": "%YAML 9.9\n---\na: b",
    "bar": "|",
    "bar and word": "| a",
    "quote": '"',
    "apostrophe": "'",
    "bad escape": '"\\q"',
    "half a character": '"\\ud83d"',
    "tab": "\ta: b",
    "tab in a list": "a:\n\t- b",
    "null character": "a: \0",
    "bell": "a: \a",
    "escape": "\x1b[31m",
    "delete": "a\x7f",
    "old control": "a: \x9d",
    "form feed": "\f",
    "line separator": "a: b\u2028c: d\u2028e: f",
    "next line": "a: b\x85c: d",
    "byte-order mark within": "a: \ufeffb",
    "no character": "a: \uffff",
    "right to left": "\u202ea: b",
    "emoji": "😀: 😀",
    "huge number": "9" * 5000,
    "huge hexadecimal": "0x" + "f" * 4000,
    "huge key": "9" * 5000 + ": a",
    "infinity": ".inf",
    "not a number": ".nan",
    "sixty": "12:30:45",
    "impossible date": "2026-02-30",
    "impossible time": "2026-11-23T99:99:99Z",
    "date key": "2026-02-30: a",
    "deep lists": "[" * 200 + "]" * 200,
    "deep mappings": "{a: " * 150 + "}" * 150,
    "deep and open": "[" * 200,
    "two documents": "a: b\n---\nc: d",
    "three dots": "a: b\n...\nc",
    "comment": "# only",
    "long word": "a" * 10000,
    "html": "<script>alert('1')</script>",
    "windows": '"C:\\new"',
}
nasty = pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())


PLACES = {
    "articles/as-value.md": "title: {}",
    "articles/as-line.md": "title: On trust\n{}",
    "articles/as-entry.md": "title: On trust\nrelated:\n  - {}",
}
FILES = (
    "_data/practice.yml",
    "_data/topics.yml",
    "_data/sources.yml",
    "_data/services/mentoring.yml",
    "_data/guides/chooser.yml",
)


def of(path: str, problems: list[str]) -> list[str]:
    return [problem for problem in problems if problem.startswith(f"docs/{path}:")]


@nasty
def test_in_front_matter(docs: Docs, text: str) -> None:
    for path in ("index.md", "about.md", "_data/guides/chooser.yml"):
        docs.remove(path)
    article = (docs.folder / "articles/x.md").read_text("utf-8")
    for path, place in PLACES.items():
        docs.write(path, article.replace("title: On trust", place.replace("{}", text)))
    problems = docs.problems()
    assert of("articles/as-line.md", problems) or text.startswith("#")
    assert of("articles/as-entry.md", problems)
    assert of("articles/x.md", problems) == []


@nasty
def test_as_whole_data_files(docs: Docs, text: str) -> None:
    docs.remove("index.md")
    for path in FILES:
        docs.write(path, text)
    problems = docs.problems()
    for path in FILES:
        assert of(path, problems) or text in {"{}", "[]"}, path


def test_as_whole_articles(docs: Docs) -> None:
    for number, text in enumerate(NASTY.values()):
        docs.write(f"articles/a{number}.md", text)
    problems = docs.problems()
    assert len(problems) == len(NASTY)
    for number in range(len(NASTY)):
        (problem,) = of(f"articles/a{number}.md", problems)
        assert problem.startswith(f"docs/articles/a{number}.md:1: ")


def test_as_the_text_of_articles(docs: Docs) -> None:
    article = (docs.folder / "articles/x.md").read_text("utf-8")
    for number, text in enumerate(NASTY.values()):
        docs.write(f"articles/a{number}.md", article + text)
    articles = docs.content().articles
    for number, text in enumerate(NASTY.values()):
        assert articles[f"a{number}"].body == f"Trust comes first.\n{text}"
