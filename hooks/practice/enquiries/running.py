"""A receiver at work: outbox, delivery and web application over one folder."""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .delivery import Delivery
from .mail import Letters
from .outbox import Outbox, locked
from .settings import secret_in
from .tokens import Tokens
from .web import Receiver, application

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from starlette.types import ASGIApp

    from .desk import Desk
    from .mail import Transport
    from .pages import Pages
    from .senders import Network


@contextmanager
def receiving(
    folder: Path,
    desk: Callable[[], Desk],
    pages: Pages,
    transport: Transport,
    *,
    letters: Callable[[], Letters],
    secret: bytes | None = None,
    proxies: Collection[Network] = (),
    origins: frozenset[str] = frozenset(),
    look: Callable[[Outbox], list[dict[str, Any]]] | None = None,
) -> Iterator[ASGIApp]:
    """The web application, with everything behind it at work until the block ends.

    `folder` is this receiver's alone; see `Receiver` for the rest. Raises OutboxError.
    """
    with locked(folder), closing(Outbox(folder / "enquiries.sqlite3")) as outbox:
        delivery = Delivery(outbox, letters, transport, keep=lambda: desk().form.keep_days * 86400)
        delivery.start()
        key = secret or secret_in(folder)
        try:
            yield application(
                Receiver(
                    desk=desk,
                    outbox=outbox,
                    tokens=Tokens(key),
                    pages=pages,
                    secret=key,
                    path=urlsplit(desk().endpoint.action).path,
                    origins=origins,
                    proxies=proxies,
                    accepted=delivery.wake,
                    trouble=lambda: delivery.trouble,
                    look=partial(look, outbox) if look else None,
                )
            )
        finally:
            delivery.stop()


def letters_of(desk: Desk, sender: str, recipients: Sequence[str], overrides: Path) -> Letters:
    """The writer of mails about the form as it is now."""
    titles = {slug: service.title for slug, service in desk.services.items()}
    return Letters(desk.form, titles, sender=sender, recipients=recipients, templates=overrides)
