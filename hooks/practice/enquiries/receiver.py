"""A receiver at work: outbox, delivery and web application over one folder."""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from practice.enquiries.delivery import Delivery
from practice.enquiries.mail import Letters
from practice.enquiries.outbox import Outbox, locked
from practice.enquiries.web.app import Receiver, application
from practice.enquiries.web.pages import Pages
from practice.enquiries.web.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp

    from practice.enquiries.form.context import Desk
    from practice.enquiries.settings import Settings


@contextmanager
def receiving(
    settings: Settings,
    desk: Callable[[], Desk],
    *,
    overrides: Path,
    site: Path,
    look: Callable[[Outbox], list[dict[str, Any]]] | None = None,
) -> Iterator[ASGIApp]:
    """The web application, with everything behind it at work until the block ends.

    `desk` gives the form as it is now, `overrides` holds the templates, `site` is the built site;
    `look` shows what arrived, to everybody who can reach the server. Raises OutboxError,
    SettingsError, and ShellMissingError where the site has no frame for the receiver's pages.
    """
    pages = Pages(overrides, site)
    pages.check()
    with locked(settings.folder), closing(Outbox(settings.outbox)) as outbox:
        secret = settings.secret()
        letters = lru_cache(maxsize=1)(partial(letters_of, settings, overrides))
        delivery = Delivery(
            outbox,
            lambda: letters(desk()),
            settings.transport(),
            keep=lambda: desk().form.keep_days * 86400.0,
        )
        delivery.start()
        try:
            yield application(
                Receiver(
                    desk=desk,
                    outbox=outbox,
                    tokens=Tokens(secret),
                    pages=pages,
                    secret=secret,
                    path=urlsplit(desk().endpoint.action).path,
                    origins=frozenset(settings.origins),
                    proxies=settings.trusted_proxies,
                    accepted=delivery.wake,
                    trouble=lambda: delivery.trouble,
                    look=partial(look, outbox) if look else None,
                )
            )
        finally:
            delivery.stop()


def letters_of(settings: Settings, overrides: Path, desk: Desk) -> Letters:
    """The writer of mails about the form as it is now."""
    return Letters(
        desk.form.fields,
        {slug: service.title for slug, service in desk.services.items()},
        sender=settings.sender,
        recipients=settings.to,
        templates=overrides,
    )
