# SPDX-License-Identifier: AGPL-3.0-or-later
"""The zine of the sample commons, read back from its PDFs by poppler and folded in code."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec
import pikepdf
import pytest
import segno
from PIL import Image, ImageFilter

from commonpress.derive.publication import IssueView, Publication, SectionView
from commonpress.kinds.publication import Section, SectionName, Zine, ZineState
from commonpress.pipeline import publish
from commonpress.printing import art_of
from commonpress.render import print_editions as press
from commonpress.render import words
from commonpress.render.artifact import Artifact
from commonpress.render.pdf import UnprintableError
from commonpress.render.print_editions import print_issue
from commonpress.render.words import NBSP
from commonpress.render.zine_findings import UnprintableIssueError
from tests.fold import Held, Printed, fold_saddle, read_pages, words_of
from tests.publications import fund, tiny

ROOT = Path(__file__).parents[1]
MM = 72 / 25.4
SPRING = (ROOT / "content/zines/spring-2026.md").read_text(encoding="utf-8")
COLOPHON_LINE = SPRING[: SPRING.index("colophon: ")].count("\n") + 1


@cache
def sample() -> Publication:
    published = publish(ROOT).publication
    assert published is not None
    return published


def issue() -> IssueView:
    return sample().issues[0]


def print_editions(
    book: Publication, told: IssueView, own: Path | None = None
) -> tuple[Artifact, ...]:
    """Print with the pictures of the sample book."""
    return press.print_editions(book, told, own, media=art_of(ROOT, issue()))


@cache
def sample_prints() -> tuple[Artifact, ...]:
    return print_editions(sample(), issue())


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return in_folder(tmp_path_factory.mktemp("zine"), sample_prints())


def in_folder(folder: Path, prints: tuple[Artifact, ...]) -> Path:
    for artifact in prints:
        name = re.sub("^(spring-2026|first)-", "", artifact.path)
        (folder / name).write_bytes(artifact.content)
    return folder


def texts_of(pdf: Path) -> list[str]:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [" ".join(page.split()) for page in said.split("\f")[:-1]]


def pages_of(
    folder: Path, book: Publication, told: IssueView, own: Path | None = None
) -> list[str]:
    return texts_of(in_folder(folder, print_editions(book, told, own)) / "screen.pdf")


def picture_of(pdf: Path, page: int, dpi: int) -> Image.Image:
    command = ["pdftoppm", "-f", str(page), "-l", str(page), "-r", str(dpi), "-gray", str(pdf)]
    return Image.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))


# --- the booklet ---------------------------------------------------------------------------------


def test_the_folded_booklet_reads_from_cover_to_cover(printed: Path) -> None:
    sources = read_pages(printed / "screen.pdf")
    read = fold_saddle(read_pages(printed / "booklet.pdf"), sources, "short")
    found = [Held(held.page, held.upside_down) for held in read]
    assert found == [Held(number) for number in range(1, len(sources) + 1)]


def test_printed_about_the_long_edge_it_does_not(printed: Path) -> None:
    sources = read_pages(printed / "screen.pdf")
    read = fold_saddle(read_pages(printed / "booklet.pdf"), sources, "long")
    assert [held.page for held in read] != list(range(1, len(sources) + 1))
    assert sum(held.upside_down for held in read) == len(sources) / 2


def test_no_word_and_no_page_is_blank_or_lost(printed: Path) -> None:
    pages = read_pages(printed / "screen.pdf")
    assert len(pages) % 4 == 0
    assert all(page.words for page in pages)
    assert words_of(read_pages(printed / "booklet.pdf")) == words_of(pages)


def test_the_outer_six_millimetres_of_a_sheet_stay_white(printed: Path) -> None:
    """No copier prints them. At 50 dots an inch, 12 dots are 6 mm."""
    sides = len(read_pages(printed / "booklet.pdf"))
    for side in range(1, sides + 1):
        picture = picture_of(printed / "booklet.pdf", side, 50).point(lambda v: 255 - v)
        ink = picture.getbbox()
        assert ink is not None
        left, top, right, bottom = ink
        assert min(left, top, picture.width - right, picture.height - bottom) >= 11


# --- the spread ----------------------------------------------------------------------------------


def centre(pages: list[str]) -> tuple[str, str]:
    return pages[len(pages) // 2 - 1], pages[len(pages) // 2]


def test_the_ledger_of_the_season_is_the_centre_spread(printed: Path) -> None:
    verso, recto = centre(texts_of(printed / "screen.pdf"))
    assert verso.startswith("The season’s ledger")
    assert recto.startswith("Food, 20 March to 20 June 2026")


def test_its_figures_are_the_published_ones_and_both_tables_close_alike(printed: Path) -> None:
    verso, recto = centre(texts_of(printed / "screen.pdf"))
    figures = {f.id: words.number(f.value, f.places) for f in issue().glance.figures}
    assert f"Came in, from six kinds of givers {figures['food-came-in']}" in verso
    assert f"On the shelves, 20 March {figures['food-opening']}" in verso
    assert f"All there was {figures['food-all-there-was']}" in verso
    assert f"Given on {figures['food-given-on']}" in recto
    assert f"Spoiled {figures['food-spoiled']}" in recto
    assert f"On the shelves, 20 June {figures['food-closing']}" in recto
    assert f"All accounted for {figures['food-all-there-was']}" in recto


def test_resources_circulated_follow_the_spread_and_total_what_the_site_totals(
    printed: Path,
) -> None:
    texts = texts_of(printed / "screen.pdf")
    page = texts[len(texts) // 2 + 1]
    assert page.startswith("Spring 2026 Resources circulated")
    report = issue().report
    assert report is not None
    for table in report.statement.tables:
        if table.total is None:
            continue
        places = words.places_for(
            table.unit,
            (
                table.total.opening,
                table.total.came_in,
                table.total.given_on,
                table.total.spoiled,
                table.total.closing,
            ),
        )
        assert table.category.title in page
        for amount in (
            table.total.opening,
            table.total.came_in,
            table.total.given_on,
            table.total.closing,
        ):
            assert words.number(amount, places) in page
    for chain in report.corrections:
        assert words.amount(chain.stands, chain.first.resource.unit).replace(NBSP, " ") in page
    assert report.hours is not None
    assert "of work" in page
    assert "What else moved" not in " ".join(texts), "its table tells of all other categories"


def test_an_issue_without_its_ledger_still_reports_what_circulated(tmp_path: Path) -> None:
    told = replace(
        issue(), sections=(SectionView("letter", ""), SectionView("circulated", "What went round"))
    )
    texts = pages_of(tmp_path, sample(), told)
    (page,) = [text for text in texts if "What went round" in text and "Is left" in text]
    assert "Rings are" in page


def test_a_season_in_which_nothing_moved_has_no_report_to_print(tmp_path: Path) -> None:
    told = replace(
        issue(), report=None, sections=(SectionView("letter", ""), SectionView("circulated", ""))
    )
    assert not any("Resources circulated" in t for t in pages_of(tmp_path, sample(), told))


def test_every_stream_of_the_flow_is_labelled_with_its_amount(printed: Path) -> None:
    verso, recto = centre(texts_of(printed / "screen.pdf"))
    flow = issue().glance.statement.flows[0]
    places = issue().glance.figure("food-came-in").places
    for page, side in ((verso, flow.sources), (recto, flow.uses)):
        assert page.count(f"{words.NBSP}kg") + page.count(" kg") >= len(side)
        for node in side:
            assert words.number(node.amount, places) in page


def test_the_numeral_stands_alone_and_large(printed: Path) -> None:
    verso = read_pages(printed / "screen.pdf")[len(sample_pages(printed)) // 2 - 1]
    numeral = words.number(issue().glance.figure("food-came-in").value)
    tall = tallest(verso)
    assert tall == numeral


def sample_pages(printed: Path) -> tuple[Printed, ...]:
    return read_pages(printed / "screen.pdf")


def tallest(page: Printed) -> str:
    return max(page.words, key=lambda word: word.height).text


# --- what every page keeps -----------------------------------------------------------------------


def test_no_type_is_smaller_than_nine_points(printed: Path) -> None:
    """A box of Plex is 1.3 times its size, one of the display face 1.2 times: 10.8 pt at least."""
    for page in sample_pages(printed):
        assert min(word.height for word in page.words) > 10.7


def test_cover_and_contents_say_what_is_inside(printed: Path) -> None:
    pages = texts_of(printed / "screen.pdf")
    headline = issue().glance.headline
    assert headline is not None
    assert pages[0].startswith("Issue 8, spring 2026 Free. Copy it.")
    assert "One loop is ten meals." in pages[0]
    for _, figure in headline.parts:
        assert words.number(figure.value) in pages[0]
    for title in (issue().record.letter_title, "We meet again on 5 July"):
        number = next(n for n, text in enumerate(pages[2:], start=3) if title in text)
        assert f"{title} {number}" in pages[1]


def test_dissent_stands_with_its_decision(printed: Path) -> None:
    pages = texts_of(printed / "screen.pdf")
    (section,) = (s for s in issue().sections if s.section == "decisions")
    for view in section.decisions:
        (page,) = (text for text in pages if f"{view.record.id} " in text and "agreed" in text)
        assert all(" ".join(said.split()[:6]) in page for said in view.record.dissent)


def test_a_page_that_ends_early_is_ruled_for_writing(printed: Path) -> None:
    pages = texts_of(printed / "screen.pdf")
    ruled = [n for n, text in enumerate(pages, start=1) if "Your notes for 5 July" in text]
    assert ruled
    for number in ruled:
        lowest = picture_of(printed / "screen.pdf", number, 72).crop((60, 500, 361, 552))
        dark = [y for y in range(lowest.height) if is_dark(lowest, 10, y)]
        assert dark, f"no line to write on near the foot of page {number}"


def test_the_census_tells_who_relies_on_the_commons_with_its_rounding(printed: Path) -> None:
    (page,) = (t for t in texts_of(printed / "screen.pdf") if "turn here in a crisis Once" in t)
    assert "about 42 %, between 39 and 46" in page
    assert "The Listening Bench about 10, between 10 and 12 about 20, between 18 and 22" in page
    assert "tidewater-row.example/censuses" in page


def with_room_for_a_slip() -> IssueView:
    """The issue without its census, which fills the last page before the back cover."""
    kept = tuple(view for view in issue().sections if view.section != "census")
    return replace(issue(), sections=kept)


def test_the_slip_is_the_last_page_before_the_back_cover(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, sample(), with_room_for_a_slip())
    assert "Something wrong? Write it here" in pages[-2]
    assert "Next assembly: Sunday 5 July 2026" in pages[-1]
    assert f"{len(pages) // 4}" in pages[-1] or words.in_words(len(pages) // 4) in pages[-1].lower()


QR_PAGES = {
    "case": "https://tidewater-row.example/cases/case-2025-003.html",
    "cover": "https://tidewater-row.example/",
}


@pytest.mark.parametrize("where", QR_PAGES)
def test_codes_can_still_be_read_on_a_copy_of_a_copy(printed: Path, where: str) -> None:
    address = QR_PAGES[where]
    pages = texts_of(printed / "screen.pdf")
    spoken = address.removeprefix("https://").removesuffix("/")
    number = max(n for n, text in enumerate(pages, start=1) if spoken in text)
    picture = picture_of(printed / "screen.pdf", number, 300)
    for _ in range(2):
        picture = picture.filter(ImageFilter.GaussianBlur(1.3)).point(lambda v: 255 * (v > 120))
    modules = [
        bytes(row) for row in segno.make(address, error="m", micro=False, boost_error=False).matrix
    ]
    assert modules_in(picture, len(modules)) == modules


def is_dark(picture: Image.Image, across: float, down: float) -> bool:
    grey = picture.getpixel((int(across), int(down)))
    assert isinstance(grey, int | float)
    return grey < 128


def modules_in(picture: Image.Image, size: int) -> list[bytes]:
    """Find the code, 25 mm wide, and read the middle of each of its modules."""
    width = 25 / 25.4 * 300
    left, top = corner_of_code(picture, width)
    step = width / size
    at = [(i + 0.5) * step for i in range(size)]
    return [bytes(is_dark(picture, left + x, top + y) for x in at) for y in at]


def corner_of_code(picture: Image.Image, width: float) -> tuple[float, float]:
    """The highest place at a page's margin where 3 mm and more of ink stand over white."""
    for margin in (11, 13, 15):
        left = margin / 25.4 * 300
        column = [is_dark(picture, left + 4, y) for y in range(picture.height)]
        runs = re.finditer("1{40,60}", "".join("1" if dark else "0" for dark in column))
        for run in runs:
            if is_dark(picture, left + width - 6, run.start() + 6):
                return left, float(run.start())
    raise AssertionError("there is no code on this page")


# --- for readers who listen ----------------------------------------------------------------------


def test_the_screen_edition_is_tagged_and_every_picture_is_told(printed: Path) -> None:
    with pikepdf.open(printed / "screen.pdf") as pdf:
        assert pdf.Root.Lang == "en"
        assert pdf.Root.MarkInfo.Marked
        elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        figures = [e for e in elements if e.get("/S") == "/Figure"]
        assert figures
        assert all(str(figure.get("/Alt", "")) for figure in figures)
        heads = [e for e in elements if e.get("/S") == "/TH"]
        assert heads
        assert {str(head.A.Scope) for head in heads} == {"/Row", "/Column"}
        assert str(pdf.docinfo.Title) == "Tidewater Row Commons, Spring 2026, issue 8"


def test_links_lead_to_the_site_or_within_the_issue(printed: Path) -> None:
    with pikepdf.open(printed / "screen.pdf") as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        outside = [str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A]
    assert "https://tidewater-row.example/decisions/dec-2026-014.html" in outside
    assert all(address.startswith("https://tidewater-row.example/") for address in outside)


# --- what must not be printed --------------------------------------------------------------------


def changed(**fields: object) -> IssueView:
    return replace(issue(), record=msgspec.structs.replace(issue().record, **fields))


def test_a_character_no_font_has_is_named_with_its_record() -> None:
    with pytest.raises(UnprintableIssueError) as caught:
        print_editions(sample(), changed(body="Dear neighbours, 早安."))
    first, second = caught.value.findings
    assert (first.span.path, first.code.slug) == (
        "content/zines/spring-2026.md",
        "character-not-in-font",
    )
    assert "早 (U+65E9, cjk unified ideograph-65e9)" in first.message
    assert "安 (U+5B89, cjk unified ideograph-5b89)" in second.message


def test_a_page_that_must_be_one_and_is_not_is_told() -> None:
    with pytest.raises(UnprintableIssueError) as caught:
        print_editions(sample(), changed(colophon="Many hands folded this. " * 200))
    (finding,) = caught.value.findings
    assert (finding.code.slug, finding.span.line) == ("zine-page-too-long", COLOPHON_LINE)
    assert finding.message == 'the page "Back cover" holds more than fits on one page'


def test_a_word_without_end_stays_on_the_paper(tmp_path: Path) -> None:
    letter = "We wrote " + "a" * 300 + " and a [link](https://example.org/" + "b" * 200 + ")."
    told = changed(body=letter, letter_title="L" * 60)
    told = replace(told, sections=told.sections[:5])
    in_folder(tmp_path, print_editions(sample(), told))
    picture = picture_of(tmp_path / "screen.pdf", 3, 50).point(lambda v: 255 - v)
    ink = picture.getbbox()
    assert ink is not None
    assert ink[0] >= 11
    assert picture.width - ink[2] >= 11


def test_what_a_template_cannot_print_names_its_section(tmp_path: Path) -> None:
    (tmp_path / "zine").mkdir()
    broken = '{% set title = "x" %}{% set description = "Letter" %}<p style="float: top">x</p>'
    (tmp_path / "zine" / "letter.html.jinja").write_text(broken)
    with pytest.raises(UnprintableError, match=r"section letter-0: .*float"):
        print_editions(sample(), issue(), tmp_path)


def test_a_book_can_bring_its_own_template(tmp_path: Path) -> None:
    (tmp_path / "zine").mkdir()
    own = (
        '{% set title = "Our page" %}{% set description = "Ours" %}<h1>{{ zine.number }} ours</h1>'
    )
    (tmp_path / "zine" / "notes.html.jinja").write_text(own)
    (tmp_path / "zine" / "slip.html.jinja").write_text(own)
    pages = pages_of(tmp_path, sample(), with_room_for_a_slip(), tmp_path)
    assert pages[-2].startswith("Ours Spring 2026 8 ours")


@pytest.mark.parametrize(
    ("book", "record", "notice"),
    [
        (replace(sample(), is_draft=True), {}, "Draft with errors, not for printing"),
        (sample(), {"state": ZineState.PROOF}, "Proof of 28 June 2026"),
    ],
    ids=["draft", "proof"],
)
def test_what_is_not_final_says_so_on_its_pages(
    tmp_path: Path, book: Publication, record: dict[str, object], notice: str
) -> None:
    pages = pages_of(tmp_path, book, changed(**record))
    assert all(notice in text for text in pages[1:-1])


def test_a_final_issue_says_nothing_of_the_kind(printed: Path) -> None:
    assert not any("Draft" in text or "Proof" in text for text in texts_of(printed / "screen.pdf"))


# --- other commons -------------------------------------------------------------------------------


def an_issue(publication: Publication, *sections: str) -> IssueView:
    record = Zine(
        id="first",
        title="The first",
        number=1,
        season=publication.glance.period.name,
        date=date(2026, 7, 1),
        sections=tuple(Section(section=SectionName(name)) for name in sections),
        body="Dear neighbours, this is short.",
        state=ZineState.FINAL,
    )
    views = tuple(SectionView(section=name, title="") for name in sections)
    return IssueView(record, publication.glance.period, views, publication.glance, report=None)


def test_a_commons_in_its_first_week_has_a_zine_of_eight_pages(tmp_path: Path) -> None:
    book = tiny()
    prints = print_editions(book, an_issue(book, "letter", "ledger", "decisions", "case", "next"))
    folder = in_folder(tmp_path, prints)
    pages = texts_of(folder / "screen.pdf")
    assert len(pages) == 8
    assert "One loop is" in pages[0]
    assert "The season’s ledger" in pages[3]
    sources = read_pages(folder / "screen.pdf")
    read = fold_saddle(read_pages(folder / "booklet.pdf"), sources, "short")
    assert [held.page for held in read] == list(range(1, 9))


def test_a_fund_tells_of_its_money(tmp_path: Path) -> None:
    book = fund(300)
    pages = pages_of(tmp_path, book, an_issue(book, "ledger"))
    verso, recto = centre(pages)
    came_in = book.glance.figure("money-came-in")
    assert words.number(came_in.value) in verso
    assert "dollars came in, and" in recto
    assert "went out" in recto
    assert came_in.value > Decimal(0)


def test_a_letter_alone_is_a_folded_sheet(tmp_path: Path) -> None:
    book = tiny()
    pages = pages_of(tmp_path, book, an_issue(book, "letter"))
    assert len(pages) == 4
    assert "Dear neighbours" in pages[1]


def test_one_edition_can_be_had_alone() -> None:
    winter = sample().issues[1]
    assert print_issue(sample(), winter, "mini8") == print_editions(sample(), winter)[0]


PRINT_ONCE = """
import sys
from tests.test_zine import sample_prints
sys.stdout.buffer.write(b"".join(artifact.content for artifact in sample_prints()))
"""


def test_the_same_book_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    places = {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "3", "LC_ALL": "C"}
    paths = os.pathsep.join([str(ROOT / "generator"), str(ROOT)])
    environment = {**os.environ, **places, "PYTHONPATH": paths, "HOME": str(tmp_path)}
    command = [sys.executable, "-c", PRINT_ONCE]
    done = subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, env=environment)
    assert done.stdout == b"".join(artifact.content for artifact in sample_prints())
