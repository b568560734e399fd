# SPDX-License-Identifier: AGPL-3.0-or-later
"""The press on its own: strict typesetting, and imposition proven by folding what poppler reads."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pikepdf
import pytest

from commonpress.ground.imposition import Flip, saddle_stitch
from commonpress.render.faces import open_face
from commonpress.render.pdf import UnprintableError, check_faces, measure, typeset
from commonpress.render.plates import HALF_A4, Trim, finish_tags, font_names
from commonpress.render.plates_sheets import impose_pdf
from tests.fold import Held, fold_saddle, read_pages, words_of

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "site_templates" / "fonts"
CSS = """
@font-face { font-family: "Zine Sans"; font-weight: 500; src: url(asset:ZineSans-500.ttf) }
@font-face { font-family: "Common Display"; font-weight: 800;
             src: url(asset:CommonDisplay-800.ttf) }
@page { size: 148.5mm 210mm; margin: 14mm 11mm 19mm 15mm }
body { margin: 0; font: 500 10pt/4.75mm "Zine Sans" }
h1 { margin: 0; font: 800 33pt/30pt "Common Display" }
section { break-before: page; height: 170mm; position: relative }
.over { position: absolute; left: 120mm; width: 60mm; top: 60mm; height: 9mm; background: #000 }
"""


def assets(css: str = CSS) -> dict[str, bytes]:
    fonts = {path.name: path.read_bytes() for path in sorted(FONTS.glob("*.ttf"))}
    return {**fonts, "zine.css": css.encode()}


def page_of(body: str, head: str = "") -> str:
    return (
        "<!doctype html><html lang=en><head><title>Sheets</title>"
        '<meta name="dcterms.created" content="2026-06-21">'
        f'<link rel="stylesheet" href="asset:zine.css">{head}</head><body>{body}</body></html>'
    )


def numbered(count: int, extra: str = "") -> str:
    """Write pages that say their number at the head and at the foot."""
    return page_of(
        "".join(
            f"<section><h1>PAGE{n:03d}</h1><p>The {n}th page, its second line.</p>{extra}"
            f"<p>FOOT{n:03d}</p></section>"
            for n in range(1, count + 1)
        )
    )


def in_file(folder: Path, name: str, pdf: bytes) -> Path:
    path = folder / f"{name}.pdf"
    path.write_bytes(pdf)
    return path


# --- setting -------------------------------------------------------------------------------------


def test_the_pages_are_tagged_and_in_their_language() -> None:
    table = (
        '<section><h1>A head</h1><p><a href="https://commons.example/">a link</a></p>'
        "<table><thead><tr><th>Came in<th>kg</thead>"
        "<tbody><tr><th>Bread<td>12.5</tbody></table></section>"
    )
    with pikepdf.open(io.BytesIO(finish_tags(typeset(page_of(table), assets())))) as pdf:
        assert pdf.Root.Lang == "en"
        assert pdf.Root.MarkInfo.Marked
        scopes = [
            (str(o.A.Scope), str(o.A.O))
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/TH"
        ]
        assert sorted(scopes) == [("/Column", "/Table")] * 2 + [("/Row", "/Table")]
        flags = [note.F for page in pdf.pages for note in page.get("/Annots", [])]
        assert flags
        assert all(int(flag) & 4 for flag in flags)


def test_the_date_of_the_file_is_the_date_of_the_record(tmp_path: Path) -> None:
    path = in_file(tmp_path, "dated", finish_tags(typeset(numbered(1), assets())))
    told = subprocess.run(
        ["pdfinfo", "-isodates", path], check=True, capture_output=True, text=True
    ).stdout
    assert "2026-06-21" in told
    assert "ModDate" not in told


def test_only_the_shipped_faces_are_embedded() -> None:
    assert font_names(typeset(numbered(1), assets())) == (
        "Common-Display-Ultra-Bold-Condensed",
        "Zine-Sans-Medium",
    )


def test_a_galley_says_where_each_element_stands() -> None:
    galley = measure(page_of('<section>One</section><section id="two">Two</section>'), assets())
    (spot,) = galley.spots["two"]
    assert galley.pages == spot.page == 2
    assert (spot.top, spot.foot) == pytest.approx((14, 14 + 170), abs=0.01)


OUTSIDE = {
    "a file": '<img alt="x" src="file:///etc/hostname">',
    "the network": '<img alt="x" src="https://commons.example/x.png">',
    "inlined data": '<img alt="x" src="data:image/png;base64,AAAA">',
    "another asset": '<img alt="x" src="asset:../secrets.png">',
    "a relative address": '<img alt="x" src="secrets.png">',
    "a background": '<p style="background: url(https://commons.example/x.png)">x</p>',
    "an import": "<style>@import url(https://commons.example/x.css);</style>",
    "a face": "<style>@font-face { font-family: F; src: url(file:///f.ttf) }</style>",
    "an object": '<object data="file:///etc/hostname">x</object>',
    "an SVG": '<svg><image href="file:///etc/hostname" width="9" height="9"/></svg>',
}


@pytest.mark.parametrize("body", OUTSIDE.values(), ids=OUTSIDE)
def test_nothing_is_fetched_but_the_assets(body: str) -> None:
    with pytest.raises(UnprintableError):
        typeset(page_of(body), assets())


def test_a_file_cannot_be_attached() -> None:
    head = '<link rel="attachment" href="file:///etc/hostname">'
    with pytest.raises(UnprintableError, match="/etc/hostname"):
        typeset(page_of("x", head), assets())


WARNED = {
    "a property that is ignored": (CSS + "p { writing-mode: vertical-rl }", "<p>x</p>"),
    "a value that is ignored": (
        CSS + "p { background: linear-gradient(#000 0 .35mm, #fff) }",
        "<p>x</p>",
    ),
    "a character no font has": (CSS, "<p>\N{MUSICAL SYMBOL G CLEF}\ue123</p>"),
    "a face that is no font": (CSS.replace("ZineSans-500.ttf", "zine.css"), "<p>x</p>"),
}


@pytest.mark.parametrize(("css", "body"), WARNED.values(), ids=WARNED)
def test_what_is_only_logged_stops_the_work(css: str, body: str) -> None:
    with pytest.raises(UnprintableError):
        typeset(page_of(body), assets(css))


def test_a_layout_that_breaks_down_is_told_as_a_reason() -> None:
    style = (
        "<style>p::first-letter { float: left } "
        ".x::after { content: target-counter(attr(href), page) }</style>"
    )
    body = '<p>Hello world <a class=x href="#d">x</a><b id=d>d</b></p>'
    with pytest.raises(UnprintableError, match="layout failed with AssertionError"):
        typeset(page_of(body, style), assets())


def test_two_files_for_one_face_are_refused() -> None:
    twice = CSS + CSS.replace("ZineSans-500", "ZineSans-700")
    with pytest.raises(UnprintableError, match="second file for Zine Sans 500 normal"):
        check_faces(assets(twice))


@pytest.mark.parametrize("name", ["Sans", '"serif"', "Monospace"])
def test_a_name_that_the_system_answers_to_is_refused(name: str) -> None:
    css = f"@font-face {{ font-family: {name}; src: url(asset:ZineSans-500.ttf) }}"
    with pytest.raises(UnprintableError, match="the system answers to"):
        check_faces({"zine.css": css.encode()})


def test_characters_that_a_font_lacks_are_named_once() -> None:
    face = open_face((FONTS / "ZineSans-500.ttf").read_bytes())
    assert face.missing("Añejo žluťoučký Ж Ω Việt\N{SOFT HYPHEN}\n") == ()
    assert face.missing("漢字 and 漢") == ("漢", "字")


PRINT_ONCE = """
import sys
from tests.test_pdf import assets, numbered
from commonpress.ground.imposition import saddle_stitch
from commonpress.render.pdf import typeset
from commonpress.render.plates import HALF_A4, finish_tags
from commonpress.render.plates_sheets import impose_pdf
single = finish_tags(typeset(numbered(6), assets()))
sys.stdout.buffer.write(single + impose_pdf(single, saddle_stitch(), HALF_A4))
"""


def test_the_same_pages_give_the_same_bytes_anywhere(tmp_path: Path) -> None:
    places = [
        {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"TZ": "America/St_Johns", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"},
    ]
    printed = set()
    for number, place in enumerate(places):
        folder = tmp_path / str(number)
        folder.mkdir()
        printed.add(_printed_in(folder, place))
    assert len(printed) == 1


def _printed_in(folder: Path, place: dict[str, str]) -> bytes:
    paths = os.pathsep.join([str(ROOT / "generator"), str(ROOT)])
    environment = {**os.environ, **place, "PYTHONPATH": paths, "HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", PRINT_ONCE],
        check=True,
        capture_output=True,
        cwd=folder,
        env=environment,
    )
    assert len(done.stdout) > 10_000
    return done.stdout


# --- imposing ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def single_pages() -> bytes:
    return finish_tags(typeset(numbered(16), assets()))


def first_pages(pdf: bytes, count: int) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.pages[count:]
        target = io.BytesIO()
        opened.save(target, deterministic_id=True)
    return target.getvalue()


def blanks_before_the_cover(count: int) -> list[Held]:
    blanks = [Held(None)] * (-count % 4)
    return [Held(n) for n in range(1, count)] + blanks + [Held(count)]


def folded(
    folder: Path, pages: bytes, flip: Flip, printer_turns: str, *, right_to_left: bool = False
) -> list[Held]:
    """Impose for one printer, print on another, fold, and read with shifts left out."""
    layout = saddle_stitch(flip, right_to_left=right_to_left)
    sides = read_pages(in_file(folder, "plates", impose_pdf(pages, layout, HALF_A4)))
    sources = read_pages(in_file(folder, "pages", pages))
    turns: dict[str, Literal["short", "long"]] = {"short": "short", "long": "long"}
    found = fold_saddle(sides, sources, turns[printer_turns], right_to_left=right_to_left)
    return [Held(held.page, held.upside_down) for held in found]


@pytest.mark.parametrize("count", [2, 4, 6, 7, 13, 16])
@pytest.mark.parametrize("edge", ["short", "long"])
@pytest.mark.parametrize("right_to_left", [False, True], ids=["ltr", "rtl"])
def test_folded_sheets_read_in_order(
    tmp_path: Path, single_pages: bytes, count: int, edge: str, *, right_to_left: bool
) -> None:
    pages = first_pages(single_pages, count)
    read = folded(tmp_path, pages, Flip(f"{edge} edge"), edge, right_to_left=right_to_left)
    assert read == blanks_before_the_cover(count)


@pytest.mark.parametrize(("made_for", "turned"), [("long", "short"), ("short", "long")])
def test_a_file_for_the_other_edge_reads_wrong(
    tmp_path: Path, single_pages: bytes, made_for: str, turned: str
) -> None:
    pages = first_pages(single_pages, 8)
    read = folded(tmp_path, pages, Flip(f"{made_for} edge"), turned)
    assert [held.page for held in read] != list(range(1, 9))
    assert sum(held.upside_down for held in read) == 4


def test_a_left_bound_file_read_from_the_right_is_wrong(
    tmp_path: Path, single_pages: bytes
) -> None:
    pages = first_pages(single_pages, 8)
    sides = read_pages(in_file(tmp_path, "plates", impose_pdf(pages, saddle_stitch(), HALF_A4)))
    sources = read_pages(in_file(tmp_path, "pages", pages))
    read = fold_saddle(sides, sources, "short", right_to_left=True)
    assert read != blanks_before_the_cover(8)


def test_two_pages_swapped_on_the_plates_read_wrong(tmp_path: Path, single_pages: bytes) -> None:
    pages = first_pages(single_pages, 8)
    with pikepdf.open(io.BytesIO(impose_pdf(pages, saddle_stitch(), HALF_A4))) as plates:
        names = plates.pages[1].Resources.XObject
        first, second = sorted(names.keys())
        names[first], names[second] = names[second], names[first]
        plates.save(tmp_path / "swapped.pdf")
    sides = read_pages(tmp_path / "swapped.pdf")
    sources = read_pages(in_file(tmp_path, "pages", pages))
    assert [held.page for held in fold_saddle(sides, sources, "short")] == [1, 7, 3, 4, 5, 6, 2, 8]


def test_no_word_is_lost_between_pages_and_plates(tmp_path: Path, single_pages: bytes) -> None:
    plates = in_file(tmp_path, "plates", impose_pdf(single_pages, saddle_stitch(), HALF_A4))
    pages = in_file(tmp_path, "pages", single_pages)
    assert words_of(read_pages(plates)) == words_of(read_pages(pages))


def test_pages_move_towards_the_spine_by_one_paper_a_sheet(
    tmp_path: Path, single_pages: bytes
) -> None:
    layout = saddle_stitch(caliper=0.1)
    sides = read_pages(in_file(tmp_path, "crept", impose_pdf(single_pages, layout, HALF_A4)))
    sources = read_pages(in_file(tmp_path, "pages", single_pages))
    paper = 0.1 * 72 / 25.4
    for held in fold_saddle(sides, sources, "short"):
        assert held.page is not None
        depth = min(held.page - 1, 16 - held.page) // 2
        away = -1 if held.page % 2 else 1
        assert held.shift == pytest.approx(away * depth * paper, abs=0.01)


def test_sheets_are_a4_and_tell_the_printer_what_to_do(single_pages: bytes) -> None:
    short = impose_pdf(single_pages, saddle_stitch(), HALF_A4, "commons.example/zine")
    long = impose_pdf(single_pages, saddle_stitch(Flip.LONG_EDGE), HALF_A4)
    with pikepdf.open(io.BytesIO(short)) as pdf:
        for page in pdf.pages:
            size = [float(edge) * 25.4 / 72 for edge in page.mediabox]
            assert size == pytest.approx([0, 0, 297, 210], abs=0.02)
        wishes = pdf.Root.ViewerPreferences
        assert str(wishes.PrintScaling) == "/None"
        assert str(wishes.Duplex) == "/DuplexFlipShortEdge"
        assert pdf.docinfo.Title == "Sheets (imposed for printing, not for reading on screen)"
        assert pdf.docinfo.Subject == "commons.example/zine"
        assert pdf.Root.Lang == "en"
    with pikepdf.open(io.BytesIO(long)) as pdf:
        assert str(pdf.Root.ViewerPreferences.Duplex) == "/DuplexFlipLongEdge"


def test_ink_beyond_a_page_does_not_cross_the_fold(tmp_path: Path) -> None:
    """Every page has a bar that runs past its right edge, and moves 10 mm towards the spine."""
    pages = typeset(numbered(8, '<div class="over"></div>'), assets())
    layout = saddle_stitch(caliper=10)
    plates = in_file(tmp_path, "bars", impose_pdf(pages, layout, HALF_A4))
    command = ["pdftoppm", "-f", "4", "-l", "4", "-r", "72", "-gray", str(plates)]
    picture = subprocess.run(command, check=True, capture_output=True).stdout
    width, height, fold = 842, 596, 421
    assert picture.startswith(f"P5\n{width} {height}\n255\n".encode())
    row = picture[-width * height :][221 * width : 222 * width]
    dark = [x for x, grey in enumerate(row) if grey < 128]
    assert min(dark) == pytest.approx(145 * 72 / 25.4, abs=2)  # the bar of page 4, up to the fold
    assert not [x for x in dark if fold < x < fold + 300]  # none of it on page 5
    assert max(dark) == pytest.approx(fold + 138.5 * 72 / 25.4, abs=2)  # page 5's own bar


def test_a_page_of_another_size_is_refused() -> None:
    a6 = typeset(numbered(1), assets(CSS.replace("148.5mm 210mm", "105mm 148.5mm")))
    with pytest.raises(ValueError, match=r"page 1 is 105\.0 x 148\.5 mm"):
        impose_pdf(a6, saddle_stitch(), HALF_A4)
    assert impose_pdf(a6, saddle_stitch(), Trim(105, 148.5))
