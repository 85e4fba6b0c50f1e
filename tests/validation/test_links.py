"""Links: which are right, and what the message suggests for those that are not."""

from __future__ import annotations

import pytest

from practice.addresses import split_fragment
from practice.markdown.inventory import Link
from practice.validation.links import Targets

ADDRESSES = {
    "index.md": "./",
    "about.md": "about/",
    "guides/choosing.md": "guides/choosing/",
    "articles/index.md": "articles/",
    "articles/my-desk.md": "articles/my-desk/",
    "articles/desk.jpg": "articles/desk.jpg",
    "articles/a fine plan.pdf": "articles/a%20fine%20plan.pdf",
    "assets/site.css": "assets/site.css",
    "articles/tags/trust.md": "articles/tags/trust/",
}
TARGETS = Targets(
    ADDRESSES,
    written=[uri for uri in ADDRESSES if not uri.startswith(("assets/", "articles/tags/"))],
    generated={"articles/tags/trust.md"},
    hidden={"articles/later.md": "is a draft"},
    awaited={"articles/fixed-soon.md"},
    text_ids=lambda uri: {"first"} if uri == "guides/choosing.md" else set(),
    page_ids=lambda uri: {"first", "page-enquiry"} if uri == "guides/choosing.md" else None,
)


def message(target: str, *, html: bool = False, picture: bool = False, page: str = "") -> str:
    """What is wrong with a link in the text of an article."""
    page = page or "articles/my-desk.md"
    folder = page.rpartition("/")[0]
    problem = TARGETS.problem(Link(target, None, html, picture, "Words"), page, folder)
    return " ".join(problem) if problem else ""


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("guides/x.md", ("guides/x.md", "")),
        ("guides/x.md#y", ("guides/x.md", "#y")),
        ("guides/x.md#y#z", ("guides/x.md", "#y#z")),
        ("guides/x.md#", ("guides/x.md", "#")),
        ("#y", ("", "#y")),
    ],
)
def test_a_path_and_its_fragment(target: str, parts: tuple[str, str]) -> None:
    assert split_fragment(target) == parts


@pytest.mark.parametrize(
    "target",
    [
        "../about.md",
        "my-desk.md",
        "index.md",
        "../guides/choosing.md#first",
        "../guides/choosing.md#page-enquiry",
        "../guides/choosing.md#top",
        "../guides/choosing.md#",
        "../about.md#ids-that-cannot-be-known",
        "desk.jpg",
        "desk.jpg?large",
        "a%20fine%20plan.pdf",
        "fixed-soon.md",
        "#",
        "https://example.com/nowhere.md",
        "http://example.com",
        "//example.com/x",
        "mailto:ada@example.com",
        "https://münchen.example/",
        "https://example.com:8443/x?a=b",
        "https://198.51.100.7.example.com/",
        "https://8.8.8.8/",
        "mailto:ada@example.com,bo@example.com?subject=A%20word",
        "tel:+15550100",
        "tel:+1-(555)-0100;ext=12",
        "tel:0044%2020%207946",
        "sms:5550100",
    ],
)
def test_a_good_link_is_not_a_problem(target: str) -> None:
    assert message(target) == ""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../abuot.md", "There is no page “../abuot.md”. Did you mean “../about.md”?"),
        ("about.md", "There is no page “about.md”. Did you mean “../about.md”?"),
        ("choosing.md", "There is no page “choosing.md”. Did you mean “../guides/choosing.md”?"),
        ("My-Desk.md", "There is no page “My-Desk.md”. Did you mean “my-desk.md”?"),
        ("../about/", "There is no page or file “../about/”. Did you mean “../about.md”?"),
        ("../about.html", "There is no page or file “../about.html”. Did you mean “../about.md”?"),
        ("../articles/", "There is no page or file “../articles/”. Did you mean “index.md”?"),
        ("my-desk", "There is no page or file “my-desk”. Did you mean “my-desk.md”?"),
        ("../services/trust.md", "There is no page “../services/trust.md”. "
         "Write the path from this file, like ../guides/name.md."),
        ("tags/turst.md", "There is no page “tags/turst.md”. Did you mean “tags/trust.md”?"),
        ("tags/trust/", "There is no page or file “tags/trust/”. Did you mean “tags/trust.md”?"),
        ("my-desk.md/", "There is no page or file “my-desk.md/”. Did you mean “my-desk.md”?"),
        ("/about.md", "“/about.md” starts with a slash. Use “../about.md”."),
        ("/about/#x", "“/about/#x” starts with a slash. Use “../about.md”."),
        ("later.md#x", "“later.md#x” is a draft, so readers cannot follow this link. "
         "Remove the link for now."),
        ("../guides/choosing.md#frist", "“../guides/choosing.md” has no section “#frist”. "
         "Did you mean “#first”?"),
        ("", "A link has no target. Add one: [words](about.md)."),
        ("www.example.com", "There is no page or file “www.example.com”. "
         "Start a web address with https://."),
        ("example.com/x", "There is no page or file “example.com/x”. "
         "Start a web address with https://."),
        ("ada@example.com", "There is no page or file “ada@example.com”. "
         "Put mailto: before an email address: mailto:ada@example.com."),
        ("htps://example.com", "“htps://example.com” is not a valid address. "
         "Start a web address with https://, or an email address with mailto:."),
        ("https:/example.com", "“https:/example.com” is not a valid address. "
         "Start a web address with https://, or an email address with mailto:."),
        ("javascript:alert(1)", "“javascript:alert(1)” is not a valid address. "
         "Start a web address with https://, or an email address with mailto:."),
        *(
            (address, f"“{address}” is on your own computer. Readers cannot open it. "
             "Link to the file, like what-is-mentoring.md.")
            for address in (
                "http://127.0.0.1:8000/about/", "http://localhost:8000/", "http://0.0.0.0:8000/",
                "http://[::1]:8000/about/", "//localhost/", "http://Desk.local/",
                "http://192.168.1.20/",
            )
        ),
        *(
            (address, f"“{address}” is not a valid address. Write it in full: https://example.com/page.")
            for address in (
                "https://example", "https://example,com", "http://https://example.com",
                "https://www.", "https://example..com/", "https://1.2.3.400/",
            )
        ),
        ("https://example.com:port/", "“https://example.com:port/” is not a valid address. "
         "Start a web address with https://, or an email address with mailto:."),
        *(
            (address, f"“{address}” is not a valid address. Write it like mailto:name@example.com.")
            for address in (
                "mailto:ada", "mailto:ada@example", "mailto:?subject=x", "mailto:a b@example.com",
                "mailto:@example.com",
            )
        ),
        *(
            (address, f"“{address}” is not a valid address. Write it like {right}.")
            for address, right in (
                ("tel:office", "tel:+15550100"),
                ("tel:1-800-COACHES", "tel:+15550100"),
                ("tel:+44(0)20-7946-0000", "tel:+442079460000"),
                ("sms:+44%20(0)20%207946%200000", "sms:+442079460000"),
            )
        ),
        ("zzzzzzz.md", "There is no page “zzzzzzz.md”. "
         "Write the path from this file, like ../guides/name.md."),
    ],
)  # fmt: skip
def test_a_broken_link_has_a_message_with_a_fix(target: str, expected: str) -> None:
    assert message(target) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("dsek.jpg", "There is no picture “dsek.jpg”. Did you mean “desk.jpg”?"),
        ("zzzzzzz.png", "There is no picture “zzzzzzz.png”. Put it next to this file."),
        ("", "A picture has no file. Add its name: ![What it shows](photo.jpg)."),
    ],
)
def test_a_missing_picture_has_a_message_with_a_fix(target: str, expected: str) -> None:
    assert message(target, picture=True) == expected


@pytest.mark.parametrize(
    "target", ["../../about/", "../../about/index.html", "../desk.jpg", "../../", "./", "../"]
)
def test_html_links_to_the_address_readers_see(target: str) -> None:
    assert message(target, html=True) == ""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../about.md", "“../about.md” is a file. HTML needs the address that readers see. "
         "Use “../../about/”, or a Markdown link."),
        ("desk.jpg", "“desk.jpg” is a file. HTML needs the address that readers see. "
         "Use “../desk.jpg”, or a Markdown link."),
        ("/about/", "“/about/” starts with a slash. Use “../../about/”."),
        ("../../abuot/", "There is no page or file “../../abuot/”. Did you mean “../../about/”?"),
    ],
)  # fmt: skip
def test_a_broken_link_in_html_has_a_message_with_the_address(target: str, expected: str) -> None:
    assert message(target, html=True) == expected


def test_the_fix_for_a_page_in_the_docs_folder() -> None:
    assert message("zzzzzzz.md", page="about.md") == (
        "There is no page “zzzzzzz.md”. Write the path from the docs folder, like guides/name.md."
    )


def test_the_page_of_a_link() -> None:
    def page_of(target: str, *, html: bool = False) -> str | None:
        return TARGETS.page_of(Link(target, None, html), "articles/my-desk.md", "articles")

    assert page_of("../about.md#x") == "about.md"
    assert page_of("../../about/#x", html=True) == "about.md"
    assert page_of("https://example.com/about.md") is None
    assert page_of("#x") is None
