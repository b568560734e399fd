# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pocket guide: panels from records alone, folded from one sheet, readable when copied."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from commonpress.derive.publication import Publication
from commonpress.kinds.assembly import Held
from commonpress.kinds.gathering import Gathering, GatheringKind
from commonpress.render.plates import font_names
from commonpress.render.sheet_desk import OverfullSheetError, SheetPaper, UnknownSheetError
from commonpress.render.sheets import sheet_run
from tests import fold
from tests.books import book, run
from tests.codes import codes_of
from tests.fold import centred, panels, read_pages, recognise
from tests.publications import tidewater
from tests.test_editions_copied import left_of

BOOK = tidewater()
MM = 72 / 25.4
# Seen from the printed side: heads meet at the fold, and the cover is at the lower right.
ORDER = [(5, True), (4, True), (3, True), (2, True), (6, False), (7, False), (8, False), (1, False)]


def laid(folder: Path, publication: Publication = BOOK, **how: object) -> Path:
    printed = sheet_run(publication, "guide", **how)  # type: ignore[arg-type]
    assert not printed.faults, printed.faults
    for file in printed.files:
        (folder / file.path).write_bytes(file.content)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid(tmp_path_factory.mktemp("guide"))


def texts(pdf: Path) -> list[str]:
    return [" ".join(word.text for word in page.words) for page in read_pages(pdf)]


def test_it_comes_with_its_single_pages_and_how_to_fold(folder: Path) -> None:
    assert {file.name for file in folder.iterdir()} == {
        "guide.pdf",
        "guide-pages.pdf",
        "guide-how-to.pdf",
    }
    (how_to,) = texts(folder / "guide-how-to.pdf")
    assert "pocket guide" in how_to
    assert "One sheet for one copy" in how_to


@pytest.mark.parametrize(
    ("paper", "sheet"), [(SheetPaper.A4, (297.0, 210.0)), (SheetPaper.LETTER, (279.4, 215.9))]
)
def test_folded_it_reads_from_one_to_eight(
    paper: SheetPaper, sheet: tuple[float, float], tmp_path: Path
) -> None:
    laid(tmp_path, paper=paper)
    stem = "guide" if paper is SheetPaper.A4 else "guide-letter"
    (side,) = read_pages(tmp_path / f"{stem}.pdf")
    assert (side.width, side.height) == pytest.approx((sheet[0] * MM, sheet[1] * MM), abs=0.1)
    sources = read_pages(tmp_path / f"{stem}-pages.pdf")
    cut = panels(side, [side.width / 4] * 4, [side.height / 2] * 2)
    held = [
        recognise(panel, [centred(s, panel.width, panel.height) for s in sources])
        for row in cut
        for panel in row
    ]
    assert [(one.page, one.upside_down) for one in held] == ORDER
    assert fold.words_of([side]) == fold.words_of(sources)


def test_what_it_says_stands_in_the_records(folder: Path) -> None:
    told = texts(folder / "guide-pages.pdf")
    commons = BOOK.commons
    assert commons.name.split()[0] in told[0]
    assert " ".join(commons.contact[0].split()) in told[2] + told[7]
    ahead = BOOK.glance.next_assembly
    assert ahead is not None
    assert ahead.record.place in told[3]
    holders = [t.term.holder for v in BOOK.roles for t in v.current]
    assert holders
    assert all(holder in told[5].lower() for holder in holders)
    assert all(
        name.startswith(("Common-Display-", "Zine-"))
        for name in font_names((folder / "guide-pages.pdf").read_bytes())
    )


def test_a_gathering_to_come_is_told_and_one_that_is_over_is_not(tmp_path: Path) -> None:
    def gathering(id: str, day: int, title: str, **more: object) -> Gathering:  # noqa: A002
        at = BOOK.as_of.replace(year=BOOK.as_of.year + 1, month=1, day=day)
        given = {"id": id, "title": title, "date": at, "place": "The yard", **more}
        return Gathering(kind=GatheringKind.FEAST, held=Held.PLANNED, places={}, **given)  # type: ignore[arg-type]

    over = replace(BOOK, records={**BOOK.records, "gathering": (
        gathering("gat-2030-01", 3, "Soup for all"),
        msgspec.structs.replace(
            gathering("gat-2020-01", 4, "Long gone"), date=BOOK.as_of.replace(year=2020)
        ),
        gathering("gat-2030-02", 5, "Sunday at one", recurs="Every Sunday", time="13:00"),
    )})  # fmt: skip
    told = texts(laid(tmp_path, over) / "guide-pages.pdf")
    assert "Soup for all" in told[3]
    assert not any("Long gone" in page for page in told)
    assert "Every Sunday, 13:00, the yard" in told[2]


def test_what_nothing_is_written_for_becomes_a_panel_to_write_on(tmp_path: Path) -> None:
    bare = replace(BOOK, norms=(), roles=(), cases=())
    told = texts(laid(tmp_path, bare) / "guide-pages.pdf")
    assert [page.count("Your notes") for page in told] == [0, 0, 0, 0, 1, 1, 1, 0]


def test_a_panel_that_holds_too_much_is_named_with_its_record() -> None:
    norm = BOOK.norms[0]
    long = replace(norm, record=msgspec.structs.replace(norm.record, text="Ask first. " * 200))
    with pytest.raises(OverfullSheetError) as caught:
        sheet_run(replace(BOOK, norms=(long,)), "guide")
    (finding,) = caught.value.findings
    assert finding.code.slug == "zine-page-too-long"
    assert finding.span.path == norm.record.path
    assert '"Norms"' in str(caught.value)


def test_it_has_no_id_and_no_a3(tmp_path: Path) -> None:
    folder = book(tmp_path / "book")
    assert run("sheet", folder, "guide", "one").code == 2
    with pytest.raises(UnknownSheetError, match="A4 or Letter"):
        sheet_run(BOOK, "guide", paper=SheetPaper.A3)


def test_it_is_printed_in_another_language(tmp_path: Path) -> None:
    laid(tmp_path, language="es")
    told = texts(tmp_path / "guide-pages.es.pdf")
    assert "Guía de bolsillo" in told[0]
    assert "Qué es esto" in told[1]
    with pytest.raises(UnknownSheetError, match="language of the book"):
        sheet_run(BOOK, "month", language="es")


@pytest.mark.parametrize("page", range(2, 9))
def test_a_copy_of_a_copy_can_still_be_read(folder: Path, page: int) -> None:
    pdf = folder / "guide-pages.pdf"
    running = [w for w in read_pages(pdf)[page - 1].words if w.height < 15 and w.text.isalpha()]
    left = left_of(pdf, page, tuple(running))
    assert left.least_ink > 0.7
    assert left.ink > 0.8
    assert left.apart == 0
    assert left.whole > 0.6


def test_its_code_is_read_after_two_copies(folder: Path) -> None:
    assert codes_of(folder / "guide.pdf", copies=2) == [BOOK.commons.site_url]
