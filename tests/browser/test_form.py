"""The contact form in a browser: its messages, how it sends, and what happens when that fails."""

from __future__ import annotations

import re
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from practice.addresses import MAIL_ADDRESS
from tests.browser.fake_providers import (
    FakeProvider,
    Formspree,
    Netlify,
    Receiver,
    Reply,
    Web3Forms,
    serve,
)
from tests.browser.test_access import LOOKS
from tests.conftest import contact, make_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

ANSWERS = {"name": "Ada", "email": "ada@example.org", "message": "A question.\nAnd a second one."}
SENT = {
    "name": "Ada",
    "email": "ada@example.org",
    "service": "",
    "message": "A question.\r\nAnd a second one.",
    "consent": "yes",
}
CONSENT = "Select the box to agree"
FAKES: dict[str, Callable[[Path], FakeProvider]] = {
    "receiver": Receiver,
    "netlify": Netlify,
    "formspree": Formspree,
    "web3forms": Web3Forms,
    "mailto": FakeProvider,
}
HOSTS = {"formspree": "https://formspree.io", "web3forms": "https://api.web3forms.com"}
BACK = "https://example.com/"  # the site's own address, where Web3Forms redirects to


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The tiny site with a provider, each built once."""
    built: dict[str, Path] = {}

    def site(provider: str) -> Path:
        if provider not in built:
            built[provider] = make_site(tmp_path_factory.mktemp(provider), contact(provider)).folder
        return built[provider]

    return site


@pytest.fixture
def visit(
    browser: Browser, sites: Callable[[str], Path]
) -> Iterator[Callable[..., tuple[Page, FakeProvider]]]:
    """Opens the contact page of the site with a provider: the page, and the fake provider."""
    with ExitStack() as stack:

        def open_page(
            provider: str = "receiver", *, scripts: bool = True
        ) -> tuple[Page, FakeProvider]:
            fake = FAKES[provider](sites(provider))
            address = stack.enter_context(serve(fake))
            context = stack.enter_context(contextmanager(_context)(browser, scripts))
            page = context.new_page()
            if host := HOSTS.get(provider):
                page.route(f"{host}/**", lambda route: _pass_on(route, host, address, fake))
            page.route(f"{BACK}**", lambda route: _home(route, address))
            # Requests still open when a test ends need no answer.
            stack.callback(page.unroute_all, behavior="ignoreErrors")
            page.goto(f"{address}contact/")
            return page, fake

        yield open_page


def _context(browser: Browser, scripts: bool) -> Iterator[object]:
    context = browser.new_context(java_script_enabled=scripts, reduced_motion="reduce")
    yield context
    context.close()


def _pass_on(route: Route, host: str, address: str, fake: FakeProvider) -> None:
    """Send requests for the provider's host to the fake; when it hangs up, they fail."""
    if fake.scripts_fail and not route.request.is_navigation_request():
        route.abort()
        return
    url = route.request.url.replace(host, address.rstrip("/"))
    answer = route.fetch(url=url, max_redirects=0)
    if leads_to := answer.headers.get("location"):  # a routed request cannot be led on itself
        page = f"<meta http-equiv=refresh content='0;url={leads_to}'>"
        route.fulfill(status=200, content_type="text/html", body=page)
        return
    route.fulfill(response=answer)


def _home(route: Route, address: str) -> None:
    route.fulfill(response=route.fetch(url=route.request.url.replace(BACK, address)))


def fill(page: Page, **answers: str) -> None:
    for name, text in {**ANSWERS, **answers}.items():
        page.locator(f"#enquiry-{name}").fill(text)
    page.locator("#enquiry-consent").check()


def press(page: Page) -> None:
    page.get_by_role("button", name="Send").click()


def press_again(page: Page) -> None:
    """Press the button with no notice on the page, so that the next one is new."""
    page.locator("[data-notice]").evaluate("notice => (notice.textContent = '')")
    press(page)


def problems(page: Page) -> list[str]:
    """The sentences of the summary, once it is there."""
    page.locator("[data-problems]").wait_for()
    return page.locator("[data-problems] li").all_inner_texts()


def notice(page: Page) -> str:
    page.locator("[data-notice]:not(:empty)").wait_for()
    assert page.locator("[data-otherwise] a").get_attribute("href") == "mailto:ada@example.com"
    return page.locator("[data-notice]").inner_text()


def kept(page: Page) -> dict[str, str]:
    """The text in each field."""
    return {name: page.locator(f"#enquiry-{name}").input_value() for name in ANSWERS}


def arrived(page: Page) -> None:
    page.wait_for_url("**/thank-you/")
    assert page.locator("h1").inner_text() == "Thank you"


def without_hidden(message: dict[str, str]) -> dict[str, str]:
    return {
        name: re.sub("\r?\n", "\r\n", text)
        for name, text in message.items()
        if name not in {"_key", "subject"}
    }


# ---------- Problems ----------


@pytest.fixture(scope="module")
def written(browser: Browser, sites: Callable[[str], Path]) -> Iterator[Page]:
    """One page for many tests: without consent, nothing is ever sent."""
    with serve(Receiver(sites("receiver"))) as address:
        page = browser.new_page(reduced_motion="reduce")
        page.goto(f"{address}contact/")
        yield page
        page.close()


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "", "Fill in “Your name”"),
        ("name", " \t ", "Fill in “Your name”"),
        ("name", "x" * 200, None),
        ("name", "x" * 201, "“Your name” must be 200 characters or fewer"),
        ("name", "👋" * 200, None),
        ("name", "👋" * 201, "“Your name” must be 200 characters or fewer"),
        ("email", "", "Fill in “Email address”"),
        ("email", "ada", "Enter an address"),
        ("email", "ada@example", "Enter an address"),
        ("email", "ada@example.", "Enter an address"),
        ("email", "ada <ada@example.org>", "Enter an address"),
        ("email", "ada@example.org, bob@example.org", "Enter an address"),
        ("email", "  ada@example.org ", None),
        ("email", "æda+x@exämple.org", None),
        ("email", "a" * 250 + "@x.example", "“Email address” must be 254 characters or fewer"),
        ("message", "", "Fill in “Message”"),
        ("message", "\n\n  \n", "Fill in “Message”"),
        ("message", "123456789", "“Message” must be 10 characters or more"),
        ("message", "  123456789  ", "“Message” must be 10 characters or more"),
        ("message", "1234\n67890", None),
        ("message", "x" * 500 + "\n \n", None),
        ("message", "x\n" * 249 + "xx", None),
        ("message", "x" * 501, "“Message” must be 500 characters or fewer"),
    ],
)
def test_each_rule_of_a_field_has_its_own_message(
    written: Page, field: str, text: str, said: str | None
) -> None:
    fill(written)
    written.locator(f"#enquiry-{field}").fill(text)
    written.locator("#enquiry-consent").uncheck()
    press(written)
    written.wait_for_function("document.activeElement.matches('[data-problems]')")
    assert problems(written) == [*([said] if said else []), CONSENT]
    control, error = (
        written.locator(f"#enquiry-{field}"),
        written.locator(f"#enquiry-{field}-error"),
    )
    assert control.get_attribute("aria-invalid") == ("true" if said else None)
    described = (control.get_attribute("aria-describedby") or "").split()
    assert (f"enquiry-{field}-error" in described) is bool(said)
    assert error.is_visible() is bool(said)
    if said:
        assert error.text_content() == f"Error: {said}"
    assert (f"enquiry-{field}-hint" in described) is (field == "message"), "the hint stays"
    if field == "message":
        assert control.input_value() == text, "nothing is cut off"


def test_an_empty_form_lists_all_problems_in_the_order_of_the_fields(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit()
    page.set_viewport_size({"width": 390, "height": 500})
    press(page)
    assert problems(page) == [
        "Fill in “Your name”",
        "Fill in “Email address”",
        "Fill in “Message”",
        CONSENT,
    ]
    assert page.get_by_role("alert").get_by_role("heading").inner_text() == "There is a problem"
    assert page.evaluate("document.activeElement.matches('[data-problems]')")
    assert page.title() == "Error: Contact · Ada Example"
    press(page)
    assert page.title() == "Error: Contact · Ada Example", "said once"

    for id in ("name", "email", "message", "consent"):
        link = page.locator(f"[data-problems] a[href='#enquiry-{id}']")
        link.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == f"enquiry-{id}"
        top = page.locator(".field", has=page.locator(f"#enquiry-{id}")).bounding_box()
        assert top is not None
        assert 64 <= top["y"] < 300, "in sight, and not under the head of the page"

    fill(page)
    press(page)
    arrived(page)
    assert page.title().startswith("Thank you")
    assert len(fake.received) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_problem_summary_of_a_page_from_the_receiver_has_focus(
    visit: Callable[..., tuple[Page, FakeProvider]], scripts: bool
) -> None:
    def shown(route: Route) -> None:
        html = route.fetch().text()
        assert "data-problems hidden" in html
        items = '<ul><li><a href="#enquiry-email">Enter an address</a></li>'
        html = html.replace("data-problems hidden", "data-problems autofocus")
        route.fulfill(content_type="text/html", body=html.replace("<ul></ul>", f"{items}</ul>"))

    page, _ = visit(scripts=scripts)
    page.route("**/contact/", shown)
    page.reload()
    assert page.locator(":focus").get_attribute("role") == "alert"
    page.get_by_role("link", name="Enter an address").click()
    assert page.locator(":focus").get_attribute("name") == "email"


@pytest.mark.parametrize(("width", "scheme", "rules"), LOOKS)
def test_axe_finds_no_violations_in_a_form_full_of_problems(
    written: Page, width: int, scheme: str, rules: dict[str, object]
) -> None:
    written.set_viewport_size({"width": width, "height": 900})
    written.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    fill(written, name="", email="ada", message="x" * 501)
    written.locator("#enquiry-consent").uncheck()
    press(written)
    assert len(problems(written)) == 4
    assert not written.evaluate("document.documentElement.scrollWidth > innerWidth")
    faults = Axe().run(written, options=rules).response["violations"]
    assert [(f["id"], [n["target"] for n in f["nodes"][:3]]) for f in faults] == []


def test_problems_are_visible_with_forced_colors(written: Page) -> None:
    written.emulate_media(forced_colors="active")
    fill(written, name="")
    press(written)
    assert problems(written) == ["Fill in “Your name”"]
    for selector, side in ((".problems", "Top"), (".field--wrong", "Left")):
        border = written.locator(selector).first.evaluate(
            f"e => [getComputedStyle(e).border{side}Style, getComputedStyle(e).border{side}Width]"
        )
        assert border == ["solid", "4px"], selector
    written.emulate_media(forced_colors="none")


def test_the_remaining_characters_are_shown_near_the_limit(written: Page) -> None:
    box = written.locator(".field--paragraph")
    seen, announced = box.locator("[data-count]"), box.locator("[data-count-announced]")
    message = written.locator("#enquiry-message")
    for text, words in (
        ("x" * 449, ""),
        ("x" * 450, "You have 50 characters left"),
        ("x" * 498 + "\nx", "You have 0 characters left"),
        ("👋" * 499, "You have 1 character left"),
        ("x" * 1700, "You have 1,200 characters too many"),
    ):
        message.fill(text)
        assert seen.inner_text() == words
    assert message.input_value() == "x" * 1700, "nothing is cut off"
    assert announced.get_attribute("role") == "status"
    written.wait_for_function(
        "document.querySelector('[data-count-announced]').textContent.includes('too many')"
    )


def test_python_and_browsers_match_the_same_mail_addresses(written: Page) -> None:
    source = """pattern => {
      const whole = new RegExp(`^(?:${pattern})$`, "u");
      const fit = [];
      for (let code = 0; code < 0x10000; code++) {
        if (code >= 0xd800 && code < 0xe000) continue;
        if (whole.test(`a${String.fromCodePoint(code)}b@x.example`)) fit.push(code);
      }
      return fit;
    }"""
    codes = [code for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    ours = [code for code in codes if re.fullmatch(MAIL_ADDRESS, f"a{chr(code)}b@x.example")]
    assert written.evaluate(source, MAIL_ADDRESS) == ours
    assert written.locator("#enquiry-email").get_attribute("data-pattern") == MAIL_ADDRESS


# ---------- Sending to the receiver ----------


def test_a_first_visit_downloads_nothing_more(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, _ = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.reload(wait_until="networkidle")
    assert [path for path in asked if "enquir" in path] == []
    with page.expect_response("**/enquiries/token"):
        page.locator("#enquiry-name").focus()
    assert [path for path in asked if "enquir" in path] == [
        "/assets/javascripts/enquiry.js",
        "/enquiries/token",
    ]


def test_pressing_the_button_repeatedly_sends_one_message(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit()
    fill(page)
    said = page.get_by_role("button", name="Send").evaluate(
        """async (button) => {
          button.click();
          button.click();
          await new Promise((resolve) => setTimeout(resolve));
          button.click();
          return document.querySelector("[role=status][data-status]").textContent;
        }"""
    )
    assert said == "Sending…"
    arrived(page)
    assert len(fake.calls) == 1
    assert [without_hidden(message) for message in fake.received] == [SENT]


def test_the_script_waits_until_its_token_is_old_enough(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit()
    assert isinstance(fake, Receiver)
    fake.wait = 2
    fill(page)
    press(page)
    arrived(page)
    assert len(fake.calls) == 1, "it was not asked to wait"
    assert fake.calls[0].fields["_token"]


def test_a_token_that_has_expired_is_replaced_and_the_message_sent(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit()
    assert isinstance(fake, Receiver)
    fake.script = [Reply.data(428, **fake.give())]
    fill(page)
    press(page)
    arrived(page)
    tokens = [call.fields["_token"] for call in fake.calls]
    keys = {call.fields["_key"] for call in fake.calls}
    assert (len(set(tokens)), len(keys), len(fake.received)) == (2, 1, 1)


def test_a_problem_found_by_the_receiver_appears_at_its_field(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit()
    fake.script = [Reply.data(422, problems={"email": "Enter <another> address"})]
    fill(page)
    press(page)
    assert problems(page) == ["Enter <another> address"]
    assert page.locator("#enquiry-email-error").text_content() == "Error: Enter <another> address"
    assert page.title().startswith("Error: ")
    assert kept(page) == ANSWERS
    assert page.get_by_role("status").filter(has_text="Sending…").count() == 0
    press(page)
    arrived(page)
    assert len({call.fields["_key"] for call in fake.calls}) == 1


REFUSALS = [
    (
        Reply.data(503, message="Your message could not be saved."),
        "Your message could not be saved.",
    ),
    (Reply.data(429, message="Too many <messages>."), "Too many <messages>."),
    (Reply.data(200), "Your message couldn’t be sent. Everything you wrote is still here."),
    (Reply(502, "<h1>Bad gateway</h1>"), "Your message couldn’t be sent."),
    (Reply(200, "sent"), "Your message couldn’t be sent."),
    (Reply.data(422, problems={"other": "No such field"}), "Your message couldn’t be sent."),
]


def test_after_a_refusal_the_form_keeps_the_text_and_shows_the_mail_address(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit()
    fake.script = [reply for reply, _ in REFUSALS]
    fill(page)
    for _, said in REFUSALS:
        press_again(page)
        assert notice(page).startswith(said)
        assert page.title().startswith("Error: ")
        assert kept(page) == ANSWERS
    assert fake.received == []
    press(page)
    arrived(page)
    assert len({call.fields["_key"] for call in fake.calls}) == 1, "another try, the same message"


def test_a_failed_request_becomes_a_plain_submit_with_the_same_key(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit()
    fake.scripts_fail = True
    fill(page)
    key = page.locator("[name=_key]").input_value()
    press(page)
    arrived(page)
    assert fake.calls[0].wants_json
    assert not fake.calls[-1].wants_json
    assert {call.fields["_key"] for call in fake.calls} == {key}
    assert [without_hidden(message) for message in fake.received] == [SENT]


def test_a_lost_response_does_not_make_two_messages(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit()
    fake.script = ["lose"]
    fill(page)
    press(page)
    arrived(page)
    assert len(fake.calls) >= 2
    assert len({message["_key"] for message in fake.received}) == 1


def test_offline_the_form_keeps_the_text(visit: Callable[..., tuple[Page, FakeProvider]]) -> None:
    page, fake = visit()
    fill(page)
    page.context.set_offline(True)
    press(page)
    assert notice(page).startswith("Your message couldn’t be sent.")
    assert kept(page) == ANSWERS
    page.context.set_offline(False)
    press(page)
    arrived(page)
    assert len(fake.received) == 1


def test_with_the_receiver_down_the_back_button_brings_the_text_back(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    def down(route: Route) -> None:
        """No answer to the script; to the browser itself, that of a server in between."""
        if route.request.is_navigation_request():
            route.fulfill(status=502, content_type="text/html", body="Bad gateway")
        else:
            route.abort()

    page, fake = visit()
    fill(page)
    key = page.locator("[name=_key]").input_value()
    page.route("**/enquiries", down)
    press(page)
    page.get_by_text("Bad gateway").wait_for()
    page.unroute("**/enquiries")
    page.go_back()
    assert kept(page) == ANSWERS
    page.locator("#enquiry-name").focus()
    press(page)
    arrived(page)
    assert [message["_key"] for message in fake.received] == [key]


def test_the_form_can_be_used_again_after_the_thank_you_page(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit()
    fill(page)
    press(page)
    arrived(page)
    page.go_back()
    fill(page, message="Something else to say.")
    press(page)
    arrived(page)
    keys = [message["_key"] for message in fake.received]
    assert len(keys) == len(set(keys)) == 2


def test_the_form_sends_when_its_script_fails_to_load(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit("netlify")
    page.route("**/enquiry.js", lambda route: route.abort())
    fill(page, message="short")
    press(page)
    page.wait_for_function("document.activeElement.name === 'message'")
    assert fake.calls == [], "the browser says itself what is too short"
    fill(page)
    press(page)
    arrived(page)
    assert [without_hidden(message) for message in fake.received] == [SENT]


def test_fields_may_be_named_like_properties_of_a_form(browser: Browser, tmp_path: Path) -> None:
    names = ("action", "submit", "dataset", "closest", "title", "length", "method")
    fields = "".join(
        f"  - {{id: {name}, label: {name}, kind: text, autocomplete: 'off'}}\n" for name in names
    )
    fake = Receiver(make_site(tmp_path, contact("receiver", fields=fields)).folder)
    page = browser.new_page()
    with serve(fake) as address:
        for fake.scripts_fail in (False, True):
            page.goto(f"{address}contact/")
            fill(page, **dict.fromkeys(names, "odd"))
            press(page)
            arrived(page)
    assert [message["submit"] for message in fake.received] == ["odd", "odd"]
    page.close()


# ---------- Sending to others ----------


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("provider", ["netlify", "formspree", "web3forms"])
def test_a_message_reaches_each_provider(
    visit: Callable[..., tuple[Page, FakeProvider]], provider: str, scripts: bool
) -> None:
    page, fake = visit(provider, scripts=scripts)
    fill(page)
    press(page)
    if provider == "formspree" and not scripts:
        page.wait_for_url("https://formspree.io/**")
    else:
        arrived(page)
    (call,) = fake.calls
    assert call.wants_json is (scripts and provider != "netlify")
    assert call.headers["content-type"].startswith("application/x-www-form-urlencoded")
    (message,) = fake.received
    assert without_hidden({k: v for k, v in message.items() if k != "form-name"}) == SENT


@pytest.mark.parametrize("provider", ["netlify", "formspree", "web3forms"])
def test_a_failed_request_becomes_a_plain_submit_with_every_provider(
    visit: Callable[..., tuple[Page, FakeProvider]], provider: str
) -> None:
    page, fake = visit(provider)
    fake.scripts_fail = True
    fill(page)
    press(page)
    page.wait_for_url("https://formspree.io/**" if provider == "formspree" else "**/thank-you/")
    assert len(fake.received) == 1


@pytest.mark.parametrize("provider", ["receiver", "netlify", "formspree", "web3forms"])
def test_bots_that_fill_in_every_field_do_not_reach_the_coach(
    visit: Callable[..., tuple[Page, FakeProvider]], provider: str
) -> None:
    page, fake = visit(provider)
    fill(page)
    page.locator(".unseen input").evaluate(
        "e => e.type === 'checkbox' ? (e.checked = true) : (e.value = 'x')"
    )
    press(page)
    page.wait_for_function(
        "document.title.startsWith('Error') || location.pathname === '/thank-you/'"
    )
    assert len(fake.calls) == 1
    assert fake.received == []


@pytest.mark.parametrize(
    ("provider", "refusals"),
    [
        ("netlify", [(Reply(404, "Page not found"), "Your message couldn’t be sent.")]),
        (
            "formspree",
            [
                (Reply.data(403, errors=[{"message": "Form is closed"}]), "Form is closed"),
                (Reply(500, "oops"), "Your message couldn’t be sent."),
                (Reply.data(400, error="No"), "Your message couldn’t be sent."),
            ],
        ),
        (
            "web3forms",
            [
                (Reply.data(400, success=False, message="Invalid key"), "Invalid key"),
                (Reply.data(200, success=False), "Your message couldn’t be sent."),
                (Reply(500, "oops"), "Your message couldn’t be sent."),
            ],
        ),
    ],
)
def test_a_refusal_by_a_provider_is_shown_and_the_text_kept(
    visit: Callable[..., tuple[Page, FakeProvider]],
    provider: str,
    refusals: list[tuple[Reply, str]],
) -> None:
    page, fake = visit(provider)
    for reply, _ in refusals:
        crossing = {**reply.headers, "Access-Control-Allow-Origin": "*"}
        fake.script.append(Reply(reply.status, reply.body, crossing))
    fill(page)
    for _, said in refusals:
        press_again(page)
        assert notice(page).startswith(said)
        assert kept(page) == ANSWERS
    press(page)
    arrived(page)
    assert len(fake.received) == 1


def test_a_problem_found_by_formspree_appears_at_its_field(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, fake = visit("formspree")
    page.locator("#enquiry-email").evaluate("e => e.removeAttribute('data-pattern')")
    fill(page, email="ada")
    press(page)
    assert problems(page) == ["should be an email"]
    assert page.locator("#enquiry-email").get_attribute("aria-invalid") == "true"
    assert fake.received == []


def test_the_mail_program_gets_the_message_and_the_page_keeps_it(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, _ = visit("mailto")
    asked: list[str] = []
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.on("Page.frameRequestedNavigation", lambda event: asked.append(event["url"]))
    fill(page, name="", message="Tea & cake?\nYes = good.")
    press(page)
    assert problems(page) == ["Fill in “Your name”"]
    assert asked == []
    page.locator("#enquiry-name").fill("Ada")
    press(page)
    page.get_by_role("status").filter(has_text="Your mail program opens").wait_for()
    (address,) = asked
    parts = urlsplit(address)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "ada@example.org")
    assert parse_qs(parts.query) == {
        "subject": ["Message for Ada Example"],
        "body": [
            "Your name: Ada\r\n\r\nEmail address: ada@example.org\r\n\r\n"
            "Message: Tea & cake?\r\nYes = good."
        ],
    }
    assert kept(page)["message"] == "Tea & cake?\nYes = good."


def test_without_scripts_the_mail_program_gets_the_plain_form(
    visit: Callable[..., tuple[Page, FakeProvider]],
) -> None:
    page, _ = visit("mailto", scripts=False)
    form = page.locator("form.enquiry__form")
    assert form.get_attribute("enctype") == "text/plain"
    assert form.get_attribute("action") == (
        "mailto:ada@example.org?subject=Message%20for%20Ada%20Example"
    )
    press(page)
    assert page.locator(":focus").get_attribute("name") == "name", "the browser checks it itself"
