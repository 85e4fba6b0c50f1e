"""A docs folder read as a whole: what it becomes, and what is reported about it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from practice.content import Article, Guide, Practice, Topic
from practice.content.form import Form
from practice.content.issues import report
from practice.content.reading import read_form
from practice.content.references import check_updated

if TYPE_CHECKING:
    from tests.docs import Docs

X = "articles/x.md"
AT = f"docs/{X}"
SERVICE = "_data/services/mentoring.yml"


def text(docs: Docs, path: str) -> str:
    return (docs.folder / path).read_text("utf-8")


def add_keys(docs: Docs, keys: str) -> None:
    """Put further keys into the article, from line 6 on."""
    docs.change(X, "topic: trust\n", f"topic: trust\n{keys}\n")


class TestGood:
    def test_the_least_reads_without_a_problem(self, docs: Docs) -> None:
        content = docs.content()
        assert content.practice.name == "Ana Ames"
        assert [field.id for field in content.form.fields] == ["name"]
        assert list(content.topics) == ["trust", "choosing"]
        assert list(content.sources) == ["ames", "boyd"]
        assert list(content.services) == ["mentoring"]
        assert list(content.articles) == ["x", "chooser"]
        assert list(content.tools) == ["chooser"]
        assert sorted(content.pages) == ["about.md", "contact.md", "index.md"]
        assert content.articles["x"].body == "Trust comes first.\n"
        assert isinstance(content.articles["chooser"], Guide)
        assert content.signature is None

    def test_what_may_be_missing(self, docs: Docs) -> None:
        for path in (X, "guides/chooser.md", "_data/guides/chooser.yml", SERVICE, "about.md"):
            docs.remove(path)
        for path in ("_data/topics.yml", "_data/sources.yml"):
            docs.remove(path)
        content = docs.content()
        pages = content.pages
        needed = [content.practice, content.form, pages["contact.md"], pages["index.md"]]
        assert list(content.entries()) == needed

    def test_every_file_is_among_the_entries_once(self, docs: Docs) -> None:
        entries = list(docs.content().entries())
        assert [entry.document.path.removeprefix("docs/") for entry in entries] == [
            "_data/practice.yml",
            "_data/contact.yml",
            "_data/topics.yml",
            "_data/topics.yml",
            "_data/sources.yml",
            "_data/sources.yml",
            SERVICE,
            X,
            "guides/chooser.md",
            "_data/guides/chooser.yml",
            "about.md",
            "contact.md",
            "index.md",
        ]
        assert [entry.slug for entry in entries[2:6]] == ["trust", "choosing", "ames", "boyd"]

    def test_articles_and_guides_are_listed_together_newest_first(self, docs: Docs) -> None:
        docs.write("articles/a.md", text(docs, X).replace("2026-11-18", "2026-11-03"))
        docs.write("guides/z.md", text(docs, X).replace("2026-11-18", "2027-01-01"))
        assert list(docs.content().articles) == ["z", "x", "a", "chooser"]

    def test_services_are_sorted_by_order_then_by_title(self, docs: Docs) -> None:
        service = text(docs, SERVICE)
        for slug, title, order in (
            ("a", "zen", ""),
            ("b", "Art", ""),
            ("c", "Last", "order: 101\n"),
            ("d", "First", "order: -1\n"),
        ):
            changed = service.replace("title: Mentoring", f"title: {title}")
            docs.write(f"_data/services/{slug}.yml", changed + order)
        assert list(docs.content().services) == ["d", "b", "mentoring", "a", "c"]

    def test_the_signature_offer_is_the_one_that_says_so(self, docs: Docs) -> None:
        docs.write("_data/services/a.yml", text(docs, SERVICE))
        docs.add(SERVICE, "signature: true\n")
        signature = docs.content().signature
        assert signature is not None
        assert signature.slug == "mentoring"

    def test_the_author_is_the_one_named_else_the_first_declared(self, docs: Docs) -> None:
        docs.add("_data/practice.yml", "  ben:\n    name: Ben\n")
        docs.change("guides/chooser.md", "topic: choosing\n", "topic: choosing\nauthor: ben\n")
        content = docs.content()
        names = {slug: content.author(a).name for slug, a in content.articles.items()}
        assert names == {"x": "Ana Ames", "chooser": "Ben"}

    def test_data_files_may_end_in_yaml(self, docs: Docs) -> None:
        docs.write("_data/services/career.yaml", text(docs, SERVICE))
        assert set(docs.content().services) == {"career", "mentoring"}

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_line_ends_and_byte_order_marks_make_no_difference(
        self, docs: Docs, end: str, mark: bytes
    ) -> None:
        for path in (X, "_data/practice.yml", "_data/sources.yml", "_data/guides/chooser.yml"):
            docs.write(path, mark + text(docs, path).replace("\n", end).encode())
        content = docs.content()
        assert content.articles["x"].body == "Trust comes first.\n"
        assert content.practice.name == "Ana Ames"

    def test_other_files_in_the_folder_are_left_alone(self, docs: Docs) -> None:
        docs.write("articles/picture.png", b"\x89PNG")
        docs.write("articles/slides.PDF", "%PDF")
        docs.write("articles/Thumbs.db", "what an operating system leaves")
        docs.write("_data/services/desktop.ini", "[")
        docs.write("CNAME", "example.com")
        docs.write("google1.html", "a proof for a search engine")
        docs.write("_data/links-seen.yml", "")
        docs.content()

    def test_a_date_may_be_quoted_and_a_quoted_title_may_contain_anything(self, docs: Docs) -> None:
        docs.change(X, "2026-11-18", '"2026-11-18"')
        docs.change(X, "title: On trust", 'title: "Trust: *why*, [when] & #how"')
        assert docs.content().articles["x"].title == "Trust: *why*, [when] & #how"


class TestOneMistake:
    """Each is one line, at its place."""

    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            (
                "topic: trust\n",
                "topic: trust\ntpic: x\n",
                "6: “tpic” is not a key here. "
                "Known: author, draft, pinned, redirect_from, related, service, tags, updated.",
            ),
            ("topic: trust\n", "topic: trust\nrelatd: []\n",
             "6: “relatd” is not a key here. Did you mean “related”?"),
            ("date: 2026-11-18\n", "", "2: “date” is missing. Add it: date: …"),
            ("date: 2026-11-18\n", "date:\n",
             "4: “date” is empty. Write a value after the colon."),
            ("2026-11-18", "2026-02-30",
             "4: “date” is “2026-02-30”, which is not a date. "
             "Write year-month-day, like 2026-11-23."),
            ("2026-11-18", "11/18/2026",
             "4: “date” is “11/18/2026”, which is not a date. "
             "Write year-month-day, like 2026-11-23."),
            ("title: On trust", "title: [On, trust]",
             "2: “title” must be text. Put it in double quotes, on one line."),
            ("topic: trust\n", "topic: trust\ntags: trust\n",
             "6: “tags” must be a list. "
             "Write it as [one, two], or one line each after a dash, not “trust”."),
            ("topic: trust\n", "topic: trust\ndraft: perhaps\n",
             "6: “draft” is “perhaps”. Write true or false."),
            ("topic: trust", "topic: trsut",
             "5: There is no topic “trsut”. Did you mean “trust”?"),
            ("topic: trust", "topic: zen",
             "5: There is no topic “zen”. Known: choosing, trust."),
            ("topic: trust\n", "topic: trust\nservice: mentorign\n",
             "6: There is no service “mentorign”. Did you mean “mentoring”?"),
            ("topic: trust\n", "topic: trust\nauthor: anna\n",
             "6: There is no author “anna”. Did you mean “ana”?"),
            ("topic: trust\n", "topic: trust\nrelated: [chooser, choser]\n",
             "6: There is no article “choser”. Did you mean “chooser”?"),
            ("topic: trust\n", "topic: trust\nrelated:\n  - chooser\n  - zen\n",
             "8: There is no article “zen”. Known: chooser."),
            ("topic: trust\n", "topic: trust\nrelated: [x]\n",
             "6: The article lists itself as related. Delete it."),
            ("topic: trust\n", "topic: trust\nupdated: 2026-11-17\n",
             "6: “updated” is before “date”. Correct one of the two."),
            ("title: On trust", "title: Trust: a start",
             "2: A value has a colon followed by a space. "
             'Put the whole value in double quotes: title: "Coaching: a start".'),
            ("description:", "\tdescription:",
             "3: The line is indented with a tab. Indent with spaces."),
            ("topic: trust\n", "topic: trust\ntitle: Again\n",
             "6: “title” appears twice. Keep one of the two."),
            ("topic: trust\n", "topic: trust\ntags: &tags [*tags]\n",
             "6: A value contains itself. Delete the alias."),
            ("title: On trust", "title: *trust",
             "2: A value begins with * or &. Put the value in double quotes."),
            ("---\nTrust", "Trust",
             "1: The front matter is not closed. Put a line with --- after the last key."),
            ("---\ntitle", "title",
             "1: The file does not begin with front matter. Begin with a line of ---, then the "
             "keys (title, description …), then --- again."),
        ],
    )  # fmt: skip
    def test_in_an_article(self, docs: Docs, old: str, new: str, problem: str) -> None:
        docs.change(X, old, new)
        assert docs.problems() == [f"{AT}:{problem}"]

    @pytest.mark.parametrize("key", ["title", "description", "date", "topic"])
    def test_a_key_that_every_article_needs(self, docs: Docs, key: str) -> None:
        kept = [line for line in text(docs, X).splitlines() if not line.startswith(f"{key}:")]
        docs.write(X, "\n".join(kept))
        assert docs.problems() == [f"{AT}:2: “{key}” is missing. Add it: {key}: …"]

    def test_an_updated_date_of_the_same_day_is_fine(self, docs: Docs) -> None:
        add_keys(docs, "updated: 2026-11-18")
        assert docs.problems() == []

    @pytest.mark.parametrize("raw", [b"", b" \n\n", b"\xef\xbb\xbf"])
    def test_an_empty_article(self, docs: Docs, raw: bytes) -> None:
        docs.write(X, raw)
        assert docs.problems() == [
            f"{AT}:1: The file is empty. Write something in it, or delete it."
        ]

    def test_an_article_saved_in_an_old_encoding(self, docs: Docs) -> None:
        docs.write(X, text(docs, X).replace("Trust comes", "Café trust comes").encode("cp1252"))
        assert docs.problems() == [
            f"{AT}:7: This line is not UTF-8 text. Save the file with UTF-8 encoding."
        ]

    def test_lines_are_right_with_the_line_ends_of_windows(self, docs: Docs) -> None:
        wrong = text(docs, X).replace("topic: trust", "topic: trsut").replace("\n", "\r\n")
        docs.write(X, b"\xef\xbb\xbf" + wrong.encode())
        assert docs.problems() == [f"{AT}:5: There is no topic “trsut”. Did you mean “trust”?"]

    @pytest.mark.parametrize(
        ("name", "example"),
        [
            ("Two Words", "two-words"),
            ("Capital", "capital"),
            ("under_score", "under-score"),
            ("double--hyphen", "double-hyphen"),
            ("-hyphen-", "hyphen"),
            ("über", "uber"),
            ("dot.dot", "dot-dot"),
            ("…", "a-short-name"),
        ],
    )
    def test_a_file_name_that_is_not_a_slug(self, docs: Docs, name: str, example: str) -> None:
        docs.write(f"articles/{name}.md", text(docs, X))
        assert docs.problems() == [
            f"docs/articles/{name}.md:1: "
            "The file name may only have lowercase letters, digits, and hyphens. "
            f"Rename it, for example to “{example}”: the name becomes the address."
        ]

    @pytest.mark.parametrize("name", ["page", "2026", "0", "index"])
    @pytest.mark.parametrize("folder", ["articles", "guides"])
    def test_a_file_name_that_a_list_needs(self, docs: Docs, folder: str, name: str) -> None:
        docs.write(f"{folder}/{name}.md", text(docs, X))
        assert docs.problems() == [
            f"docs/{folder}/{name}.md:1: The name “{name}” is reserved for a list page. "
            "Give the file another name."
        ]

    @pytest.mark.parametrize("name", ["pages", "page-2", "2026-in-review", "indexes"])
    def test_a_file_name_that_only_resembles_one(self, docs: Docs, name: str) -> None:
        docs.write(f"articles/{name}.md", text(docs, X))
        assert docs.problems() == []

    def test_an_article_and_a_guide_of_one_name(self, docs: Docs) -> None:
        docs.write("guides/x.md", text(docs, X))
        assert docs.problems() == [
            "docs/guides/x.md:1: An article and a guide are both named “x”. "
            "Rename one of the two files."
        ]

    def test_two_signature_offers(self, docs: Docs) -> None:
        docs.write("_data/services/career.yml", text(docs, SERVICE))
        docs.add("_data/services/career.yml", "signature: true\n")
        docs.add(SERVICE, "order: 1\nsignature: true\n")
        assert docs.problems() == [
            "docs/_data/services/career.yml:12: “mentoring” is already the signature offer. "
            "Delete “signature” in one of the two."
        ]

    def test_a_service_file_name_that_is_not_a_slug(self, docs: Docs) -> None:
        docs.write("_data/services/Career Coaching.yml", text(docs, SERVICE))
        (problem,) = docs.problems()
        assert problem.startswith("docs/_data/services/Career Coaching.yml:1: The file name ")

    def test_two_services_of_one_name(self, docs: Docs) -> None:
        docs.write("_data/services/mentoring.yaml", text(docs, SERVICE))
        (problem,) = docs.problems()
        assert problem.startswith("docs/_data/services/mentoring.y")
        assert "“mentoring”" in problem

    def test_a_tool_without_a_guide(self, docs: Docs) -> None:
        docs.write("_data/guides/choser.yml", text(docs, "_data/guides/chooser.yml"))
        assert docs.problems() == [
            "docs/_data/guides/choser.yml:1: There is no guide “choser” for this tool. "
            "Did you mean “chooser”?"
        ]

    def test_a_tool_with_the_name_of_an_article(self, docs: Docs) -> None:
        docs.write("_data/guides/x.yml", text(docs, "_data/guides/chooser.yml"))
        (problem,) = docs.problems()
        assert problem.startswith("docs/_data/guides/x.yml:1: There is no guide “x” for this tool.")

    def test_a_topic_declared_twice(self, docs: Docs) -> None:
        docs.add("_data/topics.yml", f"- id: trust\n  title: T\n  description: {'x' * 50}\n")
        assert docs.problems() == [
            "docs/_data/topics.yml:7: “trust” appears twice. Give each entry its own id."
        ]

    def test_a_source_declared_twice(self, docs: Docs) -> None:
        docs.add("_data/sources.yml", "ames:\n  title: Again\n")
        assert docs.problems() == [
            "docs/_data/sources.yml:6: “ames” appears twice. Keep one of the two."
        ]

    @pytest.mark.parametrize(
        ("old", "new", "line", "said"),
        [
            ("- id: choosing\n", "- id: choosing\n  intr: x\n", 5, "“intr” is not a key here."),
            (
                "  description: Everything on choosing, in as many words as the lists need.\n",
                "",
                4,
                "“description” is missing.",
            ),
            ("- id: choosing\n  title", "- title", 4, "“id” is missing. Add it: id: …"),
            ("  title: Choosing\n", "  title:\n", 5, "“title” is empty."),
        ],
    )
    def test_in_a_topic(self, docs: Docs, old: str, new: str, line: int, said: str) -> None:
        docs.remove("guides/chooser.md")
        docs.remove("_data/guides/chooser.yml")
        docs.change("_data/topics.yml", old, new)
        (problem,) = docs.problems()
        assert problem.startswith(f"docs/_data/topics.yml:{line}: {said}")

    @pytest.mark.parametrize(
        ("old", "new", "line", "said"),
        [
            ("  title: On questions\n", "  titel: x\n  title: y\n", 4,
             "“titel” is not a key here."),
            ("  title: On questions\n", "", 3, "“title” is missing."),
            ("  date: 2021-06-21\n", "  url: example.com\n", 5,
             "“url” is “example.com”, which is not a web address."),
            ("  date: 2021-06-21\n", "  url: https://x.example\n  accessed: 2021\n", 6,
             "“accessed” is “2021”, which is not a date."),
        ],
    )  # fmt: skip
    def test_in_a_source(self, docs: Docs, old: str, new: str, line: int, said: str) -> None:
        docs.change("_data/sources.yml", old, new)
        (problem,) = docs.problems()
        assert problem.startswith(f"docs/_data/sources.yml:{line}: {said}")

    def test_in_a_source_named_by_a_year(self, docs: Docs) -> None:
        docs.add("_data/sources.yml", "2023:\n  title: T\n  titl: x\n")
        (problem,) = docs.problems()
        assert problem.startswith("docs/_data/sources.yml:8: “titl” is not a key here.")

    @pytest.mark.parametrize(
        ("old", "new", "line", "said"),
        [
            ("sessions: 3", "sessions: three", 10,
             "“format sessions” is “three”, which is not a valid number."),
            ("minutes: 60", "minutes: 5", 11,
             "“format minutes” is 5. It must be 10 or more."),
            ("audience: [you lead people]", "audience: you lead people", 4,
             "“audience” must be a list."),
            ("audience: [you lead people]", "audience:", 4, "“audience” is empty."),
            ("audience: [you lead people]", "audience: []", 4, "“audience”"),
            ("    text: We talk.\n", "", 7, "“steps, entry 1, text” is missing. Add it: text: …"),
            ("  - title: Begin\n    text: We talk.\n", "  - We talk.\n", 7,
             "“steps, entry 1” must have keys and values."),
            ("  minutes: 60\n", "  minutes: 60\nprice: 100\n", 12,
             "“price” must have keys and values."),
            ("  minutes: 60\n", "  minutes: 60\nprice: {amount: 9.999, currency: USD}\n", 12,
             "“price amount” is “9.999”, which is not an amount."),
            ("  minutes: 60\n", "  minutes: 60\nprice: {amount: 9, currency: usd}\n", 12,
             "“price currency” is “usd”, which is not in the right format."),
        ],
    )  # fmt: skip
    def test_in_a_service(self, docs: Docs, old: str, new: str, line: int, said: str) -> None:
        docs.change(SERVICE, old, new)
        (problem,) = docs.problems()
        assert problem.startswith(f"docs/{SERVICE}:{line}: {said}")

    @pytest.mark.parametrize(
        ("path", "old", "new", "line", "said"),
        [
            ("index.md", "  action: Write\n", "", 5, "“hero action” is missing."),
            ("index.md", "page: about.md", "page: /about/", 13,
             "“doors, entry 1, page” is “/about/”, which is not in the right format."),
            ("index.md", "template: home.html\n", "", 2, "“template” is missing."),
            ("index.md", "home.html", "main.html", 4, "“template” is “main.html”."),
            ("about.md", "title: About\n", "title: About\ntemplate: home.html\n", 3,
             "“template” is “home.html”."),
            ("about.md", "title: About\n", "title: About\nhero: x\n", 3,
             "“hero” is not a key here."),
            ("about.md", "title: About\n", "title: About\nquestions:\n  - question: Why?\n", 4,
             "“questions, entry 1, answer” is missing."),
        ],
    )  # fmt: skip
    def test_in_a_standing_page(
        self, docs: Docs, path: str, old: str, new: str, line: int, said: str
    ) -> None:
        docs.change(path, old, new)
        (problem,) = docs.problems()
        assert problem.startswith(f"docs/{path}:{line}: {said}")

    @pytest.mark.parametrize(
        ("tag", "fine"), [("Q&A", True), ("360", True), ("коучинг", True), ("???", False)]
    )
    def test_a_tag_needs_an_address(self, docs: Docs, tag: str, fine: bool) -> None:
        add_keys(docs, f'tags: ["{tag}"]')
        problems = docs.problems()
        assert len(problems) == (0 if fine else 1)
        assert all(problem.startswith(f"{AT}:6: “tags, entry 1”") for problem in problems)

    @pytest.mark.parametrize("address", ["/old/place/", "old", "old/place", "/2019/05/post_1"])
    def test_an_old_address(self, docs: Docs, address: str) -> None:
        add_keys(docs, f"redirect_from: [{address}]")
        assert docs.content().articles["x"].redirect_from == (address,)

    @pytest.mark.parametrize("address", ["https://example.com/old/", "/", "/a//b/", "/old place/"])
    def test_what_is_not_an_old_address(self, docs: Docs, address: str) -> None:
        add_keys(docs, f"redirect_from: ['{address}']")
        (problem,) = docs.problems()
        assert problem.startswith(
            f"{AT}:6: “redirect_from, entry 1” is “{address}”, which is not in the right format."
        )


class TestTestimonials:
    path = "_data/testimonials.yml"
    good = "- quote: It's good.\n  who: A. B.\n  consent: 2026-11-23\n"

    def test_they_keep_the_order_of_their_file(self, docs: Docs) -> None:
        docs.write(self.path, f"# Kept\n{self.good}{self.good.replace('A. B.', 'C. D.')}")
        said = docs.content().testimonials
        assert [(one.quote, one.who) for one in said] == [
            ("It’s good.", "A. B."),
            ("It’s good.", "C. D."),
        ]
        assert list(docs.content().entries())[-2:] == list(said)

    def test_none_is_fine(self, docs: Docs) -> None:
        docs.write(self.path, "[]\n")
        assert docs.content().testimonials == ()

    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            ("  consent: 2026-11-23\n", "", "2: “consent” is missing. Add it: consent: …"),
            ("2026-11-23\n", "\n", "4: “consent” is empty. Write a value after the colon."),
            (
                "2026-11-23",
                "yes",
                "4: “consent” is “yes”, which is not a date. "
                "Write year-month-day, like 2026-11-23.",
            ),
            (
                "  who: A. B.\n",
                "  who: A. B.\n  service: mentring\n",
                "4: There is no service “mentring”. Did you mean “mentoring”?",
            ),
        ],
    )
    def test_a_mistake(self, docs: Docs, old: str, new: str, problem: str) -> None:
        docs.write(self.path, f"# Kept\n{self.good}")
        docs.change(self.path, old, new)
        assert docs.problems() == [f"docs/{self.path}:{problem}"]


class TestWholeFiles:
    @pytest.mark.parametrize("path", ["_data/practice.yml", "_data/contact.yml"])
    def test_a_file_that_every_page_needs_is_missing(self, docs: Docs, path: str) -> None:
        docs.remove(path)
        assert docs.problems() == [
            f"docs/{path}:1: The file is missing. Restore it from git, or write a new one."
        ]
        assert read_form(docs.folder)[0] is None, "the receiver takes nothing without"

    @pytest.mark.parametrize("path", ["_data/practice.yml", "_data/contact.yml"])
    def test_a_mistake_there_hides_no_mistake_elsewhere(self, docs: Docs, path: str) -> None:
        docs.add(path, "unknown: key\n")
        docs.change(X, "topic: trust", "topic: trsut\nauthor: ana")
        first, second = docs.problems()
        assert first.startswith(f"docs/{path}:")
        assert second.startswith(f"docs/{X}:5: There is no topic “trsut”.")
        assert read_form(docs.folder)[0] is None, "the receiver takes nothing with it"

    def test_an_unreadable_practice_and_a_missing_form_are_broken(self, docs: Docs) -> None:
        docs.write("_data/practice.yml", "name: [")
        docs.remove("_data/contact.yml")
        content, _ = docs.read()
        assert content.practice.unreadable
        assert content.form.unreadable
        assert content.broken == (content.practice, content.form)
        assert not any(isinstance(entry, Practice | Form) for entry in content.entries())
        assert content.author(content.articles["x"]).name == ""

    def test_a_mistake_leaves_out_only_the_entry_it_is_in(self, docs: Docs) -> None:
        docs.write("articles/bad.md", "No front matter.\n")
        docs.write("_data/services/bad.yml", "title: Only\n")
        docs.add("_data/sources.yml", "cole: {}\n")
        content, issues = docs.read()
        assert {issue.path for issue in issues} == {
            "docs/articles/bad.md",
            "docs/_data/services/bad.yml",
            "docs/_data/sources.yml",
        }
        assert list(content.articles) == ["x", "chooser"]
        assert list(content.services) == ["mentoring"]
        assert list(content.sources) == ["ames", "boyd"]

    @pytest.mark.parametrize(
        "path", ["_data/practice.yml", "_data/contact.yml", SERVICE, "_data/sources.yml"]
    )
    @pytest.mark.parametrize("held", ["", "\n", "# a note\n"])
    def test_an_empty_data_file(self, docs: Docs, path: str, held: str) -> None:
        docs.write(path, held)
        needed = path in {"_data/practice.yml", "_data/contact.yml"}
        fix = "Fill it in." if needed else "Fill it in, or delete it."
        assert docs.problems() == [f"docs/{path}:1: The file is empty. {fix}"]

    @pytest.mark.parametrize(
        "path", ["_data/practice.yml", "_data/contact.yml", SERVICE, X, "about.md"]
    )
    @pytest.mark.parametrize(
        "held", ["word", "two words", "- one\n- two", "- a: b", "3", "true", "[]"]
    )
    def test_a_list_or_a_word_instead_of_keys(self, docs: Docs, path: str, held: str) -> None:
        markdown = path.endswith(".md")
        docs.write(path, f"---\n{held}\n---\n" if markdown else f"{held}\n")
        (problem,) = docs.problems()
        assert problem.startswith(f"docs/{path}:{2 if markdown else 1}: ")
        assert problem.endswith("must have keys and values. Write lines of the form key: value.")

    @pytest.mark.parametrize("path", ["_data/sources.yml", "_data/topics.yml"])
    @pytest.mark.parametrize("held", ["word", "3", "true"])
    def test_a_word_instead_of_entries(self, docs: Docs, path: str, held: str) -> None:
        docs.write(path, f"{held}\n")
        assert any(problem.startswith(f"docs/{path}:1: ") for problem in docs.problems())

    @pytest.mark.parametrize("held", ["ames: On trust\n", "- On trust\n", "ames:\n", "- \n"])
    def test_a_source_without_keys(self, docs: Docs, held: str) -> None:
        docs.write("_data/sources.yml", f"# Sources\n{held}")
        (problem,) = docs.problems()
        assert problem.startswith("docs/_data/sources.yml:2: ")

    def test_a_hidden_file_of_an_editor_is_ignored(self, docs: Docs) -> None:
        docs.write("articles/._x.md", b"\0\5\x16\7")
        docs.write("_data/services/.mentoring.yml.swp.yml", b"\xff\xfe")
        (docs.folder / "articles/.#x.md").symlink_to("ana@host.1234")
        assert docs.problems() == []

    def test_a_folder_named_like_a_text_is_ignored(self, docs: Docs) -> None:
        docs.write("articles/old.md/note.pdf", "kept")
        assert docs.problems() == []


class TestStrays:
    """Texts that the site does not look for are not passed over in silence."""

    @pytest.mark.parametrize("path", ["articles/2026/deep.md", "notes/x.md", "notes/x.markdown"])
    def test_a_text_in_a_folder_of_its_own(self, docs: Docs, path: str) -> None:
        docs.write(path, text(docs, X))
        assert docs.problems() == [
            f"docs/{path}:1: The site does not read texts in this folder. "
            "Move the file to docs/articles, docs/guides, or docs."
        ]

    @pytest.mark.parametrize(
        "path", ["articles/one.markdown", "guides/one.MD", "one.Md", "articles/one.Markdown"]
    )
    def test_a_text_with_another_ending(self, docs: Docs, path: str) -> None:
        docs.write(path, text(docs, X))
        assert docs.problems() == [
            f"docs/{path}:1: The file name ends in “.{path.partition('.')[2]}”. "
            "Rename it to end in .md."
        ]

    @pytest.mark.parametrize(
        "path",
        [
            "_handbook/x.md",
            "_handbook/x.png",
            "_drafts/x.md",
            "articles/_old/x.md",
            ".git/x.md",
            "notes/x.pdf",
            "notes/.x.md",
        ],
    )
    def test_what_is_set_aside_on_purpose(self, docs: Docs, path: str) -> None:
        docs.write(path, "No front matter.\n")
        assert docs.problems() == []

    @pytest.mark.parametrize(
        ("path", "problem"),
        [
            (
                "_data/services/x.txt",
                "The site does not read this file. "
                "Rename it to end in .yml, or move it out of the docs folder, or delete it.",
            ),
            ("_data/services/x.YML", "The file name ends in “.YML”. Rename it to end in .yml."),
            (
                "_data/team/x.yml",
                "The site does not read files in this folder. Services belong in "
                "docs/_data/services, tools of guides in docs/_data/guides.",
            ),
            ("_data/source.yml", "The site does not read this file. Did you mean “sources.yml”?"),
            (
                "_data/x.pdf",
                "The site does not read this file. A service belongs in docs/_data/services, "
                "other files outside the docs folder.",
            ),
            (
                "x.yml",
                "The site does not read data files in this folder. "
                "Move it to docs/_data, or to docs/_data/services if it is a service.",
            ),
            (
                "articles/x.md.bak",
                "This looks like a text, but its name does not end in .md. If it is one, rename it "
                "to end in .md. If not, move it out of the docs folder, or delete it.",
            ),
            (
                "404.html",
                "The site generates a file with this name. Delete it, or give it another name.",
            ),
            (
                "articles/CNAME",
                "The site does not use files of this type, and would publish it. "
                "Move it out of the docs folder, or delete it.",
            ),
        ],
    )
    def test_a_file_that_is_not_for_the_site(self, docs: Docs, path: str, problem: str) -> None:
        docs.write(path, "x")
        assert docs.problems() == [f"docs/{path}:1: {problem}"]

    @pytest.mark.parametrize(
        "path",
        ["CNAME", "proof.html", "photo.JPG", "articles/paper.pdf", "_data/links.yml", "Thumbs.db"],
    )
    def test_a_file_that_may_be_there(self, docs: Docs, path: str) -> None:
        docs.write(path, "x")
        assert docs.problems() == []


class TestForm:
    def test_only_published_services_can_be_chosen(self, docs: Docs) -> None:
        service = text(docs, SERVICE)
        docs.write("_data/services/a.yml", f"{service}order: 2\n")
        docs.write("_data/services/b.yml", f"{service}order: 1\n")
        docs.write("_data/services/c.yml", f"{service}draft: true\n")
        content, issues = read_form(docs.folder)
        assert content is not None
        assert issues == []
        assert list(content.services) == ["b", "a", "mentoring"]

    def test_a_mistake_in_a_service_leaves_the_form_usable(self, docs: Docs) -> None:
        docs.change(SERVICE, "minutes: 60", "minutes: long")
        content, issues = read_form(docs.folder)
        assert content is not None
        assert len(issues) == 1
        assert content.services == {}

    def test_a_form_whose_limits_exclude_every_message_is_not_usable(self, docs: Docs) -> None:
        docs.add(
            "_data/contact.yml", "  - {id: x, label: X, kind: paragraph, min: 5001, max: 5000}\n"
        )
        content, issues = read_form(docs.folder)
        assert content is None
        assert [issue.message for issue in issues] == ["“min” is larger than “max”."]


class TestUnwritten:
    def test_lines_are_counted_as_editors_count_them(self, docs: Docs) -> None:
        docs.change(X, "Trust comes first.", "One\x0ctwo\u2028three.\n\nTO WRITE")
        number = text(docs, X).split("\n").index("TO WRITE") + 1
        (problem,) = docs.problems()
        assert problem.startswith(f"docs/{X}:{number}: “TO WRITE” is still here")


class TestManyMistakes:
    def test_all_are_reported_sorted_and_once(self, docs: Docs) -> None:
        docs.change(X, "topic: trust", "topic: trsut\nrelated: [zen, zen]\ntags: []")
        docs.change("about.md", "title: About\n", "")
        docs.change("guides/chooser.md", "topic: choosing\n", "topic: choosing\nservice: zen\n")
        docs.change(SERVICE, "minutes: 60", "minutes: long\n  hours: 1")
        docs.add("_data/topics.yml", f"- id: trust\n  title: T\n  description: {'x' * 50}\n")
        _, issues = docs.read()
        assert report(issues).splitlines() == [
            "7 problems to fix:",
            f"docs/{SERVICE}:11: “format minutes” is “long”, which is not a valid number. "
            "Write digits only, like 3.",
            f"docs/{SERVICE}:12: “format hours” is not a key here. Known: note, where.",
            "docs/_data/topics.yml:7: “trust” appears twice. Give each entry its own id.",
            "docs/about.md:2: “title” is missing. Add it: title: …",
            f"{AT}:5: There is no topic “trsut”. Did you mean “trust”?",
            f"{AT}:6: There is no article “zen”. Known: chooser.",
            "docs/guides/chooser.md:6: There is no service “zen”. Known: mentoring.",
        ]

    def test_a_name_in_a_file_that_cannot_be_read_is_still_a_name(self, docs: Docs) -> None:
        """One mistake is not reported again wherever its file is referred to."""
        add_keys(docs, "service: mentoring\nrelated: [chooser]")
        docs.change(SERVICE, "minutes: 60", "minutes: long")
        docs.change("guides/chooser.md", "date: 2026-11-03", "date: never")
        docs.change("_data/topics.yml", "  title: Trust\n", "")
        assert [problem.split(" ")[0] for problem in docs.problems()] == [
            f"docs/{SERVICE}:11:",
            "docs/_data/topics.yml:1:",
            "docs/guides/chooser.md:4:",
        ]

    def test_the_valid_part_of_a_broken_article_is_checked(self, docs: Docs) -> None:
        docs.change(X, "title: On trust", "titel: On trust")
        add_keys(docs, "updated: 2026-11-17\nservice: Mentring\nrelated: [zen, [], x]")
        docs.change("_data/practice.yml", "email: ana@example.com", "email: ana")
        docs.change("guides/chooser.md", "topic: choosing", "topic: choosing\nauthor: anna")
        assert [problem.partition(" (")[0] for problem in docs.problems()] == [
            "docs/_data/practice.yml:5: “email” is “ana”, which is not in the right format. "
            "Write it like name@example.com.",
            "docs/articles/x.md:2: “titel” is not a key here. Did you mean “title”?",
            "docs/articles/x.md:2: “title” is missing. Add it: title: …",
            "docs/articles/x.md:6: “updated” is before “date”. Correct one of the two.",
            "docs/articles/x.md:7: There is no service “Mentring”. Did you mean “mentoring”?",
            "docs/articles/x.md:8: The article lists itself as related. Delete it.",
            "docs/articles/x.md:8: There is no article “zen”. Known: chooser.",
            "docs/articles/x.md:8: “related, entry 2” must be text. "
            "Put it in double quotes, on one line.",
            "docs/guides/chooser.md:6: There is no author “anna”. Did you mean “ana”?",
        ]

    def test_what_depends_on_a_broken_key_is_not_checked(self, docs: Docs) -> None:
        docs.change(X, "date: 2026-11-18", "date: never")
        add_keys(docs, "updated: 1999-01-01\nauthor: zen\ntopic2: x")
        docs.change("_data/practice.yml", "  ana:\n", "  Ana Ames:\n")
        docs.write("_data/topics.yml", "- [")
        content, _ = docs.read()
        assert [problem.split(" ")[0] for problem in docs.problems()] == [
            "docs/_data/practice.yml:7:",
            "docs/_data/topics.yml:1:",
            "docs/articles/x.md:4:",
            "docs/articles/x.md:8:",
        ]
        assert list(content.known(Article)) == ["chooser", "x"]
        assert content.incomplete == {Topic}
        (broken,) = (entry for entry in content.all(Article) if entry.broken)
        assert broken.broken == {"date", "topic2"}
        assert list(check_updated(content, dt.date(2026, 1, 1))) == []
        assert len(list(check_updated(content, dt.date(1998, 1, 1)))) == 1

    def test_pages_are_rendered_without_what_is_broken_in_the_practice_or_the_form(
        self, docs: Docs
    ) -> None:
        docs.add("_data/practice.yml", "portrait: {file: me.gif, alt: Me}\nphone: 112\n")
        docs.change("_data/contact.yml", "button: Send\n", "")
        content, _ = docs.read()
        assert (content.practice.name, content.practice.phone) == ("Ana Ames", "112")
        assert content.practice.broken == {"portrait"}
        assert content.practice.portrait is None
        assert content.form.broken == {"button"}
        assert not content.form.fields
        practice, form = content.broken
        assert isinstance(practice, Practice)
        assert practice.portrait is not None
        assert practice.portrait.alt == "Me"
        assert isinstance(form, Form)
        assert form.fields[0].id == "name"

    def test_a_list_has_all_its_pages_while_their_number_is_unknown(self, docs: Docs) -> None:
        assert docs.content().practice.page_size == 12
        docs.add("_data/practice.yml", "articles_per_page: many\n")
        assert docs.read()[0].practice.page_size == 1

    def test_references_are_checked_in_drafts_too(self, docs: Docs) -> None:
        add_keys(docs, "draft: true\nservice: zen")
        assert docs.problems() == [f"{AT}:7: There is no service “zen”. Known: mentoring."]


class TestDrafts:
    """Nothing in a draft stops a build, however its file says that it is one."""

    @pytest.mark.parametrize("key", ["true # soon", "TRUE", "yes", '"true"'])
    def test_only_the_title_is_needed(self, docs: Docs, key: str) -> None:
        for broken in ("", "tags: a: b\n"):
            docs.write(X, f"---\ntitle: On trust\ndraft: {key}\n{broken}---\nText.\n")
            content, issues = docs.read()
            assert content.articles["x"].draft
            assert {issue.path for issue in issues} == ({AT} if broken else set())
            assert AT in content.draft_files

    @pytest.mark.parametrize(
        ("encoding", "end"), [("utf-16", "\r\n"), ("cp1252", "\r\n"), ("utf-8", "\r")]
    )
    def test_a_file_in_any_encoding(self, docs: Docs, encoding: str, end: str) -> None:
        text = "---\ntitle: Ü\ndraft: true\ntags: a: b\n---\nText.\n"
        docs.write(X, text.replace("\n", end).encode(encoding))
        content, issues = docs.read()
        assert {issue.path for issue in issues} == {AT} <= content.draft_files.keys()

    @pytest.mark.parametrize("keys", ["draft: false", "draft: true#x"])
    def test_another_text_is_no_draft(self, docs: Docs, keys: str) -> None:
        for broken in ("", "tags: a: b\n"):
            docs.write(X, f"---\n{keys}\n{broken}---\ndraft: true\n")
            content, issues = docs.read()
            assert {issue.path for issue in issues} == {AT}
            assert not content.draft_files

    @pytest.mark.parametrize(
        "tool", ["", "foo: 1\n", 'kind: "chooser\n', "kind: chooser\n", "- a\n"]
    )
    def test_the_tool_of_a_draft_guide(self, docs: Docs, tool: str) -> None:
        docs.change("guides/chooser.md", "topic: choosing\n", "draft: true\n")
        docs.write("_data/guides/chooser.yml", tool)
        content, issues = docs.read()
        path = "docs/_data/guides/chooser.yml"
        assert {issue.path for issue in issues} == {path} <= content.draft_files.keys()
