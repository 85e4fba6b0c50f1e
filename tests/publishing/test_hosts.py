"""A site is published only where messages from its form arrive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from practice.publishing.hosts import HOSTS, UNKNOWN, Host, form_issues, publishing_host
from practice.publishing.public_site import published_host
from tests.conftest import ROOT, contact
from tests.publishing.project import run, script, write
from tests.publishing.test_github import PUSH, annotations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs import Docs
    from tests.publishing.public_site import PublicSite

SITE = "https://ana.example/"
SETTINGS = {
    "receiver": "receiver: {address: /enquiries}",
    "receiver elsewhere": "receiver: {address: 'https://post.example/in'}",
    "netlify": "netlify: {form: contact}",
    "formspree": "formspree: {id: xklmnopq}",
    "web3forms": "web3forms: {access_key: 01234567-89ab-cdef-0123-456789abcdef}",
    "mailto": "mailto: {address: ana@ana.example}",
}
ELSEWHERE = "or write the full https:// address of a receiver on your own server."
FAILS = {
    ("cloudflare", "receiver"): "“provider” is receiver at /enquiries, but Cloudflare only serves "
    f"files. Choose formspree, web3forms, mailto, {ELSEWHERE}",
    ("github", "receiver"): "“provider” is receiver at /enquiries, but GitHub Pages only serves "
    f"files. Choose formspree, web3forms, mailto, {ELSEWHERE}",
    ("netlify", "receiver"): "“provider” is receiver at /enquiries, but Netlify only serves "
    f"files. Choose netlify, formspree, web3forms, mailto, {ELSEWHERE}",
    ("cloudflare", "netlify"): "“provider” is netlify, which does not work on Cloudflare. "
    "Choose one of: formspree, web3forms, mailto.",
    ("github", "netlify"): "“provider” is netlify, which does not work on GitHub Pages. "
    "Choose one of: formspree, web3forms, mailto.",
    ("server", "netlify"): "“provider” is netlify, which does not work on your own server. "
    "Choose one of: receiver, formspree, web3forms, mailto.",
}
"""The pairs that do not work."""


def problems(docs: Docs, settings: str, host: str = "", site_url: str | None = SITE) -> list[str]:
    provider = settings.partition(":")[0]
    lines = f"provider: {provider}\nproviders:\n  {settings}\n"
    docs.change("_data/contact.yml", "provider: receiver\n", lines)
    content = docs.content()
    issues = list(form_issues(content.form, content.practice, HOSTS.get(host, UNKNOWN), site_url))
    docs.check(issues)
    return [str(issue) for issue in issues]


@pytest.mark.parametrize("host", [*HOSTS, ""])
@pytest.mark.parametrize("provider", SETTINGS)
def test_every_provider_on_every_host(docs: Docs, provider: str, host: str) -> None:
    said = FAILS.get((host, provider))
    expected = [f"docs/_data/contact.yml:3: {said}"] if said else []
    assert problems(docs, SETTINGS[provider], host) == expected


@pytest.mark.parametrize("host", ["server", "github", ""])
@pytest.mark.parametrize(
    ("address", "site_url", "said"),
    [
        ("https://post.example/in", SITE, ""),
        ("https://post.example/in", "https://ana.example/site/", ""),
        ("https://my-example.com/in", SITE, ""),
        ("https://example.com.au/in", SITE, ""),
        ("http://post.example/in", SITE, "begins with http:, but the site's with https:."),
        ("https://example.com/in", SITE, "is an example, so messages are lost."),
        ("https://forms.Example.org/in", SITE, "is an example, so messages are lost."),
    ],
)
def test_a_receiver_elsewhere(
    docs: Docs, address: str, site_url: str, said: str, host: str
) -> None:
    found = problems(docs, f"receiver: {{address: '{address}'}}", host, site_url)
    assert len(found) == bool(said)
    assert all(f"docs/_data/contact.yml:5: The receiver's address {said}" in each for each in found)


@pytest.mark.parametrize("address", ["https://ana.example/in", "https://WWW.ana.example/in"])
@pytest.mark.parametrize("host", [host for host, known in HOSTS.items() if host != "server"])
def test_a_host_of_files_takes_no_messages_at_the_site_s_own_address(
    docs: Docs, host: str, address: str
) -> None:
    (said,) = problems(docs, f"receiver: {{address: '{address}'}}", host)
    assert f":3: “provider” is receiver at {address}, but {HOSTS[host].name} only serves" in said


def test_your_own_server_may_take_messages_at_the_site_s_own_address(docs: Docs) -> None:
    assert problems(docs, "receiver: {address: 'https://ana.example/in'}", "server") == []


@pytest.mark.parametrize(("host", "fails"), [("cloudflare", 1), ("server", 0)])
def test_hosts_of_files_serve_https_whatever_the_settings_say(
    docs: Docs, host: str, fails: int
) -> None:
    settings = "receiver: {address: 'http://post.example/in'}"
    assert len(problems(docs, settings, host, "http://ana.example/")) == fails


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "10.0.0.7", "desk.local"])
def test_a_receiver_on_your_own_computer_is_reported(docs: Docs, host: str, name: str) -> None:
    (said,) = problems(docs, f"receiver: {{address: 'https://{name}:8025/in'}}", host)
    assert f"contact.yml:5: {name} is each visitor's own computer or network" in said


def test_keys_copied_from_the_handbook_are_reported(docs: Docs) -> None:
    page = (ROOT / "docs/_handbook/form.md").read_text(encoding="utf-8")
    examples = re.findall(r"^  (\w+: \{.*\})$", page, re.MULTILINE)
    assert [example.partition(":")[0] for example in examples] == ["formspree", "web3forms"]
    text = (docs.folder / "_data/contact.yml").read_text(encoding="utf-8")
    for example in examples:
        (docs.folder / "_data/contact.yml").write_text(text, encoding="utf-8")
        (said,) = problems(docs, example, "github")
        assert "contact.yml:5: " in said
        assert "is the example from the handbook, so messages are lost. Write your own." in said


@pytest.mark.parametrize("settings", ["web3forms", "receiver elsewhere"])
def test_visitors_are_not_sent_to_an_example_of_a_site(docs: Docs, settings: str) -> None:
    (said,) = problems(docs, SETTINGS[settings], "server", "https://example.com/")
    assert "contact.yml:3: " in said
    assert "sends visitors back to https://example.com/, but that is an example." in said


@pytest.mark.parametrize("host", ["server", ""])
@pytest.mark.parametrize(
    ("address", "site_url", "fails"),
    [
        ("/enquiries", SITE, False),
        ("/site/enquiries", "https://ana.example/site/", False),
        ("/site/enquiries", "https://ana.example/site", False),
        ("/enquiries", "https://ana.example/site/", True),
        ("/sites/enquiries", "https://ana.example/site/", True),
        ("/enquiries", None, False),
        ("/enquiries", "", False),
    ],
)
def test_a_receiver_must_be_below_the_site(
    docs: Docs, address: str, site_url: str | None, fails: bool, host: str
) -> None:
    said = (
        f"docs/_data/contact.yml:5: The receiver's address {address} is outside the site, "
        "which begins at /site/. Write it like /site/enquiries."
    )
    found = problems(docs, f"receiver: {{address: {address}}}", host, site_url)
    assert found == ([said] if fails else [])


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ("mailto: {address: }", "docs/_data/practice.yml:5"),
        ("mailto: {address: me@Example.org}", "docs/_data/contact.yml:5"),
    ],
)
def test_mail_to_an_example_address_is_lost(docs: Docs, settings: str, place: str) -> None:
    said = "“provider” is mailto, and the address is an example, so messages are lost."
    assert problems(docs, settings, "github") == [f"{place}: {said} Write your own address."]


@pytest.mark.parametrize(
    ("environment", "host"),
    [
        ({}, None),
        ({"NETLIFY": "true", "CONTEXT": "production"}, "netlify"),
        ({"CF_PAGES": "1"}, "cloudflare"),
        ({"WORKERS_CI": "1"}, "cloudflare"),
        ({"GITHUB_ACTIONS": "true"}, None),
        ({"GITHUB_ACTIONS": "true", "PAGES_ADDRESS": ""}, None),
        ({"GITHUB_ACTIONS": "true", "PAGES_ADDRESS": "https://ada.github.io/"}, "github"),
        ({"PUBLISH_FOR": "server", "NETLIFY": "true"}, "server"),
        ({"PUBLISH_FOR": "GitHub"}, "github"),
    ],
)
def test_a_host_is_known_by_its_variables(environment: dict[str, str], host: str | None) -> None:
    def ask() -> Host:
        assert "PUBLISH_FOR" in environment or not host, "nobody has to be asked"
        return UNKNOWN

    assert publishing_host(environment, ask) == (HOSTS[host] if host else None)
    checked = publishing_host({"PUBLISH_FOR": "any", **environment}, ask)
    assert checked == (HOSTS[host] if host else UNKNOWN)


@pytest.mark.parametrize(
    ("text", "status", "host"),
    [
        ("cloudflare\n", 200, HOSTS["cloudflare"]),
        ("cloudflare\n", 503, UNKNOWN),
        ("<!doctype html><p>Hello", 200, UNKNOWN),
    ],
)
def test_the_public_site_says_which_host_built_it(
    live: PublicSite, text: str, status: int, host: Host
) -> None:
    live.files["/host.txt"], live.status = text, status
    assert published_host(live.address) == host


@pytest.mark.parametrize("address", ["", "https://example.com/", "http://127.0.0.1:9/", "ana"])
def test_without_a_public_site_the_host_is_unknown(address: str) -> None:
    assert published_host(address) == UNKNOWN


def test_github_reports_what_keeps_another_host_from_publishing(
    project: Path, live: PublicSite
) -> None:
    """A green mark on a push or a pull request means that Cloudflare will build it, too."""
    settings = (project / "mkdocs.yml").read_text("utf-8")
    write(project / "mkdocs.yml", settings.replace("https://example.com/", live.address))
    live.files["/host.txt"] = "cloudflare\n"
    step = ("bash", "-e", "-c", script("publish.yml", "site", "publish-check"))
    failed = run(project, *step, **PUSH)
    assert failed.returncode != 0
    ((file, _, message, _),) = annotations(failed.stdout)
    assert file == "docs/_data/contact.yml"
    assert message.endswith("but Cloudflare only serves files.")
    assert script("check.yml", "site", "publish-check") == "make publish-check"


def choose(project: Path, provider: str, settings: str | None = None) -> None:
    (text,) = contact(provider, settings).values()
    write(project / "docs/_data/contact.yml", text)


ON_PAGES = {"GITHUB_ACTIONS": "true", "PAGES_ADDRESS": "http://127.0.0.1:9/"}


@pytest.mark.parametrize(
    ("command", "environment", "name"),
    [
        ("make build", {"NETLIFY": "true"}, "Netlify"),
        pytest.param("make build", {"WORKERS_CI": "1"}, "Cloudflare", marks=pytest.mark.long),
        (script("publish.yml", "site", "publish-check"), ON_PAGES, "GitHub Pages"),
        pytest.param("make publish-check host=github", {}, "GitHub Pages", marks=pytest.mark.long),
    ],
)
def test_a_host_publishes_once_a_provider_that_works_is_chosen(
    project: Path, command: str, environment: dict[str, str], name: str
) -> None:
    failed = run(project, "sh", "-c", command, **environment)
    assert failed.returncode != 0
    assert f"“provider” is receiver at /enquiries, but {name} only serves files" in failed.stderr
    assert not (project / "site").exists()
    choose(project, "formspree")
    assert run(project, "sh", "-c", command, **environment).returncode == 0
    assert (project / "site/index.html").exists()
    named = (project / "site/host.txt").read_text("utf-8").strip()
    assert HOSTS[named].name == name


def test_who_has_not_chosen_yet_can_build(project: Path) -> None:
    assert run(project, "make", "build").returncode == 0
    assert run(project, "make", "publish-check", "host=server").returncode == 0


def test_a_provider_without_its_key_is_never_published(project: Path) -> None:
    choose(project, "formspree", "formspree: {id: }")
    failed = run(project, "make", "publish-check", "host=Cloudflare")
    assert failed.returncode != 0
    assert "“provider” is formspree, but the form's id is missing." in failed.stderr
    assert failed.stderr.count(" to fix:") == 1
    assert "BuildError" not in failed.stdout + failed.stderr


def test_a_host_that_is_misspelled_is_reported(project: Path) -> None:
    failed = run(project, "make", "publish-check", "host=netlfy")
    assert failed.returncode != 0
    assert "There is no host “netlfy”. Known: cloudflare github netlify server" in failed.stderr
    assert run(project, "make", "known-host", "host=", PUBLISH_FOR="CLOUDFLARE").returncode == 0
