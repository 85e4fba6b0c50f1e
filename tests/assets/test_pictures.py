"""The coach's pictures as browsers get them."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageSequence
from PIL.PngImagePlugin import PngInfo

from practice.assets.decoding import decode
from practice.assets.errors import LargePictureError, PictureError, UnusualColorsError
from practice.assets.pictures import make_picture
from tests.assets import profiles
from tests.assets.samples import ALL, SIZE, animation, encoded, with_chunks
from tests.conftest import LEAST, article

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Build


def photo(path: Path, size: tuple[int, int] = (2000, 1000), kind: str = "JPEG") -> None:
    """A picture with camera metadata, rotated by one entry of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    notes = Image.Exif()
    notes[0x010E] = "taken at home"
    Image.new("RGB", size, (120, 90, 60)).save(path, kind, exif=notes)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return tmp_path / "docs"


def test_a_picture_is_published_in_sizes_and_formats(site: Build, docs: Path) -> None:
    photo(docs / "articles/desk.jpg")
    built = site({"articles/a.md": article(body="Text.\n\n![A desk by a window](desk.jpg)")})
    picture = built.page("articles/a").select_one(".prose picture")
    assert [source["type"] for source in picture.select("source")] == ["image/avif", "image/webp"]
    for source in picture.select("source"):
        widths = [part.split() for part in source["srcset"].split(", ")]
        assert [width for _, width in widths] == ["480w", "820w", "1230w", "1640w"]
        for name, width in widths:
            file = built.folder / "articles" / name.removeprefix("../")
            with Image.open(file) as image:
                assert f"{image.width}w" == width
        assert source["sizes"]
    image = picture.img
    assert (image["alt"], image["width"], image["height"]) == ("A desk by a window", "1640", "820")
    assert image["loading"] == "lazy"
    assert (built.folder / "articles/desk.jpg").stat().st_size > 0


def test_a_small_picture_is_never_enlarged(site: Build, docs: Path) -> None:
    photo(docs / "articles/small.png", (300, 200), "PNG")
    built = site({"articles/a.md": article(body="Text.\n\n![Small](small.png)")})
    picture = built.page("articles/a").select_one(".prose picture")
    assert "300w" in picture.source["srcset"]
    assert "480w" not in picture.source["srcset"]
    assert picture.img["width"] == "300"


def test_what_the_camera_wrote_is_not_published(site: Build, docs: Path) -> None:
    photo(docs / "articles/desk.jpg")
    assert b"taken at home" in (docs / "articles/desk.jpg").read_bytes()
    built = site({"articles/a.md": article(body="![A desk](desk.jpg)")})
    files = [file for file in built.folder.rglob("desk*") if file.is_file()]
    assert len(files) == 9
    for file in files:
        assert b"taken at home" not in file.read_bytes(), file.name


def test_a_picture_that_opens_the_text_is_not_lazy(site: Build, docs: Path) -> None:
    photo(docs / "articles/one.jpg")
    photo(docs / "articles/two.jpg")
    body = "![One](one.jpg)\n\nText.\n\n- In a list: ![Two](two.jpg) and on."
    built = site({"articles/a.md": article(body=body)})
    first, second = built.page("articles/a").select(".prose img")
    assert "loading" not in first.attrs
    assert second["loading"] == "lazy"
    assert "In a list:" in second.find_parent("li").get_text()
    assert second.find_parent("li").get_text().strip().endswith("and on.")


def test_a_picture_without_alt_text_fails_the_build(site: Build, docs: Path) -> None:
    photo(docs / "articles/desk.jpg")
    built = site({"articles/a.md": article(body="Text.\n\n![](desk.jpg)")})
    assert not built.ok
    assert "docs/articles/a.md:9: The picture “desk.jpg” has no description" in built.log


def test_a_broken_picture_fails_the_build(site: Build, docs: Path) -> None:
    (docs / "articles").mkdir(parents=True)
    (docs / "articles/desk.jpg").write_bytes(b"not a picture")
    built = site({"articles/a.md": article(body="![A desk](desk.jpg)")})
    assert not built.ok
    assert "docs/articles/desk.jpg:1: This picture cannot be read." in built.log


def test_a_picture_that_does_not_fit_into_memory_fails_the_build(
    site: Build, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 1000)
    photo(docs / "articles/desk.jpg", (100, 100))
    built = site({"articles/a.md": article(body="![A desk](desk.jpg)")})
    assert not built.ok
    assert "docs/articles/desk.jpg:1: This picture or animation is too large." in built.log


@pytest.mark.parametrize(
    "chunks",
    [
        {"gAMA": struct.pack(">I", 100000)},
        {"cHRM": struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)},
        {"cICP": bytes((9, 16, 0, 1))},
    ],
)
def test_colors_that_would_change_are_reported(chunks: dict[str, bytes], tmp_path: Path) -> None:
    original = with_chunks(encoded(Image.new("RGB", (3, 2), (200, 60, 40)), "PNG"), **chunks)
    with pytest.raises(UnusualColorsError):
        make_picture("desk.png", original, tmp_path)


@pytest.mark.parametrize("name", ["desk.jpg", "desk.png", "desk.webp", "desk.gif"])
def test_nothing_but_pixels_is_published(name: str, tmp_path: Path) -> None:
    """Neither comments nor the notes of cameras and programs, nor profiles."""
    secret = b"taken at home"
    kind = {"jpg": "JPEG"}.get(name[5:], name[5:].upper())
    notes = Image.Exif()
    notes[0x010E] = secret.decode()
    text = PngInfo()
    text.add_text("Comment", secret.decode())
    options = {"PNG": {"pnginfo": text}}.get(kind, {"comment": secret})
    profile = profiles.grey(1.8) + secret
    image = Image.new("L", (30, 20), 99)
    original = encoded(image, kind, exif=notes, xmp=secret, icc_profile=profile, **options)
    assert secret in original
    picture = make_picture(name, original, tmp_path)
    for variant in (picture.fallback, *picture.extra):
        assert secret not in variant.data, variant.uri
        with Image.open(io.BytesIO(variant.data)) as made:
            assert not made.info.keys() & {"exif", "xmp", "icc_profile", "comment"}, variant.uri


@pytest.mark.parametrize("name", ["L-grey.jpg", "16-grey.png", "animation.gif", "really-avif.jpg"])
def test_half_a_file_is_shown_or_reported(name: str) -> None:
    original = ALL[name]()
    for length in range(0, len(original), max(1, len(original) // 60)):
        with suppress(PictureError):
            assert decode(original[:length]).image.size == SIZE


def test_an_animation_that_does_not_fit_into_memory_is_reported() -> None:
    original = bytearray(animation("GIF"))
    original[6:10] = struct.pack("<HH", 10000, 10000)
    with pytest.raises(LargePictureError):
        decode(bytes(original))


def test_an_animation_plays_as_often_and_as_fast_as_the_original(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (4, 3), color) for color in ("red", "green", "blue")]
    speed = [100, 250, 400]
    original = encoded(
        frames[0], "GIF", save_all=True, append_images=frames[1:], duration=speed, loop=2
    )
    made = make_picture("a.gif", original, tmp_path).animation
    assert made
    with Image.open(io.BytesIO(made.data)) as opened:
        opened.load()
        assert opened.info["loop"] == 3  # a GIF says how often it is repeated
        shown = [frame.copy().info["duration"] for frame in ImageSequence.Iterator(opened)]
    assert shown == speed


def test_a_missing_picture_fails_the_build(site: Build) -> None:
    built = site({"articles/a.md": article(body="![A desk](desk.jpg)")})
    assert not built.ok
    assert "desk.jpg" in built.log


def test_a_portrait_is_shown_and_a_missing_one_is_reported(site: Build, docs: Path) -> None:
    practice = LEAST["_data/practice.yml"] + "portrait: {file: ada.jpg, alt: Ada at her desk}\n"
    missing = site({"_data/practice.yml": practice})
    assert not missing.ok
    assert "docs/_data/practice.yml:10: There is no picture “ada.jpg”" in missing.log
    photo(docs / "ada.jpg", (800, 1000))
    built = site({"_data/practice.yml": practice})
    assert built.ok
    assert built.page("").select_one(".coach img")["alt"] == "Ada at her desk"


def test_pictures_in_one_line_keep_their_order_and_the_words_between(
    site: Build, docs: Path
) -> None:
    for name in ("one.jpg", "two.jpg", "three.jpg"):
        photo(docs / "articles" / name, (600, 300))
    body = "Text.\n\nA ![One](one.jpg) b ![Two](two.jpg)![Three](three.jpg) c."
    paragraph = site({"articles/a.md": article(body=body)}).page("articles/a").select(".prose p")[1]
    assert [image["alt"] for image in paragraph.select("img")] == ["One", "Two", "Three"]
    assert paragraph.get_text().split() == ["A", "b", "c."]


def test_two_pictures_with_one_name_and_two_formats_stay_apart(site: Build, docs: Path) -> None:
    photo(docs / "articles/x.jpg", (600, 300))
    photo(docs / "articles/x.png", (600, 500), "PNG")
    built = site({"articles/a.md": article(body="![A](x.jpg)\n\n![B](x.png)")})
    first, second = built.page("articles/a").select(".prose picture")
    assert first.source["srcset"] != second.source["srcset"]
    for picture, height in ((first, 300), (second, 500)):
        name = picture.source["srcset"].split(", ")[-1].split()[0].removeprefix("../")
        with Image.open(built.folder / "articles" / name) as image:
            assert image.height == height


def test_drawings_and_odd_colors_do_no_harm(site: Build, docs: Path) -> None:
    out = io.BytesIO()
    Image.new("CMYK", (900, 300)).save(out, "JPEG")
    (docs / "articles").mkdir(parents=True)
    (docs / "articles/print.jpg").write_bytes(out.getvalue())
    Image.new("P", (600, 300)).save(docs / "articles/few.png", "PNG")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    (docs / "articles/line.svg").write_text(drawing, encoding="utf-8")
    body = "![A](print.jpg) ![B](few.png) ![C](line.svg)"
    built = site({"articles/a.md": article(body=body)})
    assert built.ok
    page = built.page("articles/a")
    assert len(page.select(".prose picture")) == 2
    assert page.select_one(".prose img[alt=C]")["src"] == "../line.svg"
    assert (built.folder / "articles/line.svg").is_file()


def test_a_cached_picture_is_not_decoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(tmp_path / "desk.jpg")
    original = (tmp_path / "desk.jpg").read_bytes()
    first = make_picture("desk.jpg", original, tmp_path / "cache")

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("the picture was decoded")

    monkeypatch.setattr("PIL.Image.open", fail)
    assert make_picture("desk.jpg", original, tmp_path / "cache") == first
    with pytest.raises(AssertionError, match="decoded"):
        make_picture("desk.jpg", original, tmp_path / "empty")


def test_names_with_spaces_and_signs_are_encoded(site: Build, docs: Path) -> None:
    for name in ("my desk.jpg", "ü&50%.jpg"):
        photo(docs / "articles" / name)
    body = "![A](<my desk.jpg>)\n\n![B](ü&50%25.jpg)"
    page = site({"articles/a.md": article(body=body)}).page("articles/a")
    sources = [image["src"] for image in page.select(".prose img")]
    assert sources == ["../my%20desk.jpg", "../%C3%BC%2650%25.jpg"]
    for source in page.select(".prose source"):
        for address in source["srcset"].split(", "):
            assert len(address.split(" ")) == 2


def test_pictures_and_files_that_readers_see_nowhere_are_private(site: Build, docs: Path) -> None:
    names = ("draft.jpg", "late.jpg", "list.pdf", "both.png", "unused.png", "me.png")
    for name in names:
        photo(docs / "articles" / name, (40, 30), "PDF" if name.endswith("pdf") else "PNG")
    portrait = "portrait: {file: articles/me.png, alt: Ada}\n"
    own = "![a](draft.jpg) ![b](both.png) ![c](me.png) [d](list.pdf)"
    built = site(
        {
            "_data/practice.yml": LEAST["_data/practice.yml"] + portrait,
            "articles/a.md": article(body=own, draft="true"),
            "articles/b.md": article(
                date="2999-01-01", body="<img src='../late.jpg' alt='b' width='40' height='30'>"
            ),
            "articles/c.md": article(body="![c](both.png)"),
        }
    )
    assert built.ok, built.log
    found = {file.name for file in (built.folder / "articles").iterdir() if file.is_file()}
    assert {name for name in names if name in found} == {"both.png", "unused.png", "me.png"}
    assert not any(name.startswith(("draft", "late")) for name in found)


def test_a_mistake_in_a_picture_stops_nothing_as_long_as_only_drafts_use_it(
    site: Build, docs: Path
) -> None:
    for name in ("a.heic", "b.jpg"):
        (docs / "articles").mkdir(parents=True, exist_ok=True)
        (docs / "articles" / name).write_bytes(b"no picture")
    files = {"articles/a.md": article(body="![a](a.heic) ![b](b.jpg)", draft="true")}
    assert site(files).ok
    preview = site(files, preview=True)
    assert preview.ok
    assert "docs/articles/b.jpg:1: This picture cannot be read." in preview.html("articles/a")
    built = site({"articles/b.md": article(date="2999-01-01", body="![b](b.jpg)")})
    assert not built.ok
    (line,) = built.log.partition(" to fix:\n")[2].splitlines()
    assert line.startswith("docs/articles/b.jpg:1: This picture cannot be read.")
