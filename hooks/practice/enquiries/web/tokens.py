"""Time tokens: proof that the form was open for a while before a message was sent.

Spam programs post immediately, or replay what they saw long ago. A token says when the form was
opened, and only the receiver can make one.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsdangerous import BadSignature, TimestampSigner

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_AGE = 24 * 3600
"""Seconds until a token expires; the page then fetches a new one."""
FORM_WAIT = 3
"""The fewest seconds a person needs to fill in the form; the page waits for the rest."""
CHECK_WAIT = 1
"""The fewest seconds a person needs to press the button of a form already filled in."""


@dataclass(frozen=True)
class Token:
    """A token that the receiver made and that has not expired."""

    nonce: str
    wait: int
    """The age in seconds that it should have had when it came back."""
    age: float

    @property
    def early(self) -> bool:
        """Whether it came back sooner than a person could have."""
        return self.age < self.wait


class Tokens:
    """Makes tokens and reads them."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        """`secret` signs them; `clock` gives seconds since 1970."""
        self._signer = _Signer(secret, clock)
        self._clock = clock

    def now(self) -> float:
        """Seconds since 1970, by the clock of the tokens."""
        return self._clock()

    def issue(self, wait: int = FORM_WAIT) -> str:
        """A new token, to be sent back after `wait` seconds or later."""
        return self._signer.sign(f"{uuid.uuid4().hex}.{wait}").decode()

    def read(self, token: str) -> Token | None:
        """The content of `token`; None if the receiver did not make it or it has expired."""
        try:
            value, made = self._signer.unsign(
                token.encode(errors="replace"), max_age=MAX_AGE, return_timestamp=True
            )
        except BadSignature:
            return None
        nonce, _, wait = value.decode().partition(".")
        return Token(nonce, int(wait), self._clock() - made.timestamp())


class _Signer(TimestampSigner):
    """Signs with a clock that tests can set."""

    def __init__(self, secret: bytes, clock: Callable[[], float]) -> None:
        super().__init__(
            secret, salt="enquiry-token", key_derivation="hmac", digest_method="sha256"
        )
        self.clock = clock

    def get_timestamp(self) -> int:
        return int(self.clock())
