"""What texts show with `![…](…)`: sizes, titles, players, documents, and odd names of files."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest
from bs4 import Tag

from tests.assets.samples import NAMES, animation, colorful, encoded
from tests.conftest import LEAST, article

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Build

PATH = "articles/a.md"
JPEG = encoded(colorful(), "JPEG")


@pytest.fixture
def show(site: Build, tmp_path: Path) -> Callable[..., Build]:
    """A site with one text and the files it shows."""

    def build(body: str, **files: bytes) -> Build:
        for name, data in files.items():
            path = tmp_path / "docs/articles" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return site({PATH: article(body=body)})

    return build


def prose(built: Build, selector: str) -> Tag:
    assert built.ok, built.log
    found = built.page("articles/a").select_one(f".prose {selector}")
    assert isinstance(found, Tag)
    return found


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('![A](a.jpg "A title")', {"title": "A title", "width": "64", "height": "48"}),
        ("![A](a.jpg){width=32}", {"width": "32", "height": "24"}),
        ("![A](a.jpg){width=32px .right}", {"width": "32", "class": ["right"]}),
        ("![A](a.jpg){height=24 #desk}", {"width": "32", "height": "24", "id": "desk"}),
        ("![A](a.jpg){width=50%}", {"width": "328", "height": "246"}),
        ("![A](a.jpg){loading=eager}", {"width": "64", "loading": "lazy"}),
        ("![A desk|32](a.jpg)", {"alt": "A desk", "width": "32", "height": "24"}),
        ("![A | B](a.jpg)", {"alt": "A | B", "width": "64"}),
        (r'![A \* "B" <C>](a.jpg)', {"alt": 'A * "B" <C>'}),
    ],
)
def test_what_a_text_says_about_a_picture_is_kept(
    written: str, expected: dict[str, str], show: Callable[..., Build]
) -> None:
    image = prose(show(f"Text.\n\n{written}", **{"a.jpg": JPEG}), "img")
    assert {name: image[name] for name in expected} == expected


def test_a_small_picture_does_not_load_a_large_one(show: Callable[..., Build]) -> None:
    built = show("![A](a.jpg){width=300}", **{"a.jpg": JPEG})
    assert prose(built, "source")["sizes"] == "min(300px, 100vw - 2.5rem)"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{width=wide}", "“wide” is not a valid width of a picture."),
        ("{width=12em}", "“12em” is not a valid width of a picture."),
        ("{height=50%}", "“50%” is not a valid height of a picture."),
    ],
)
def test_a_size_that_cannot_be_kept_is_reported(
    written: str, message: str, show: Callable[..., Build]
) -> None:
    built = show(f"![B](a.jpg){{width=9}}\n\n![A](a.jpg){written}", **{"a.jpg": JPEG})
    assert not built.ok
    assert f"docs/{PATH}:9: {message} Write pixels, like {{width=300}}" in built.log


@pytest.mark.parametrize("target", ["../about.md", "talk.vtt"])
def test_what_cannot_be_shown_is_reported(target: str, show: Callable[..., Build]) -> None:
    built = show(f"Text.\n\n![About]({target})", **{"talk.vtt": b"WEBVTT"})
    assert not built.ok
    name = target.rpartition("/")[2]
    message = f"docs/{PATH}:9: “{name}” is not a picture. Remove the ! before the link."
    assert message in built.log


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("a#b.jpg", "“a#b.jpg” has a # or ? in its name, which a link cannot contain. Use “a%23b"),
        ("a?b.jpg", "“a?b.jpg” has a # or ? in its name, which a link cannot contain. Use “a%3Fb"),
        ("Shot AM.jpg", "There is no picture “Shot AM.jpg”. Did you mean “Shot%E2%80%AFAM.jpg”?"),
        ("é.jpg", "There is no picture “é.jpg”. Did you mean “e%CC%81.jpg”?"),
    ],
)
def test_a_name_that_is_hard_to_write_is_given_in_the_report(
    target: str, message: str, show: Callable[..., Build]
) -> None:
    names = ("a#b.jpg", "a?b.jpg", "Shot\u202fAM.jpg", "e\u0301.jpg")
    built = show(f"Text.\n\n![A]({target})", **dict.fromkeys(names, JPEG))
    assert not built.ok
    assert f"docs/{PATH}:9: {message}" in built.log


def test_a_film_gets_a_player_with_its_captions(show: Callable[..., Build]) -> None:
    files = {"my talk.MP4": b"a film", "my talk.vtt": b"WEBVTT"}
    built = show("![A talk](<my talk.MP4>){width=320}", **files)
    film = prose(built, "video")
    assert film["src"] == "../my%20talk.MP4"
    assert film["aria-label"] == film.get_text(strip=True) == "A talk"
    assert film["width"] == "320"
    assert film.has_attr("controls")
    assert not film.has_attr("autoplay")
    assert film.track and film.track["src"] == "../my%20talk.vtt"
    assert "captions" not in built.log


def test_captions_are_asked_for(show: Callable[..., Build]) -> None:
    built = show("![A talk](talk.webm)", **{"talk.webm": b"a film"})
    assert prose(built, "video").track is None
    assert "docs/articles/talk.webm:1: This film has no captions" in built.log
    assert "Add them as talk.vtt, next to the film." in built.log


@pytest.mark.parametrize(
    "place", [b"\xa9xyz\0\x12\x15\xc7+52.5163+013.3777/", b"com.apple.quicktime.location.ISO6709"]
)
def test_a_film_with_its_place_is_refused(place: bytes, show: Callable[..., Build]) -> None:
    built = show("![A talk](talk.mp4)", **{"talk.mp4": b"film" + place + b"film"})
    assert not built.ok
    assert "docs/articles/talk.mp4:1: This film contains the place where it was taken." in built.log


@pytest.mark.parametrize(("name", "kind"), [("talk.MOV", "MP4"), ("talk.wav", "MP3")])
def test_a_file_that_some_browsers_cannot_play_is_refused(
    name: str, kind: str, show: Callable[..., Build]
) -> None:
    built = show(f"![A talk]({name})", **{name: b"a talk"})
    assert not built.ok
    (line,) = built.log.partition(" to fix:\n")[2].splitlines()
    wanted = f"Some browsers cannot play this file. Save it as {kind}, and replace it."
    assert line == f"docs/articles/{name}:1: {wanted}"


def test_a_recording_gets_a_player(show: Callable[..., Build]) -> None:
    recording = prose(show("![A talk](talk.mp3)", **{"talk.mp3": b"a talk"}), "audio")
    assert (recording["src"], recording["aria-label"]) == ("../talk.mp3", "A talk")
    assert recording.has_attr("controls")
    assert not recording.has_attr("autoplay")


def test_a_document_gets_a_link_with_its_size(show: Callable[..., Build]) -> None:
    built = show('![A list](list.pdf "Print it")', **{"list.pdf": bytes(123_000)})
    link = prose(built, "a")
    assert (link["href"], link["title"]) == ("../list.pdf", "Print it")
    assert link.get_text() == "A list (PDF, 123.0 kB)"


def test_captions_of_a_draft_are_private(site: Build, tmp_path: Path) -> None:
    folder = tmp_path / "docs/articles"
    folder.mkdir(parents=True)
    for name in ("talk.mp4", "talk.vtt", "moving.gif"):
        (folder / name).write_bytes(animation("GIF"))
    body = "![A](talk.mp4) ![B](moving.gif)"
    built = site({PATH: article(body=body, draft="true")})
    assert built.ok, built.log
    assert not [file.name for file in (built.folder / "articles").glob("*[tm][ao][lv]*.*")]


def test_an_animation_moves_only_for_those_who_want_it(show: Callable[..., Build]) -> None:
    built = show("![A](a.gif)", **{"a.gif": animation("GIF", comment=b"by Ada")})
    moving, *still = prose(built, "picture").select("source")
    assert moving["media"] == "(prefers-reduced-motion: no-preference)"
    assert moving["srcset"] == "../a-gif-moving.webp"
    assert [source["type"] for source in still] == ["image/avif", "image/webp"]
    for file in (built.folder / "articles").glob("a[.-]*"):
        assert b"by Ada" not in file.read_bytes()


def test_dark_drawings_get_a_light_ground(show: Callable[..., Build]) -> None:
    clear = colorful(mode="RGBA")
    clear.paste((20, 20, 20, 255), (0, 0, 32, 48))
    clear.paste((0, 0, 0, 0), (32, 0, 64, 48))
    light = clear.copy()
    light.paste((240, 240, 240, 255), (0, 0, 32, 48))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>%s</style></svg>'
    files = {
        "dark.png": encoded(clear, "PNG"),
        "light.png": encoded(light, "PNG"),
        "full.png": encoded(colorful(), "PNG"),
        "dark.svg": svg % b"",
        "knows.svg": svg % b"@media (prefers-color-scheme: dark) {}",
    }
    body = " ".join(f"![A {name.replace('.', ' ')}]({name})" for name in files)
    built = show(body, **files)
    assert built.ok, built.log
    images = built.page("articles/a").select(".prose img")
    dark = [image["alt"] for image in images if "dark-picture" in image.get("class", ())]
    assert dark == ["A dark png", "A dark svg"]


def test_what_a_drawing_program_wrote_is_not_published(show: Callable[..., Build]) -> None:
    drawing = b"""<?xml version="1.0"?><!-- by Ada -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="http://www.inkscape.org/namespaces/inkscape"
  ink:export-filename="/home/ada/private.png" viewBox="0 0 9 9">
<metadata>Ada Example</metadata><ink:view ink:path="/home/ada"/><title>A line</title>
<path d="M0 0H9" stroke="#000"/></svg>"""
    built = show("![A](a.svg)", **{"a.svg": drawing})
    assert built.ok, built.log
    published = (built.folder / "articles/a.svg").read_text("utf-8")
    assert "ada" not in published.lower()
    assert '<path d="M0 0H9" stroke="#000"' in published
    assert published.startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_a_portrait_may_have_its_name_from_a_camera(site: Build, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/IMG.JPG").write_bytes(JPEG)
    portrait = "portrait: {file: IMG.JPG, alt: Ada}\n"
    built = site({"_data/practice.yml": LEAST["_data/practice.yml"] + portrait})
    assert built.ok, built.log
    assert built.page("").select_one(".coach img")["src"] == "IMG.JPG"


def test_every_name_is_shown(show: Callable[..., Build]) -> None:
    body = "\n\n".join(f"![Number {at}]({quote(name)})" for at, name in enumerate(NAMES))
    built = show(body, **dict.fromkeys(NAMES, encoded(colorful((2, 2)), "JPEG")))
    assert built.ok, built.log
    pictures = built.page("articles/a").select(".prose picture")
    assert [unquote(picture.img["src"]) for picture in pictures] == [f"../{name}" for name in NAMES]
    for picture in pictures:
        addresses = [picture.img["src"]]
        for source in picture.select("source"):
            addresses += [part.split(" ")[0] for part in source["srcset"].split(", ")]
        for address in addresses:
            assert not set(address) & set(" #?,"), address
            assert (built.folder / "articles" / unquote(address).removeprefix("../")).is_file()
