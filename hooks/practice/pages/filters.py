"""Template filters: dates, money, prose, page addresses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.numbers import format_currency
from jinja2 import pass_context
from markupsafe import Markup

from practice.addresses import split_fragment
from practice.assets.pictures import srcsets
from practice.content.slugs import slug_of
from practice.content.typography import decoded
from practice.engine import PluginError
from practice.markdown.prose import ProseWriter
from practice.pages.motif import motif

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from jinja2.runtime import Context

    from practice.engine import Files


LOCALE = "en_US"


def long_date(value: date | str) -> str:
    """`November 5, 2026`. A source's date may be only a year or a month: `2023`, `June 2021`."""
    year, *rest = str(value).split("-")
    if not rest:
        return year
    day = date(int(year), int(rest[0]), int(rest[1]) if len(rest) == 2 else 1)
    return format_date(day, "MMMM d, y" if len(rest) == 2 else "MMMM y", locale=LOCALE)


def money(amount: Decimal, currency: str) -> str:
    """`$1,200`, with cents only if there are any; `CHF 1,200` for a currency without a symbol."""
    text = format_currency(
        amount, currency, "¤#,##0.##" if amount % 1 == 0 else None, LOCALE, currency_digits=False
    )
    return f"{currency} {text.removeprefix(currency).lstrip()}" if currency in text else text


def lower_first(text: str) -> str:
    """A title for use within a sentence: `Career coaching` becomes `career coaching`."""
    return text[:1].lower() + text[1:]


def page_address(files: Files) -> Callable[[Context, str], str]:
    """A filter from a page's path in the docs folder to its address seen from the current page."""

    @pass_context
    def address(context: Context, uri: str) -> str:
        path, fragment = split_fragment(uri)
        file = files.get_file_from_path(path)
        if file is None:
            raise PluginError(f"{context.name}: There is no page “{path}” to link to.")
        if context["page"] is None:  # 404.html is served at any depth, so its links are absolute
            return f"{context['base_url'].rstrip('/')}/{file.url.removeprefix('./')}{fragment}"
        url: str = context.environment.filters["url"](context, file.url)
        return url + fragment

    return address


def prose_filters(files: Files) -> dict[str, Callable[[Context, str], Markup]]:
    """The filters `prose` (paragraphs) and `inline` (within a paragraph)."""
    writer = ProseWriter()
    address = page_address(files)

    @pass_context
    def prose(context: Context, text: str) -> Markup:
        return Markup(writer.render(text, lambda uri: address(context, uri)))

    @pass_context
    def inline(context: Context, text: str) -> Markup:
        return Markup(writer.render_inline(text, lambda uri: address(context, uri)))

    return {"prose": prose, "inline": inline}


def canonical_address(files: Files) -> Callable[[str], str | None]:
    """A filter from a page's path in the docs folder to its full address."""

    def address(uri: str) -> str | None:
        file = files.get_file_from_path(uri)
        return file.page.canonical_url if file and file.page else None

    return address


def filters(files: Files) -> dict[str, Callable[..., Any]]:
    """All filters of this project's templates."""
    return {
        "decoded": decoded,
        "long_date": long_date,
        "page_address": page_address(files),
        "canonical": canonical_address(files),
        "lower_first": lower_first,
        "money": money,
        "motif": motif,
        "srcsets": srcsets,
        "slug": slug_of,
        **prose_filters(files),
    }
