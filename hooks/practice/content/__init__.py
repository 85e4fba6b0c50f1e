"""The nouns: what the coach writes, read from files, typed and checked."""

from practice.content.articles import Article, Guide
from practice.content.content import Content
from practice.content.issues import Issue
from practice.content.practice import Author, Practice
from practice.content.reading import read_content
from practice.content.services import Service
from practice.content.sources import Source
from practice.content.standing_pages import HomePage, StandingPage
from practice.content.tools import Chooser, Scorecard
from practice.content.topics import Topic

__all__ = [
    "Article",
    "Author",
    "Chooser",
    "Content",
    "Guide",
    "HomePage",
    "Issue",
    "Practice",
    "Scorecard",
    "Service",
    "Source",
    "StandingPage",
    "Topic",
    "read_content",
]
