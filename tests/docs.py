"""A small docs folder to write into, and typed content without files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from practice.content import Article, Guide, read_content
from practice.content.documents import Document
from practice.content.issues import report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from practice.content import Content, Issue

# The minimal content without a problem: one file of each kind.
LEAST = {
    "contact.md": """\
---
title: Contact
description: Write to me, and I answer within two business days.
---
Write.
""",
    "_data/practice.yml": """\
name: Ana Ames
role: Coach
tagline: Think aloud
description: Ana Ames coaches leaders, and this says so at some length.
email: ana@example.com
authors:
  ana:
    name: Ana Ames
""",
    "_data/contact.yml": """\
title: Write to me
intro: A few lines are enough.
provider: receiver
button: Send
next: I answer within two days.
fields:
  - id: name
    label: Your name
    kind: text
    autocomplete: name
""",
    "_data/topics.yml": """\
- id: trust
  title: Trust
  description: Everything on trust, in as many words as the lists need.
- id: choosing
  title: Choosing
  description: Everything on choosing, in as many words as the lists need.
""",
    "_data/sources.yml": """\
ames:
  title: On trust
boyd:
  title: On questions
  date: 2021-06-21
""",
    "_data/services/mentoring.yml": """\
title: Mentoring
description: Advice from someone who was there, as long as you need it.
promise: You are not alone.
audience: [you lead people]
outcomes: [A clear view]
steps:
  - title: Begin
    text: We talk.
format:
  sessions: 3
  minutes: 60
""",
    "_data/guides/chooser.yml": """\
kind: chooser
results:
  coach:
    title: A coach
    text: You want to decide.
    next: {text: Read on, page: services/mentoring.md}
  mentor:
    title: A mentor
    text: You want to learn.
    next: {text: Read on, page: services/mentoring.md}
questions:
  - question: What is missing?
    answers:
      - {text: Time, because: you lack time, weights: {coach: 1}}
      - {text: Advice, because: you lack advice, weights: {mentor: 1}}
  - question: Until when?
    answers:
      - {text: Soon, because: it is soon, weights: {coach: 1}}
      - {text: Later, because: it is later, weights: {mentor: 1}}
""",
    "articles/x.md": """\
---
title: On trust
description: What trust is, and what it takes to earn it back again.
date: 2026-11-18
topic: trust
---
Trust comes first.
""",
    "guides/chooser.md": """\
---
title: Coach or mentor
description: A few questions that lead you to a coach or to a mentor.
date: 2026-11-03
topic: choosing
---
Answer the questions.
""",
    "index.md": """\
---
title: Home
description: The home page, in as many words as the lists need.
template: home.html
hero:
  title: Think
  text: With someone.
  action: Write
  second: More
doors:
  - title: A door
    text: Go in.
    page: about.md
steps:
  - title: You write
    text: A few lines.
---
Welcome.
""",
    "about.md": """\
---
title: About
description: Who Ana is, and who she worked with before this, in full.
---
I am Ana.
""",
}

# Words that no message may have.
JARGON = re.compile(
    r"Traceback|\b(dict|[Dd]ictionary|[Tt]uple|str|strings?|int|NoneType|Input|isoformat|sys"
    r"|validation|discriminator|recursion|None|True|False)\b|\[\^|\\"
)


@dataclass
class Docs:
    """A docs folder that tests change and read."""

    folder: Path

    def write(self, path: str, text: str | bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} is not once in {path}"
        self.write(path, text.replace(old, new))

    def add(self, path: str, text: str) -> None:
        self.write(path, (self.folder / path).read_text("utf-8") + text)

    def remove(self, path: str) -> None:
        (self.folder / path).unlink()

    def read(self) -> tuple[Content, list[Issue]]:
        return read_content(self.folder)

    def content(self) -> Content:
        """The content, which must have no problems."""
        content, issues = self.read()
        assert not issues, report(issues)
        return content

    def problems(self) -> list[str]:
        """Every problem as the coach reads it."""
        _, issues = self.read()
        self.check(issues)
        return report(issues).splitlines()[1:]

    def check(self, issues: Iterable[Issue]) -> None:
        """Every issue has a place that exists, and words that a coach understands."""
        for issue in issues:
            assert issue.path.startswith(f"{self.folder.name}/")
            file = self.folder.parent / issue.path
            lines = file.read_bytes().count(b"\n") + 1 if file.is_file() else 1
            assert file.is_file() or issue.message == "The file is missing."
            assert 1 <= issue.line <= lines + 1, issue
            assert issue.message.endswith("."), issue
            assert not re.search("“”(:| is empty)", issue.message), issue
            assert "\n" not in str(issue), issue
            assert not JARGON.search(f"{issue.message} {issue.fix}"), issue


@pytest.fixture(name="docs")
def make_docs(tmp_path: Path) -> Docs:
    """The folder `docs` with minimal content without a problem."""
    made = Docs(tmp_path / "docs")
    for path, text in LEAST.items():
        made.write(path, text)
    return made


@pytest.fixture(name="article")
def make_article() -> Callable[..., Article]:
    """Makes articles: the slug, and the keys that matter."""

    def make(slug: str, date: str = "2026-01-01", *, guide: bool = False, **keys: Any) -> Article:
        model = Guide if guide else Article
        data = {
            "title": slug,
            "description": "What it is about, in as many words as the lists need.",
            "date": date,
            "topic": "trust",
            **keys,
        }
        made, issues = model.read(Document(f"docs/{model.folder}/{slug}.md", slug, data))
        assert made is not None, report(issues)
        return made

    return make
