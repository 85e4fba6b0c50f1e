"""Any files give a site or a clean report, never a crash."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ABOUT, LEAST, service
from tests.properties.conftest import TIMES, markdown, values

if TYPE_CHECKING:
    import pytest

    from tests.conftest import SiteMaker

PLACE = re.compile(r"(?P<path>docs/[^\n]*?|mkdocs\.yml):(?P<line>[1-9]\d*): .+\.$|.+[?…]$")
ARTICLE = {"title": "A title", "description": ABOUT, "date": "2024-05-01", "topic": "coaching"}
KEYS = [*ARTICLE, "tags", "author", "service", "related", "draft", "redirect_from", "tilte"]

front_matter = st.one_of(
    st.dictionaries(st.sampled_from(KEYS), values, max_size=2).map(
        lambda changed: "".join(f"{key}: {text}\n" for key, text in {**ARTICLE, **changed}.items())
    ),
    values,
)
text_files = st.builds(lambda head, body: f"---\n{head}\n---\n{body}\n", front_matter, markdown)
sound_texts = markdown.map(
    lambda body: "---\n" + "".join(f"{k}: {v}\n" for k, v in ARTICLE.items()) + f"---\n{body}\n"
)
data_files = st.one_of(
    values,
    st.builds(
        lambda key, text: service(**{key: text}), st.sampled_from(["title", "price", "x"]), values
    ),
)
sites = st.fixed_dictionaries(
    {
        **{f"articles/a{number}.md": text_files for number in range(4)},
        **{f"articles/b{number}.md": sound_texts for number in range(4)},
        "guides/c.md": text_files,
        "about.md": st.one_of(
            st.just(LEAST["about.md"]), markdown.map(lambda text: f"{LEAST['about.md']}{text}")
        ),
        "_data/services/d.yml": data_files,
        "_data/guides/c.yml": values,
        "_data/testimonials.yml": st.one_of(st.just("[]"), values),
    }
)


def check(files: dict[str, str | bytes], maker: SiteMaker, factory: pytest.TempPathFactory) -> None:
    folder = factory.mktemp("any")
    encoded = {
        name: text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        for name, text in files.items()
    }
    built = maker(folder, encoded)
    shutil.rmtree(folder)
    assert "Traceback" not in built.log
    assert "WARNING" not in built.log
    if not built.ok:
        head, _, listed = built.log.partition(" to fix:\n")
        lines = listed.splitlines()
        assert lines, built.log
        assert int(head.rpartition("\n")[2].split()[-2]) == len(lines)
        for line in lines:
            assert PLACE.match(line), line


@settings(max_examples=8 * TIMES)
@given(files=sites)
def test_any_texts_and_data_give_a_site_or_a_report(
    files: dict[str, str], site_maker: SiteMaker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    check(files, site_maker, tmp_path_factory)


@settings(max_examples=4 * TIMES)
@given(
    files=st.fixed_dictionaries(
        {
            name: st.one_of(st.just(LEAST[name]), values)
            for name in (
                "_data/practice.yml",
                "_data/contact.yml",
                "_data/topics.yml",
                "_data/sources.yml",
                "index.md",
            )
        }
    )
)
def test_any_required_files_give_a_site_or_a_report(
    files: dict[str, str], site_maker: SiteMaker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    check(files, site_maker, tmp_path_factory)
