"""What `make new` makes from a title, and what it refuses."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from practice.authoring.kinds import RequestError
from practice.authoring.new import Made, make
from practice.authoring.templating import yaml_text
from practice.content import Article, Chooser, Guide, Scorecard, Service, Source, testimonials
from practice.content.documents import parse_yaml
from practice.content.placeholders import unwritten

if TYPE_CHECKING:
    from practice.content.models import Entry
    from tests.docs import Docs

TESTIMONIAL = {"quote": "It's good: #1.", "who": "A. B.", "consent": "2026-11-23"}
TODAY = dt.date(2026, 11, 25)
SOURCES = "_data/sources.yml"


def new(docs: Docs, kind: str, **words: str) -> Made:
    return make(docs.folder.parent, kind, words, TODAY)


def refusal(docs: Docs, kind: str, **words: str) -> str:
    before = snapshot(docs)
    with pytest.raises(RequestError) as refused:
        new(docs, kind, **words)
    assert snapshot(docs) == before, "an error changes nothing"
    return str(refused.value)


def snapshot(docs: Docs) -> dict[str, bytes]:
    files = (file for file in docs.folder.rglob("*") if file.is_file())
    return {str(file): file.read_bytes() for file in files}


# What a person may type, and the name that becomes the address.
TITLES = {
    "On listening": "on-listening",
    "Über das Zuhören": "uber-das-zuhoren",
    "Straße, Łódź, Ærø, İzmir": "strasse-lodz-aero-izmir",
    "Слушать": "slushat",
    "It's “quoted” — and O’Brien's": "its-quoted-and-obriens",
    "R&D & you": "r-and-d-and-you",
    "Coaching: a start": "coaching-a-start",
    "“Quoted words”": "quoted-words",
    '"Quoted"': "quoted",
    "'Quoted'": "quoted",
    "Smile 🙂 now": "smile-now",
    "[Brackets] {and} more": "brackets-and-more",
    "- a list?": "a-list",
    "# no comment": "no-comment",
    "@ the `start`": "the-start",
    "* star & | > ! % ?": "star-and",
    "C:\\new\\table": "c-new-table",
    "$5 $HOME $(id)": "5-home-id",
    "<script>alert(1)</script>": "script-alert-1-script",
    "True": "{kind}-true",
    "null": "{kind}-null",
    "~": None,
    "🙂": None,
    "2026": "{kind}-2026",
    "007": "{kind}-007",
    "Page": "{kind}-page",
    "index": "{kind}-index",
    "  wide \t space\nand lines  ": "wide-space-and-lines",
    "half a character \udce9": None,
    "line\u2028separators\x85too": "line-separators-too",
    "word " * 60: "-".join(["word"] * 12),
    "w" * 300: "w" * 60,
}


@pytest.mark.parametrize("kind", ["article", "source"])
@pytest.mark.parametrize("title", TITLES)
def test_any_title_makes_something_valid_or_is_refused(docs: Docs, kind: str, title: str) -> None:
    name = TITLES[title]
    if name is None:
        said = refusal(docs, kind, title=title)
        assert "Retype it." in said or "name=a-short-name" in said
        return
    made = new(docs, kind, title=title)
    assert made.name == name.format(kind=kind)
    content = docs.content()
    entry = {**content.articles, **content.sources}[made.name]
    assert entry.document.data["title"] == " ".join(title.split())
    assert entry.document.path == made.path


class TestFiles:
    def test_an_article_is_a_draft_of_today_in_the_first_topic(self, docs: Docs) -> None:
        made = new(docs, "article", title="On fear")
        article = docs.content().articles["on-fear"]
        assert made.path == "docs/articles/on-fear.md"
        assert type(article) is Article
        assert (article.date, article.topic, article.draft) == (TODAY, "trust", True)
        assert (article.service, article.author, article.updated) == (None, None, None)
        assert any("trust" in step for step in made.steps), "names the topic it chose"

    def test_a_guide_goes_to_the_guides(self, docs: Docs) -> None:
        new(docs, "guide", title="On fear", topic="choosing", service="mentoring", author="ana")
        guide = docs.content().articles["on-fear"]
        assert type(guide) is Guide
        assert (guide.topic, guide.service, guide.author) == ("choosing", "mentoring", "ana")

    def test_a_service_is_a_draft_at_the_end_of_the_list(self, docs: Docs) -> None:
        new(docs, "service", title="On fear")
        content = docs.content()
        assert "on-fear" not in content.services
        assert content.draft_services["on-fear"].order > content.services["mentoring"].order

    @pytest.mark.parametrize("kind", ["article", "guide", "service"])
    def test_placeholders_are_found_and_cannot_be_published(self, docs: Docs, kind: str) -> None:
        made = new(docs, kind, title="On fear")
        path = made.path.removeprefix("docs/")
        text = (docs.folder / path).read_text("utf-8")
        marked = [n for n, line in enumerate(text.split("\n"), 1) if "TO WRITE" in line]
        content = docs.content()
        document = {**content.draft_services, **content.articles}["on-fear"].document
        assert sorted(set(unwritten(document))) == marked
        docs.change(path, "draft: true\n", "draft: false\n")
        assert docs.problems() == [
            f"{made.path}:{line}: “TO WRITE” is still here, and readers would see it. "
            "Replace it with your own words."
            for line in marked
        ]

    @pytest.mark.parametrize("kind", ["article", "guide", "service"])
    def test_placeholder_descriptions_have_a_valid_length(self, docs: Docs, kind: str) -> None:
        new(docs, kind, title="On fear")
        content = docs.content()
        entry = {**content.draft_services, **content.articles}["on-fear"]
        assert 50 <= len(entry.description) <= 160

    @pytest.mark.parametrize(
        ("kind", "words", "model"),
        [
            ("article", {"title": "On fear"}, Article),
            ("guide", {"title": "On fear"}, Guide),
            ("service", {"title": "On fear"}, Service),
            ("source", {"title": "On fear"}, Source),
            ("chooser", {"guide": "on-fear"}, Chooser),
            ("scorecard", {"guide": "on-fear"}, Scorecard),
            ("testimonial", TESTIMONIAL, testimonials.Testimonial),
        ],
    )
    def test_each_key_is_below_its_description(
        self, docs: Docs, kind: str, words: dict[str, str], model: type[Entry]
    ) -> None:
        if "guide" in words:
            new(docs, "guide", title="On fear")
        made = new(docs, kind, **words)
        text = (docs.folder.parent / made.path).read_text("utf-8").replace("- quote", "quote")
        lines = text.split("\n")[0 if kind == "testimonial" else made.line - 1 :]
        for key, info in model.model_fields.items():
            (at,) = [n for n, line in enumerate(lines) if line.strip().startswith(f"{key}:")][:1]
            start = at
            while lines[start - 1].strip().startswith("#"):
                start -= 1
            said = " ".join(line.strip().removeprefix("#").strip() for line in lines[start:at])
            assert info.description
            assert " ".join(info.description.split()) in said

    def test_the_folder_of_a_kind_may_be_missing(self, docs: Docs) -> None:
        docs.remove("articles/x.md")
        (docs.folder / "articles").rmdir()
        new(docs, "article", title="On fear")
        assert "on-fear" in docs.content().articles

    def test_other_problems_in_the_content_do_not_matter(self, docs: Docs) -> None:
        docs.change("articles/x.md", "topic: trust", "topic: trst")
        assert new(docs, "article", title="On fear").name == "on-fear"

    def test_one_word_may_be_in_curly_quotes(self, docs: Docs) -> None:
        made = new(docs, "source", title="“Trust”", url="“https://x.example/”")
        source = docs.content().sources[made.name]
        assert (source.title, str(source.url)) == ("Trust", "https://x.example/")

    def test_a_value_is_quoted_only_if_it_needs_quotes(self) -> None:
        assert yaml_text("On listening") == "On listening"
        for text in ("a: b", "a #b", "1", "2026-11-25", "- a", '"', "'a'", "a:"):
            assert yaml_text(text).startswith('"')
            assert parse_yaml(f"key: {yaml_text(text)}", "")[0] == {"key": text}


class TestErrors:
    @pytest.mark.parametrize(
        ("kind", "title", "name"),
        [
            ("article", "X", "x"),
            ("guide", "x!", "x"),
            ("article", "Chooser", "chooser"),
            ("service", "Mentoring", "mentoring"),
            ("source", "Ames", "ames"),
        ],
    )
    def test_for_a_taken_name_another_is_offered(
        self, docs: Docs, kind: str, title: str, name: str
    ) -> None:
        said = refusal(docs, kind, title=title)
        assert f"The name “{name}” is taken." in said
        assert said.endswith(f"name={name}-2")
        assert new(docs, kind, title=title, name=f"{name}-2").name == f"{name}-2"
        assert refusal(docs, kind, title=title).endswith(f"name={name}-3")

    def test_names_differ_in_more_than_capitals(self, docs: Docs) -> None:
        docs.write("articles/On-Fear.md", "---\ntitle: x\n---\n")
        assert "The name “on-fear” is taken." in refusal(docs, "article", title="On fear")

    def test_the_name_of_a_redirect_is_taken(self, docs: Docs) -> None:
        docs.change("articles/x.md", "topic: trust", "topic: trust\nredirect_from: [/articles/y/]")
        assert "The name “y” is taken." in refusal(docs, "article", title="Y")
        assert new(docs, "guide", title="Y").path == "docs/guides/y.md"

    @pytest.mark.parametrize(
        ("kind", "words", "said"),
        [
            ("article", {}, 'The title is missing. Use: make new article title="…"'),
            ("source", {"title": " "}, "The title is missing."),
            ("", {"title": "x"}, 'Use: make new article title="…" (or guide, service, source, '),
            ("chooser", {}, 'The guide is missing. Use: make new chooser guide="…"'),
            ("chooser", {"guide": "chooser"}, "The guide “chooser” has a tool already."),
            ("chooser", {"guide": "choser"}, "There is no guide “choser”. Did you mean “chooser”?"),
            (
                "testimonial",
                {"quote": "Good.", "who": "B."},
                'The consent is missing. Use: make new testimonial quote="…" who="…" consent="…"',
            ),
            ("testimonial", TESTIMONIAL | {"consent": "yes"}, "is “yes”, which is not a date."),
            ("testimonial", TESTIMONIAL | {"service": "s"}, "There is no service “s”."),
            ("post", {"title": "x"}, "“post” is not a kind of content."),
            (
                "articles",
                {"title": "x"},
                "“articles” is not a kind of content. Did you mean “article”?",
            ),
            ("article guide", {"title": "x"}, "“article guide” is not a kind of content."),
            (
                "article listening”",
                {"title": "“On"},
                "“listening” is outside the quotes. Type straight quotes, not curly ones, "
                'around the whole text: make new article title="…"',
            ),
            ("source chooser book", {"title": "The"}, "“chooser book” is outside the quotes."),
            ("article", {"title": "T", "topic": "trst"}, "There is no topic “trst”. Did you mean"),
            ("article", {"title": "T", "service": "s"}, "There is no service “s”. Known: mentor"),
            ("article", {"title": "T", "author": "bo"}, "There is no author “bo”. Known: ana."),
            (
                "service",
                {"title": "T", "topic": "trust"},
                "A new service has no option “topic”.",
            ),
            (
                "article",
                {"title": "T", "name": "On fear"},
                "“On fear” is not a valid name.",
            ),
            ("article", {"title": "T", "name": "2026"}, "“2026” is not a valid name."),
            ("source", {"title": "https://a.example/"}, "The title is an address. Write it in "),
            ("article", {"title": "www.a.example"}, "The title is an address. Write it in words."),
            ("source", {"title": "T", "url": "example"}, "“example”, which is not a web address."),
            ("source", {"title": "T", "date": "May"}, "Write a year, year-month or year-month-day"),
        ],
    )
    def test_words_that_are_not_valid(
        self, docs: Docs, kind: str, words: dict[str, str], said: str
    ) -> None:
        assert said in refusal(docs, kind, **words)

    def test_an_article_needs_a_topic(self, docs: Docs) -> None:
        docs.write("_data/topics.yml", "[]\n")
        assert "Add one to docs/_data/topics.yml first." in refusal(docs, "article", title="T")

    def test_for_content_that_cannot_be_read_the_doctor_helps(self, docs: Docs) -> None:
        docs.write("_data/practice.yml", "name: [\n")
        assert "make doctor" in refusal(docs, "article", title="T")


TOOL_KINDS = pytest.mark.parametrize("kind", ["chooser", "scorecard"])


class TestTools:
    @TOOL_KINDS
    def test_the_tool_of_a_draft_is_a_draft_too(self, docs: Docs, kind: str) -> None:
        new(docs, "guide", title="On fear")
        made = new(docs, kind, guide="on-fear")
        assert made.path == "docs/_data/guides/on-fear.yml"
        assert docs.problems() == []
        assert docs.content().tools["on-fear"].kind == kind

    @TOOL_KINDS
    def test_the_build_lists_what_is_to_write_in_a_tool_that_readers_see(
        self, docs: Docs, kind: str
    ) -> None:
        docs.remove("_data/guides/chooser.yml")
        made = new(docs, kind, guide="chooser")
        assert any("The guide is not a draft" in step for step in made.steps)
        text = (docs.folder.parent / made.path).read_text("utf-8").split("\n")
        marked = [n for n, line in enumerate(text, 1) if "TO WRITE" in line]
        problems = docs.problems()
        assert len(problems) == len(marked)
        assert all("“TO WRITE” is still here" in problem for problem in problems)


class TestTestimonial:
    PATH = "_data/testimonials.yml"

    @pytest.mark.parametrize(
        ("before", "kept"),
        [
            (None, b""),
            (b"[]\n", b""),
            (b"# Kept []\n[]", b"# Kept []\n"),
            (b"# Kept\r\n[]\r\n", b"# Kept\r\n"),
            (b"# only []", b"# only []"),
            (b"- {quote: Q, who: W, consent: 2026-01-01}\n",) * 2,
        ],
    )
    def test_it_is_the_last_in_its_file(
        self, docs: Docs, before: bytes | None, kept: bytes
    ) -> None:
        if before is not None:
            docs.write(self.PATH, before)
        made = new(docs, "testimonial", **TESTIMONIAL, service="mentoring", role="Head: art")
        text = (docs.folder / self.PATH).read_bytes()
        assert text.startswith(kept)
        assert text.split(b"\n")[made.line - 1].startswith(b"- quote:")
        said = docs.content().testimonials[-1]
        assert (said.quote, said.who, said.role) == ("It’s good: #1.", "A. B.", "Head: art")
        assert (said.service, said.consent) == ("mentoring", dt.date(2026, 11, 23))
        assert docs.problems() == []

    def test_a_list_in_brackets_is_left_alone(self, docs: Docs) -> None:
        docs.write(self.PATH, "[{quote: Q, who: W, consent: 2026-01-01}]\n")
        said = refusal(docs, "testimonial", **TESTIMONIAL)
        assert "Add this yourself:\n\n" in said


class TestSource:
    def test_it_is_added_at_the_end_and_nothing_else_changes(self, docs: Docs) -> None:
        before = (docs.folder / SOURCES).read_bytes()
        made = new(
            docs,
            "source",
            title="A: B",
            author="C & D",
            url="https://x.example/?a=1#b",
            date="2023",
        )
        text = (docs.folder / SOURCES).read_bytes()
        assert text.startswith(before + b"\na-b:\n")
        assert text.decode().split("\n")[made.line - 1] == "a-b:"
        source = docs.content().sources["a-b"]
        assert (source.title, source.author, source.date) == ("A: B", "C & D", "2023")
        assert (str(source.url), source.accessed) == ("https://x.example/?a=1#b", TODAY)

    def test_a_title_is_enough(self, docs: Docs) -> None:
        new(docs, "source", title="A book")
        source = docs.content().sources["a-book"]
        assert (source.author, source.url, source.date, source.accessed) == (None,) * 4

    @pytest.mark.parametrize(
        "before",
        [
            b"ames:\n  title: T",
            b"ames:\n  title: T\n\n\n# the end",
            b"\xef\xbb\xbfames:\r\n  title: T\r\n",
            b"# only comments\n",
            b"ames:\n  title: >-\n    folded\n    text\n",
            b"'ames': {title: T} # flow\n",
            b"",
        ],
    )
    def test_the_file_may_end_in_any_way(self, docs: Docs, before: bytes) -> None:
        docs.write(SOURCES, before)
        made = new(docs, "source", title="New")
        text = (docs.folder / SOURCES).read_bytes()
        assert text.startswith(before)
        assert (b"\r\n" in before) == (b"new:\r\n" in text)
        assert made.name in docs.content().sources

    def test_the_file_may_be_missing(self, docs: Docs) -> None:
        docs.remove(SOURCES)
        new(docs, "source", title="New")
        assert list(docs.content().sources) == ["new"]

    @pytest.mark.parametrize(
        "before",
        [
            b"{ames: {title: T}}\n",
            b"  ames:\n    title: T\n",
            b"ames:\n  title: T\n...\n",
            b"ames:\n  title: |+\n    kept\n",
        ],
    )
    def test_an_entry_that_cannot_be_added_is_printed(self, docs: Docs, before: bytes) -> None:
        docs.write(SOURCES, before)
        said = refusal(docs, "source", title="New")
        assert "Add this yourself:\n\nnew:\n" in said
        assert parse_yaml(said.partition("yourself:\n\n")[2], "")[2] == []

    @pytest.mark.parametrize("before", [b"ames: [\n", b"- ames\n", b"ames: \xff\n"])
    def test_a_file_that_cannot_be_read_is_not_changed(self, docs: Docs, before: bytes) -> None:
        docs.write(SOURCES, before)
        said = refusal(docs, "source", title="New")
        assert said.startswith("Nothing was added.")
        assert "docs/_data/sources.yml" in said

    def test_an_address_that_another_source_has_is_mentioned(self, docs: Docs) -> None:
        new(docs, "source", title="One", url="https://x.example/")
        made = new(docs, "source", title="Two", url="https://x.example/")
        assert "“one” has the same address" in made.steps[0]
        assert not any("same address" in step for step in new(docs, "source", title="3 a").steps)
