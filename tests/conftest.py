"""Sites in temporary folders, built with the project's own configuration but never its content."""

from __future__ import annotations

import fcntl
import io
import logging
import os
import pickle
import shutil
import subprocess
import sys
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol

import jinja2
import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.theme import Theme

from practice import engine
from tests import practices
from tests.docs import make_article, make_docs  # noqa: F401 (fixtures for every folder)
from tests.practices import OWN_FILES, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ABOUT = "What it is about, described in as many words as lists need."


def page(title: str = "A page", body: str = "Text.", **keys: str) -> str:
    """The text of a standing page's file; further keys as YAML writes them."""
    more = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\ntitle: {title}\ndescription: {ABOUT}\n{more}---\n{body}\n"


# The least that a site is made of; a test adds files to it or puts others in their place.
LEAST = {
    "_data/practice.yml": """\
name: Ada Example
role: Coach
tagline: A line of the practice
description: A practice of one person, described in as many words as lists need.
email: ada@example.com
authors:
  ada: {name: Ada Example}
  bob: {name: Bob Example}
articles_per_page: 3
""",
    "_data/contact.yml": """\
title: Write to us
intro: A few lines are enough.
provider: receiver
button: Send
next: You get an answer.
fields:
  - {id: name, label: Your name, kind: text, autocomplete: name, required: true}
  - {id: email, label: Email address, kind: email, required: true, invalid: Enter an address}
  - {id: service, label: About, kind: service, none: Not sure}
  - {id: message, label: Message, kind: paragraph, required: true, min: 10, max: 500, hint: A hint}
  - {id: consent, label: "I agree, see [privacy](privacy.md)", kind: consent, required: true}
""",
    "_data/topics.yml": """\
- id: coaching
  title: On coaching
  description: All about coaching, described in as many words as lists need.
- id: mentoring
  title: On mentoring
  description: All about mentoring, described in as many words as lists need.
""",
    "_data/sources.yml": """\
smith: {author: Ann Smith, title: A Study, url: "https://example.org/study", date: "2021-06"}
jones: {author: Bo Jones, title: A Book, date: "1999"}
""",
    "index.md": """\
---
title: Home
description: Where it all begins, described in as many words as lists need.
template: home.html
hero: {title: A promise, text: More of it., action: Write, second: The offer}
doors:
  - {title: A door, text: Come in., page: about.md}
steps:
  - {title: First, text: One step.}
---
## About Ada

A word.
""",
    "about.md": page("About Ada"),
    "contact.md": page("Contact", template="contact.html"),
    "thank-you.md": page("Thank you", template="thank-you.html"),
    "privacy.md": page("Privacy"),
}

# What mkdocs.yml says about that site; the owner's own may say anything else.
SETTINGS: dict[str, Any] = {
    "site_name": "Ada Example",
    "site_url": "https://example.com/",
    "nav": [
        {"Services": "services/index.md"},
        {"Articles": "articles/index.md"},
        {"Guides": "guides/index.md"},
        {"About": "about.md"},
        {"Contact": "contact.md"},
    ],
}


def article(
    title: str = "An article",
    date: str = "2024-05-01",
    topic: str = "coaching",
    body: str = "Words.",
    **keys: str,
) -> str:
    """The text of an article's file; further keys as YAML writes them."""
    more = "".join(f"{key}: {value}\n" for key, value in keys.items())
    head = f"title: {title}\ndescription: {ABOUT}\ndate: {date}\ntopic: {topic}\n{more}"
    return f"---\n{head}---\n{body}\n"


def service(title: str = "A service", **keys: str) -> str:
    """The text of a service's file; further keys as YAML writes them."""
    values = {
        "title": title,
        "description": ABOUT,
        "promise": "What it promises.",
        "audience": "[you ask]",
        "outcomes": "[an outcome]",
        "steps": "[{title: A step, text: What happens.}]",
        "format": "{where: Online}",
        **keys,
    }
    return "".join(f"{key}: {value}\n" for key, value in values.items())


def mkdocs_build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A strict build of the project in `folder`, as `make build` does it."""
    command = [*engine.command(), "build", "--strict", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


# Builds in tests are not those of the host that runs the tests.
for _variable in (
    *("GITHUB_ACTIONS", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "PAGES_ADDRESS"),
    *("NETLIFY", "CF_PAGES", "WORKERS_CI", "PUBLISH_FOR"),
):
    os.environ.pop(_variable, None)

OWNERS = str(ROOT / "docs") + os.sep
HANDBOOK = str(ROOT / "docs/_handbook") + os.sep
_opened: set[str] = set()


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(path := arguments[0], str | Path) and "docs" in str(path):
        path = os.path.abspath(path)  # noqa: PTH100 (pathlib has no abspath before Python 3.13)
        if path.startswith(OWNERS) and not path.startswith(HANDBOOK):
            _opened.add(path)


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def only_owned_tests_read_docs(request: pytest.FixtureRequest) -> Iterator[None]:
    """The owner may write anything into docs/, so no test of the code may depend on it."""
    yield
    read = sorted(_opened)
    _opened.clear()
    assert read == [] or request.node.get_closest_marker("owned")


@pytest.fixture(scope="session", autouse=True)
def fast_builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compile each template once, and list the files of the theme once, for all builds."""
    folder = _of_all_processes(tmp_path_factory) / "templates"
    folder.mkdir(exist_ok=True)
    cache = jinja2.FileSystemBytecodeCache(str(folder))
    get_env, list_templates = Theme.get_env, jinja2.FileSystemLoader.list_templates
    listed: dict[tuple[str, ...], list[str]] = {}

    def with_cache(theme: Theme) -> jinja2.Environment:
        env = get_env(theme)
        env.bytecode_cache = cache
        return env

    def once(loader: jinja2.FileSystemLoader) -> list[str]:
        key = tuple(map(str, loader.searchpath))
        if key not in listed:
            listed[key] = list_templates(loader)
        return listed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "get_env", with_cache)
        patch.setattr(jinja2.FileSystemLoader, "list_templates", once)
        yield


@pytest.fixture(scope="session")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the practice `full`, with its search index."""
    return _built_once("full", tmp_path_factory)


@pytest.fixture(scope="session")
def minimal_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the practice `minimal`, with its search index."""
    return _built_once("minimal", tmp_path_factory)


def _built_once(practice: str, factory: pytest.TempPathFactory) -> Site:
    """The site of a practice, made by the first of the processes that share the tests."""
    folder = _of_all_processes(factory) / practice
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "site.pickle"
        if not done.exists():
            folder.mkdir()
            site = make_practice(practice, folder, index=True)
            done.write_bytes(pickle.dumps(site))
        return pickle.loads(done.read_bytes())


def _of_all_processes(factory: pytest.TempPathFactory) -> Path:
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@dataclass
class Site:
    """What a build left behind."""

    folder: Path
    log: str
    ok: bool

    def has(self, address: str) -> bool:
        return self._file(address).is_file()

    def html(self, address: str) -> str:
        return self._file(address).read_text(encoding="utf-8")

    def page(self, address: str) -> BeautifulSoup:
        return BeautifulSoup(self.html(address), "lxml")

    def addresses(self) -> list[str]:
        """Every page but redirects, as a path from the site's folder."""
        files = self.folder.rglob("*.html")
        found = sorted(file.relative_to(self.folder).as_posix() for file in files)
        return [path for path in found if 'http-equiv="refresh"' not in self.html(path)]

    def text(self, address: str, selector: str) -> list[str]:
        """The text of every element that matches, white space evened."""
        return [" ".join(found.get_text().split()) for found in self.page(address).select(selector)]

    def _file(self, address: str) -> Path:
        path = self.folder / address.strip("/")
        return path if path.suffix else path / "index.html"


class Build(Protocol):
    """Builds a site of LEAST and `files`; None as a text takes a file away."""

    def __call__(
        self, files: Mapping[str, str | bytes | None] = ..., *, preview: bool = False
    ) -> Site: ...


class SiteMaker(Protocol):
    """Builds a site in a folder: for fixtures that live longer than one test."""

    def __call__(
        self,
        within: Path,
        files: Mapping[str, str | bytes | None] = ...,
        *,
        preview: bool = False,
        **settings: object,
    ) -> Site: ...


def make_site(
    within: Path,
    files: Mapping[str, str | bytes | None] = {},
    *,
    preview: bool = False,
    index: bool = False,
    **settings: object,
) -> Site:
    """A site of LEAST and `files` below `within`; further settings as mkdocs.yml has them."""
    docs = within / "docs"
    for name, text in {**LEAST, **files}.items():
        if text is not None:
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            (docs / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return build_site(within, {**SETTINGS, **settings}, preview=preview, index=index)


def make_practice(
    name: str,
    within: Path,
    change: Callable[[Path], None] = lambda _: None,
    *,
    preview: bool = False,
    index: bool = False,
    **settings: object,
) -> Site:
    """The site of a practice, as of the day practices.TODAY; `change` may edit its content."""
    shutil.copytree(practices.docs(name), within / "docs", dirs_exist_ok=True)
    change(within / "docs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", practices.TODAY)
        return build_site(
            within, {**practices.settings(name), **settings}, preview=preview, index=index
        )


def build_site(
    within: Path, settings: Mapping[str, Any], *, preview: bool = False, index: bool = False
) -> Site:
    """Build `within`/docs into `within`/site; leave out the search index unless a test needs it."""
    folder = within / "site"
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    mkdocs = logging.getLogger("mkdocs")
    mkdocs.addHandler(handler)
    mkdocs.setLevel(logging.INFO)
    try:
        config = load_config(
            str(ROOT / "mkdocs.yml"),
            docs_dir=str(within / "docs"),
            site_dir=str(folder),
            strict=True,
            **{**OWN_FILES, **settings},
        )
        config.plugins.on_startup(command="serve" if preview else "build", dirty=False)
        with nullcontext() if index else _no_index():
            build(config, serve_url="http://127.0.0.1:8000/" if preview else None)
    except Abort:
        return Site(folder, log.getvalue(), ok=False)
    finally:
        mkdocs.removeHandler(handler)
    return Site(folder, log.getvalue(), ok=True)


@contextmanager
def _no_index() -> Iterator[None]:
    """Replace the program that makes the search index with one that makes nothing.

    Patched where it is called at run time: MkDocs loads hooks once per process, so they keep every
    function they have imported.
    """

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 0, "", "")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("practice.assets.search.subprocess", SimpleNamespace(run=run))
        yield


@pytest.fixture(scope="session")
def site_maker() -> SiteMaker:
    return make_site


@pytest.fixture
def site(tmp_path: Path) -> Build:
    def make(files: Mapping[str, str | bytes | None] = {}, *, preview: bool = False) -> Site:
        return make_site(tmp_path, files, preview=preview)

    return make


PROVIDERS = {
    "receiver": "receiver: {address: /enquiries}",
    "netlify": "netlify: {form: enquiry}",
    "formspree": "formspree: {id: xklmnopq}",
    "web3forms": "web3forms: {access_key: 01234567-89ab-cdef-0123-456789abcdef}",
    "mailto": "mailto: {address: ada@example.org}",
}


def contact(provider: str, settings: str | None = None, *, fields: str = "") -> dict[str, str]:
    """The form's file with `provider` chosen and set up, unless `settings` says otherwise."""
    settings = PROVIDERS[provider] if settings is None else settings
    lines = f"provider: {provider}\nproviders: {{{settings}}}\n"
    text = LEAST["_data/contact.yml"].replace("provider: receiver\n", lines)
    return {"_data/contact.yml": text + fields}
