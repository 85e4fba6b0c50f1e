"""What clients said, with their written consent."""

from __future__ import annotations

import datetime as dt

from .models import Entry, Line, Slug


class Testimonial(Entry):
    """One entry of `docs/_data/testimonials.yml`."""

    quote: Line
    who: Line
    """A name, or initials."""
    role: Line | None = None
    date: dt.date | None = None
    service: Slug | None = None
    """The service it speaks of; shown on that service's page."""
    consent: dt.date
    """The day of the written consent to publish these words; nothing is shown without it."""
