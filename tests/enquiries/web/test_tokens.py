"""Tokens that say how long a form was open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from practice.enquiries.web.tokens import CHECK_WAIT, FORM_WAIT, MAX_AGE, Tokens

if TYPE_CHECKING:
    from tests.enquiries.conftest import Clock


@pytest.fixture
def tokens(clock: Clock) -> Tokens:
    return Tokens(b"a secret", clock)


@pytest.mark.parametrize("wait", [FORM_WAIT, CHECK_WAIT])
def test_a_token_is_early_until_its_wait_is_over(tokens: Tokens, clock: Clock, wait: int) -> None:
    issued = tokens.issue(wait)
    clock.now += wait - 0.5
    early = tokens.read(issued)
    clock.now += 0.5
    ripe = tokens.read(issued)
    assert early and early.early
    assert ripe and not ripe.early
    assert early.nonce == ripe.nonce


def test_every_token_has_a_nonce_of_its_own(tokens: Tokens) -> None:
    read = [tokens.read(tokens.issue()) for _ in range(50)]
    assert len({token.nonce for token in read if token}) == 50


def test_a_token_expires_after_a_day(tokens: Tokens, clock: Clock) -> None:
    issued = tokens.issue()
    clock.now += MAX_AGE
    assert tokens.read(issued)
    clock.now += 1
    assert tokens.read(issued) is None


@pytest.mark.parametrize(
    "token", ["", "x", ".", "a.b.c", "\0", "é" * 50, "x" * 100_000, "\ud800", "a.3.AAAA.BBBB"]
)
def test_invalid_tokens(tokens: Tokens, token: str) -> None:
    assert tokens.read(token) is None


def test_nobody_else_makes_tokens(tokens: Tokens, clock: Clock) -> None:
    foreign = Tokens(b"another secret", clock).issue()
    own = tokens.issue()
    nonce, wait, rest = own.split(".", 2)
    assert tokens.read(foreign) is None
    assert tokens.read(f"{nonce}.0.{rest}") is None, "the wait cannot be changed"
    assert tokens.read(own[:-1]) is None
    assert wait == str(FORM_WAIT)


def test_a_token_from_the_future_is_invalid(tokens: Tokens, clock: Clock) -> None:
    issued = tokens.issue()
    clock.now -= 3600
    assert tokens.read(issued) is None
