"""Links that readers should not follow: through a service that records them, or to a private page.

Only the form of an address shows it; nothing is fetched.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

_REDIRECTS = re.compile(
    r"(?:www\.)?google\.[a-z.]+/url$|[\w-]+\.safelinks\.protection\.outlook\.com/"
    r"|(?:l|lm)\.facebook\.com/l\.php$|(?:l|www)\.instagram\.com/linkshim/?$"
    r"|(?:www\.)?linkedin\.com/(?:redir/redirect|safety/go)/?$|(?:www\.)?youtube\.com/redirect$"
    r"|urldefense\.(?:com|proofpoint\.com)/|slack-redir\.net/link$"
)
"""Hosts and paths that forward to the address in their query, and record who asked."""
_TARGETS = ("url", "q", "u", "session_redirect")
"""The names that redirects give to the address behind them."""
_PRIVATE = re.compile(
    r"docs\.google\.com/(?!.*/(?:viewform|pub|pubhtml|embed)$)|drive\.google\.com/"
    r"|(?:www\.)?dropbox\.com/|[\w-]+\.sharepoint\.com/|onedrive\.live\.com/|1drv\.ms/"
    r"|(?:www\.)?notion\.so/|app\.box\.com/|(?:www\.)?icloud\.com/"
    r"|(?:mail|gemini|keep|photos)\.google\.com/|outlook\.(?:live|office)\.com/"
    r"|(?:chatgpt\.com|chat\.openai\.com|claude\.ai)/(?:c|chat|share)/"
)
"""Hosts and paths of documents, mail, and talks; those published for everyone are not here."""


def redirect_behind(address: str) -> tuple[str, str] | None:
    """The host that records who follows a web address, and the address behind it, if known."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if not _REDIRECTS.match(f"{host}{parts.path or '/'}"):
        return None
    query = parse_qs(parts.query)
    return host, next((query[name][0] for name in _TARGETS if name in query), "")


def private_host(address: str) -> str:
    """The host of a web address that only its owner may be able to open, else nothing."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    return host if _PRIVATE.match(f"{host}{parts.path or '/'}") else ""
