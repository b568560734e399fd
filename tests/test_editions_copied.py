# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is left of an edition on paper: its inks, copies of copies, and what is read by ear."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image

from commonpress.kinds.publication import Edition
from commonpress.render.charts.pens import Pattern
from commonpress.render.pdf import typeset
from commonpress.render.plates_inks import Ink, in_black, inks_of, plate_of
from commonpress.render.print_editions import print_editions
from commonpress.render.zine_pictures import pattern_sample
from tests.copier import copied, picture, survival
from tests.editions import BARE, BOOK, ISSUE, laid_in
from tests.fold import (
    Printed,
    Word,
    read_pages,
    words_of,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wanted = [e for e in Edition if e not in (Edition.QUARTER, Edition.ACCORDION)]
    return laid_in(
        tmp_path_factory.mktemp("editions"), print_editions(BOOK, ISSUE, editions=wanted)
    )


# --- inks ----------------------------------------------------------------------------------------


def colours(pdf: Path) -> set[str]:
    """Every instruction for a colour, on pages and in forms."""
    with pikepdf.open(pdf) as opened:
        streams = [
            stream
            for stream in opened.objects
            if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == "/Form"
        ]
        return {
            f"{' '.join(map(str, i.operands))} {i.operator}"
            for stream in (*opened.pages, *streams)
            for i in pikepdf.parse_content_stream(stream)
            if str(i.operator) in ("g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "scn", "sh")
        }


BLACK_ONLY = {"0 g", "1 g", "0 G", "1 G"}


@pytest.mark.parametrize("name", ["booklet", "mini8", "trifold", "a3booklet", "large"])
def test_a_copier_gets_black_and_white_and_no_grey(folder: Path, name: str) -> None:
    found = colours(folder / f"{name}.pdf")
    assert "0 g" in found
    assert found <= BLACK_ONLY


def test_each_drum_of_a_riso_gets_its_own_grey_plate(folder: Path) -> None:
    for name in ("layer1-black", "layer2-blue"):
        assert colours(folder / f"riso-{name}.pdf") <= BLACK_ONLY
    assert not colours(folder / "riso-proof.pdf") <= BLACK_ONLY


def test_the_plates_together_are_the_proof(folder: Path) -> None:
    proof = read_pages(folder / "riso-proof.pdf")
    black = read_pages(folder / "riso-layer1-black.pdf")
    blue = read_pages(folder / "riso-layer2-blue.pdf")
    assert len(black) == len(blue) == len(proof)
    for whole, one, other in zip(proof, black, blue, strict=True):
        assert Counter(spots(whole)) == Counter(chain(spots(one), spots(other)))
    assert words_of(blue)
    assert len(words_of(blue)) < len(words_of(black))


def spots(side: Printed) -> list[tuple[str, int, int]]:
    return [(w.text, round(w.x), round(w.y)) for w in side.words]


def test_ink_that_is_painted_over_with_white_stays_white_on_its_plate() -> None:
    page = BARE + (
        "<style>@page{size:20mm 20mm;margin:0}div{position:absolute;left:0;top:0;width:20mm}"
        "</style><div style='background:#1f35c7;height:20mm'></div>"
        "<div style='background:#fff;height:10mm'></div>"
    )
    pages = typeset(page, {})
    assert inks_of(pages) == (Ink.SPOT,)
    assert inks_of(in_black(pages)) == (Ink.BLACK,)
    assert inks_of(plate_of(pages, Ink.BLACK)) == ()
    assert inks_of(plate_of(pages, Ink.SPOT)) == (Ink.BLACK,)


# --- a copy of a copy ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Left:
    """What is left of the words of a page: shares of ink, words in pieces, words still whole."""

    least_ink: float
    ink: float
    apart: int
    whole: float


def left_of(pdf: Path, number: int, words: tuple[Word, ...]) -> Left:
    before = picture(pdf, number)
    after = copied(before)
    seen = [survival(w, len(w.text) * w.height * 0.45, before, after) for w in words]
    return Left(
        min(s.ink for s in seen),
        sum(s.ink for s in seen) / len(seen),
        sum(s.blobs > s.whole for s in seen),
        sum(s.blobs == s.whole for s in seen) / len(seen),
    )


@pytest.mark.parametrize(
    ("name", "page"), [("screen", 3), ("mini8-pages", 2), ("trifold-pages", 3), ("a6-pages", 5)]
)
def test_text_survives_two_generations_of_copies(folder: Path, name: str, page: int) -> None:
    """Plex Sans 500 keeps .8 of its ink at 8 points and .89 at 9.5; its letters stay whole.

    Heads are left out: their letters stand so close that some touch, and lose nothing.
    """
    pdf = folder / f"{name}.pdf"
    running = [w for w in read_pages(pdf)[page - 1].words if w.height < 15 and w.text.isalpha()]
    left = left_of(pdf, page, tuple(running))
    assert left.least_ink > 0.7
    assert left.ink > 0.8
    assert left.apart == 0
    assert left.whole > 0.6


def test_small_type_and_grey_type_do_not_survive(tmp_path: Path) -> None:
    """The copier itself: it must be able to fail what a copier fails."""
    sans = Path(__file__).parents[1] / "site_templates/fonts/ZineSans-500.ttf"
    for name, style in (("small", "font-size:5pt"), ("grey", "font-size:10pt;color:#999")):
        html = BARE + (
            "<style>@font-face{font-family:Z;src:url(asset:z.ttf)}@page{size:60mm 20mm;margin:4mm}"
            f"p{{font-family:Z;{style}}}</style><p>Nobody asked why anyone came here</p>"
        )
        pdf = tmp_path / f"{name}.pdf"
        pdf.write_bytes(typeset(html, {"z.ttf": sans.read_bytes()}))
        assert left_of(pdf, 1, read_pages(pdf)[0].words).ink < 0.3


def test_every_pattern_is_still_told_from_the_others_(folder: Path) -> None:
    """The five fills of the drawings: none may close up, fade out or look like another."""
    samples = "".join(
        f"<div style='break-after:page'>{pattern_sample(pattern)}</div>" for pattern in Pattern
    )
    pdf = folder / "patterns.pdf"
    style = "<style>@page{size:60mm 40mm;margin:5mm}svg{display:block}</style>"
    pdf.write_bytes(typeset(f"{BARE}{style}{samples}", {}))
    pages = [picture(pdf, number) for number in range(1, len(Pattern) + 1)]
    for generations in (0, 2):
        looks = [look_of(copied(page, generations)) for page in pages]
        apart = [float(np.abs(one - other).max()) for one, other in combinations(looks, 2)]
        assert min(apart) > 0.03, looks


def look_of(page: Image.Image) -> Any:
    """How a fill looks: its share of ink, and its edges across and down, within its box."""
    ink = page.point(lambda grey: 255 * (grey < 128))
    box = np.asarray(ink.crop(ink.getbbox())) > 0
    across, down = (np.diff(box.astype(int), axis=axis) != 0 for axis in (1, 0))
    return np.array([box.mean(), across.mean(), down.mean()])


# --- for reading ---------------------------------------------------------------------------------


def test_large_print_has_no_small_type(folder: Path) -> None:
    """A box of Plex is 1.3 times its size, one of the display face 1.2 times."""
    for page in read_pages(folder / "large.pdf"):
        assert min(word.height for word in page.words) >= 16 * 1.2 - 0.1


@pytest.mark.parametrize("name", ["screen", "large", "mini8-pages", "booklet-how-to"])
def test_what_is_read_by_ear_is_tagged(folder: Path, name: str) -> None:
    with pikepdf.open(folder / f"{name}.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        heads = [e for e in elements if e.get("/S") == "/TH"]
        assert all("/Scope" in head.A for head in heads)
        figures = [e for e in elements if e.get("/S") == "/Figure"]
        assert all(str(figure.get("/Alt", "")) for figure in figures)
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert all(int(note.F) & 4 and str(note.Contents) for note in notes)


def test_large_print_lists_its_pages_where_they_are(folder: Path) -> None:
    pages = read_pages(folder / "large.pdf")
    texts = [" ".join(w.text for w in page.words) for page in pages]
    number = next(n for n, text in enumerate(texts[2:], start=3) if "What we decided" in text)
    assert f"What we decided {number}" in texts[1]
