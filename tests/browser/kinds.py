"""A page of every kind of the practice `full`, and the widths and schemes to look at them in."""

from __future__ import annotations

PAGES = {
    "home": "",
    "services": "services/",
    "signature-offer": "services/long-days/",
    "service": "services/first-night/",
    "article": "articles/counting-to-twenty/",
    "article-with-everything": "articles/lying-down/",
    "articles": "articles/",
    "articles-2": "articles/page/2/",
    "topic": "topics/breath/",
    "topic-empty": "topics/microphones/",
    "year": "articles/2025/",
    "tag": "tags/exercises/",
    "guides": "guides/",
    "guide": "guides/cancelling/",
    "chooser": "guides/teacher-or-app/",
    "scorecard": "guides/trial-lesson/",
    "sources": "sources/",
    "search": "search/?q=breath",
    "about": "about/",
    "contact": "contact/",
    "thank-you": "thank-you/",
    "privacy": "privacy/",
    "text": "studio-rules/",
    "not-found": "404.html",
}
ONE_PER_TEMPLATE = {
    kind: path
    for kind, path in PAGES.items()
    if kind
    not in {"signature-offer", "article", "articles-2", "topic-empty", "year", "tag", "guides"}
}
"""Without pages that differ from another one only in their content."""
WIDTHS = (320, 390, 768, 1280, 1920)
SCHEMES = ("light", "dark")
