"""A receiver at work: outbox, delivery and web application over one folder."""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from practice.enquiries.mail.composer import MailComposer
from practice.enquiries.mail.delivery import Delivery
from practice.enquiries.outbox import Outbox, locked
from practice.enquiries.web.app import application
from practice.enquiries.web.exchange import Receiver
from practice.enquiries.web.pages import Pages
from practice.enquiries.web.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp

    from practice.enquiries.form.context import FormContext
    from practice.enquiries.settings import Settings


@contextmanager
def receiving(
    settings: Settings,
    form_context: Callable[[], FormContext],
    *,
    overrides: Path,
    site: Path,
    list_messages: Callable[[Outbox], list[dict[str, Any]]] | None = None,
) -> Iterator[ASGIApp]:
    """The web application, with everything behind it at work until the block ends.

    `form_context` returns the form as it is now, `overrides` has the templates, `site` is the built
    site; `list_messages` shows what arrived, to everybody who can reach the server. Raises
    OutboxError, SettingsError, and ShellMissingError if the site has no shell for the pages.
    """
    pages = Pages(overrides, site)
    pages.check()
    with locked(settings.folder), closing(Outbox(settings.outbox)) as outbox:
        secret = settings.secret()
        composer = lru_cache(maxsize=1)(partial(composer_of, settings, overrides))
        delivery = Delivery(
            outbox,
            lambda: composer(form_context()),
            settings.transport(),
            keep=lambda: form_context().form.keep_days * 86400.0,
        )
        delivery.start()
        try:
            yield application(
                Receiver(
                    form_context=form_context,
                    outbox=outbox,
                    tokens=Tokens(secret),
                    pages=pages,
                    secret=secret,
                    path=urlsplit(form_context().endpoint.action).path,
                    origins=frozenset(settings.origins),
                    proxies=settings.trusted_proxies,
                    accepted=delivery.wake,
                    delivery_problem=lambda: delivery.problem,
                    list_messages=partial(list_messages, outbox) if list_messages else None,
                )
            )
        finally:
            delivery.stop()


def composer_of(settings: Settings, overrides: Path, context: FormContext) -> MailComposer:
    """The composer of mails about the form as it is now."""
    return MailComposer(
        context.form.fields,
        {slug: service.title for slug, service in context.services.items()},
        sender=settings.sender,
        recipients=settings.to,
        templates=overrides,
    )
