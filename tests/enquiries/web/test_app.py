"""The receiver over real connections: what it takes, what it refuses, and how it answers."""

from __future__ import annotations

import ipaddress
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from practice.enquiries.outbox import OutboxError, State
from practice.enquiries.spam import HELD_AFTER, REFUSED_AFTER
from practice.enquiries.web.senders import sender_hash
from practice.enquiries.web.tokens import CHECK_WAIT, FORM_WAIT
from tests.enquiries.web.running import GOOD, JSON, SITE, Running, page, values

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_message_with_a_token_is_saved_and_redirects_to_the_thanks(receiver: Running) -> None:
    answer = receiver.post(receiver.fields())
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SITE}thank-you/")
    assert receiver.kept() == [GOOD]
    assert receiver.states() == [State.WAITING]


def test_the_script_gets_the_same_as_data(receiver: Running) -> None:
    answer = receiver.post(receiver.fields(), **JSON)
    assert (answer.status_code, answer.json()) == (
        200,
        {"sent": True, "next": f"{SITE}thank-you/"},
    )
    answer = receiver.post(receiver.fields(email="ada", message="short"), **JSON)
    assert answer.status_code == 422
    assert answer.json() == {
        "problems": {
            "email": "Enter an address",
            "message": "“Message” must be 10 characters or more",
        }
    }
    assert len(receiver.kept()) == 1


def test_a_page_with_problems_keeps_everything_that_was_typed(receiver: Running) -> None:
    typed = {
        "name": 'Ada "Lovelace" & <b>',
        "email": "nonsense",
        "service": "career",
        "message": "\n  Two\r\nlines </textarea><script>alert(1)</script>",
        "consent": "yes",
    }
    answer = receiver.post(receiver.fields(**typed, _key="key-of-the-page"))
    found = page(answer)
    assert answer.status_code == 422
    assert found.title and found.title.get_text().startswith("Error: Your message")
    summary = found.select_one(".problems")
    assert summary and summary.select_one("h2").get_text(strip=True) == "There is a problem"  # type: ignore[union-attr]
    assert summary["role"] == "alert"
    (link,) = summary.select("li a")
    assert (link["href"], link.get_text()) == ("#enquiry-email", "Enter an address")
    field = found.select_one("#enquiry-email")
    assert field and field["aria-invalid"] == "true"
    error = found.select_one("#enquiry-email-error")
    assert error and " ".join(error.get_text().split()) == "Error: Enter an address"
    assert "enquiry-email-error" in field["aria-describedby"]
    assert len(found.select("script")) == 1, "the frame's own, and nothing typed"
    sent = values(found)
    assert {id: sent[id] for id in typed} == {
        **typed,
        "message": "Two\nlines </textarea><script>alert(1)</script>",
    }
    assert sent["_key"] == "key-of-the-page"

    receiver.clock.now += CHECK_WAIT
    assert receiver.post({**sent, "email": "ada@example.org"}).status_code == 303
    assert receiver.states() == [State.WAITING], "a corrected message is not checked again"


def test_the_honeypot_survives_every_page(receiver: Running) -> None:
    for typed in ({**GOOD, "website": "spam"}, {**GOOD, "website": "spam", "email": "x"}):
        sent = values(page(receiver.post(typed)))
        receiver.clock.now += CHECK_WAIT
        receiver.post(
            {**sent, "email": GOOD["email"], "message": f"{typed['email']} writes to you."}
        )
    assert receiver.states() == [State.QUARANTINED, State.QUARANTINED]
    hidden = {"A field that people do not see was filled in."}
    assert all(hidden <= set(stored.reasons) for stored in receiver.outbox.list())


def test_without_javascript_a_message_is_checked_and_then_sent(receiver: Running) -> None:
    typed = {**GOOD, "message": "Two lines,\r\nthe second <i>here</i>."}
    answer = receiver.post(typed)
    found = page(answer)
    assert answer.status_code == 200
    assert receiver.kept() == []
    assert "Check your message" in answer.text
    shown = [" ".join(each.get_text().split()) for each in found.select("dd")]
    assert shown == [
        "Ada Lovelace",
        "ada@example.org",
        "Career",
        "Two lines, the second <i>here</i>.",
        "Yes",
    ]
    receiver.clock.now += CHECK_WAIT
    sent = values(found)
    first = receiver.post(sent)
    again = receiver.post(sent)
    assert (first.status_code, again.status_code) == (303, 303)
    assert [kept["message"] for kept in receiver.kept()] == ["Two lines,\nthe second <i>here</i>."]
    assert receiver.states() == [State.WAITING]


@pytest.mark.parametrize("token", ["", "nonsense", "expired"])
def test_a_script_without_a_valid_token_gets_one(receiver: Running, token: str) -> None:
    given = receiver.token(age=100_000) if token == "expired" else token
    answer = receiver.post(receiver.fields(_token=given), **JSON)
    assert answer.status_code == 428
    assert receiver.kept() == []
    again = answer.json()
    receiver.clock.now += again["wait"]
    assert receiver.post(receiver.fields(_token=again["token"]), **JSON).status_code == 200


def test_the_token_for_the_script(receiver: Running) -> None:
    answer = receiver.http.get(f"{receiver.url}/token")
    assert answer.headers["cache-control"] == "no-store"
    receiver.clock.now += answer.json()["wait"]
    receiver.post(receiver.fields(_token=answer.json()["token"]))
    assert receiver.states() == [State.WAITING]


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        ("name", "", "Fill in “Your name”"),
        ("name", "x" * 201, "“Your name” must be 200 characters or fewer"),
        ("email", "", "Fill in “Email address”"),
        ("email", "ada@example", "Enter an address"),
        ("email", f"{'x' * 250}@a.org", "“Email address” must be 254 characters or fewer"),
        ("message", "", "Fill in “Message”"),
        ("message", "123456789", "“Message” must be 10 characters or more"),
        ("message", "x" * 501, "“Message” must be 500 characters or fewer"),
        ("consent", "", "Select the box to agree"),
    ],
)
def test_the_server_enforces_every_rule(
    receiver: Running, field: str, answer: str, sentence: str
) -> None:
    response = receiver.post(receiver.fields(**{field: answer}), **JSON)
    assert (response.status_code, response.json()) == (422, {"problems": {field: sentence}})
    shown = page(receiver.post(receiver.fields(**{field: answer})))
    error = shown.select_one(f"#enquiry-{field}-error [data-error]")
    assert error and error.get_text() == sentence
    assert [link.get_text() for link in shown.select(".problems li a")] == [sentence]
    assert receiver.kept() == []


def test_the_same_message_twice_is_one(receiver: Running) -> None:
    fields = receiver.fields()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: receiver.post(fields, **JSON), range(16)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(receiver.kept()) == 1
    changed = receiver.post({**fields, "message": "Another text after the first."}, **JSON)
    assert changed.status_code == 200
    assert len(receiver.kept()) == 2, "what was changed is not the same, and not lost"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"website": "http://spam"}, "A field that people do not see was filled in."),
        ({"_token": "early"}, "It was sent faster than a person can type."),
        ({"message": "http://a http://b http://c http://d"}, "It has 4 web addresses."),
    ],
)
def test_likely_spam_is_kept_and_held(
    receiver: Running, change: dict[str, str], reason: str
) -> None:
    fields = receiver.fields(**change)
    if change.get("_token") == "early":
        fields["_token"] = receiver.token(age=FORM_WAIT - 1)
    assert receiver.post(fields).status_code == 303, "spam programs learn nothing"
    (stored,) = receiver.outbox.list()
    assert (stored.state, stored.reasons) == (State.QUARANTINED, (reason,))


def test_the_same_words_and_the_same_page_are_held(receiver: Running) -> None:
    fields = receiver.fields(message="Buy my watches today, they are cheap.")
    receiver.post(fields)
    receiver.post({**fields, "name": "Bob", "_key": "key-other", "_token": receiver.token()})
    receiver.post({**fields, "message": "Something else altogether, please."})
    reasons = [stored.reasons for stored in receiver.outbox.list()]
    assert reasons == [
        ("Another message came from the same page.",),
        ("The same words came before.",),
        (),
    ]


def test_many_from_one_network_are_held_then_refused(
    start: Callable[..., Running],
) -> None:
    receiver = start(proxies=[ipaddress.ip_network("127.0.0.1")])

    def send(number: int, address: str) -> int:
        fields = receiver.fields(message=f"Message number {number} to you.")
        return receiver.post(fields, **{"X-Forwarded-For": f"6.6.6.6, {address}"}).status_code

    for number in range(HELD_AFTER + 1):
        assert send(number, "198.51.100.7") == 303
    assert receiver.states() == [State.QUARANTINED] + [State.WAITING] * HELD_AFTER
    for number in range(HELD_AFTER + 1, REFUSED_AFTER):
        send(number, "198.51.100.7")
    assert send(99, "198.51.100.7") == 429
    assert send(100, "198.51.100.8") == 303, "a neighbor is not"
    assert len(receiver.kept()) == REFUSED_AFTER + 1
    receiver.clock.now += 3601
    assert send(101, "198.51.100.7") == 303, "an hour later it is accepted again"


def test_a_refused_visitor_keeps_what_was_typed(receiver: Running) -> None:
    for number in range(REFUSED_AFTER):
        receiver.post(receiver.fields(message=f"Message number {number} to you."))
    answer = receiver.post(receiver.fields(message="One more, with many words."))
    assert answer.status_code == 429
    assert "retry-after" in answer.headers
    assert "Many messages came from your network" in answer.text
    assert "One more, with many words." in page(answer).select_one("textarea").get_text()  # type: ignore[union-attr]
    assert "ada@example.com" in answer.text, "the address that mail can go to"


def test_a_forwarded_address_counts_only_from_a_trusted_proxy(receiver: Running) -> None:
    receiver.post(receiver.fields(), **{"X-Forwarded-For": "198.51.100.7"})
    (stored,) = receiver.outbox.list()
    assert stored.enquiry.sender == sender_hash("127.0.0.1", b"secret")


def test_no_address_is_stored_in_clear(receiver: Running) -> None:
    receiver.post(receiver.fields())
    (stored,) = receiver.outbox.list()
    assert stored.enquiry.sender == sender_hash("127.0.0.1", b"secret")
    files = b"".join(file.read_bytes() for file in receiver.folder.glob("outbox*"))
    assert b"127.0.0.1" not in files


def test_a_full_disk_loses_nothing_that_was_typed(start: Callable[..., Running]) -> None:
    receiver = start(pages=14)
    long = "A long message. " * 30
    answers = []
    for number in range(30):
        receiver.clock.now += 3600
        answers.append(receiver.post(receiver.fields(message=f"{number} {long}", name="Ada")))
    kept = [answer for answer in answers if answer.status_code == 303]
    full = [answer for answer in answers if answer.status_code == 503]
    assert kept and full and len(kept) + len(full) == 30
    assert len(receiver.kept()) == len(kept), "thanked for exactly what is kept"
    last = full[-1]
    assert "retry-after" in last.headers
    found = page(last)
    assert found.title and found.title.get_text().startswith("Error: ")
    assert long.strip() in found.select_one("textarea").get_text()  # type: ignore[union-attr]
    assert "couldn’t be saved" in found.select_one(".problems").get_text()  # type: ignore[union-attr]
    again = receiver.post(receiver.fields(message=long), **JSON)
    assert again.status_code == 503
    assert again.json() == {
        "message": "Your message couldn’t be saved just now. Please try again in a few minutes, "
        "or write to me at ada@example.com."
    }


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({}, True),
        ({"Origin": "https://practice.example"}, True),
        ({"Origin": "https://other.example"}, True),  # allowed by the settings
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "https://practice.example.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Host": ""}, False),
        ({"Origin": "http://["}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "https://practice.example", "Sec-Fetch-Site": "same-site"}, True),
    ],
)
def test_only_pages_of_the_site_may_send(
    start: Callable[..., Running], headers: dict[str, str], taken: bool
) -> None:
    receiver = start(origins=frozenset({"https://other.example"}))
    answer = receiver.post(receiver.fields(), **headers)
    assert answer.status_code == (303 if taken else 403)
    assert len(receiver.kept()) == taken
    token = receiver.http.get(f"{receiver.url}/token", headers={**JSON, **headers})
    allowed = token.headers.get("access-control-allow-origin")
    assert allowed == (headers.get("Origin") if taken and headers.get("Origin") != "null" else None)


def test_the_receivers_own_page_may_send(receiver: Running) -> None:
    origin = {"Origin": f"http://127.0.0.1:{receiver.port}"}
    assert receiver.post(receiver.fields(), **origin).status_code == 303


def test_responses_have_security_headers(receiver: Running) -> None:
    for answer in (
        receiver.http.get(receiver.url),
        receiver.http.get(f"{receiver.url}/token"),
        receiver.http.get(f"{receiver.url}/nothing"),
        receiver.post({}),
        receiver.post(receiver.fields()),
    ):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers
    policy = receiver.http.get(receiver.url).headers["content-security-policy"]
    assert "'unsafe-inline'" not in policy
    # The hash of the shell's own script, `1`.
    assert "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='" in policy


def test_health(receiver: Running) -> None:
    assert receiver.http.get(f"{receiver.url}/health").text == "ok\n"


def test_health_reports_that_messages_cannot_be_saved(
    receiver: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OutboxError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(receiver.outbox, "accept", full)
        assert receiver.post(receiver.fields()).status_code == 503
        answer = receiver.http.get(f"{receiver.url}/health")
        assert (answer.status_code, answer.text) == (503, "Messages cannot be saved.\n")
    assert receiver.post(receiver.fields()).status_code == 303
    assert receiver.http.get(f"{receiver.url}/health").status_code == 200


def test_a_post_is_never_redirected(receiver: Running) -> None:
    answer = receiver.http.post(f"{receiver.url}/", data=receiver.fields())
    assert answer.status_code == 404


def test_only_a_preview_shows_messages(receiver: Running) -> None:
    assert receiver.http.get(f"{receiver.url}/messages").status_code == 404


def test_an_internal_error_shows_no_details(
    receiver: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(receiver.outbox, "accept", broken)
    answer = receiver.post(receiver.fields(message="Please keep these words."))
    assert answer.status_code == 500
    assert "secret detail" not in answer.text and "Traceback" not in answer.text
    assert "Please keep these words." in answer.text
    monkeypatch.setattr(receiver.tokens, "issue", broken)
    answer = receiver.http.get(f"{receiver.url}/token")
    assert (answer.status_code, answer.text) == (500, "Something went wrong here.\n")
