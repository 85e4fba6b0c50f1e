"""What makes a message look like spam. Such a message is held back for the coach, never dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from practice.enquiries.enquiry import Verdict

if TYPE_CHECKING:
    from practice.enquiries.enquiry import Enquiry, History

MOST_LINKS = 3
"""A message with more web addresses is held back."""
HELD_ABOVE = 5
"""From one network within an hour, further messages are held back …"""
REFUSED_ABOVE = 20
"""… and then refused, with everything typed kept on the page."""

_LINK = re.compile(r"https?://|\bwww\.|\[url|<a\s", re.IGNORECASE)


@dataclass(frozen=True)
class Signs:
    """What the request itself tells of its sender."""

    decoy: bool = False
    """The field that people do not see was filled in."""
    early: bool = False
    """The message came back sooner than a person could have sent it."""


def judge(enquiry: Enquiry, history: History, signs: Signs) -> Verdict:
    """Whether to keep `enquiry`, and every reason to hold it back."""
    if history.from_sender >= REFUSED_ABOVE:
        return Verdict(refused=True)
    links = sum(len(_LINK.findall(answer)) for answer in enquiry.answers.values())
    reasons = {
        "A field that people do not see was filled in.": signs.decoy,
        "It was sent faster than a person can type.": signs.early,
        f"It holds {links} web addresses.": links > MOST_LINKS,
        "The same words came before.": history.same_text > 0,
        "Another message came from the same page.": history.nonce_used,
        "Many messages came from the same network within an hour.": (
            history.from_sender >= HELD_ABOVE
        ),
    }
    return Verdict(tuple(reason for reason, holds in reasons.items() if holds))
