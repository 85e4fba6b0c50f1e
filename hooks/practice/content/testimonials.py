"""What clients said, with their written consent."""

from __future__ import annotations

from .models import Day, Entry, Line, Slug


class Testimonial(Entry):
    """One entry of `docs/_data/testimonials.yml`."""

    quote: Line
    who: Line
    """A name, or initials."""
    role: Line | None = None
    date: Day | None = None
    service: Slug | None = None
    """The service it speaks of; shown on that service's page."""
    consent: Day
    """The day of the written consent to publish these words; nothing is shown without it."""
