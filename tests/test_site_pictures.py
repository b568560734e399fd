# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures that pages show: drawn anew, small enough, with words, and nothing else of the file."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from commonpress.read.picture_parts import carried, size_of
from commonpress.render.clean_picture import (
    MOST_BYTES,
    MOST_HIGH,
    MOST_WIDE,
    NoPictureError,
    drawn_for_a_page,
)
from tests.books import SOUND, book, diagnostics, findings, run
from tests.pictures import chunk, jpeg, png, segment
from tests.small_site import elements

PAGE = "---\ntitle: Take part\ndescription: How.\n---\n![The table in the yard](../media/{})\n"
DECISION = "content/decisions/dec-2026-001.md"
ROOT = Path(__file__).parents[1]
SHOWN = re.compile(r"(?:\.\./)?media/[0-9a-f]{20}\.(?:png|jpg)")


def noise(width: int, height: int, form: str, mode: str = "RGB") -> bytes:
    """A picture that packs badly."""
    target = io.BytesIO()
    picture = Image.effect_noise((width, height), 90).convert(mode)
    picture.save(target, form, quality=95)
    return target.getvalue()


def grid(width: int, height: int, form: str) -> bytes:
    """A picture with edges, that is the same in every run."""
    target = io.BytesIO()
    picture = Image.linear_gradient("L").resize((width, height))
    picture.convert("RGB").save(target, form, quality=95)
    return target.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = book(
        tmp_path_factory.mktemp("pictures"),
        {
            "content/media/yard.jpg": grid(2400, 1600, "JPEG"),
            "content/media/mark.png": png(),
            "content/media/unseen.png": grid(20, 20, "PNG"),
            "content/pages/take-part.md": PAGE.format("yard.jpg"),
            DECISION: SOUND[DECISION] + "\n![The mark of the table](../media/mark.png)\n",
        },
    )
    said = run("build", folder, "--output", folder / "out", "--no-zine")
    assert said.code == 0, said
    return folder / "out/site"


def shown(page: Path) -> list[tuple[str, str]]:
    found = (e.attributes for e in elements(page.read_text()) if e.name == "img")
    return [(e["src"], e["alt"]) for e in found if "media/" in e["src"]]


def test_a_free_page_and_a_record_show_their_pictures_with_their_words(built: Path) -> None:
    ((there, says),) = shown(built / "take-part.html")
    assert says == "The table in the yard"
    assert SHOWN.fullmatch(there)
    ((there, says),) = shown(built / "decisions/dec-2026-001.html")
    assert says == "The mark of the table"
    assert there.startswith("../media/")
    assert SHOWN.fullmatch(there)


def test_only_what_a_page_shows_is_published_under_no_name_of_a_file(built: Path) -> None:
    files = [file.name for file in (built / "media").iterdir()]
    assert len(files) == 2
    assert not any(name.startswith(("yard", "mark", "unseen")) for name in files)


def test_what_is_published_carries_nothing_and_fits_a_page(built: Path) -> None:
    for file in (built / "media").iterdir():
        assert carried(file.read_bytes()) == ()
        assert file.stat().st_size <= MOST_BYTES
        with Image.open(file) as picture:
            assert picture.width <= MOST_WIDE
            assert picture.height <= MOST_HIGH
            assert not picture.info.keys() & {"exif", "icc_profile", "xmp", "comment"}


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_picture_that_packs_badly_is_made_smaller_until_it_fits(form: str, mode: str) -> None:
    drawn = drawn_for_a_page(noise(1500, 1100, form, mode))
    assert len(drawn) <= MOST_BYTES
    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.format == form


def test_a_small_picture_is_never_made_larger_and_keeps_what_is_clear() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (30, 20), (200, 40, 30, 0)).save(target, "PNG")
    with Image.open(io.BytesIO(drawn_for_a_page(target.getvalue()))) as picture:
        assert (picture.size, picture.mode) == ((30, 20), "RGBA")


def test_the_same_picture_gives_the_same_bytes() -> None:
    for form in ("PNG", "JPEG"):
        content = grid(1600, 900, form)
        assert drawn_for_a_page(content) == drawn_for_a_page(content)


def test_a_torn_picture_is_never_made_up_whatever_else_was_printed() -> None:
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
    try:
        with pytest.raises(NoPictureError):
            drawn_for_a_page(grid(80, 60, "JPEG")[:-200])
        assert ImageFile.LOAD_TRUNCATED_IMAGES
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


# --- hostile pictures -----------------------------------------------------------------------------

MARK = b"zqhidden-parcel"
GPS = Image.Exif()
GPS[0x8825] = {1: "N", 2: (48.0, 12.0, 30.0)}


def with_place() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(target, "JPEG", exif=GPS)
    return target.getvalue()


def bomb(wide: int, high: int) -> bytes:
    """A picture that says it is very large, in few bytes."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    dots = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND")


HOSTILE = {
    "place.jpg": with_place(),
    "parcel.png": png(behind=b"PK\x03\x04" + MARK),
    "parcel.jpg": jpeg(behind=b"PK\x03\x04" + MARK),
    "page.jpg": jpeg(segment(0xFE, b"<script>" + MARK)),
    "text.png": png(chunk(b"iTXt", b"Author\0\0\0\0\0" + MARK)),
    "both.png": b"GIF89a/*" + png(behind=b"*/=1;"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_stops_the_build_and_nothing_of_it_is_in_a_draft(
    name: str, tmp_path: Path
) -> None:
    files: dict[str, str | bytes | None] = {
        f"content/media/{name}": HOSTILE[name],
        "content/pages/x.md": PAGE.format(name),
    }
    folder = book(tmp_path, files)
    said = run("build", folder, "--no-zine", "--output", folder / "out")
    assert said.code == 1
    assert "error[picture-carries]" in said.out
    assert not (folder / "out").exists()
    run("build", folder, "--no-zine", "--draft", "--output", folder / "out")
    written = [file.read_bytes() for file in (folder / "out").rglob("*") if file.is_file()]
    assert written
    assert not any(MARK in content or b"GPS" in content for content in written)


def test_a_picture_of_a_million_million_dots_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    for number, (wide, high) in enumerate([(60_000, 60_000), (2**31 - 1, 2**31 - 1)]):
        path = "content/media/wall.png"
        content = bomb(wide, high)
        assert size_of(content) == (wide, high)
        (told,) = findings(book(tmp_path / str(number), {path: content}))
        assert told == ("too-large", path, 1, 1)
        with pytest.raises(NoPictureError):
            drawn_for_a_page(content)


def test_a_jpeg_says_how_large_it_is_in_any_of_its_frames() -> None:
    assert size_of(jpeg()) == (8, 8)
    assert size_of(noise(64, 48, "JPEG")) == (64, 48)
    large = segment(0xC0, b"\x08" + struct.pack(">HHB", 65_000, 65_001, 1) + b"\1\x11\0")
    assert size_of(jpeg(large)) == (65_001, 65_000)
    assert size_of(b"\xff\xd8\xff\xff\xff") == (0, 0)


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "slugs"),
    [
        ("![](../media/yard.png)", ["picture-without-words"]),
        ("![  ](../media/yard.png)", ["picture-without-words"]),
        ('<img src="../media/yard.png" alt=" ">', ["picture-without-words"]),
        ('<img src="../media/yard.png">', ["picture-without-words"]),
        ('<img alt="A yard" src="../media/yard.png">', []),
        ("![A yard](../media/yard.png)", []),
        ("![A yard](../media/yrad.png)", ["picture-missing"]),
        ("`![](../media/yard.png)`", []),
        ("```\n![](x.png)\n```", []),
    ],
)
def test_a_picture_says_what_it_shows(written: str, slugs: list[str], tmp_path: Path) -> None:
    page = f"---\ntitle: Take part\ndescription: How.\n---\nCome:\n\n{written}\n"
    folder = book(tmp_path, {"content/media/yard.png": png(), "content/pages/x.md": page})
    assert [finding.code.slug for finding in diagnostics(folder)] == slugs


def test_the_sample_shows_a_picture() -> None:
    pages = [file.read_text() for file in (ROOT / "content").rglob("*.md")]
    assert any("](../media/" in text for text in pages)
