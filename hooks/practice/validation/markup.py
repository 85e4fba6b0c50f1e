"""Mistakes in the nesting of a page's elements, by the rules of the HTML standard.

Checked: every element is closed and in the right order, no end tag is left over, no block is inside
a paragraph or another element for running text, no link or button is inside another, lists and
tables contain only their parts, obsolete elements, and references to ids that do not exist. Not
checked: values of attributes. A validator such as the Nu Html Checker covers those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from practice.html import EndTag, StartTag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from practice.html import Token


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


VOID = _names("area base br col embed hr img input link meta param source track wbr")
"""Elements without an end tag (HTML, section 13.1.2)."""
_OPTIONAL_END = _names(
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rp rt body html"
)
_BLOCKS = _names(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr main nav ol p pre section table ul"
)
_PHRASING_ONLY = _names(
    "h1 h2 h3 h4 h5 h6 pre span strong em b i u s small code abbr cite dfn kbd mark q samp sub sup "
    "time var button label legend"
)
_CLOSED_BY = {
    "p": _BLOCKS,
    "li": _names("li"),
    "dt": _names("dt dd"),
    "dd": _names("dt dd"),
    "option": _names("option optgroup"),
    "td": _names("td th tr tbody tfoot"),
    "th": _names("td th tr tbody tfoot"),
    "tr": _names("tr tbody tfoot"),
    "thead": _names("tbody tfoot"),
    "tbody": _names("tbody tfoot"),
}
"""An element without an end tag, and the start tags that end it (section 13.1.2.4)."""
_NOT_WITHIN = {
    "a": ("a", "button"),
    "button": ("a", "button"),
    "select": ("a", "button"),
    "textarea": ("a", "button"),
    "form": ("form",),
    "label": ("label",),
}
_PARENTS = {
    "li": ("ul", "ol", "menu"),
    "dt": ("dl", "div"),
    "dd": ("dl", "div"),
    "tr": ("table", "thead", "tbody", "tfoot"),
    "td": ("tr",),
    "th": ("tr",),
    "option": ("select", "optgroup", "datalist"),
    "legend": ("fieldset",),
    "summary": ("details",),
    "figcaption": ("figure",),
}
_CHILDREN = {
    "ul": ("li", "script", "template"),
    "ol": ("li", "script", "template"),
    "dl": ("dt", "dd", "div", "script", "template"),
    "table": ("caption", "colgroup", "thead", "tbody", "tfoot", "tr", "script", "template"),
    "tr": ("td", "th", "script", "template"),
    "select": ("option", "optgroup", "hr", "script", "template"),
}
_OBSOLETE = _names("acronym applet basefont big center dir font frame marquee strike tt")
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget")


def misplaced(page: Iterable[Token]) -> Iterator[str]:
    """What is wrong with the nesting of a page's tags, a sentence each."""
    stack: list[str] = []
    for token in page:
        if isinstance(token, StartTag):
            name = token.name
            while stack and name in _CLOSED_BY.get(stack[-1], ()):
                stack.pop()
            yield from _out_of_place(name, stack)
            if name not in VOID:
                stack.append(name)
        elif isinstance(token, EndTag) and token.name not in VOID:
            name = token.name
            depth = len(stack)
            while depth and stack[depth - 1] != name and stack[depth - 1] in _OPTIONAL_END:
                depth -= 1
            if depth and stack[depth - 1] == name:
                del stack[depth - 1 :]
            elif name in stack:
                yield f"<{stack[-1]}> is not closed before </{name}>."
                del stack[len(stack) - 1 - stack[::-1].index(name) :]
            else:
                yield f"</{name}> has no start tag."
    yield from (f"<{name}> is not closed." for name in stack if name not in _OPTIONAL_END)


def _out_of_place(name: str, stack: list[str]) -> Iterator[str]:
    parent = stack[-1] if stack else ""
    if name in _OBSOLETE:
        yield f"<{name}> is obsolete."
    if name in _BLOCKS and parent in _PHRASING_ONLY:
        yield f"<{name}> is inside <{parent}>, which may contain only running text."
    for outer in _NOT_WITHIN.get(name, ()):
        if outer in stack:
            yield f"<{name}> is inside <{outer}>."
    if name in _PARENTS and parent not in _PARENTS[name] and parent != "template":
        yield f"<{name}> is not directly inside {_either(_PARENTS[name])}."
    if parent in _CHILDREN and name not in _CHILDREN[parent]:
        yield f"<{name}> is directly inside <{parent}>."


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(f"<{name}>" for name in names)


def references(attributes: Mapping[str, str | None]) -> Iterator[str]:
    """The ids on the same page that an element's attributes refer to."""
    for name in _REFERENCES:
        if written := attributes.get(name):
            yield from written.split()
