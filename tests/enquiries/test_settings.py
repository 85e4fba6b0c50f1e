"""Settings from the environment, and everything that can be wrong with them."""

from __future__ import annotations

import stat
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from practice.enquiries.mail.transports import FolderTransport, SmtpTransport
from practice.enquiries.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from pathlib import Path

TO = "coach@practice.example"


def read(**given: str) -> Settings:
    """Settings of variables without their prefix."""
    return read_settings(
        {
            "HOME": "/root",
            "ENQUIRIES_FOLDER": "/srv/box",
            **{f"ENQUIRIES_{n}": v for n, v in given.items()},
        },
        to=TO,
    )


def mistakes(**given: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        read(**given)
    return error.value.mistakes


def test_a_folder_is_the_only_required_setting(tmp_path: Path) -> None:
    settings = read(FOLDER=str(tmp_path))
    assert settings.outbox.parent == tmp_path
    assert (settings.to, settings.sender) == ((TO,), TO)
    assert settings.listen == ("127.0.0.1", 8025)
    assert (settings.trusted_proxies, settings.origins) == ((), ())
    transport = settings.transport()
    assert isinstance(transport, FolderTransport)
    assert transport.folder == tmp_path / "mail"


def test_every_setting(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("hunter2\n")
    settings = read(
        SMTP_HOST="smtp.host.example",
        SMTP_SECURITY="TLS",
        SMTP_PORT="2465",
        SMTP_USER="user",
        SMTP_PASSWORD_FILE=str(tmp_path / "password"),
        FROM="site@bücher.example",
        TO="a@x.example, b@x.example",
        LISTEN="[::1]:80",
        TRUSTED_PROXIES="127.0.0.1 10.1.2.3/8,fd00::/8",
        ORIGINS="https://WWW.x.example http://localhost:8000/",
        SECRET="s" * 32,
    )
    transport = settings.transport()
    assert isinstance(transport, SmtpTransport)
    assert (transport.host, transport.port, transport.security) == (
        "smtp.host.example",
        2465,
        "tls",
    )
    assert (transport.user, transport.password) == ("user", "hunter2")
    assert settings.sender == "site@xn--bcher-kva.example"
    assert settings.to == ("a@x.example", "b@x.example")
    assert settings.listen == ("::1", 80)
    networks = ("127.0.0.1/32", "10.0.0.0/8", "fd00::/8")
    assert settings.trusted_proxies == tuple(map(ip_network, networks))
    assert settings.origins == ("https://www.x.example", "http://localhost:8000")
    assert settings.secret() == b"s" * 32


@pytest.mark.parametrize(
    ("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25), ("", 587)]
)
def test_each_kind_of_security_has_its_port(security: str, port: int) -> None:
    assert read(SMTP_HOST="x.example", SMTP_SECURITY=security).smtp_port == port


def test_an_empty_variable_counts_as_missing() -> None:
    assert read(SMTP_HOST="", TO=" ", SMTP_PORT="") == read()


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("FOLDER", "", "This setting is missing. Set it to the folder for enquiries."),
        ("FROM", "me", "“me” is not a mail address. Write it like name@example.com."),
        ("TO", "a@x.example; b", "“a@x.example;” is not a mail address."),
        ("TO", TO + ", x", "“x” is not a mail address."),
        ("LISTEN", "8025", "“8025” is not a host and port. Write them like 127.0.0.1:8025."),
        ("LISTEN", "localhost:65536", "not a host and port"),
        ("LISTEN", "::1:80", "not a host and port"),
        ("TRUSTED_PROXIES", "caddy", "“caddy” is not an IP address or network."),
        ("ORIGINS", "www.x.example", "“www.x.example” is not an origin."),
        ("ORIGINS", "https://x.example/path", "is not an origin."),
        ("SECRET", "hunter2", "The secret has fewer than 32 characters. Make a longer one."),
        ("SMTP_PORT", "5.7", "“5.7” is not a port. Write a number from 1 to 65535."),
        ("SMTP_PORT", "0", "not a port"),
        ("SMTP_HOST", "http://x.example", "“http://x.example” is not a host."),
        ("SMTP_HOST", "{x}", "“{x}” is not a host."),
        ("SMTP_SECURITY", "ssl", "“ssl” is not an option. Write starttls, tls or none."),
        ("SMTP_USER", "me", "This needs ENQUIRIES_SMTP_PASSWORD or"),
        ("SMTP_PASSWORD", "hunter2", "This needs ENQUIRIES_SMTP_USER."),
        ("SMTP_PASWORD", "hunter2", "does not exist. Did you mean “ENQUIRIES_SMTP_PASSWORD”?"),
        ("SMTP_PASSWORD_FILE", "/nowhere", "The file “/nowhere” cannot be read."),
    ],
)
def test_a_mistake_is_reported_with_its_variable(variable: str, value: str, said: str) -> None:
    (mistake,) = mistakes(**{"SMTP_HOST": "x.example", variable: value})
    assert mistake.startswith(f"ENQUIRIES_{variable}: ")
    assert said in mistake
    assert "hunter2" not in mistake


def test_all_mistakes_are_reported_together() -> None:
    found = mistakes(LISTEN="x", SMTP_SECURITY="ssl", SMTP_USER="me", TYPO="x", FOLDER="", TO="x")
    assert [mistake.partition(":")[0].removeprefix("ENQUIRIES_") for mistake in found] == [
        "FOLDER",
        "LISTEN",
        "SMTP_SECURITY",
        "SMTP_SECURITY",
        "SMTP_USER",
        "SMTP_USER",
        "TO",
        "TYPO",
    ]


def test_a_password_is_given_once(tmp_path: Path) -> None:
    given = {"SMTP_HOST": "x.example", "SMTP_USER": "me", "SMTP_PASSWORD": "hunter2"}
    (mistake,) = mistakes(**given, SMTP_PASSWORD_FILE=str(tmp_path))
    assert "set twice" in mistake


def test_a_password_never_goes_in_clear_over_the_network() -> None:
    given = {"SMTP_USER": "me", "SMTP_PASSWORD": "hunter2", "SMTP_SECURITY": "none"}
    (mistake,) = mistakes(SMTP_HOST="x.example", **given)
    assert mistake.startswith("ENQUIRIES_SMTP_SECURITY: With “none” others could read the password")
    assert read(SMTP_HOST="localhost", **given).smtp_user == "me"
    assert read(SMTP_HOST="x.example", SMTP_SECURITY="none").smtp_host == "x.example"


def test_a_password_that_cannot_be_sent() -> None:
    (mistake,) = mistakes(SMTP_HOST="x.example", SMTP_USER="me", SMTP_PASSWORD="hüntér2")
    assert mistake.startswith("ENQUIRIES_SMTP_PASSWORD: ")
    assert "ü" not in mistake


def test_secrets_are_never_shown() -> None:
    settings = read(
        SMTP_HOST="x.example", SMTP_USER="me", SMTP_PASSWORD="hunter2", SECRET="hunter2" * 5
    )
    assert "hunter2" not in f"{settings!r} {settings} {settings.transport()!r}"


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "box"
    first = read(FOLDER=str(folder)).secret()
    assert len(first) >= 32
    assert read(FOLDER=str(folder)).secret() == first
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read(FOLDER=str(tmp_path / "other")).secret() != first


def test_a_damaged_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("short\n")
    with pytest.raises(SettingsError, match="is damaged"):
        read(FOLDER=str(tmp_path)).secret()


def test_a_secret_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "box").write_text("I am a file.")
    with pytest.raises(SettingsError, match="cannot be read or made"):
        read(FOLDER=str(tmp_path / "box")).secret()
