# SPDX-License-Identifier: AGPL-3.0-or-later
"""What pictures carry beside what is seen is told, and is gone once they are cleaned."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from commonpress.read.picture_parts import carried
from tests.books import book, diagnostics, findings, run
from tests.pictures import chunk, jpeg, png, segment

ZIP = b"PK\x03\x04" + b"\0" * 30
TIFF = b"Exif\0\0II*\0\x08\0\0\0\0\0"
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
OTHER = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def profile(content: bytes) -> bytes:
    return chunk(b"iCCP", b"a\0\0" + zlib.compress(content))


TELLING = {
    "exif.png": png(chunk(b"eXIf", TIFF[6:])),
    "exif.jpg": jpeg(segment(0xE1, TIFF)),
    "xmp.jpg": jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>")),
    "xmp.png": png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>")),
    "text.png": png(chunk(b"tEXt", b"Author\0x")),
    "packed-text.png": png(chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"x"))),
    "time.png": png(chunk(b"tIME", b"\x07\xea\1\1\1\1\1")),
    "unknown.png": png(chunk(b"prVt", b"x")),
    "frames.png": png(chunk(b"acTL", b"\0" * 8)),
    "photoshop.jpg": jpeg(segment(0xED, b"Photoshop 3.0\0x")),
    "comment.jpg": jpeg(segment(0xFE, b"x")),
    "unknown.jpg": jpeg(segment(0xE9, b"x")),
    "small-picture.jpg": jpeg(segment(0xE0, b"JFXX\0\x10x")),
    "second-picture.jpg": jpeg(segment(0xE2, b"MPF\0x")),
    "profile.png": png(profile(OTHER)),
    "profile.jpg": jpeg(segment(0xE2, b"ICC_PROFILE\0\1\1" + OTHER)),
    "broken-profile.png": png(chunk(b"iCCP", b"a\0\0x")),
    "zip.png": png(behind=ZIP),
    "zip.jpg": jpeg(behind=ZIP),
    "second.jpg": jpeg(behind=jpeg()),
    "cut.png": png()[:-12],
    "cut.jpg": jpeg()[:-2],
    "page.png": b"<html><script>alert(1)</script>",
    "drawing.jpg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "moving.png": b"GIF89a\1\0\1\0\0\0\0;",
    "nothing.jpg": b"",
}


@pytest.mark.parametrize("name", TELLING)
def test_a_picture_that_carries_something_is_refused(name: str, tmp_path: Path) -> None:
    path = f"content/media/{name}"
    (finding,) = diagnostics(book(tmp_path, {path: TELLING[name]}))
    assert (finding.code.slug, finding.span.path) == ("picture-carries", path)
    assert finding.is_error
    assert finding.hint == f"run `commonpress clean-image {path}`"


@pytest.mark.parametrize("content", [png(), jpeg(), png(profile(SRGB)), png(chunk(b"sRGB", b"\0"))])
def test_a_picture_that_is_only_a_picture_is_taken(content: bytes, tmp_path: Path) -> None:
    ending = "png" if content.startswith(b"\x89") else "jpg"
    assert findings(book(tmp_path, {f"content/media/yard.{ending}": content})) == ()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("progressive", [False, True])
def test_what_another_program_saves_plainly_is_taken(
    form: str,
    mode: str,
    progressive: bool,  # noqa: FBT001
) -> None:
    target = io.BytesIO()
    Image.effect_noise((64, 48), 50).convert(mode).save(target, form, progressive=progressive)
    assert carried(target.getvalue()) == ()


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # of the pictures before
@pytest.mark.parametrize("name", TELLING)
def test_a_cleaned_picture_carries_nothing_and_looks_the_same(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(TELLING[name])
    done = run("clean-image", file)
    if name in NO_PICTURES:
        assert done.code == 2
        assert file.read_bytes() == TELLING[name]
        return
    assert done.code == 0
    assert carried(file.read_bytes()) == ()
    with Image.open(file) as clean, Image.open(io.BytesIO(TELLING[name])) as before:
        assert clean.size == before.size
        assert clean.format == before.format
        assert not clean.info.keys() & {"exif", "icc_profile", "xmp", "comment", "Author"}


NO_PICTURES = {"page.png", "drawing.jpg", "moving.png", "nothing.jpg", "cut.jpg", "cut.png"}


def test_a_picture_taken_sideways_is_turned_upright(tmp_path: Path) -> None:
    target = io.BytesIO()
    sideways = Image.Exif()
    sideways[0x0112] = 6
    sideways[0x8825] = {1: "N", 2: (48.0, 12.0, 30.0)}
    Image.new("RGB", (20, 10), "red").save(target, "JPEG", exif=sideways)
    (tmp_path / "a.jpg").write_bytes(target.getvalue())
    assert run("clean-image", tmp_path / "a.jpg").code == 0
    with Image.open(tmp_path / "a.jpg") as clean:
        assert clean.size == (10, 20)
        assert not clean.getexif()


def test_a_picture_without_anything_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg())
    assert run("clean-image", tmp_path / "a.jpg").code == 0
    assert (tmp_path / "a.jpg").read_bytes() == jpeg()


PICTURES = st.sampled_from([png(), jpeg(), *TELLING.values()])


@given(PICTURES, st.lists(st.tuples(st.integers(0, 700), st.binary(max_size=4)), max_size=4))
def test_no_picture_stops_the_reader(content: bytes, changes: list[tuple[int, bytes]]) -> None:
    for at, new in changes:
        content = content[:at] + new + content[at + len(new) :]
    assert all(isinstance(what, str) for what in carried(content))
