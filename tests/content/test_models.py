"""Typed entries: what is read, also from broken ones, and how problems are worded."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

import pytest
from pydantic import Field, HttpUrl, ValidationError

from practice.content.documents import Document, parse_yaml
from practice.content.models import Entry, Line, Model, PagePath, Prose, Slug

if TYPE_CHECKING:
    from tests.docs import Docs


class Inner(Model):
    name: Line
    note: Line | None = None
    size: int = 0


class Thing(Entry):
    title: Line = "A title"
    text: Prose | None = None
    slug_of: Slug = "a"
    page: PagePath = "a.md"
    day: dt.date | None = None
    count: Annotated[int, Field(ge=1, le=9)] = 1
    price: Annotated[Decimal, Field(ge=0, decimal_places=2)] = Decimal(0)
    on: bool = False
    url: HttpUrl | None = None
    kind: Literal["one", "two"] = "one"
    short: Annotated[str, Field(max_length=5)] = ""
    words: tuple[Line, ...] = ()
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()
    named: Annotated[dict[Slug, Inner], Field(default_factory=dict)]


class Strict(Entry):
    title: Line
    day: dt.date
    words: Annotated[tuple[Line, ...], Field(min_length=1)]


def read(text: str, model: type[Entry] = Thing) -> tuple[Entry, list[str]]:
    data, lines, issues = parse_yaml(text, "docs/x.yml")
    assert issues == []
    document = Document("docs/x.yml", "x", data, lines)
    entry, found = model.read(document)
    assert bool(entry.broken) == bool(found)
    return entry, [str(issue).removeprefix("docs/x.yml:") for issue in found]


def thing(text: str) -> Thing:
    entry, problems = read(text)
    assert isinstance(entry, Thing)
    assert not problems
    return entry


class TestGood:
    def test_an_entry_knows_its_document(self) -> None:
        document = Document("docs/articles/x.md", "x", {"title": "T"}, {}, "Text.\n", 4)
        entry, issues = Thing.read(document)
        assert issues == []
        assert (entry.slug, entry.body, entry.document) == ("x", "Text.\n", document)

    def test_a_line_gets_typographic_quotes_and_prose_stays_as_typed(self) -> None:
        entry = thing('title: It\'s "so"\ntext: It\'s "so"\nwords: [it\'s]\n')
        assert (entry.title, entry.text, entry.words) == ("It’s “so”", 'It\'s "so"', ("it’s",))

    @pytest.mark.parametrize(
        "word", ["True", "false", "Yes", "no", "On", "2024", "2024-05-01", "1.0", "12:30", ".5"]
    )
    def test_a_title_that_is_a_value_elsewhere_stays_as_typed(self, word: str) -> None:
        assert thing(f"title: {word}\n").title == word

    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("Rest &amp; work", "Rest & work"),
            ("It&#8217;s time&#x2026;", "It’s time…"),
            ("It&amp;#8217;s time", "It’s time"),
            ("10&nbsp;minutes", "10\N{NO-BREAK SPACE}minutes"),
            ("&quot;So&quot;, she said", "“So”, she said"),
            ("AT&T, R&D; &copy 2024, &notaname;", "AT&T, R&D; &copy 2024, &notaname;"),
        ],
    )
    def test_names_of_characters_in_html_are_read_as_the_characters(
        self, typed: str, shown: str
    ) -> None:
        entry = thing(f"title: '{typed}'\nwords: ['{typed}']\n")
        assert (entry.title, entry.words) == (shown, (shown,))

    def test_names_of_characters_are_not_text(self) -> None:
        _, problems = read("title: '&nbsp;'\n")
        assert problems == ["1: “title” is too short. Use at least 1 characters."]

    def test_an_entry_cannot_be_changed(self) -> None:
        with pytest.raises(ValidationError):
            thing("title: T\n").title = "U"

    def test_space_around_text_is_dropped(self) -> None:
        assert thing('title: "  T  "\n').title == "T"

    @pytest.mark.parametrize("key", ["title", "day", "count", "on", "words", "inner", "named"])
    def test_an_optional_key_left_empty_counts_as_not_given(self, key: str) -> None:
        assert getattr(thing(f"{key}:\n"), key) == getattr(Thing(), key)

    @pytest.mark.parametrize(
        "typed",
        ["2026", "12:30", "007", "1.10", "1_000", "+15550100", "0x1F", "1e3", "0o17", ".5", ".inf"],
    )
    def test_text_that_looks_like_a_number_stays_as_it_was_typed(self, typed: str) -> None:
        assert thing(f"title: {typed}\nwords: [{typed}]\n").title == typed
        assert thing(f"title: T\nwords: [{typed}]\n").words == (typed,)

    @pytest.mark.parametrize("typed", ["yes", "No", "on", "Off", "y", "n"])
    def test_words_that_yaml_once_took_for_switches_are_text(self, typed: str) -> None:
        assert thing(f"title: {typed}\n").title == typed

    @pytest.mark.parametrize(
        ("key", "typed", "value"),
        [
            ("count", "3", 3),
            ("count", '"3"', 3),
            ("price", "12.50", Decimal("12.50")),
            ("price", "1200", Decimal(1200)),
            ("on", "true", True),
            ("on", "False", False),
            ("day", "2026-11-23", dt.date(2026, 11, 23)),
            ("day", '"2026-11-23"', dt.date(2026, 11, 23)),
            ("kind", "two", "two"),
            ("page", "guides/x.md#a-b_1", "guides/x.md#a-b_1"),
            ("slug_of", "a1-b2", "a1-b2"),
        ],
    )
    def test_values_of_other_kinds(self, key: str, typed: str, value: object) -> None:
        assert getattr(thing(f"{key}: {typed}\n"), key) == value

    def test_an_issue_of_an_entry_has_the_line_of_its_key(self) -> None:
        entry = thing("title: T\nwords:\n  - a\n  - b\n")
        assert str(entry.issue("words", "Bad.", "Fix.")) == "docs/x.yml:2: Bad. Fix."
        assert str(entry.issue(("words", 1), "Bad.")) == "docs/x.yml:4: Bad."
        assert str(entry.issue((), "Bad.")) == "docs/x.yml:1: Bad."


class TestBad:
    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("titel: T\n", "1: “titel” is not a key here. Did you mean “title”?"),
            ("title: T\ntitle2: U\nday:\n", "2: “title2” is not a key here."),
            ("inner:\n  nam: x\n  name: y\n", "2: “inner nam” is not a key here."),
            (
                "inner:\n  name: y\n  nte: x\n",
                "3: “inner nte” is not a key here. Did you mean “note”?",
            ),
            (
                "inners:\n  - name: x\n  - name: y\n    nte: z\n",
                "4: “inners, entry 2, nte” is not a key here. Did you mean “note”?",
            ),
            ("inner: {note: x}\n", "1: “inner name” is missing. Add it: name: …"),
            (
                "inners:\n  - name: x\n  - note: y\n",
                "3: “inners, entry 2, name” is missing. Add it: name: …",
            ),
            ("inner:\n  name:\n", "2: “inner name” is empty. Write a value after the colon."),
            ("words:\n  - a\n  -\n", "3: “words, entry 2” is empty."),
            (
                "day: 2026-02-30\n",
                "1: “day” is “2026-02-30”, which is not a date. "
                "Write year-month-day, like 2026-11-23.",
            ),
            ("day: 23.11.2026\n", "1: “day” is “23.11.2026”, which is not a date."),
            ("day: 2026\n", "1: “day” is “2026”, which is not a date."),
            ("day: tomorrow\n", "1: “day” is “tomorrow”, which is not a date."),
            (
                "title: [a]\n",
                "1: “title” must be text. Put it in double quotes, on one line.",
            ),
            ("title: {a: b}\n", "1: “title” must be text."),
            ("words: [a, [b]]\n", "1: “words, entry 2” must be text."),
            ("short: too long\n", "1: “short” is too long. Use at most 5 characters."),
            (
                "slug_of: Two words\n",
                "1: “slug_of” is “Two words”, which is not in the right format.",
            ),
            ("slug_of: a--b\n", "1: “slug_of” is “a--b”, which is not in the right format."),
            ("page: /a.md\n", "1: “page” is “/a.md”, which is not in the right format."),
            ("page: a.html\n", "1: “page” is “a.html”, which is not in the right format."),
            (
                "count: many\n",
                "1: “count” is “many”, which is not a valid number. Write digits only, like 3.",
            ),
            ("count: 1.5\n", "1: “count” is “1.5”, which is not a valid number."),
            ("price: 1.234\n", "1: “price” is “1.234”, which is not an amount."),
            ("price: 1,200\n", "1: “price” is “1,200”, which is not an amount."),
            ("price: .nan\n", "1: “price”"),
            ("count: .inf\n", "1: “count”"),
            ("count: 0\n", "1: “count” is 0. It must be 1 or more."),
            ("count: 10\n", "1: “count” is 10. It must be 9 or less."),
            ("on: maybe\n", "1: “on” is “maybe”. Write true or false."),
            (
                "words: one\n",
                "1: “words” must be a list. "
                "Write it as [one, two], or one line each after a dash, not “one”.",
            ),
            ("words: {a: b}\n", "1: “words” must be a list."),
            (
                "inner: word\n",
                "1: “inner” must have keys and values. "
                "Write below it, each on its own line: “name: …”.",
            ),
            ("inners:\n  - word\n", "2: “inners, entry 1” must have keys and values."),
            ("named: [a]\n", "1: “named” must have keys and values."),
            ("kind: three\n", "1: “kind” is “three”. It must be “one” or “two”."),
            (
                "url: example.com\n",
                "1: “url” is “example.com”, which is not a web address. "
                "Write it in full: https://example.com/page.",
            ),
            ("url: javascript:alert(1)\n", "1: “url” is “javascript:alert(1)”, which is not a"),
            ("url: ftp://x.example\n", "1: “url” is “ftp://x.example”, which is not a web"),
        ],
    )
    def test_one_mistake_is_one_problem_at_its_line(self, text: str, problem: str) -> None:
        _, problems = read(text)
        assert len(problems) == 1
        assert problems[0].startswith(problem)

    def test_a_missing_key_is_reported_where_the_keys_begin(self) -> None:
        _, problems = read("# note\n\nday: 2026-11-23\nwords: [a]\n", Strict)
        assert problems == ["3: “title” is missing. Add it: title: …"]

    def test_a_required_key_left_empty_is_reported_at_its_line(self) -> None:
        _, problems = read("title: T\nday:\nwords:\n", Strict)
        assert problems == [
            "2: “day” is empty. Write a value after the colon.",
            "3: “words” is empty. Write a value after the colon.",
        ]

    def test_all_mistakes_are_reported_together(self) -> None:
        _, problems = read("titel: T\nday: never\nwords: one\n", Strict)
        assert sorted(problem.split(" ")[0] for problem in problems) == ["1:", "1:", "2:", "3:"]

    def test_long_values_are_cut(self) -> None:
        _, problems = read(f"day: {'a' * 41}\n")
        assert f"“{'a' * 39}…”" in problems[0]
        _, problems = read(f"day: {'a' * 40}\n")
        assert f"“{'a' * 40}”" in problems[0]

    def test_a_value_over_several_lines_stays_on_one_in_the_report(self) -> None:
        _, problems = read("day: |\n  one\n  two\n")
        assert "“one two”" in problems[0]

    @pytest.mark.parametrize(("text"), ["- a\n- b\n", "word\n", "3\n", "true\n"])
    def test_a_file_without_keys(self, text: str) -> None:
        _, problems = read(text)
        (problem,) = problems
        assert problem.startswith("1: ")
        assert "must have keys and values. Write lines of the form key: value." in problem


class TestWholeLines:
    """What the coach reads, to the letter, about the files of the site."""

    @pytest.mark.parametrize(
        ("path", "old", "new", "problem"),
        [
            ("articles/x.md", "On trust", '"\\ud83d"',
             "2: “title” has half of a character. Retype the value."),
            ("articles/x.md", "topic: trust", 'topic: ""',
             "5: “topic” is empty. Write a value after the colon."),
            ("articles/x.md", "topic: trust", "topic: Trust Me",
             "5: There is no topic “Trust Me”. Did you mean “trust”?"),
            ("articles/x.md", "topic: trust", "topic: trust\nredirect_from: [https://x.example]",
             "6: “redirect_from, entry 1” is “https://x.example”, "
             "which is not in the right format. "
             "Write it like /old/place/ or /old/page.html."),
            ("articles/x.md", "topic: trust", "topic: trust\ntags: ['!']",
             "6: “tags, entry 1” is “!”, which is not in the right format. "
             "Use at least one letter or digit."),
            ("articles/x.md", "topic: trust", "topic: trust\ntags: {one: [two, true]}",
             "6: “tags” must be a list. Write it as [one, two], or one line each after a dash, "
             "not “{one: [two, true]}”."),
            ("_data/sources.yml", "2021-06-21", "2021-13",
             "5: “date” is “2021-13”, which is not a date. "
             "Write a year, year-month or year-month-day."),
            ("_data/sources.yml", "  date: 2021-06-21", "  accessed: 2026-11-23",
             "3: “accessed” needs a “url”. Add the address, or delete “accessed”."),
            ("_data/sources.yml", "ames:\n  title: On trust", "ames: On trust",
             "1: This entry must have keys and values. Write lines of the form key: value."),
            ("_data/contact.yml", "    kind: text\n", "    kind: tekst\n",
             "9: “fields, entry 1, kind” is “tekst”, which is not a valid kind. "
             "It must be “text”, “email”, “service”, “paragraph” or “consent”."),
            ("_data/contact.yml", "    kind: text\n", "",
             "7: “fields, entry 1, kind” is missing. Add it: kind: …"),
            ("_data/contact.yml", "id: name", "id: Your name",
             "7: “fields, entry 1, id” is “Your name”, which is not in the right format. "
             "Use lowercase letters, digits, and underscores."),
            ("_data/practice.yml", "ana@example.com", "ana",
             "5: “email” is “ana”, which is not in the right format. "
             "Write it like name@example.com."),
            ("_data/practice.yml", "authors:\n  ana:\n    name: Ana Ames", "authors: {}",
             "6: “authors” has too few items. Write at least 1."),
            ("_data/services/mentoring.yml", "[A clear view]", "[]",
             "5: “outcomes” has too few items. Write at least 1."),
            ("_data/guides/chooser.yml", "it is soon, weights: {coach: 1}", "x, weights: {cach: 1}",
             "18: A weight is for “cach”, which is not a result. Did you mean “coach”?"),
            ("index.md", "page: about.md", "page: /about/",
             "13: “doors, entry 1, page” is “/about/”, which is not in the right format. "
             "Write the path from the docs folder: guides/name.md."),
            ("index.md", "  second: More\n", "  second: More\n  sceond: x\n",
             "10: “hero sceond” is not a key here. Delete it."),
        ],
    )  # fmt: skip
    def test_a_mistake(self, docs: Docs, path: str, old: str, new: str, problem: str) -> None:
        docs.change(path, old, new)
        assert docs.problems() == [f"docs/{path}:{problem}"]


class TestWording:
    """What reads badly, or misleads."""

    def test_empty_text_is_called_empty(self) -> None:
        for text in ('title: ""\n', "title: ' '\n", "title: |\n"):
            _, problems = read(text)
            assert problems[0].startswith("1: “title”")
            assert "1 characters" not in problems[0]

    def test_a_list_without_an_entry_says_how_many_it_needs(self) -> None:
        _, problems = read("title: T\nday: 2026-11-23\nwords: []\n", Strict)
        (problem,) = problems
        assert problem.startswith("3: “words”")
        assert "1" in problem.removeprefix("3:")
        assert "Tuple" not in problem
        assert "validation" not in problem

    def test_a_list_with_a_bad_entry_is_not_called_empty_too(self) -> None:
        _, problems = read("title: T\nday: 2026-11-23\nwords: [[a]]\n", Strict)
        assert [problem.partition(" must")[0] for problem in problems] == ["3: “words, entry 1”"]

    def test_a_format_is_explained_without_a_regular_expression(self) -> None:
        for text in ("slug_of: Two words\n", "page: /a.md\n"):
            (problem,) = read(text)[1]
            assert "^" not in problem
            assert "\\" not in problem

    def test_an_unknown_key_of_a_named_entry_gets_a_suggestion(self) -> None:
        _, problems = read("named:\n  a:\n    name: x\n    nte: y\n")
        assert problems == ["4: “named a nte” is not a key here. Did you mean “note”?"]

    def test_an_unknown_key_beside_all_known_ones_gets_no_suggestion(self) -> None:
        _, problems = read("inner:\n  name: x\n  note: y\n  size: 1\n  nme: z\n")
        (problem,) = problems
        assert problem.startswith("5: “inner nme” is not a key here.")
        assert "There are none yet" not in problem

    def test_a_bad_name_of_an_entry_is_reported_at_its_line(self) -> None:
        _, problems = read("named:\n  a:\n    name: x\n  Not good:\n    name: y\n")
        (problem,) = problems
        assert problem.startswith("4: “named Not good” is “Not good”, which is not in the")

    @pytest.mark.parametrize("key", ["5", "1.5", "2026-11-23", "007"])
    def test_a_key_that_looks_like_a_number_is_named_as_typed(self, key: str) -> None:
        _, problems = read(f"title: T\n{key}: x\n")
        (problem,) = problems
        assert problem.startswith(f"2: “{key}” is not a key here.")

    @pytest.mark.parametrize("key", ["~", "null", "true"])
    def test_a_key_that_is_not_a_word_is_reported_at_its_line(self, docs: Docs, key: str) -> None:
        docs.change("articles/x.md", "topic: trust\n", f"topic: trust\n{key}: x\n")
        (problem,) = docs.problems()
        assert problem.startswith("docs/articles/x.md:6: ")

    @pytest.mark.parametrize("typed", ["0", "86400", "-86400", "1700006400", "2026-11-23 00:00:00"])
    def test_a_number_is_not_a_date(self, docs: Docs, typed: str) -> None:
        docs.change("articles/x.md", "2026-11-18", typed)
        assert docs.problems() == [
            f"docs/articles/x.md:4: “date” is “{typed}”, which is not a date. "
            "Write year-month-day, like 2026-11-23."
        ]

    @pytest.mark.parametrize(
        ("typed", "shown"), [("[a, b]", "['a"), ("{a: b}", "{'a"), ("true", "True")]
    )
    def test_values_are_shown_as_a_coach_writes_them(self, typed: str, shown: str) -> None:
        _, problems = read(f"url: {typed}\n")
        assert shown not in problems[0]

    def test_a_key_over_two_lines_stays_on_one_in_the_report(self) -> None:
        _, problems = read('"one\\ntwo": x\n')
        assert "\n" not in problems[0]

    def test_half_of_a_character_is_not_text(self, docs: Docs) -> None:
        docs.change("articles/x.md", "title: On trust", 'title: "\\ud83d"')
        (problem,) = docs.problems()
        assert problem.startswith("docs/articles/x.md:2: “title”")
        problem.encode()
