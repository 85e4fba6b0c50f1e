"""The receiver's settings, from environment variables. Secrets are never shown."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from practice.content.issues import did_you_mean
from practice.enquiries.mail.composer import header_address
from practice.enquiries.mail.transports import FolderTransport, Security, SmtpTransport
from practice.enquiries.outbox import private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from practice.enquiries.mail.transports import Transport

PREFIX = "ENQUIRIES_"
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
MIN_SECRET = 32
"""The fewest characters of a secret."""

T = TypeVar("T")


class SettingsError(Exception):
    """Everything that is wrong with the settings, one line for each mistake."""

    def __init__(self, mistakes: list[str]) -> None:
        """`mistakes` are in the order of the variables."""
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def _mistake(message: str) -> PydanticCustomError:
    # As a value, since pydantic would fill in braces in the message itself.
    return PydanticCustomError("setting", "{message}", {"message": message})


def _one(read: Callable[[str], T]) -> BeforeValidator:
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


def _some(read: Callable[[str], T]) -> BeforeValidator:
    """Several of them, separated by commas or spaces."""

    def all_of(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(read(part) for part in re.split(r"[,\s]+", value) if part)

    return BeforeValidator(all_of)


def _mail_address(text: str) -> str:
    read = header_address(text)
    if read is None:
        raise _mistake(f"“{text}” is not a mail address. Write it like name@example.com.")
    return read.addr_spec


def _listen(text: str) -> tuple[str, int]:
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:\[\]]+)):([0-9]{1,5})", text)
    if match is None or int(match[3]) > 65535:
        raise _mistake(f"“{text}” is not a host and port. Write them like 127.0.0.1:8025.")
    return match[1] or match[2], int(match[3])


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise _mistake(f"“{text}” is not a port. Write a number from 1 to 65535.")
    return int(text)


def _host(text: str) -> str:
    try:
        return str(ip_address(text.strip("[]")))
    except ValueError:
        if re.fullmatch(r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?", text):
            return text
    raise _mistake(f"“{text}” is not a host. Write only its name, like smtp.example.com.")


def _security(text: str) -> str:
    if text.lower() not in PORTS:
        raise _mistake(f"“{text}” is not an option. Write starttls, tls or none.")
    return text.lower()


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        message = f"“{text}” is not an IP address or network. Write it like 10.0.0.1 or 10.0.0.0/8."
        raise _mistake(message) from None


def _origin(text: str) -> str:
    read = urlsplit(text)
    if read.scheme not in {"http", "https"} or not read.hostname or read.path.strip("/"):
        raise _mistake(f"“{text}” is not an origin. Write it like https://www.example.com.")
    return f"{read.scheme}://{read.netloc}".lower()


def _secret(text: str) -> SecretStr:
    if len(text) < MIN_SECRET:
        raise _mistake(f"The secret has fewer than {MIN_SECRET} characters. Make a longer one.")
    return SecretStr(text)


class Settings(BaseModel):
    """How the receiver runs: each setting is the environment variable `ENQUIRIES_<NAME>`."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    """Where the outbox, the secret and, without a mail server, the mails are."""
    smtp_host: Annotated[str, _one(_host)] = ""
    """The mail server; without one, mails go into the folder `mail`."""
    smtp_security: Annotated[Security, _one(_security)] = "starttls"
    smtp_port: Annotated[int, _one(_port)] = Field(
        default_factory=lambda given: PORTS[given.get("smtp_security", "starttls")]
    )
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    to: Annotated[tuple[str, ...], _some(_mail_address)]
    """The recipients of the mails, in ASCII."""
    sender: Annotated[str, _one(_mail_address)] = Field(
        alias="from", default_factory=lambda given: next(iter(given.get("to", ())), "")
    )
    """The sender of the mails, in ASCII; by default the first recipient."""
    listen: Annotated[tuple[str, int], _one(_listen)] = ("127.0.0.1", 8025)
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], _some(_network)] = ()
    """Whose `X-Forwarded-For` is trusted."""
    origins: Annotated[tuple[str, ...], _some(_origin)] = ()
    """Where else the form may be sent from, besides the site."""
    own_secret: Annotated[SecretStr | None, _one(_secret)] = Field(alias="secret", default=None)
    """The key that signs the time tokens; without one, `secret()` reads it from the folder."""

    @property
    def outbox(self) -> Path:
        """The file of the outbox."""
        return self.folder / "enquiries.db"

    def transport(self) -> Transport:
        """How mails are sent."""
        if not self.smtp_host:
            return FolderTransport(self.folder / "mail")
        password = self.smtp_password.get_secret_value()
        return SmtpTransport(
            self.smtp_host, self.smtp_port, self.smtp_security, self.smtp_user, password
        )

    def secret(self) -> bytes:
        """The key that signs the time tokens; made at the first call. Raises SettingsError."""
        if self.own_secret is not None:
            return self.own_secret.get_secret_value().encode()
        file = self.folder / "secret"
        try:
            private_folder(self.folder)
            if not file.exists():
                _make_secret(file)
            kept = file.read_bytes().strip()
        except OSError as error:
            raise SettingsError([f"The secret {file} cannot be read or made: {error}."]) from error
        if len(kept) < MIN_SECRET:
            raise SettingsError([f"The secret {file} is damaged. Delete it to have a new one."])
        return kept


def read_settings(environ: Mapping[str, str], *, to: str) -> Settings:
    """The settings in environment variables; empty ones count as missing.

    `to` gets the enquiries unless ENQUIRIES_TO is set. Raises SettingsError with all mistakes.
    """
    given = {
        name.removeprefix(PREFIX).lower(): value.strip()
        for name, value in environ.items()
        if name.startswith(PREFIX) and value.strip()
    }
    mistakes = [*_read_password(given), *_unknown(given), *_contradictions(given)]
    try:
        settings = Settings.model_validate({"to": to, **given})
    except ValidationError as error:
        mistakes += [
            f"{PREFIX}{str(each['loc'][0]).upper()}: {_sentence(each)}"
            for each in error.errors(include_input=False, include_url=False)
            if each["type"] != "default_factory_not_called"
        ]
    if mistakes:
        raise SettingsError(sorted(mistakes))
    return settings


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "missing":
        return "This setting is missing. Set it to the folder for enquiries."
    return error["msg"]


def _read_password(given: dict[str, str]) -> Iterator[str]:
    """Replace the password's file by the password."""
    file = given.pop("smtp_password_file", None)
    if file is None:
        return
    if "smtp_password" in given:
        yield f"{PREFIX}SMTP_PASSWORD_FILE: The password is set twice. Remove one of the two."
        return
    try:
        given["smtp_password"] = Path(file).read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeError, ValueError):
        yield f"{PREFIX}SMTP_PASSWORD_FILE: The file “{file}” cannot be read. Check path and owner."


def _unknown(given: Mapping[str, str]) -> Iterator[str]:
    names = [field.alias or name for name, field in Settings.model_fields.items()]
    known = [PREFIX + name.upper() for name in (*names, "smtp_password_file")]
    for name in sorted(given.keys() - names):
        variable = PREFIX + name.upper()
        yield f"{variable}: This setting does not exist. {did_you_mean(variable, known)}"


def _contradictions(given: Mapping[str, str]) -> Iterator[str]:
    """Settings that are valid alone, but not together."""
    user, password = given.get("smtp_user"), given.get("smtp_password")
    if "smtp_host" not in given:
        for name in sorted(name for name in given if name.startswith("smtp_")):
            yield f"{PREFIX}{name.upper()}: This needs {PREFIX}SMTP_HOST, which is not set."
    if user and not password:
        yield f"{PREFIX}SMTP_USER: This needs {PREFIX}SMTP_PASSWORD or {PREFIX}SMTP_PASSWORD_FILE."
    if password and not user:
        yield f"{PREFIX}SMTP_PASSWORD: This needs {PREFIX}SMTP_USER."
    if not (password or "").isascii():
        yield f"{PREFIX}SMTP_PASSWORD: Only ASCII characters can be sent. Set another password."
    local = given.get("smtp_host", "").strip("[]").lower() in {"localhost", "127.0.0.1", "::1"}
    if user and given.get("smtp_security", "").lower() == "none" and not local:
        yield (
            f"{PREFIX}SMTP_SECURITY: With “none” others could read the password on its way."
            " Write starttls or tls."
        )


def _make_secret(file: Path) -> None:
    """Write a new secret whole or not at all, unless another process has made one meanwhile."""
    part = file.with_name(f".secret.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        opened.write(secrets.token_hex(MIN_SECRET))
        opened.flush()
        os.fsync(opened.fileno())
    with suppress(FileExistsError):
        file.hardlink_to(part)
    part.unlink()
