"""Phone numbers as a coach writes them, and as a phone dials them."""

from __future__ import annotations

import pytest

from practice.addresses import dialable


@pytest.mark.parametrize(
    ("written", "dialed"),
    [
        ("+44 20 7946 0000", "+442079460000"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("+44 (020) 7946 0000", "+442079460000"),
        ("0044 (0)20 7946 0000", "+442079460000"),
        ("(+44) 20 7946 0000", "+442079460000"),
        ("+44\N{NO-BREAK SPACE}20\N{NON-BREAKING HYPHEN}7946\N{EN DASH}0000", "+442079460000"),
        ("\u202a+44 20 7946 0000\u202c", "+442079460000"),
        ("+49 (0) 30 / 123 456-12", "+493012345612"),
        ("+33 (0)1 23 45 67 89", "+33123456789"),
        ("+39 06 1234 5678", "+390612345678"),
        ("+39 (0)6 1234 5678", "+390612345678"),
        ("+225 07 01 02 03 04", "+2250701020304"),
        ("+972-(0)50-123-4567", "+972501234567"),
        ("+7 (495) 123-45-67", "+74951234567"),
        ("+1 (555) 555-0100 ext. 12", "+15555550100;ext=12"),
        ("+1.555.555.0100 x12", "+15555550100;ext=12"),
        ("020 7946 0000", "02079460000"),
        ("112", "112"),
    ],
)  # fmt: skip
def test_a_number_is_dialed_without_what_is_only_written(written: str, dialed: str) -> None:
    assert dialable(written) == dialed


@pytest.mark.parametrize(
    "written",
    [
        "",
        "12",
        "+44",
        "+44 020 7946 0000",
        "+44 [0]20 7946 0000",
        "+1-800-COACHES",
        "Tel. +44 20 7946 0000",
        "+44 20 7946 0000 (mobile)",
        "+44 20 7946 0000 or +44 20 7946 0001",
        "020 7946 0000 / 020 7946 0001",
    ],
)
def test_what_no_phone_can_dial(written: str) -> None:
    assert dialable(written) is None
