"""What clients said, with their written consent."""

from __future__ import annotations

from practice.content.models import Day, Entry, Line, Reference


class Testimonial(Entry):
    """One entry of `docs/_data/testimonials.yml`."""

    quote: Line
    """The client's own words, unchanged."""
    who: Line
    """A name, or initials."""
    role: Line | None = None
    """What the client does, as in: Head of a department."""
    date: Day | None = None
    """The day it was said, as year-month-day."""
    service: Reference | None = None
    """The service it speaks of, by the name of its file; shown on that service's page."""
    consent: Day
    """The day of the written consent to publish these words; nothing is shown without it."""
