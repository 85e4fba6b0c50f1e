"""The structure of HTML: tags, addresses and words, without how they are dressed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from practice.html import Characters, EndTag, StartTag, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ATTRIBUTES = ("href", "src", "alt", "title", "start", "style", "open", "checked")
_BLOCKS = "p|[uo]l|li|h[1-6r]|blockquote|pre|table|t[hrd]|thead|tbody|div|d[ltd]|details|summary"
_AT_BLOCKS = re.compile(rf"\s*(</?(?:{_BLOCKS}|br)\b[^>]*>)\s*")
_BOTH = re.compile(r"<em><strong>((?:(?!</?(?:em|strong)>).)*)</strong></em>")
_TYPOGRAPHY = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "—": "---", "–": "--"}
)


def structure(html: str, attributes: Sequence[str] = ATTRIBUTES) -> str:
    """`html` in a form in which two texts that mean the same are equal; only `attributes` count."""
    written = "".join(_parts(html, attributes))
    written = _AT_BLOCKS.sub(r"\1", written).translate(_TYPOGRAPHY)
    return _BOTH.sub(r"<strong><em>\1</em></strong>", written).strip()


def _parts(html: str, attributes: Sequence[str]) -> Iterator[str]:
    within: list[str] = []
    for token in tokens(html):
        if isinstance(token, StartTag):
            tag = {"s": "del"}.get(token.name, token.name)
            kept = (name for name in attributes if name in token.attributes)
            values = {"checked": "checked"}  # its value has no meaning
            pairs = ((name, values.get(name, token.attributes[name])) for name in kept)
            yield f"<{tag}{''.join(f' {name}={value}' for name, value in pairs)}>"
            within.append(tag)
        elif isinstance(token, EndTag):
            tag = {"s": "del"}.get(token.name, token.name)
            if tag in within:
                del within[len(within) - 1 - within[::-1].index(tag) :]
            yield "" if tag == "input" else f"</{tag}>"
        elif "pre" in within:
            yield token.text.rstrip("\n")
        elif isinstance(token, Characters):
            yield re.sub(r"[ \t\n]+", " ", token.text)
