# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every edition, read back from its files: folded, cut, measured."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import msgspec
import pikepdf
import pytest

from commonpress.cli.zine import EDITIONS, PAPERS, PROFILES
from commonpress.derive.publication import IssueView
from commonpress.ground.imposition import saddle_stitch
from commonpress.kinds.publication import Edition, Paper
from commonpress.pipeline import publish
from commonpress.printing import art_of
from commonpress.render.pdf import typeset
from commonpress.render.plates import HALF_A4
from commonpress.render.plates_inks import Ink, inks_of
from commonpress.render.plates_sheets import impose_pdf
from commonpress.render.print_editions import print_editions
from commonpress.render.print_how_drawings import BAR_MM
from commonpress.render.print_paper import OWN_PROFILE, Profile, page_of
from commonpress.render.zine_findings import UnprintableIssueError
from tests.books import run
from tests.copier import picture
from tests.editions import BARE, BOOK, ISSUE, MM, laid_in
from tests.fold import (
    Held,
    Printed,
    centred,
    fold_saddle,
    panels,
    read_pages,
    recognise,
    words_of,
)

ONE_SHEET = [
    Edition.MINI8,
    Edition.MINI8_POSTER,
    Edition.A6,
    Edition.QUARTER,
    Edition.TRIFOLD,
    Edition.ACCORDION,
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = print_editions(BOOK, ISSUE, editions=tuple(Edition))
    return laid_in(tmp_path_factory.mktemp("editions"), files)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wanted = (Edition.BOOKLET, Edition.MINI8, Edition.LARGE, Edition.A3BOOKLET)
    files = print_editions(BOOK, ISSUE, editions=wanted, paper=Paper.LETTER)
    return laid_in(tmp_path_factory.mktemp("letter"), files)


def size_of(page: Printed) -> tuple[float, float]:
    return round(page.width / MM, 1), round(page.height / MM, 1)


# --- folded and cut ------------------------------------------------------------------------------


def booklet_reads(folder: Path, name: str, turned: str) -> bool:
    sources = read_pages(folder / "screen.pdf")
    read = fold_saddle(read_pages(folder / name), sources, "short" if turned == "short" else "long")
    return [Held(h.page, h.upside_down) for h in read] == [
        Held(n) for n in range(1, len(sources) + 1)
    ]


@pytest.mark.parametrize("edge", ["short", "long"])
def test_each_booklet_reads_on_its_own_edge_and_not_on_the_other(folder: Path, edge: str) -> None:
    assert booklet_reads(folder, "booklet.pdf", edge) == (edge == "short")
    assert booklet_reads(folder, "booklet-long-edge.pdf", edge) == (edge == "long")


def test_fronts_and_backs_put_back_into_the_tray_are_the_booklet(folder: Path) -> None:
    """The pile of fronts goes back last sheet first, so the backs start with the last sheet."""
    whole = read_pages(folder / "booklet.pdf")
    fronts = read_pages(folder / "booklet-fronts.pdf")
    backs = read_pages(folder / "booklet-backs.pdf")
    assert [s.words for s in fronts] == [s.words for s in whole[::2]]
    assert [s.words for s in reversed(backs)] == [s.words for s in whole[1::2]]


def sheet_of(folder: Path, name: str, columns: list[float], rows: list[float]) -> list[Held]:
    """Recognise the pages on one side's panels, row by row; the front unless it has a `:back`."""
    stem, _, which = name.partition(":")
    side = read_pages(folder / f"{stem}.pdf")[1 if which == "back" else 0]
    sources = read_pages(folder / f"{stem}-pages.pdf")
    cut = panels(side, [c * MM for c in columns], [r * MM for r in rows])
    found = []
    for row in cut:
        for panel in row:
            there = [centred(s, panel.width, panel.height) for s in sources]
            held = recognise(panel, there)
            found.append(Held(held.page, held.upside_down))
    return found


def upright(*pages: int) -> list[Held]:
    return [Held(page) for page in pages]


def on_head(*pages: int) -> list[Held]:
    return [Held(page, upside_down=True) for page in pages]


@pytest.mark.parametrize("name", ["mini8", "mini8-poster"])
def test_the_mini_zine_lies_as_it_is_folded(folder: Path, name: str) -> None:
    found = sheet_of(folder, name, [74.25] * 4, [105] * 2)
    assert found == [*on_head(5, 4, 3, 2), *upright(6, 7, 8, 1)]


def test_the_letter_fold_lies_as_it_is_folded(folder: Path) -> None:
    assert sheet_of(folder, "trifold", [97, 100, 100], [210]) == upright(3, 6, 1)
    assert sheet_of(folder, "trifold:back", [100, 100, 97], [210]) == upright(2, 4, 5)


def test_the_accordion_lies_as_it_is_folded(folder: Path) -> None:
    assert sheet_of(folder, "accordion", [74.25] * 4, [210]) == upright(6, 7, 8, 1)
    assert sheet_of(folder, "accordion:back", [74.25] * 4, [210]) == upright(2, 3, 4, 5)


def test_the_quarter_lies_as_it_is_folded(folder: Path) -> None:
    front = sheet_of(folder, "quarter", [105] * 2, [148.5] * 2)
    back = sheet_of(folder, "quarter:back", [105] * 2, [148.5] * 2)
    assert front == [*on_head(5, 4), *upright(8, 1)]
    assert back == [*on_head(3, 6), *upright(2, 7)]


def test_cut_across_both_halves_of_the_small_booklet_read_alike(folder: Path) -> None:
    sources = read_pages(folder / "a6-pages.pdf")
    sides = read_pages(folder / "a6.pdf")
    for half in (0, 1):
        cut = [panels(side, [210 * MM], [148.5 * MM] * 2)[half][0] for side in sides]
        read = fold_saddle(cut, sources, "short")
        assert [Held(h.page, h.upside_down) for h in read] == upright(*range(1, len(sources) + 1))


def test_two_pages_swapped_at_the_press_are_seen(folder: Path, tmp_path: Path) -> None:
    """The judge itself: a plate with two panels changed over must not pass."""
    with pikepdf.open(folder / "mini8.pdf") as pdf:
        forms = pdf.pages[0].Resources.XObject
        forms.Page0, forms.Page5 = forms.Page5, forms.Page0
        pdf.save(tmp_path / "mini8.pdf")
    (tmp_path / "mini8-pages.pdf").write_bytes((folder / "mini8-pages.pdf").read_bytes())
    found = sheet_of(tmp_path, "mini8", [74.25] * 4, [105] * 2)
    assert found != [*on_head(5, 4, 3, 2), *upright(6, 7, 8, 1)]


def test_read_from_right_to_left_a_booklet_is_bound_on_the_right(tmp_path: Path) -> None:
    # There are no words in Hebrew here: the binding is that of the language all the same.
    record = msgspec.structs.replace(ISSUE.record, lang="he")
    right = replace(ISSUE, record=record)
    files = print_editions(BOOK, right, editions=[Edition.MINI8])
    laid_in(tmp_path, files)
    found = sheet_of(tmp_path, "mini8", [74.25] * 4, [105] * 2)
    assert found == [*on_head(2, 3, 4, 5), *upright(1, 8, 7, 6)]
    assert "the right half over the left" in how_to(tmp_path, right, Edition.BOOKLET)


def how_to(folder: Path, issue: IssueView, edition: Edition) -> str:
    laid_in(folder, print_editions(BOOK, issue, editions=[edition]))
    (page,) = read_pages(folder / f"{edition}-how-to.pdf")
    return " ".join(word.text for word in page.words)


# --- nothing is lost -----------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ONE_SHEET)
def test_every_word_of_the_pages_is_on_the_sheet(folder: Path, edition: Edition) -> None:
    copies = 2 if edition is Edition.A6 else 1
    pages = words_of(read_pages(folder / f"{edition}-pages.pdf"))
    sides = read_pages(folder / f"{edition}.pdf")
    sides = sides[:1] if edition is Edition.MINI8_POSTER else sides
    assert words_of(sides) == Counter({word: copies * count for word, count in pages.items()})


@pytest.mark.parametrize("name", ["booklet", "booklet-long-edge", "a3booklet", "riso-proof"])
def test_every_word_of_the_issue_is_in_the_booklet(folder: Path, name: str) -> None:
    assert words_of(read_pages(folder / f"{name}.pdf")) == words_of(
        read_pages(folder / "screen.pdf")
    )


SHEETS = ["booklet", "booklet-long-edge", "booklet-duplex-test", "a3booklet", "large"]
SHEETS += [edition.value for edition in ONE_SHEET]


@pytest.mark.parametrize("name", SHEETS)
def test_no_copier_is_asked_to_print_at_the_edge(folder: Path, name: str) -> None:
    """At 50 dots an inch, 11 dots are 5.6 mm; the cut of a page to dots may take one more."""
    keeps_its_edge(folder / f"{name}.pdf")


@pytest.mark.parametrize("name", ["booklet", "mini8", "large", "a3booklet"])
def test_nor_on_letter_paper(letter: Path, name: str) -> None:
    keeps_its_edge(letter / f"{name}-letter.pdf")


def keeps_its_edge(pdf: Path) -> None:
    for number in range(1, len(read_pages(pdf)) + 1):
        page = picture(pdf, number, 50).point(lambda grey: 255 - grey)
        ink = page.getbbox()
        assert ink is not None
        left, top, right, bottom = ink
        assert min(left, top, page.width - right, page.height - bottom) >= 11


@pytest.mark.parametrize("edition", ONE_SHEET)
def test_a_sheet_has_a_thought_on_every_panel(folder: Path, edition: Edition) -> None:
    pages = read_pages(folder / f"{edition}-pages.pdf")
    assert len(pages) == (6 if edition is Edition.TRIFOLD else 8)
    assert all(page.words for page in pages)


# --- paper ---------------------------------------------------------------------------------------

SIZES = {
    "screen": (148.5, 210.0),
    "large": (210.0, 297.0),
    "booklet": (297.0, 210.0),
    "mini8": (297.0, 210.0),
    "mini8-poster": (297.0, 210.0),
    "a6": (210.0, 297.0),
    "quarter": (210.0, 297.0),
    "trifold": (297.0, 210.0),
    "accordion": (297.0, 210.0),
    "a3booklet": (420.0, 297.0),
    "riso-proof": (297.0, 210.0),
}


@pytest.mark.parametrize("name", SIZES)
def test_sheets_are_of_the_paper_in_the_copier(folder: Path, name: str) -> None:
    assert {size_of(page) for page in read_pages(folder / f"{name}.pdf")} == {SIZES[name]}


LETTER_SIZES = {
    "booklet": (279.4, 215.9),
    "mini8": (279.4, 215.9),
    "large": (215.9, 279.4),
    "a3booklet": (431.8, 279.4),
}


@pytest.mark.parametrize("name", LETTER_SIZES)
def test_a_commons_with_letter_paper_gets_letter_sheets(letter: Path, name: str) -> None:
    sides = read_pages(letter / f"{name}-letter.pdf")
    assert {size_of(page) for page in sides} == {LETTER_SIZES[name]}


def test_both_papers_carry_the_same_words(folder: Path, letter: Path) -> None:
    here = words_of(read_pages(folder / "booklet.pdf"))
    there = words_of(read_pages(letter / "booklet-letter.pdf"))
    assert set((here - there) + (there - here)) <= {"A4", "Letter"}


def test_the_sample_commons_fits_letter_paper_as_well(tmp_path: Path) -> None:
    """Its ledger is the fullest centre spread there is; its pages keep their measure."""
    root = Path(__file__).parents[1]
    book = publish(root).publication
    assert book
    wanted = (Edition.SCREEN, Edition.BOOKLET)
    art = art_of(root, book.issues[0])
    files = print_editions(book, book.issues[0], editions=wanted, paper=Paper.LETTER, media=art)
    laid_in(tmp_path, files)
    sources = read_pages(tmp_path / "screen-letter.pdf")
    read = fold_saddle(read_pages(tmp_path / "booklet-letter.pdf"), sources, "short")
    assert [h.page for h in read] == list(range(1, len(sources) + 1))
    keeps_its_edge(tmp_path / "booklet-letter.pdf")


@pytest.mark.parametrize(
    ("name", "duplex"),
    [
        ("booklet", "/DuplexFlipShortEdge"),
        ("booklet-long-edge", "/DuplexFlipLongEdge"),
        ("booklet-fronts", "/Simplex"),
        ("mini8", "/Simplex"),
        ("quarter", "/DuplexFlipLongEdge"),
        ("a6", "/DuplexFlipLongEdge"),
        ("trifold", "/DuplexFlipShortEdge"),
    ],
)
def test_a_file_tells_the_printer_how_to_turn(folder: Path, name: str, duplex: str) -> None:
    with pikepdf.open(folder / f"{name}.pdf") as pdf:
        assert str(pdf.Root.ViewerPreferences.Duplex) == duplex
        assert str(pdf.Root.ViewerPreferences.PrintScaling) == "/None"


def test_pages_of_a_trimmed_booklet_creep_to_the_spine_sheet_by_sheet() -> None:
    pages = print_editions(BOOK, ISSUE, editions=[Edition.BOOKLET])[0].content
    crept = print_editions(BOOK, ISSUE, editions=[Edition.BOOKLET], caliper=0.1)[0].content
    assert [round(by, 2) for by in shifts(pages, crept)] == [
        round(0.1 * sheet * MM, 2) for sheet in range(len(shifts(pages, crept)))
    ]


def shifts(plain: bytes, crept: bytes) -> list[float]:
    """How far the left page of each front has moved, in points."""
    found = []
    for was, now in zip(placed(plain), placed(crept), strict=True):
        found.append(now - was)
    return found[::2]


def placed(pdf: bytes) -> list[float]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            float(re.findall(rb"1 0 0 1 (\S+) \S+ cm", page.Contents.read_bytes())[0])
            for page in opened.pages
        ]


# --- how to print and fold -----------------------------------------------------------------------

HOW_TO = [edition for edition in Edition if edition is not Edition.SCREEN]


@pytest.mark.parametrize("edition", HOW_TO)
def test_one_page_says_how_to_print_and_fold(folder: Path, edition: Edition) -> None:
    pages = read_pages(folder / f"{edition}-how-to.pdf")
    assert len(pages) == 1
    text = " ".join(w.text for w in pages[0].words)
    assert "100 %" in text
    assert "for two copies" in text if edition is Edition.A6 else "for one copy" in text
    with pikepdf.open(folder / f"{edition}-how-to.pdf") as pdf:
        told = [str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) if "/Alt" in o]
    assert sum("ticks" in words or "tick" in words for words in told) == 1
    assert len(told) >= 2


def test_the_bar_is_as_long_as_it_says(folder: Path) -> None:
    """Its line is the longest level run of ink but for the rules, which cross the whole page."""
    page = picture(folder / "mini8-how-to.pdf", 1, 254)  # ten dots a millimetre
    runs = set()
    for y in range(page.height):
        row = bytes(page.crop((0, y, page.width, y + 1)).tobytes())
        dark = "".join("1" if grey < 128 else "0" for grey in row)
        runs |= {len(run) for run in re.findall("1{500,}", dark)}
    assert any(abs(run - 10 * BAR_MM) <= 6 for run in runs), sorted(runs)


@pytest.mark.parametrize("name", ["mini8-letter-how-to", "booklet-letter-how-to"])
def test_it_fits_on_letter_paper_too(letter: Path, name: str) -> None:
    assert len(read_pages(letter / f"{name}.pdf")) == 1


def test_the_sheets_of_a_copy_are_counted(folder: Path) -> None:
    sides = len(read_pages(folder / "booklet.pdf"))
    (page,) = read_pages(folder / "booklet-how-to.pdf")
    text = " ".join(w.text for w in page.words)
    words = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"]
    assert f"{words[sides // 2 - 1]} sheet" in text


# --- what is asked for ---------------------------------------------------------------------------


def test_an_issue_says_in_which_editions_it_is_printed() -> None:
    record = msgspec.structs.replace(ISSUE.record, editions=(Edition.TRIFOLD,), paper=Paper.LETTER)
    files = print_editions(BOOK, replace(ISSUE, record=record))
    assert [f.path.removeprefix(record.id) for f in files] == [
        "-trifold.pdf",
        "-trifold-pages.pdf",
        "-trifold-how-to.pdf",
    ]


def test_another_machine_can_be_named() -> None:
    (screen,) = print_editions(BOOK, ISSUE, editions=[Edition.SCREEN], profile=Profile.LASER)
    assert screen.path == f"{ISSUE.record.id}-screen-laser.pdf"
    assert inks_of(screen.content) == (Ink.BLACK,)


def test_the_same_issue_gives_the_same_bytes() -> None:
    wanted = [Edition.MINI8, Edition.RISO]
    assert print_editions(BOOK, ISSUE, editions=wanted) == print_editions(
        BOOK, ISSUE, editions=wanted
    )


def test_a_panel_that_holds_too_much_in_every_setting_is_named() -> None:
    long = "We fold this sheet by hand. " * 80
    record = msgspec.structs.replace(ISSUE.record, body=long)
    with pytest.raises(UnprintableIssueError) as caught:
        print_editions(BOOK, replace(ISSUE, record=record), editions=[Edition.MINI8])
    (finding,) = caught.value.findings
    assert finding.code.slug == "zine-page-too-long"
    assert "Letter" in finding.message


def test_no_page_is_made_to_fit_in_silence() -> None:
    pages = typeset(f"{BARE}<style>@page{{size:100mm 100mm}}</style><p>One</p>", {})
    with pytest.raises(ValueError, match=r"page 1 is 100\.0 x 100\.0 mm"):
        impose_pdf(pages, saddle_stitch(), HALF_A4)


def test_every_edition_has_a_machine_and_a_page() -> None:
    assert set(OWN_PROFILE) == set(Edition)
    assert all(page_of(edition, paper).width > 60 for edition in Edition for paper in Paper)


def test_the_command_prints_what_is_named(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    said = run("zine", root, "spring-2026", "--edition", "trifold", "--output", tmp_path)
    assert said.code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "spring-2026-trifold-how-to.pdf",
        "spring-2026-trifold-pages.pdf",
        "spring-2026-trifold.pdf",
    ]


def test_the_command_knows_the_editions_there_are() -> None:
    """It names them itself, because importing the kinds would slow every verb."""
    assert tuple(Edition) == EDITIONS
    assert tuple(Profile) == PROFILES
    assert tuple(Paper) == PAPERS


def test_an_issue_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    said = run("zine", Path(__file__).parents[1], "no-such-issue", "--output", tmp_path)
    assert said.code == 2
    assert "there is no issue `no-such-issue`" in said.err
