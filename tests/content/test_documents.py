"""Files read as YAML or as Markdown with front matter, with the line of every value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from practice.content.documents import Document, parse_yaml, read_data, read_markdown, read_text

if TYPE_CHECKING:
    from pathlib import Path

PATH = "docs/x"


def problems(text: str, first_line: int = 1) -> list[str]:
    data, _, issues = parse_yaml(text, PATH, first_line)
    assert data is None
    return [str(issue) for issue in issues]


class TestValues:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("word", "word"),
            ("two words", "two words"),
            ('"in: quotes"', "in: quotes"),
            ("'it''s'", "it's"),
            ("2026-11-23", "2026-11-23"),
            ("2026-02-30", "2026-02-30"),
            ("yes", "yes"),
            ("No", "No"),
            ("on", "on"),
            ("off", "off"),
            ("true", "true"),
            ("FALSE", "FALSE"),
            ("~", None),
            ("null", None),
            ("", None),
            ("[a, b]", ["a", "b"]),
            ("{a: b}", {"a": "b"}),
            (">\n  one\n  two", "one two\n"),
            ("|\n  one\n  two", "one\ntwo\n"),
            ("grüße 😀", "grüße 😀"),
            ("http://x.example/y#z", "http://x.example/y#z"),
        ],
    )
    def test_a_value_is_read_as_a_writer_means_it(self, written: str, read: object) -> None:
        data, _, issues = parse_yaml(f"key: {written}\n", PATH)
        assert issues == []
        assert data == {"key": read}
        assert type(data["key"]) is type(read)

    def test_a_file_with_only_comments_has_no_data(self) -> None:
        assert parse_yaml("# one\n# two\n", PATH, 5) == (None, {(): 5}, [])


class TestLines:
    def test_every_value_has_the_line_of_its_key(self) -> None:
        text = (
            "# note\na: 1\nb:\n  c: x\n  d:\n    - y\n    - e: z\n      f: |\n        long\ng: q\n"
        )
        _, lines, _ = parse_yaml(text, PATH)
        assert lines == {
            (): 2,
            ("a",): 2,
            ("b",): 3,
            ("b", "c"): 4,
            ("b", "d"): 5,
            ("b", "d", 0): 6,
            ("b", "d", 1): 7,
            ("b", "d", 1, "e"): 7,
            ("b", "d", 1, "f"): 8,
            ("g",): 10,
        }

    def test_lines_are_counted_from_the_start_of_the_file(self) -> None:
        _, lines, _ = parse_yaml("a: 1\nb: 2\n", PATH, 7)
        assert lines == {(): 7, ("a",): 7, ("b",): 8}

    def test_a_value_on_the_next_line_has_the_line_of_its_key(self) -> None:
        _, lines, _ = parse_yaml("a:\n  long text\n", PATH)
        assert lines["a",] == 1


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("a: b: c\n", 1),
            ("a: x\ntitle: Coaching: a start\n", 2),
            ("a: x\ntitle: Coaching:\n", 2),
        ],
    )
    def test_a_colon_in_a_value(self, text: str, line: int) -> None:
        assert problems(text) == [
            f"docs/x:{line}: A value has a colon followed by a space. "
            'Put the whole value in double quotes: title: "Coaching: a start".'
        ]

    @pytest.mark.parametrize(
        ("text", "line"), [("\ta: b\n", 1), ("a:\n\t- b\n", 2), ("a:\n  - b\n\t- c\n", 3)]
    )
    def test_a_tab(self, text: str, line: int) -> None:
        assert problems(text) == [
            f"docs/x:{line}: The line is indented with a tab. Indent with spaces."
        ]

    def test_a_key_twice(self) -> None:
        assert problems("a: 1\nb: 2\na: 3\n", 10) == [
            "docs/x:12: “a” appears twice. Keep one of the two."
        ]

    def test_a_key_twice_further_in(self) -> None:
        assert problems("a:\n  - b: 1\n    c: 2\n    b: 3\n") == [
            "docs/x:4: “b” appears twice. Keep one of the two."
        ]

    def test_every_repeated_key_is_reported(self) -> None:
        assert problems("a: 1\na: 2\nb: 1\nb: 2\n") == [
            "docs/x:2: “a” appears twice. Keep one of the two.",
            "docs/x:4: “b” appears twice. Keep one of the two.",
        ]

    def test_the_same_key_in_two_places_is_fine(self) -> None:
        data, _, issues = parse_yaml("a: {c: 1}\nb: {c: 2}\n", PATH)
        assert issues == []
        assert set(data) == {"a", "b"}

    def test_a_value_that_contains_itself(self) -> None:
        assert problems("a: x\nb: &b [*b]\n") == [
            "docs/x:2: A value contains itself. Delete the alias."
        ]

    def test_a_value_used_again_is_fine(self) -> None:
        data, _, issues = parse_yaml("a: &a [x]\nb: *a\nc: [*a, *a]\n", PATH)
        assert issues == []
        assert data == {"a": ["x"], "b": ["x"], "c": [["x"], ["x"]]}

    def test_a_star_before_a_value(self) -> None:
        assert problems("a: x\nb: *Trust* first\n") == [
            "docs/x:2: A value begins with * or &. Put the value in double quotes."
        ]

    def test_a_brace_before_a_value(self) -> None:
        assert problems("a: {{ x }}\n") == [
            "docs/x:1: A key is not a word. Put values that begin with { or [ in quotes."
        ]

    def test_a_list_for_a_key(self) -> None:
        assert problems("a: x\n? [b]\n: c\n") == [
            "docs/x:2: A key is not a word. Put values that begin with { or [ in quotes."
        ]

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ('a: "x" and y\n', 1),
            ('a: x\nb: The\nc: "new" trust\n', 3),
            ("a: 'It's trust'\n", 1),
            ("a: x\n b: y\nc\n", 2),
            ("a: [Trust] first\n", 1),
            ("a:\n  - b\n c: d\n", 3),
        ],
    )
    def test_what_breaks_off_is_reported_at_its_line(self, text: str, line: int) -> None:
        (problem,) = problems(text)
        assert problem.startswith(f"docs/x:{line}: ")
        assert problem.endswith(".")

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("a: x\nb y\n", 2),
            ("a: x\nb:y\n", 2),
            ("a: x\nb y\nc: z\nd: z\n", 2),
        ],
    )
    def test_a_key_without_its_colon_is_reported_at_its_own_line(
        self, text: str, line: int
    ) -> None:
        (problem,) = problems(text)
        assert problem == (
            f"docs/x:{line}: The line has no colon followed by a space. Write it as key: value."
        )

    @pytest.mark.parametrize("quote", ['"', "'"])
    def test_an_unclosed_quote_is_reported_where_it_opens(self, quote: str) -> None:
        (problem,) = problems(f"a: x\nb: {quote}On trust\nc: y\nd: z\n", 2)
        assert problem.startswith("docs/x:3: ")
        assert "quote" in problem

    @pytest.mark.parametrize("bracket", ["[", "{"])
    def test_an_unclosed_bracket_is_reported_where_it_opens(self, bracket: str) -> None:
        (problem,) = problems(f"a: x\nb: {bracket}On trust\nc: y\nd: z\n")
        assert problem.startswith("docs/x:2: ")

    @pytest.mark.parametrize("mark", ["\0", "\b", "\f", "\x1b", "\x7f", "\x9d"])
    def test_an_invisible_character_is_reported_at_its_line(self, mark: str) -> None:
        (problem,) = problems(f"a: x\nb: y{mark}z\nc: d\n", 5)
        assert problem.startswith("docs/x:6: ")

    @pytest.mark.parametrize(
        "value", ["!Trust", "!!bool maybe", "!!int x", "!!timestamp x", "!!python/object:os.x y"]
    )
    def test_an_exclamation_mark_before_a_value_is_reported(self, value: str) -> None:
        (problem,) = problems(f"a: x\nb: {value}\n")
        assert "invalid literal" not in problem
        assert problem.startswith("docs/x:")

    def test_values_nested_too_deeply_are_reported(self) -> None:
        (problem,) = problems(f"a: {'[' * 600}{']' * 600}\n")
        assert problem.startswith("docs/x:1: ")
        assert "recursion" not in problem

    @pytest.mark.parametrize("sign", ["@", "`", "%", "]", "}", ","])
    def test_a_character_that_cannot_begin_a_value_is_reported(self, sign: str) -> None:
        assert problems(f"a: x\nb: {sign}y\n") == [
            f"docs/x:2: A value begins with “{sign}”. Put the value in double quotes."
        ]

    def test_a_long_value_is_not_repeated_in_the_message(self) -> None:
        for quote in "'\"":
            (problem,) = problems(f"a: {quote}it{quote}s {'long ' * 20}{quote}\n")
            assert problem.endswith("Put all of it in single quotes.")

    @pytest.mark.parametrize(
        ("text", "line"), [("a: b\n---\nc: d\n", 2), ("a: b\n...\nc: d\n", 2), (" a: b\nc: d\n", 1)]
    )
    def test_two_documents_in_one_file(self, text: str, line: int) -> None:
        (problem,) = problems(text)
        assert problem.startswith(f"docs/x:{line}: ")
        assert "Delete " in problem

    @pytest.mark.parametrize("value", ["A # b", "A #b", "#b", "[one #b\n]", "\n  A #b"])
    def test_text_that_a_number_sign_cuts_off(self, value: str) -> None:
        (problem,) = problems(f"a: {value}\n")
        assert "The text after # is read as a comment." in problem

    @pytest.mark.parametrize(
        "text", ["a: true # b", "a: # b", '"a": "b" # c', "a: [b] # c", "a:\n  # b\n  c", "a: b#c"]
    )
    def test_a_comment_that_cuts_off_no_text(self, text: str) -> None:
        assert parse_yaml(f"{text}\n", PATH)[2] == []


class TestText:
    @pytest.mark.parametrize(
        "text", ["A title\n=======\n", " <<<<<<< HEAD\n", "<<<<<<<<\n", ">>>>>> deep\n"]
    )
    def test_what_only_resembles_an_open_merge(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "x").write_text(text)
        assert read_text(tmp_path / "x", PATH) == (text, [])

    def test_line_ends_and_byte_order_marks_make_no_difference(self, tmp_path: Path) -> None:
        plain = "one\ntwo\nthree\n"
        for raw in (
            plain.encode(),
            b"\xef\xbb\xbf" + plain.encode(),
            plain.replace("\n", "\r\n").encode(),
            plain.replace("\n", "\r").encode(),
            b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode(),
        ):
            (tmp_path / "x").write_bytes(raw)
            assert read_text(tmp_path / "x", PATH) == (plain, [])

    def test_what_is_not_utf8_is_reported_at_its_line(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_bytes("one\ntwo\ncafé\n".encode("latin-1"))
        text, issues = read_text(tmp_path / "x", PATH)
        assert text is None
        assert [str(issue) for issue in issues] == [
            "docs/x:3: This line is not UTF-8 text. Save the file with UTF-8 encoding."
        ]


class TestData:
    def test_a_data_file_is_named_by_its_file(self, tmp_path: Path) -> None:
        (tmp_path / "career.yml").write_text("title: Career\n", "utf-8")
        document, issues = read_data(tmp_path / "career.yml", "docs/career.yml")
        assert issues == []
        assert document is not None
        assert (document.path, document.name) == ("docs/career.yml", "career")
        assert document.data == {"title": "Career"}

    def test_a_data_file_in_an_old_encoding(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_bytes("a: b\nname: Zoë\n".encode("cp1252"))
        document, issues = read_data(tmp_path / "x", PATH)
        assert document is None
        assert [str(issue) for issue in issues] == [
            "docs/x:2: This line is not UTF-8 text. Save the file with UTF-8 encoding."
        ]

    @pytest.mark.parametrize("text", ["", "\n \n", "# only a note\n", "---\n", "null\n"])
    def test_an_empty_file(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "x").write_text(text, "utf-8")
        document, issues = read_data(tmp_path / "x", PATH)
        assert document is None
        assert [str(issue) for issue in issues] == [
            "docs/x:1: The file is empty. Fill it in, or delete it."
        ]


class TestMarkdown:
    def read(self, tmp_path: Path, text: str) -> tuple[Document | None, list[str]]:
        (tmp_path / "x.md").write_text(text, "utf-8")
        document, issues = read_markdown(tmp_path / "x.md", PATH)
        return document, [str(issue) for issue in issues]

    @pytest.mark.parametrize(
        ("text", "data", "body", "line"),
        [
            ("---\na: b\n---\nText.\n", {"a": "b"}, "Text.\n", 4),
            ("---\na: b\n...\nText.\n", {"a": "b"}, "Text.\n", 4),
            ("---  \na: b\n--- \t\nText.\n", {"a": "b"}, "Text.\n", 4),
            ("---\na: b\n---\n\n\nText.\n", {"a": "b"}, "\n\nText.\n", 4),
            ("---\na: b\n---", {"a": "b"}, "", 3),
            ("---\n---\nText.\n", {}, "Text.\n", 3),
            ("---\n# note\n---\n", {}, "", 4),
            ("---\na: b\n---\nOne.\n\n---\n\nTwo.\n", {"a": "b"}, "One.\n\n---\n\nTwo.\n", 4),
            ("---\na: x --- y\n---\nText.\n", {"a": "x --- y"}, "Text.\n", 4),
            ("---\na: |\n  one\n  ---\n  two\n---\n", {"a": "one\n---\ntwo\n"}, "", 7),
        ],
    )
    def test_front_matter_and_text(
        self, tmp_path: Path, text: str, data: object, body: str, line: int
    ) -> None:
        document, issues = self.read(tmp_path, text)
        assert issues == []
        assert document is not None
        assert (document.data, document.body, document.body_line) == (data, body, line)
        assert document.name == "x"

    def test_lines_are_those_of_the_file(self, tmp_path: Path) -> None:
        document, _ = self.read(tmp_path, "---\n# note\na: b\nc: [d]\n---\n")
        assert document is not None
        assert (document.line(), document.line("a"), document.line("c", 0)) == (3, 3, 4)

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", "1: The file is empty. Write something in it, or delete it."),
            (" \n\n", "1: The file is empty. Write something in it, or delete it."),
            (
                "Text.\n",
                "1: The file does not begin with front matter. Begin with a line of ---, then "
                "the keys (title, description …), then --- again.",
            ),
            (
                "\n---\ntitle: b\n---\n",
                "1: Something is before the front matter. Delete everything before ---, including "
                "spaces and what cannot be seen.",
            ),
            (
                "---\na: b\nText.\n",
                "1: The front matter is not closed. Put a line with --- after the last key.",
            ),
            (
                "---\na: b\n--\n",
                "3: “--” does not end the front matter. Write --- there.",
            ),
        ],
    )
    def test_missing_front_matter(self, tmp_path: Path, text: str, problem: str) -> None:
        document, problems = self.read(tmp_path, text)
        assert problems == [f"docs/x:{problem}"]
        assert (document.body if document else "") == (text if text == "Text.\n" else "")

    def test_a_mistake_in_front_matter_has_the_line_of_the_file(self, tmp_path: Path) -> None:
        _, issues = self.read(tmp_path, "---\na: b\nc: d: e\n---\n")
        assert [issue[:9] for issue in issues] == ["docs/x:3:"]


class TestDocument:
    document = Document(
        PATH,
        "x",
        {"a": "one", "b": [{"c": "two"}, "three"], "n": None, "t": True},
        {(): 1, ("a",): 1, ("b",): 3, ("b", 0): 4, ("b", 0, "c"): 4, ("b", 1): 5, ("n",): 6},
    )

    @pytest.mark.parametrize(
        ("place", "line"),
        [
            ((), 1),
            (("a",), 1),
            (("b", 0, "c"), 4),
            (("b", 1), 5),
            (("b", 0, "missing"), 4),
            (("b", 7), 3),
            (("missing",), 1),
            (("b", "kind", 1), 5),
        ],
    )
    def test_the_line_of_the_nearest_known_value(
        self, place: tuple[str | int, ...], line: int
    ) -> None:
        assert self.document.line(*place) == line

    def test_a_document_without_lines_points_at_the_first(self) -> None:
        assert Document(PATH, "x").line("a") == 1

    @pytest.mark.parametrize(
        ("words", "line"), [("One", 5), ("two[^b]", 7), ("[^c]", 8), ("nowhere", 5)]
    )
    def test_the_line_of_words_in_the_body(self, words: str, line: int) -> None:
        document = Document(PATH, "x", {}, {}, "One[^a]\n\ntwo[^b]\n[^c] and [^a]\n", 5)
        assert document.body_line_of(words) == line

    def test_all_texts_with_their_lines(self) -> None:
        assert list(self.document.texts()) == [("one", 1), ("two", 4), ("three", 5)]

    def test_a_part_is_a_document_of_its_own(self) -> None:
        part = self.document.part("b", "bee")
        assert (part.name, part.path, part.data) == ("bee", PATH, [{"c": "two"}, "three"])
        assert (part.line(), part.line(0, "c"), part.line(1)) == (3, 4, 5)
        inner = part.part(0, "cee")
        assert (inner.data, inner.line(), inner.line("c"), inner.line("a")) == (
            {"c": "two"},
            4,
            4,
            4,
        )
        assert list(part.texts()) == [("two", 4), ("three", 5)]
