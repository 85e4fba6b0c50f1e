"""A page of every kind, and the widths and schemes to look at them in."""

from __future__ import annotations

PAGES = {
    "home": "",
    "services": "services/",
    "signature-offer": "services/peak-performance/",
    "service": "services/career-coaching/",
    "article": "articles/coaching-versus-mentoring/",
    "pillar": "articles/executive-coaching-and-mentoring/",
    "articles": "articles/",
    "articles-2": "articles/page/2/",
    "topic": "topics/choosing-a-coach/",
    "year": "articles/2026/",
    "tag": "tags/trust/",
    "guides": "guides/",
    "guide": "guides/credentials-explained/",
    "chooser": "guides/coach-or-mentor/",
    "scorecard": "guides/questions-for-a-first-conversation/",
    "sources": "sources/",
    "search": "search/?q=trust",
    "about": "about/",
    "contact": "contact/",
    "thank-you": "thank-you/",
    "privacy": "privacy/",
    "accessibility": "accessibility/",
    "not-found": "404.html",
}
WIDTHS = (320, 390, 768, 1280, 1920)
SCHEMES = ("light", "dark")
