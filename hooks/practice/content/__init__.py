"""The nouns: what the coach writes, read from files, typed and checked."""

from .articles import Article, Guide
from .content import Content, read_content
from .issues import Issue
from .pages import HomePage, StandingPage
from .people import Author, Practice
from .services import Service
from .sources import Source
from .tools import Chooser, Scorecard
from .topics import Topic

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
