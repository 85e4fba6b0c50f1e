"""An owner's content, and the ordinary edits that its owner makes to it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from PIL import Image

from practice.authoring.new import make
from practice.content import read_content
from practice.engine import build_date
from practice.validation.site import check_site
from tests import practices
from tests.conftest import ABOUT, ROOT, build_site
from tests.practices import configure
from tests.publishing.project import commit, git, make_project, run, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from practice.content import Content

HANDBOOK = ROOT / "docs/_handbook"
WRITE, CITE = ((HANDBOOK / page).read_text(encoding="utf-8") for page in ("write.md", "cite.md"))
_PROBLEM = re.compile(r"^(docs/\S+|mkdocs\.yml):(\d+): (.+)$", re.MULTILINE)
ROUNDS = 4
"""How often the owner corrects what a build names, before giving up."""


class BuildFailedError(AssertionError):
    """A build that failed without naming a line, or again after its lines were corrected."""


@dataclass
class Owner:
    """A copy of the content, with settings of mkdocs.yml that the owner may change."""

    root: Path
    settings: dict[str, Any] = field(default_factory=dict)
    pushed: str = ""
    """The last commit that was pushed, if there is a repository."""

    @classmethod
    def of(cls, root: Path, *, real: bool = False) -> Owner:
        """Start with the practice `full`, or with the content in docs/, which may be anything."""
        if not real:
            shutil.copytree(practices.docs("full"), root / "docs")
            return cls(root, practices.settings("full"))
        shutil.copytree(ROOT / "docs", root / "docs")
        written = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
        return cls(root, {key: written[key] for key in ("site_url", "nav")})

    @classmethod
    def with_repository(cls, root: Path, *, real: bool = False) -> Owner:
        """The same in a repository, with the kit."""
        owner = cls.of(root, real=real)
        make_project(root)
        configure(root, owner.settings)
        git(root, "init", "--quiet", "--initial-branch", "main")
        owner.pushed = commit(root).strip()
        return owner

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def content(self) -> Content:
        return read_content(self.docs)[0]

    def read(self, path: str) -> str:
        return (self.docs / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.docs / path).parent.mkdir(parents=True, exist_ok=True)
        (self.docs / path).write_text(text, encoding="utf-8")

    def change(self, path: str, pattern: str, new: str) -> None:
        """Replace what matches `pattern`, line by line."""
        self.write(path, re.sub(pattern, lambda _: new, self.read(path), flags=re.MULTILINE))

    def set(self, path: str, key: str, value: object) -> None:
        """Write a key of a data file or a front matter, in place of its lines or as a new one."""
        text = self.read(path)
        line = f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
        entry = re.compile(rf"^{key}:.*\n(?:[ -].*\n)*", re.MULTILINE)
        if entry.search(text):
            text = entry.sub(lambda _: line, text, count=1)
        elif text.startswith("---\n"):
            text = f"---\n{line}{text[4:]}"
        else:
            text += line
        self.write(path, text)

    def add_article(self, slug: str, *, folder: str = "articles", **keys: object) -> None:
        """A short article; keys as in a front matter."""
        body = str(keys.pop("body", "A sentence.\n\n## A heading\n\nAnother one.\n"))
        topic = next(iter(self.content.topics))
        values = {"title": slug, "description": ABOUT, "date": "2024-05-01", "topic": topic}
        head = "".join(f"{key}: {json.dumps(v)}\n" for key, v in {**values, **keys}.items())
        self.write(f"{folder}/{slug}.md", f"---\n{head}---\n{body}")

    def delete(self, *paths: str) -> None:
        for path in paths:
            (self.docs / path).unlink(missing_ok=True)

    def push(self) -> None:
        """Commit, and run what the workflow that publishes runs on a push without GitHub Pages."""
        configure(self.root, self.settings)
        assert commit(self.root).strip() != self.pushed, "nothing changed"
        output = self.root.parent / f"{self.root.name}-output"
        for step in steps("publish.yml", "site"):
            if "if" not in step and "gh api" not in step["run"]:
                variables = {"BASE": self.pushed, "GITHUB_OUTPUT": str(output)}
                ran = run(
                    self.root, "bash", "-e", "-c", step["run"], GITHUB_ACTIONS="true", **variables
                )
                assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "code=false\n" in output.read_text("utf-8"), "the tests of the code would run"

    def publish(self, *, corrections: bool = False) -> None:
        """Build and check the site; with `corrections`, correct the lines that a build names."""
        for _ in range(ROUNDS if corrections else 1):
            shutil.rmtree(self.root / "site", ignore_errors=True)
            built = build_site(self.root, self.settings)
            if built.ok:
                faults = check_site(built.folder, self.docs)
                assert faults == [], faults
                return
            problems = _PROBLEM.findall(built.log)
            if not problems or "Traceback" in built.log:
                raise BuildFailedError(f"no line is named:\n{built.log}")
            for (path, line), message in {(p, n): message for p, n, message in problems}.items():
                self._correct(path, int(line), message)
        raise BuildFailedError(built.log)

    def _correct(self, path: str, number: int, message: str) -> None:
        """What an owner does who knows nothing but the line: take the reference out of it."""
        if path == "mkdocs.yml":
            gone = re.findall("“(.+?)”", message)[0]
            self.settings["nav"] = [i for i in self.settings["nav"] if gone not in i.values()]
            return
        file = self.docs.parent / path
        lines = file.read_text(encoding="utf-8").split("\n")
        line = lines[number - 1]
        line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
        line = re.sub(r"\[\^[^\]]*\]", "", line)
        line = re.sub(r"(page: )[^\s,}]+", r"\1contact.md", line)
        line = re.sub(r"^(\s*service:).*", r"\1", line)
        line = re.sub(r"^(topic:).*", rf"\1 {next(iter(self.content.topics))}", line)
        line = re.sub(r"^(related|redirect_from):.*", r"\1: []", line)
        line = line.replace("TO WRITE", "Words")
        assert line != lines[number - 1], f"nothing to correct at {path}:{number}: {message}\n{line}"
        lines[number - 1] = line
        file.write_text("\n".join(lines), encoding="utf-8")


class Edit(NamedTuple):
    """Something an owner does."""

    what: str
    do: Callable[[Owner], None]


def _fact(key: str, value: object) -> Edit:
    return Edit(f"fill in {key}", lambda owner: owner.set("_data/practice.yml", key, value))


def _make(owner: Owner, kind: str, words: Mapping[str, str]) -> str:
    """Run `make new`, under a name that is free; returns the path from the docs folder."""
    content = owner.content.with_drafts(build_date("UTC"))
    name = f"a-new-{kind}"
    while name in content.articles or name in content.services or name in content.sources:
        name += "-again"
    made = make(owner.root, kind, {**words, "name": name}, build_date("UTC"))
    return made.path.removeprefix("docs/")


def _new(kind: str) -> Callable[[Owner], None]:
    def do(owner: Owner) -> None:
        _make(owner, kind, {"title": f"A new {kind}"})

    return do


def _portrait(owner: Owner) -> None:
    Image.new("RGB", (640, 800), "tan").save(owner.docs / "portrait.jpg")
    owner.set("_data/practice.yml", "portrait", {"file": "portrait.jpg", "alt": "At a desk"})


def _picture(owner: Owner) -> None:
    (owner.docs / "articles").mkdir(exist_ok=True)
    Image.new("RGB", (900, 600), "teal").save(owner.docs / "articles/photo.png")
    owner.add_article("with-a-picture", body="A sentence.\n\n![A wall](photo.png)\n")


def _sample_article(owner: Owner) -> None:
    """With all that the sample refers to: the owner may have other topics, services, and sources."""
    (sample,) = re.findall(r"^```markdown\n(.*?)^```", WRITE, re.MULTILINE | re.DOTALL)
    (topic,) = re.findall(r"^topic: (.+)$", sample, re.MULTILINE)
    (service,) = re.findall(r"^service: (.+)$", sample, re.MULTILINE)
    (source,) = re.findall(r"\[\^(.+?)\]", sample)
    (other,) = re.findall(r"\]\((.+?)\.md\)", sample)
    topics, sources, content = "_data/topics.yml", "_data/sources.yml", owner.content
    if topic not in content.topics:
        entry = {"id": topic, "title": topic, "description": ABOUT}
        owner.write(topics, f"{owner.read(topics)}- {json.dumps(entry)}\n")
    if source not in content.sources:
        owner.write(sources, f"{owner.read(sources)}{source}: {{title: On {source}}}\n")
    if service not in content.services:
        offer = practices.docs("full") / "_data/services/first-night.yml"
        owner.write(f"_data/services/{service}.yml", offer.read_text(encoding="utf-8"))
    if other not in content.articles:
        owner.add_article(other)
    owner.write("articles/on-listening.md", sample)


def _sample_source(owner: Owner) -> None:
    (sample,) = re.findall(r"^```yaml\n(its-id:.*?)^```", CITE, re.MULTILINE | re.DOTALL)
    if "its-id" not in owner.content.sources:
        owner.write("_data/sources.yml", owner.read("_data/sources.yml") + sample)
    owner.add_article("with-the-sample-source", body="So it is.[^its-id] Again.[^its-id]\n")


def _sample_commands(owner: Owner) -> None:
    commands = re.findall(r"^make new (article|source) (.*)$", WRITE + CITE, re.MULTILINE)
    assert {kind for kind, _ in commands} == {"article", "source"}
    for kind, rest in commands:
        words = {key: quoted or plain for key, quoted, plain in re.findall(r'(\w+)=(?:"(.*?)"|(\S+))', rest)}
        _make(owner, kind, words)


def _sample_testimonial(owner: Owner) -> None:
    """The one in the comments of the file, or another if the owner has deleted it."""
    file = "_data/testimonials.yml"
    text = owner.read(file) if (owner.docs / file).is_file() else ""
    sample = re.search(r"^# - quote:.*\n(?:#   .*\n)*", text, re.MULTILINE)
    if sample and re.search(r"^\[\]$", text, re.MULTILINE):
        owner.change(file, r"^\[\]$", re.sub("^# ", "", sample[0], flags=re.MULTILINE))
    else:
        words = {"quote": "It helps.", "who": "A. B.", "consent": "2025-01-02"}
        make(owner.root, "testimonial", words, build_date("UTC"))


def _testimonials(owner: Owner) -> None:
    service = next(iter(owner.content.services), None)
    said = [
        {"quote": "Plain & useful.", "who": "A. B.", "consent": "2025-01-02"},
        {"quote": "It helped.", "who": "C.", "role": "Head", "date": "2025-02-03", "consent": "2025-02-04"},
    ]
    if service:
        said[0]["service"] = service
    owner.write("_data/testimonials.yml", json.dumps(said))


def _tool(name: str) -> Callable[[Owner], None]:
    def do(owner: Owner) -> None:
        text = (practices.docs("full") / f"_data/guides/{name}.yml").read_text(encoding="utf-8")
        owner.write(f"_data/guides/{name}.yml", re.sub(r"page: [\w/.-]+", "page: contact.md", text))
        owner.add_article(name, folder="guides")

    return do


def _rename_topic(owner: Owner) -> None:
    owner.change("_data/topics.yml", r"^(  title): .*", "  title: An altogether new name")


def _rename_topic_id(owner: Owner) -> None:
    old = next(iter(owner.content.topics))
    for file in owner.docs.rglob("*.md"):
        path = file.relative_to(owner.docs).as_posix()
        owner.change(path, rf"^topic: {old}$", "topic: renamed")
    owner.change("_data/topics.yml", rf"^- id: {old}$", "- id: renamed")


def _standing_page(owner: Owner) -> None:
    owner.write("fees.md", f"---\ntitle: Fees\ndescription: {ABOUT}\n---\nAsk.\n")
    owner.settings["nav"] = [*owner.settings["nav"], {"Fees": "fees.md"}]


def _sign(owner: Owner) -> None:
    authors = yaml.safe_load(owner.read("_data/practice.yml"))["authors"]
    more = {**authors, "guest": {"name": "A Guest", "url": "https://guest.example.com/"}}
    owner.set("_data/practice.yml", "authors", more)
    owner.add_article("by-a-guest", author="guest")


def _price(owner: Owner) -> None:
    price = {"amount": 900, "currency": "EUR", "unit": "for each session"}
    for service in owner.content.services:
        owner.set(f"_data/services/{service}.yml", "price", price)


def _shift(owner: Owner) -> None:
    owner.add_article("old-place", redirect_from=["/blog/2019/old-place/", "/old.html"])


def _draft_with_mistakes(owner: Owner) -> None:
    head = "title: One: two\ndraft: true\ntopic: nothing\n"
    owner.write("articles/unreadable.md", f"---\n{head}---\nWords.\n")
    owner.write("articles/wrong.md", "---\ndraft: true\ntopic: nothing\n---\n[x](nowhere.md)\n")
    owner.write("_data/services/idea.yml", "title: An idea\ndraft: true\n")


def _windows(owner: Owner) -> None:
    owner.add_article("from-windows")
    file = owner.docs / "articles/from-windows.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))


def _address(owner: Owner) -> None:
    owner.settings["site_url"] = "https://another-coach.example/"


ADDITIONS = (
    Edit("change site_url", _address),
    _fact("phone", "+1 555 0100"),
    _fact("address", "12 Main Street, Springfield"),
    _fact("email", "me@coach.example.org"),
    _fact("tagline", "Another motto: shorter & better"),
    _fact("name", "Robin Doe"),
    _fact("credentials", ["ACC (ICF)", "A certificate"]),
    _fact("languages", ["English", "Deutsch"]),
    _fact("social", [{"title": "LinkedIn", "url": "https://www.linkedin.com/in/your-name"}]),
    _fact("booking", "https://book.example.org/me"),
    Edit("fill in portrait", _portrait),
    Edit("the handbook's article", _sample_article),
    Edit("the handbook's source", _sample_source),
    Edit("the handbook's commands", _sample_commands),
    Edit("an untouched draft of an article", _new("article")),
    Edit("an untouched draft of a guide", _new("guide")),
    Edit("an untouched draft of a service", _new("service")),
    Edit("a new source", _new("source")),
    Edit("a draft", lambda o: o.add_article("not-yet", draft=True, tags=["unseen"])),
    Edit("a draft with mistakes", _draft_with_mistakes),
    Edit("a scheduled article", lambda o: o.add_article("later", date="2999-01-01", tags=["x"])),
    Edit("a second chooser", _tool("which-hall")),
    Edit("a second scorecard", _tool("rehearsal-log")),
    Edit("the sample of a testimonial", _sample_testimonial),
    Edit("testimonials", _testimonials),
    Edit("rename a topic", _rename_topic),
    Edit("a standing page in the navigation", _standing_page),
    Edit("a picture", _picture),
    Edit("old addresses", _shift),
    Edit("a guest author", _sign),
    Edit("a price", _price),
    Edit("a text from Windows", _windows),
    Edit("an article without tags, service, or sources", lambda o: o.add_article("bare")),
    Edit("a second pinned article", lambda o: o.add_article("first", pinned=True)),
    Edit("a changed article", lambda o: o.add_article("new-words", updated="2024-06-01")),
    Edit("short lists", lambda o: o.set("_data/practice.yml", "articles_per_page", 1)),
)
"""After each of them, and after all of them, the site can be published as it is."""


def _provider(name: str, **settings: str) -> Edit:
    def do(owner: Owner) -> None:
        form = owner.content.form
        chosen = {name: settings} if settings else {}
        assert form
        owner.set("_data/contact.yml", "provider", name)
        owner.set("_data/contact.yml", "providers", chosen)
        if name == "web3forms":
            _address(owner)  # it sends visitors back there

    return Edit(f"messages through {name}", do)


PROVIDERS = (
    _provider("receiver", address="/post"),
    _provider("netlify", form="letters"),
    _provider("formspree", id="xklmnopq"),
    _provider("web3forms", access_key="01234567-89ab-cdef-0123-456789abcdef"),
    _provider("mailto", address="me@coach.example"),
)


def _remove_topic_articles(owner: Owner) -> None:
    topic = next(iter(owner.content.topics))
    owner.delete(*(a.uri for a in owner.content.articles.values() if a.topic == topic))


def _remove_guides(owner: Owner) -> None:
    for folder in ("guides", "_data/guides"):
        shutil.rmtree(owner.docs / folder, ignore_errors=True)


def _remove_signature(owner: Owner) -> None:
    if signature := owner.content.signature:
        owner.delete(f"_data/services/{signature.slug}.yml")


def _remove_navigation(owner: Owner) -> None:
    owner.settings["nav"] = owner.settings["nav"][:1]


def _publish_draft(owner: Owner) -> None:
    path = _make(owner, "article", {"title": "Not finished"})
    owner.change(path, r"^draft: true\n", "")


def _rename_article(owner: Owner) -> None:
    if article := next(iter(owner.content.articles.values()), None):
        (owner.docs / article.uri).rename(owner.docs / article.folder / "renamed.md")


REMOVALS = (
    Edit("rename a topic's id", _rename_topic_id),
    Edit("rename an article's file", _rename_article),
    Edit("remove all articles of a topic", _remove_topic_articles),
    Edit("remove all guides", _remove_guides),
    Edit("remove the signature offer", _remove_signature),
    Edit("remove most of the navigation", _remove_navigation),
    Edit("publish a draft with words to write", _publish_draft),
    Edit("remove testimonials", lambda o: o.delete("_data/testimonials.yml")),
    Edit("remove the accessibility page", lambda o: o.delete("accessibility.md")),
)
"""After each of them the site can be published, or the build names the lines to correct."""


def keep_articles(owner: Owner, count: int, per_page: int) -> None:
    """Have exactly `count` articles and no guide, `per_page` of them on a page of a list."""
    _remove_guides(owner)
    shutil.rmtree(owner.docs / "articles", ignore_errors=True)
    for number in range(count):
        owner.add_article(f"number-{number}", tags=["one"], date=f"2024-05-{number + 1:02}")
    owner.set("_data/practice.yml", "articles_per_page", per_page)
