"""What makes a message look like spam. Such a message is held for the coach, never dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from practice.enquiries.enquiry import Verdict

if TYPE_CHECKING:
    from practice.enquiries.enquiry import Enquiry, History

MAX_LINKS = 3
"""A message with more web addresses is held."""
HELD_AFTER = 5
"""Messages from one network within an hour, after which further ones are held …"""
REFUSED_AFTER = 20
"""… and then refused, with everything typed kept on the page."""

_LINK = re.compile(r"https?://|\bwww\.|\[url|<a\s", re.IGNORECASE)


@dataclass(frozen=True)
class Signals:
    """What the request itself shows about its sender."""

    honeypot: bool = False
    """The field that people do not see was filled in."""
    early: bool = False
    """The message came back sooner than a person could have sent it."""


def judge(enquiry: Enquiry, history: History, signals: Signals) -> Verdict:
    """Whether to keep `enquiry`, and every reason to hold it."""
    if history.from_sender >= REFUSED_AFTER:
        return Verdict(refused=True)
    links = sum(len(_LINK.findall(answer)) for answer in enquiry.answers.values())
    reasons = {
        "A field that people do not see was filled in.": signals.honeypot,
        "It was sent faster than a person can type.": signals.early,
        f"It has {links} web addresses.": links > MAX_LINKS,
        "The same words came before.": history.same_text > 0,
        "Another message came from the same page.": history.nonce_used,
        "Many messages came from the same network within an hour.": (
            history.from_sender >= HELD_AFTER
        ),
    }
    return Verdict(tuple(reason for reason, applies in reasons.items() if applies))
