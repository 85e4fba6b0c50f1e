"""Who the practice is, and mistakes about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.docs import Docs

PATH = "_data/practice.yml"
AT = f"docs/{PATH}"


def test_the_optional_facts_not_filled_in_are_named(docs: Docs) -> None:
    docs.add(PATH, "phone:\naddress: Main Street 1\nlanguages: []\ncredentials: [PCC]\n")
    assert docs.content().practice.empty == ["phone", "portrait", "languages", "social", "booking"]


def test_no_fact_is_empty_when_all_are_filled_in(docs: Docs) -> None:
    docs.add(
        PATH,
        'phone: "+1 555 0100"\naddress: Main Street 1\nportrait: {file: me.jpg, alt: Ana}\n'
        "credentials: [PCC]\nlanguages: [English]\nbooking: https://example.com/book\n"
        "social:\n  - {title: Elsewhere, url: https://example.com/me}\n",
    )
    assert docs.content().practice.empty == []


def test_a_list_shows_twelve_articles_by_default(docs: Docs) -> None:
    assert docs.content().practice.articles_per_page == 12
    for number in (1, 100):
        text = (docs.folder / PATH).read_text("utf-8").partition("articles_per_page")[0]
        docs.write(PATH, f"{text}articles_per_page: {number}\n")
        assert docs.content().practice.articles_per_page == number


def test_a_mail_address_has_254_characters_at_most(docs: Docs) -> None:
    docs.change(PATH, "ana@example.com", f"{'a' * 242}@example.com")
    assert docs.problems() == []
    docs.change(PATH, "a" * 242, "a" * 243)
    assert docs.problems() == [
        f"{AT}:5: “email” is too long. Use at most 254 characters.",
    ]


def test_a_telephone_number_keeps_its_plus_and_its_zeros(docs: Docs) -> None:
    docs.add(PATH, "phone: +15550100\naddress: 007\n")
    practice = docs.content().practice
    assert (practice.phone, practice.address) == ("+15550100", "007")


@pytest.mark.parametrize("email", ["ana@example.com", "a.b+c@sub.example.co", "ana@ex-ample.com"])
def test_a_mail_address(docs: Docs, email: str) -> None:
    docs.change(PATH, "ana@example.com", email)
    assert docs.content().practice.email == email


@pytest.mark.parametrize(
    "email", ["ana at example", "ana@example", "ana@@example.com", "<ana@example.com>"]
)
def test_what_is_not_a_mail_address(docs: Docs, email: str) -> None:
    docs.change(PATH, "ana@example.com", email)
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:5: “email” is “{email}”, which is not in the right format.")


@pytest.mark.parametrize("path", [PATH, "_data/services/mentoring.yml"])
def test_a_description_too_long_for_search_results(docs: Docs, path: str) -> None:
    lines = (docs.folder / path).read_text("utf-8").splitlines()
    (line,) = [text for text in lines if text.startswith("description: ")]
    docs.change(path, line, f"description: {'x' * 160}")
    assert docs.problems() == []
    docs.change(path, "x" * 160, "x" * 161)
    assert docs.problems() == [
        f"docs/{path}:{lines.index(line) + 1}: “description” is too long. "
        "Use at most 160 characters."
    ]


@pytest.mark.parametrize(
    ("more", "line", "said"),
    [
        ("booking: example.com\n", 9, "“booking” is “example.com”, which is not a web address."),
        ("articles_per_page: 0\n", 9, "“articles_per_page” is 0. It must be 1 or more"),
        ("articles_per_page: 101\n", 9, "“articles_per_page” is 101. It must be 100 or less"),
        ("social:\n  - https://x.example\n", 10, "“social, entry 1” must have keys and values."),
        (
            "social:\n  - {titel: A, title: B, url: https://x.example}\n",
            10,
            "“social, entry 1, titel” is not a key here.",
        ),
        ("portrait: me.jpg\n", 9, "“portrait” must have keys and values."),
        ("portrait: {file: me.gif, alt: A}\n", 9, "“portrait file” is “me.gif”, which is not"),
        ("portrait: {file: /me.jpg, alt: A}\n", 9, "“portrait file” is “/me.jpg”, which is not"),
        ("portrait: {file: me.jpg}\n", 9, "“portrait alt” is missing."),
        ("fone: 5\n", 9, "“fone” is not a key here. Did you mean “phone”?"),
    ],
)
def test_a_mistake_about_the_practice(docs: Docs, more: str, line: int, said: str) -> None:
    docs.add(PATH, more)
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:{line}: {said}")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  ana:\n", "  Ana Ames:\n", 7, "“authors Ana Ames” is “Ana Ames”, which is not in"),
        ("  ana:\n    name: Ana Ames\n", "  - ana\n", 6, "“authors” must have keys and values."),
        ("authors:\n  ana:\n    name: Ana Ames\n", "authors:\n", 6, "“authors” is empty."),
        ("authors:\n  ana:\n    name: Ana Ames\n", "authors: {}\n", 6, "“authors”"),
        ("    name: Ana Ames\n", "    name: Ana\n    rle: x\n", 9,
         "“authors ana rle” is not a key here. Did you mean “role”?"),
        ("    name: Ana Ames\n", "    role: Coach\n", 7, "“authors ana name” is missing."),
    ],
)  # fmt: skip
def test_a_mistake_about_an_author(docs: Docs, old: str, new: str, line: int, said: str) -> None:
    docs.change(PATH, old, new)
    (problem,) = docs.problems()
    assert problem.startswith(f"{AT}:{line}: {said}")


@pytest.mark.parametrize("phone", ["+1-800-COACHES", "+44 020 7946 0000", "12", "020 / 030 or 040"])
def test_a_phone_number_that_cannot_be_dialed(docs: Docs, phone: str) -> None:
    docs.add(PATH, f'phone: "{phone}"\n')
    (problem,) = docs.problems()
    assert f"“phone” is “{phone}”, which is not in the right format. Write one number" in problem


def test_a_time_zone_has_its_iana_name_and_is_utc_by_default(docs: Docs) -> None:
    assert docs.content().practice.timezone == "UTC"
    docs.add(PATH, "timezone: Europe/Berlin\n")
    assert docs.content().practice.timezone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("Europe/Berlim", "Did you mean “Europe/Berlin”?"),
        ("+02:00", "Write its IANA name, like Europe/Berlin."),
        ("../etc", "Write its IANA name, like Europe/Berlin."),
        ("CEST", "Write its IANA name, like Europe/Berlin."),
        ("GMT+1", "Write its IANA name, like Europe/Berlin."),
        ("localtime", "Write its IANA name, like Europe/Berlin."),
        ("Factory", "Write its IANA name, like Europe/Berlin."),
        ("Zurich", "Did you mean “Europe/Zurich”?"),
    ],
)
def test_a_time_zone_that_does_not_exist(docs: Docs, name: str, fix: str) -> None:
    docs.add(PATH, f'timezone: "{name}"\n')
    (problem,) = docs.problems()
    assert problem.endswith(f"“timezone” is “{name}”, which is not a time zone. {fix}")
