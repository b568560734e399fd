# SPDX-License-Identifier: AGPL-3.0-or-later
"""An issue set chapter by chapter: as one setting would have it, and kept without being trusted."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from commonpress.ground.sharing import Hand, working_in
from commonpress.kinds.publication import Edition
from commonpress.render import chapters, pdf
from commonpress.render.chapters import Run, measured_in_runs, numbered, set_in_chapters, working
from commonpress.render.font_union import Part, UnitingError, united
from commonpress.render.galleys import Chapter, Galley, UnprintableError
from commonpress.render.kept import keep, makers, recalled
from commonpress.render.packaged import packaged
from commonpress.render.plates_chapters import bound
from commonpress.render.print_editions import print_editions
from commonpress.render.zine import (
    Composition,
    assets_of,
    compose,
    single_pages,
    stands_in_chapters,
    whole_text,
)
from commonpress.write.memory import FolderMemory
from tests.editions import BOOK, ISSUE

STYLES = ("zine.css", "letter-size.css", "laser.css", "photocopy.css", "riso.css", "screen.css")
# What reaches from one chapter into another, so that it could not be set by itself.
REACHES = re.compile(r"target-|:first(?!-)|:nth\(|:blank|counter\(pages|element\(|float: *footnote")


class Shelf:
    """A memory that a test can look into."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def recall(self, of: str) -> bytes | None:
        """What was kept of this text."""
        return self.kept.get(of)

    def keep(self, of: str, made: bytes) -> None:
        """Keep it."""
        self.kept[of] = made

    def forget_the_rest(self) -> None:
        """Everything is asked for."""


# --- one setting of all is the judge -------------------------------------------------------------


@pytest.fixture(scope="module")
def composed() -> Composition:
    return compose(BOOK, ISSUE)


@pytest.fixture(scope="module")
def parted(composed: Composition) -> bytes:
    return single_pages(composed, None, "screen.css")


@pytest.fixture(scope="module")
def whole(composed: Composition) -> bytes:
    return pdf.typeset(whole_text(composed), assets_of(None, "zine.css", "screen.css"))


def poppler(pdf_file: bytes, tool: str, *options: str) -> bytes:
    with_file = subprocess.run(
        [tool, *options, "-", "-"] if tool == "pdftotext" else [tool, *options, "-"],
        input=pdf_file,
        capture_output=True,
        check=True,
    )
    return with_file.stdout


def test_every_page_looks_as_in_one_setting(parted: bytes, whole: bytes) -> None:
    assert poppler(parted, "pdftoppm", "-r", "60") == poppler(whole, "pdftoppm", "-r", "60")


def test_every_word_stands_where_it_stood(parted: bytes, whole: bytes) -> None:
    words = poppler(parted, "pdftotext", "-bbox").split(b"<body>")[1]
    assert words == poppler(whole, "pdftotext", "-bbox").split(b"<body>")[1]
    assert words.count(b"<word") > 400


def tags(pdf_file: bytes) -> list[object]:
    """The tree of tags as nested lists: kinds, numbers of marked content, pages, words told."""
    with pikepdf.open(io.BytesIO(pdf_file)) as opened:
        pages = {page.obj.objgen: at for at, page in enumerate(opened.pages)}

        def told(element: Any) -> object:
            if not isinstance(element, pikepdf.Dictionary):
                return int(element)
            if element.get("/Type") == "/OBJR":
                return [str(element.Obj.get("/Dest", "")), pages[element.Pg.objgen]]
            below = element.get("/K")
            inner = list(below) if isinstance(below, pikepdf.Array) else [below]
            page = pages[element.Pg.objgen] if "/Pg" in element else -1
            about = element.get("/A", pikepdf.Dictionary())
            headers = len(about.get("/Headers", pikepdf.Array()))
            kind = re.sub("H[1-6]", "H", str(element.S))  # heads are numbered by a pass of our own
            return [kind, page, str(element.get("/Alt", "")), headers, *map(told, inner)]

        return [told(one) for one in opened.Root.StructTreeRoot.K]


def test_the_tags_are_those_of_one_setting(parted: bytes, whole: bytes) -> None:
    assert tags(parted) == tags(whole)


def test_every_page_and_link_finds_its_tag(parted: bytes) -> None:
    with pikepdf.open(io.BytesIO(parted)) as opened:
        listed = list(opened.Root.StructTreeRoot.ParentTree.Nums)
        of = {int(number): tag for number, tag in zip(listed[::2], listed[1::2], strict=True)}
        assert list(of) == list(range(len(of)))
        for page in opened.pages:
            assert all(tag.Pg.objgen == page.obj.objgen for tag in of[int(page.obj.StructParents)])
            for note in page.obj.get("/Annots", []):
                held = [k for k in of[int(note.StructParent)].K if hasattr(k, "Obj")]
                assert [k.Obj.objgen for k in held] == [note.objgen]


def test_headers_of_two_chapters_have_ids_of_their_own(parted: bytes) -> None:
    with pikepdf.open(io.BytesIO(parted)) as opened:
        elements = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary)]
        ids = [
            str(one.ID) for one in elements if one.get("/Type") == "/StructElem" and "/ID" in one
        ]
        named = {str(i) for o in elements if "/A" in o for i in o.A.get("/Headers", [])}
    assert len(ids) == len(set(ids)) > 2
    assert named <= set(ids)
    assert named


def outline(pdf_file: bytes) -> list[tuple[int, str, int, tuple[float, ...], int]]:
    with pikepdf.open(io.BytesIO(pdf_file)) as opened:
        pages = {page.obj.objgen: at for at, page in enumerate(opened.pages)}

        def walked(item: Any, depth: int) -> Iterator[tuple[int, str, int, tuple[float, ...], int]]:
            while item is not None:
                place = tuple(round(float(x), 2) for x in list(item.Dest)[2:])
                yield depth, str(item.Title), pages[item.Dest[0].objgen], place, int(item.Count)
                yield from walked(item.get("/First"), depth + 1)
                item = item.get("/Next")

        return list(walked(opened.Root.Outlines.First, 0))


def test_the_outline_is_that_of_one_setting(parted: bytes, whole: bytes) -> None:
    assert outline(parted) == outline(whole)
    assert max(depth for depth, *_ in outline(parted)) > 0


def links(pdf_file: bytes) -> list[tuple[str, str]]:
    with pikepdf.open(io.BytesIO(pdf_file)) as opened:
        return [
            (str(note.get("/Dest", "")), str(note.get("/A", pikepdf.Dictionary()).get("/URI", "")))
            for page in opened.pages
            for note in page.obj.get("/Annots", [])
        ]


def test_links_lead_from_the_contents_into_other_chapters(parted: bytes, whole: bytes) -> None:
    assert links(parted) == links(whole)
    told = poppler(parted, "pdfinfo", "-dests")
    inner = {name for name, _ in links(parted) if name}
    assert inner
    assert all(f'"{name}"'.encode() in told for name in inner)


def test_a_file_says_of_itself_what_one_setting_says(parted: bytes, whole: bytes) -> None:
    def about(pdf_file: bytes) -> list[str]:
        lines = poppler(pdf_file, "pdfinfo").decode().splitlines()
        return [line for line in lines if not line.startswith(("File size", "PDF version"))]

    assert about(parted) == about(whole)
    with pikepdf.open(io.BytesIO(parted)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert b"pdfuaid" in opened.Root.Metadata.read_bytes()


def test_every_font_is_embedded_once_with_the_glyphs_of_the_shipped_file(parted: bytes) -> None:
    shipped = {"Medium": "ZineSans-500", "Bold": "ZineSans-700", "Condensed": "CommonDisplay-800"}
    with pikepdf.open(io.BytesIO(parted)) as opened:
        fonts = {str(f.BaseFont): f for p in opened.pages for f in p.Resources.Font.values()}
        files = {f.DescendantFonts[0].FontDescriptor.FontFile2.objgen for f in fonts.values()}
        assert len(files) == len(fonts) > 2
        for name, font in fonts.items():
            below = font.DescendantFonts[0]
            made = TTFont(io.BytesIO(below.FontDescriptor.FontFile2.read_bytes()))
            face = next(file for ending, file in shipped.items() if name.endswith(ending))
            drawn = TTFont(packaged("fonts", f"{face}.ttf"))
            for glyph in glyphs_of(below.W):
                assert outline_of(made, glyph) == outline_of(drawn, glyph)


def glyphs_of(widths: Any) -> Iterator[int]:
    listed = list(widths)
    for at in range(0, len(listed), 2):
        yield from range(int(listed[at]), int(listed[at]) + len(listed[at + 1]))


def outline_of(font: TTFont, glyph: int) -> tuple[int, object]:
    drawn = font.getGlyphSet()
    name = font.getGlyphName(glyph)
    pen = DecomposingRecordingPen(drawn)
    drawn[name].draw(pen)
    return drawn[name].width, pen.value


def test_no_shipped_style_reaches_from_one_chapter_into_another() -> None:
    for name in STYLES:
        assert not REACHES.search(packaged("zine", name).read_text(encoding="utf-8")), name


def test_a_style_sheet_of_ones_own_is_set_all_at_once(
    composed: Composition, tmp_path: Path
) -> None:
    pieces = [one.piece for one in composed.placed]
    assert stands_in_chapters(None, pieces, "screen.css")
    own = tmp_path / "zine"
    own.mkdir()
    styles = packaged("zine", "zine.css").read_bytes()
    (own / "zine.css").write_bytes(styles)
    assert stands_in_chapters(tmp_path, pieces, "screen.css"), "a copy of ours is ours"
    (own / "zine.css").write_bytes(styles + b"\nsection + section h1 { color: #1f35c7 }")
    assert not stands_in_chapters(tmp_path, pieces, "screen.css")
    styled = replace(pieces[0], body="<style>h1 { color: red }</style>")
    assert not stands_in_chapters(None, [styled, *pieces[1:]], "screen.css")


# --- what is kept --------------------------------------------------------------------------------

CSS = b"""
@font-face { font-family: "Zine Sans"; font-weight: 500; src: url(asset:ZineSans-500.ttf) }
@page { size: 80mm 60mm; margin: 8mm; font: 500 9pt "Zine Sans" }
@page :right { @bottom-right { content: counter(page) } }
@page :left { @bottom-left { content: counter(page) } }
body { margin: 0; font: 500 10pt "Zine Sans" } h1 { font: inherit; bookmark-level: 1 }
section { break-before: page }"""
ASSETS = {"zine.css": CSS, "ZineSans-500.ttf": packaged("fonts", "ZineSans-500.ttf").read_bytes()}


def text(name: str, words: str, link: str = "") -> str:
    led = f'<p><a href="#{link}">there</a></p>' if link else ""
    return (
        '<!doctype html><html lang="en"><head><title>A test</title>'
        '<link rel="stylesheet" href="asset:zine.css"></head>'
        f'<body><section id="{name}"><h1>{name}</h1><p>{words}</p>{led}</section></body></html>'
    )


def made(texts: Sequence[str], shelf: Shelf | None = None) -> bytes:
    """Measure the texts one after the other, and bind them."""
    with working(shelf):
        run = Run(1, tuple((one,) for one in texts))
        firsts, page = [], 1
        for _, galley in measured_in_runs([run], ASSETS)[0]:
            assert isinstance(galley, Galley)
            firsts.append(page)
            page += galley.pages
        return set_in_chapters(texts, firsts, ASSETS)


WORDS = st.lists(st.sampled_from("tide row pot yard key fix lentil i j".split()), max_size=70)
ISSUES = st.lists(WORDS.map(" ".join), min_size=1, max_size=4)


@settings(max_examples=12, deadline=None)
@given(st.lists(ISSUES, min_size=2, max_size=3))
def test_after_any_edits_what_was_kept_gives_the_bytes_of_a_fresh_build(
    edits: list[list[str]],
) -> None:
    shelf = Shelf()
    for issue in edits:
        texts = [
            text(f"s{at}", words, f"s{at - 1}" if at else "") for at, words in enumerate(issue)
        ]
        assert made(texts, shelf) == made(texts)


TEXTS = [text("one", "tide " * 90, "two"), text("two", "a row of houses"), text("three", "pots")]


@pytest.fixture(scope="module")
def fresh() -> bytes:
    return made(TEXTS)


def test_what_did_not_change_is_not_set_again(
    fresh: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf()
    made(TEXTS, shelf)
    set_again: list[str] = []
    chapter = pdf.Setter.chapter

    def watched(self: pdf.Setter, html: str) -> Chapter:
        set_again.append(html)
        return chapter(self, html)

    monkeypatch.setattr(pdf.Setter, "chapter", watched)
    made([TEXTS[0], text("two", "a row of hats"), TEXTS[2]], shelf)
    assert [one for one in set_again if "row of hats" not in one] == []
    assert len(set_again) == 1
    monkeypatch.setattr(pdf, "Setter", None)
    assert made(TEXTS, shelf) == fresh


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "of another", "other words"])
def test_what_was_kept_and_is_damaged_is_made_anew(harm: str, fresh: bytes) -> None:
    shelf = Shelf()
    made(TEXTS, shelf)
    sound = dict(shelf.kept)
    names = sorted(sound)
    for at, name in enumerate(names):
        whole = sound[name]
        shelf.kept[name] = {
            "cut": whole[:-1],
            "flipped": whole[:40] + bytes([whole[40] ^ 1]) + whole[41:],
            "empty": b"",
            "of another": sound[names[at - 1]],
            "other words": b"{}",
        }[harm]
    assert made(TEXTS, shelf) == fresh
    assert shelf.kept == sound


def test_what_another_version_kept_is_not_found(tmp_path: Path) -> None:
    keep(FolderMemory(tmp_path, "pages", b"one"), "a question", 7)
    assert recalled(FolderMemory(tmp_path, "pages", b"one"), "a question", int) == 7
    assert recalled(FolderMemory(tmp_path, "pages", b"two"), "a question", int) is None
    assert recalled(FolderMemory(tmp_path, "pages", b"one"), "a question", str) is None


def test_the_versions_of_all_that_sets_a_page_are_told() -> None:
    told = makers()
    assert told is not None
    names = {line.partition(" ")[0].partition(":")[0] for line in told}
    assert names >= {
        "weasyprint",
        "pydyf",
        "pango-1.0",
        "harfbuzz",
        "fontconfig",
        "freetype",
        "zlib",
    }


def test_all_editions_are_the_same_with_a_memory_and_from_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelf, editions = Shelf(), (Edition.SCREEN, Edition.BOOKLET, Edition.MINI8)
    plain = print_editions(BOOK, ISSUE, None, editions)
    for _ in range(2):
        with working(shelf):
            assert print_editions(BOOK, ISSUE, None, editions) == plain
        monkeypatch.setattr(pdf, "Setter", None)
        monkeypatch.setattr(pdf, "typeset", None)
        monkeypatch.setattr(pdf, "measure", None)


# --- two processes -------------------------------------------------------------------------------


def test_two_processes_give_the_bytes_of_one(fresh: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    hands: list[Hand[Any, Any]] = []

    def lent(work: Any) -> Hand[Any, Any]:
        hands.append(Hand(work))
        return hands[-1]

    monkeypatch.setattr(chapters, "Hand", lent)
    with working_in(2):
        assert made(TEXTS) == fresh
    assert len(hands) == 1


def test_a_hand_answers_in_order_and_says_nothing_where_it_cannot() -> None:
    hand: Hand[int, int] = Hand(lambda number: 12 // number)
    for number in (3, 0, 4):
        hand.give(number)
    assert [hand.take() for _ in range(3)] == [4, None, 3]
    hand.let_go()


# --- what cannot be set --------------------------------------------------------------------------


def test_a_text_that_cannot_be_set_says_why_and_the_others_are_measured() -> None:
    runs = [Run(1, ((TEXTS[0],), (text("bad", '<b style="nonsense: 1">x</b>'),), (TEXTS[2],)))]
    first, second, third = (found for _, found in measured_in_runs(runs, ASSETS)[0])
    assert isinstance(first, Galley)
    assert isinstance(second, tuple)
    assert isinstance(third, Galley)


def test_a_link_that_no_chapter_answers_stops_the_work() -> None:
    with pytest.raises(UnprintableError, match="No anchor #nowhere"):
        made([TEXTS[1], text("two", "words", "nowhere")])


def test_a_tighter_setting_counts_where_it_keeps_a_step_on_one_page() -> None:
    long, short = text("long", "tide " * 120), text("tight", "tide")
    found = measured_in_runs([Run(4, ((long, short), (TEXTS[1],)))], ASSETS)[0]
    assert "counter-reset:page 5}" in found[2][0]
    assert "break-before:recto" in found[2][0]


def test_a_number_on_the_left_is_a_verso() -> None:
    assert "counter-reset:page 6}html{break-before:verso}" in numbered(TEXTS[0], 6)


def test_what_is_no_truetype_font_is_not_united() -> None:
    font = packaged("fonts", "ZineSans-500.ttf").read_bytes()
    with pytest.raises(UnitingError, match="no TrueType"):
        united([Part(b"OTTO" + font[4:], 3)])
    other = packaged("fonts", "CommonDisplay-800.ttf").read_bytes()
    with pytest.raises(UnitingError, match="not of one font"):
        united([Part(font, 3), Part(other, 3)])


def test_binding_one_chapter_changes_no_word() -> None:
    setter = pdf.Setter(ASSETS)
    one = setter.chapter(numbered(TEXTS[0].replace('href="#two"', 'href="#one"'), 1))
    assert poppler(bound([one]), "pdftotext") == poppler(one.pdf, "pdftotext")
