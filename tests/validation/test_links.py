"""Where links lead, and what is offered when they lead nowhere."""

from __future__ import annotations

import pytest

from practice.validation.links import Link, Targets, split_fragment

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
    offered=[uri for uri in ADDRESSES if not uri.startswith(("assets/", "articles/tags/"))],
    generated={"articles/tags/trust.md"},
    hidden={"articles/later.md": "is a draft"},
    awaited={"articles/mended-soon.md"},
    ids=lambda uri: {"first"} if uri == "guides/choosing.md" else set(),
    all_ids=lambda uri: {"first", "page-enquiry"} if uri == "guides/choosing.md" else None,
)


def told(target: str, *, html: bool = False, picture: bool = False, page: str = "") -> str:
    """What is wrong with a link in the text of an article."""
    page = page or "articles/my-desk.md"
    folder = page.rpartition("/")[0]
    trouble = TARGETS.trouble(Link(target, None, html, picture, "Words"), page, folder)
    return " ".join(trouble) if trouble else ""


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
        "mended-soon.md",
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
        "sms:5550100",
    ],
)
def test_a_good_link_is_no_problem(target: str) -> None:
    assert told(target) == ""


@pytest.mark.parametrize(
    ("target", "said"),
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
         "Write the path as seen from this file, like ../guides/name.md."),
        ("tags/turst.md", "There is no page “tags/turst.md”. Did you mean “tags/trust.md”?"),
        ("tags/trust/", "There is no page or file “tags/trust/”. Did you mean “tags/trust.md”?"),
        ("/about.md", "“/about.md” begins with a slash. Write “../about.md”."),
        ("/about/#x", "“/about/#x” begins with a slash. Write “../about.md”."),
        ("later.md#x", "“later.md#x” is a draft: readers could not follow this link. "
         "Take the link out until then."),
        ("../guides/choosing.md#frist", "There is no place “#frist” on “../guides/choosing.md”. "
         "Did you mean “#first”?"),
        ("", "A link leads nowhere. Write its target: [words](about.md)."),
        ("www.example.com", "There is no page or file “www.example.com”. "
         "Begin an address elsewhere with https://."),
        ("example.com/x", "There is no page or file “example.com/x”. "
         "Begin an address elsewhere with https://."),
        ("ada@example.com", "There is no page or file “ada@example.com”. "
         "Write mailto: before a mail address: mailto:ada@example.com."),
        ("htps://example.com", "“htps://example.com” is no address. "
         "Begin an address elsewhere with https://, or a mail address with mailto:."),
        ("https:/example.com", "“https:/example.com” is no address. "
         "Begin an address elsewhere with https://, or a mail address with mailto:."),
        ("javascript:alert(1)", "“javascript:alert(1)” is no address. "
         "Begin an address elsewhere with https://, or a mail address with mailto:."),
        *(
            (address, f"“{address}” is your own computer: readers cannot get there. "
             "Link to the file, like what-is-mentoring.md.")
            for address in (
                "http://127.0.0.1:8000/about/", "http://localhost:8000/", "http://0.0.0.0:8000/",
                "http://[::1]:8000/about/", "//localhost/", "http://Desk.local/",
                "http://192.168.1.20/",
            )
        ),
        *(
            (address, f"“{address}” is no address. Write it in full: https://example.com/page.")
            for address in (
                "https://example", "https://example,com", "http://https://example.com",
                "https://www.", "https://example..com/", "https://1.2.3.400/",
            )
        ),
        ("https://example.com:port/", "“https://example.com:port/” is no address. "
         "Begin an address elsewhere with https://, or a mail address with mailto:."),
        *(
            (address, f"“{address}” is no address. Write it like mailto:name@example.com.")
            for address in (
                "mailto:ada", "mailto:ada@example", "mailto:?subject=x", "mailto:a b@example.com",
                "mailto:@example.com",
            )
        ),
        ("tel:office", "“tel:office” is no address. Write the number: tel:+15550100."),
        ("zzzzzzz.md", "There is no page “zzzzzzz.md”. "
         "Write the path as seen from this file, like ../guides/name.md."),
    ],
)  # fmt: skip
def test_a_broken_link_is_told_with_its_mend(target: str, said: str) -> None:
    assert told(target) == said


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("dsek.jpg", "There is no picture “dsek.jpg”. Did you mean “desk.jpg”?"),
        ("zzzzzzz.png", "There is no picture “zzzzzzz.png”. Put it beside this text."),
        ("", "A picture names no file. Write its name: ![What it shows](photo.jpg)."),
    ],
)
def test_a_missing_picture_is_told_with_its_mend(target: str, said: str) -> None:
    assert told(target, picture=True) == said


@pytest.mark.parametrize(
    "target", ["../../about/", "../../about/index.html", "../desk.jpg", "../../", "./", "../"]
)
def test_html_links_by_the_address_readers_see(target: str) -> None:
    assert told(target, html=True) == ""


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("../about.md", "HTML does not know the file “../about.md”, only the address readers see. "
         "Write “../../about/”, or a Markdown link."),
        ("desk.jpg", "HTML does not know the file “desk.jpg”, only the address readers see. "
         "Write “../desk.jpg”, or a Markdown link."),
        ("/about/", "“/about/” begins with a slash. Write “../../about/”."),
        ("../../abuot/", "There is no page or file “../../abuot/”. Did you mean “../../about/”?"),
    ],
)  # fmt: skip
def test_a_broken_link_in_html_is_told_with_its_address(target: str, said: str) -> None:
    assert told(target, html=True) == said


def test_from_the_docs_folder_the_fix_says_so() -> None:
    assert told("zzzzzzz.md", page="about.md") == (
        "There is no page “zzzzzzz.md”. Write the path from the docs folder, like guides/name.md."
    )


def test_where_a_link_leads() -> None:
    def leads(target: str, *, html: bool = False) -> str | None:
        return TARGETS.leads_to(Link(target, None, html), "articles/my-desk.md", "articles")

    assert leads("../about.md#x") == "about.md"
    assert leads("../../about/#x", html=True) == "about.md"
    assert leads("https://example.com/about.md") is None
    assert leads("#x") is None
