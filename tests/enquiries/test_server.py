"""The receiver as a process: messages come in over HTTP and go out by SMTP."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup

from practice.enquiries.web.tokens import Tokens
from tests.conftest import ROOT
from tests.enquiries.mail_server import Answering, ClosingInData, Hanging, Inbox, serving
from tests.enquiries.server_process import Process, make_project, receiver
from tests.enquiries.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS = int(os.environ.get("KILLS", "15"))
"""As in test_killed.py; starting a process takes a second, so only a part of it is used here."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("served") / "project")


@pytest.fixture
def mail() -> Iterator[Inbox]:
    with serving(Inbox()) as inbox:
        yield inbox


def by(inbox: Inbox) -> dict[str, str]:
    """Settings that send to `inbox`; every visitor in these tests has another address."""
    return {
        "SMTP_HOST": "localhost",
        "SMTP_PORT": str(inbox.port),
        "SMTP_SECURITY": "none",
        "TRUSTED_PROXIES": "127.0.0.1",
    }


def send(process: Process, number: int, client: Any = httpx, **changes: str) -> httpx.Response:
    """A visitor's message, as the page's script sends it."""
    headers = {
        "Accept": "application/json",
        "X-Forwarded-For": f"10.0.{number // 250}.{number % 250}",
    }
    fields = fields_of(process, number, **changes)
    answer: httpx.Response = client.post(process.url, data=fields, headers=headers, timeout=30)
    return answer


def fields_of(process: Process, number: int, **changes: str) -> dict[str, str]:
    secret = (process.folder / "secret").read_bytes().strip()
    return {
        "_key": f"message-{number}",
        "_token": Tokens(secret, lambda: time.time() - 10).issue(),
        "name": "Ada Lovelace",
        "email": f"ada{number}@visitor.example",
        "service": "career",
        "message": f"Message number {number}, about the next step.",
        "consent": "yes",
        **changes,
    }


def numbers(inbox: Inbox) -> Counter[int]:
    """Which messages arrived, and how often."""
    texts = (mail.get_body().get_content() for mail in inbox.mails)  # type: ignore[union-attr]
    return Counter(int(re.search(r"Message number (\d+)", text)[1]) for text in texts)  # type: ignore[index]


def test_a_message_arrives_and_can_be_answered(project: Path, tmp_path: Path, mail: Inbox) -> None:
    with receiver(project, tmp_path / "enquiries", **by(mail)) as process:
        assert send(process, 7).json()["next"] == "https://example.com/thank-you/"
        eventually(lambda: bool(mail.mails))
        process.popen.send_signal(signal.SIGTERM)
        assert process.popen.wait(30) == 0
    (arrived,) = mail.mails
    assert arrived["To"] == "ada@example.com"
    assert arrived["Reply-To"] == "ada7@visitor.example"
    text = arrived.get_body().get_content()  # type: ignore[union-attr]
    assert "Message number 7, about the next step." in text
    assert "Career" in text


def test_the_sites_address_may_come_from_the_environment(
    project: Path, tmp_path: Path, mail: Inbox
) -> None:
    other = tmp_path / "project"
    other.mkdir()
    for name in ("docs", "overrides", "site"):
        (other / name).symlink_to(project / name)
    address = '!ENV [ADDRESS_OF_NO_TEST, "https://ana.example/"]'
    (other / "mkdocs.yml").write_text(f"site_url: {address}\nnav: []\n")
    with receiver(other, tmp_path / "enquiries", **by(mail)) as process:
        assert send(process, 1).json()["next"] == "https://ana.example/thank-you/"


def test_a_page_of_the_receiver_is_a_page_of_the_site(
    project: Path, tmp_path: Path, mail: Inbox
) -> None:
    alone = (project / "site/enquiry.html").read_text(encoding="utf-8")
    with receiver(project, tmp_path / "enquiries", **by(mail)) as process:
        form = httpx.get(process.url).text
    pages = [BeautifulSoup(html, "lxml") for html in (alone, form)]
    titles = [[title.get_text() for title in page.select("head > title")] for page in pages]
    assert titles == [["The form isn’t working right now · Ada Example"], ["Contact · Ada Example"]]
    headings = [[heading.get_text() for heading in page.select("main h1")] for page in pages]
    assert headings == [["The form isn’t working right now"], ["Contact"]]
    headers = [str(page.select_one("header")) for page in pages]
    assert headers[0] == headers[1] != "None"
    assert len(pages[1].select("main form")) == 1 and not pages[0].select("main form")


def test_an_open_request_is_finished_when_the_receiver_stops(
    project: Path, tmp_path: Path, mail: Inbox
) -> None:
    folder = tmp_path / "enquiries"
    with receiver(project, folder, **by(mail)) as process:
        address = (urlsplit(process.url).hostname, urlsplit(process.url).port)
        body = urlencode(fields_of(process, 7)).encode()
        head = (
            "POST /enquiries HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )

        def refuses_others() -> bool:
            try:
                socket.create_connection(address).close()
            except OSError:
                return True
            return False

        with socket.create_connection(address) as visitor:
            visitor.settimeout(30)
            visitor.sendall(head.encode() + body[:100])
            assert httpx.get(f"{process.url}/health").status_code == 200  # the head has arrived
            process.popen.send_signal(signal.SIGTERM)
            eventually(refuses_others)
            time.sleep(0.5)  # a visitor who is slow, but not too slow
            visitor.sendall(body[100:])
            assert visitor.recv(1000).startswith(b"HTTP/1.1 200 ")
        assert process.popen.wait(30) == 0
    assert "Message number 7" in command(project, folder, "export")


def test_header_injection_is_impossible(project: Path, tmp_path: Path, mail: Inbox) -> None:
    with receiver(project, tmp_path / "enquiries", **by(mail)) as process:
        answer = send(
            process, 1, name="Ada\r\nBcc: evil@example.org", message="Hi\r\n.\r\nRCPT TO:"
        )
        assert answer.status_code == 200
        answer = send(process, 2, email="ada@visitor.example\r\nBcc: evil@example.org")
        assert answer.status_code == 422
        eventually(lambda: bool(mail.mails))
    (arrived,) = mail.mails
    assert arrived["Bcc"] is None
    assert mail.recipients == [["ada@example.com"]]
    assert "evil" not in str(arrived.items())


def test_a_mail_server_that_is_down_delays_and_loses_nothing(
    project: Path, tmp_path: Path, mail: Inbox
) -> None:
    folder = tmp_path / "enquiries"
    nowhere = {**by(mail), "SMTP_PORT": "1"}
    with receiver(project, folder, **nowhere) as process:
        for number in range(3):
            assert send(process, number).status_code == 200
        eventually(lambda: "wait" in httpx.get(f"{process.url}/health").text)
        assert httpx.get(f"{process.url}/health").status_code == 200, "visitors are served"
    with receiver(project, folder, **by(mail)):
        eventually(lambda: set(numbers(mail)) == {0, 1, 2})
    assert set(numbers(mail).values()) == {1}


def test_a_refused_message_is_kept_and_can_be_sent_again(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "enquiries"
    with serving(Answering("550 no such words here")) as mail:
        with receiver(project, folder, **by(mail)) as process:
            send(process, 5)
            eventually(lambda: "could not be delivered" in httpx.get(f"{process.url}/health").text)
            listed = command(project, folder, "list", "--state", "dead")
            (id,) = re.findall(r"\b[0-9a-f]{8}\b", listed)
            assert "no such words here" in command(project, folder, "show", id)
            assert "1" in command(project, folder, "replay", "--dead")
            eventually(lambda: bool(mail.mails))
        assert set(numbers(mail)) == {5}


@pytest.mark.parametrize(
    ("mail_server", "said"),
    [(Answering(*["451 greylisted"] * 99), "451 greylisted"), (ClosingInData(), "")],
)
def test_a_message_waits_while_the_mail_server_does_not_take_it(
    project: Path, tmp_path: Path, mail_server: Inbox, said: str
) -> None:
    folder = tmp_path / "enquiries"
    with serving(mail_server) as mail, receiver(project, folder, **by(mail)) as process:
        send(process, 5)
        (id,) = re.findall(r"\b[0-9a-f]{8}\b", command(project, folder, "list"))
        waits = re.compile(rf"^State     waiting\n(.*\n)*Because   {said}", re.MULTILINE)
        eventually(lambda: waits.search(command(project, folder, "show", id)))


def test_a_mail_server_that_hangs_keeps_no_visitor_waiting(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "enquiries"
    with serving(Hanging()) as mail, receiver(project, folder, **by(mail)) as process:
        assert [send(process, number).status_code for number in range(5)] == [200] * 5
        process.kill()
    with serving(Inbox()) as mail, receiver(project, folder, **by(mail)):
        eventually(lambda: set(numbers(mail)) == set(range(5)))


def command(project: Path, folder: Path, *arguments: str) -> str:
    """What a command prints; it has to succeed."""
    run = started(project, {"FOLDER": str(folder)}, *arguments)
    assert run.returncode == 0, run.stderr
    return run.stdout


def started(
    project: Path, settings: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    code = f"import pathlib; docs = pathlib.Path({str(project / 'docs')!r}); "
    code += "import sys; from practice.enquiries.commands import main; sys.exit(main(docs=docs))"
    environ = {f"ENQUIRIES_{name}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks"), **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_change_of_the_form_needs_no_restart(tmp_path: Path, mail: Inbox) -> None:
    project = make_project(tmp_path / "project")
    form = project / "docs/_data/contact.yml"
    before = form.read_text(encoding="utf-8")
    with receiver(project, tmp_path / "enquiries", **by(mail)) as process:
        assert send(process, 1).status_code == 200
        field = "  - {id: phone, label: Phone, kind: text, autocomplete: tel, required: true}\n"
        form.write_text(before + field, encoding="utf-8")
        eventually(lambda: send(process, 2).status_code == 422)
        assert send(process, 3).json() == {"problems": {"phone": "Fill in “Phone”"}}
        form.write_text("fields: nonsense", encoding="utf-8")
        log = tmp_path / "enquiries.log"

        def noticed() -> bool:
            httpx.get(f"{process.url}/token")
            return "The form stays as it was before." in log.read_text(encoding="utf-8")

        eventually(noticed)
        assert send(process, 3, phone="555").status_code == 200, "a mistake changes nothing"
        eventually(lambda: 3 in numbers(mail))
        texts = [str(each.get_body()) for each in mail.mails]
        assert any("Phone" in text and "555" in text for text in texts)


def test_two_receivers_never_share_a_folder(project: Path, tmp_path: Path, mail: Inbox) -> None:
    folder = tmp_path / "enquiries"
    with receiver(project, folder, **by(mail)):
        second = started(
            project, {"FOLDER": str(folder), "LISTEN": "127.0.0.1:0", **by(mail)}, "serve"
        )
        assert second.returncode == 2
        assert f"Another receiver is already using {folder}." in second.stderr
        assert "Traceback" not in second.stderr


def test_the_receiver_explains_why_it_cannot_start(
    project: Path, tmp_path: Path, mail: Inbox
) -> None:
    folder = {"FOLDER": str(tmp_path / "enquiries")}
    silent = started(project, folder, "serve")
    assert silent.returncode == 2
    assert "ENQUIRIES_SMTP_HOST" in silent.stderr

    wrong = started(project, {**folder, **by(mail), "LISTEN": "nowhere", "TO": "x"}, "serve")
    assert wrong.returncode == 2
    assert "ENQUIRIES_LISTEN: " in wrong.stderr and "ENQUIRIES_TO: " in wrong.stderr

    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "docs").symlink_to(project / "docs")
    (bare / "overrides").symlink_to(project / "overrides")
    (bare / "mkdocs.yml").write_text("site_url:\nnav: []\n")
    nowhere = started(bare, {**folder, **by(mail)}, "serve")
    assert nowhere.returncode == 2
    assert "mkdocs.yml:1: “site_url” is empty. Write the site's address." in nowhere.stderr

    address = '!ENV [ADDRESS_OF_NO_TEST, "https://ana.example/"]'
    (bare / "mkdocs.yml").write_text(f"site_url: {address}\nnav: []\n")
    unbuilt = started(bare, {**folder, **by(mail)}, "serve")
    assert unbuilt.returncode == 2
    assert "The site is not built" in unbuilt.stderr
    assert "Traceback" not in silent.stderr + wrong.stderr + nowhere.stderr + unbuilt.stderr


def test_killed_over_http_at_random_moments(project: Path, tmp_path: Path, mail: Inbox) -> None:
    draw = random.Random(7)
    folder = tmp_path / "enquiries"
    thanked: list[int] = []
    sent = iter(range(1_000_000))

    def visit(process: Process) -> None:
        with httpx.Client() as client:
            while process.popen.poll() is None:
                number = next(sent)
                try:
                    answer = send(process, number, client)
                except httpx.HTTPError:
                    return
                if answer.status_code == 200:
                    thanked.append(number)

    for _ in range(max(2, KILLS // 8)):
        before = len(thanked)
        with receiver(project, folder, **by(mail)) as process:
            visitors = [threading.Thread(target=visit, args=(process,)) for _ in range(4)]
            for visitor in visitors:
                visitor.start()
            eventually(lambda before=before: len(thanked) > before)
            time.sleep(draw.uniform(0, 0.5))
            process.kill()
            for visitor in visitors:
                visitor.join()
    with receiver(project, folder, **by(mail)):
        eventually(lambda: set(thanked) <= set(numbers(mail)))
    ids: dict[int, set[str]] = {}
    for arrived, id in zip(mail.mails, mail.ids, strict=True):
        text = arrived.get_body().get_content()  # type: ignore[union-attr]
        ids.setdefault(int(re.search(r"number (\d+)", text)[1]), set()).add(id)  # type: ignore[index]
    assert all(len(same) == 1 for same in ids.values()), "twice only under one Message-ID"
