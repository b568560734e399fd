# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sheets, asked for through the real program and read back from their files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from commonpress.cli.sheet import PAPERS, SHEETS, _asked
from commonpress.cli.verb import WrongUseError
from commonpress.render import sheets
from commonpress.render.artifact import Artifact
from commonpress.render.plates import font_names, page_count
from commonpress.render.print_paper import Profile
from commonpress.render.sheet_desk import OverfullSheetError, SheetPaper, UnknownSheetError
from commonpress.render.sheets import print_sheets
from tests.books import book, run
from tests.codes import text_of
from tests.fold import read_pages
from tests.publications import tidewater

BOOK = tidewater()
MM = 72 / 25.4
POSTERS = ("case", "month", "assembly")


def laid(folder: Path, *files: Artifact) -> list[Path]:
    for file in files:
        (folder / file.path).write_bytes(file.content)
    return [folder / file.path for file in files]


def test_the_verb_offers_the_sheets_and_papers_that_there_are() -> None:
    assert {kind.name: kind.summary for kind in sheets.SHEETS} == SHEETS
    assert set(PAPERS) == {paper.value for paper in SheetPaper}


def test_the_book_may_be_left_out_and_so_may_the_last_word() -> None:
    assert _asked(["month"]) == (Path(), "month", "")
    assert _asked(["month", "2026-06"]) == (Path(), "month", "2026-06")
    assert _asked(["there", "case", "case-2025-003"]) == (Path("there"), "case", "case-2025-003")
    for wrong in (["poem"], ["a", "b", "month"], ["month", "2026-06", "2026-07"]):
        with pytest.raises(WrongUseError, match="say which sheet"):
            _asked(wrong)


def test_a_sheet_is_printed_where_it_is_wanted_and_nowhere_else(tmp_path: Path) -> None:
    folder = book(tmp_path / "book")
    before = sorted(folder.rglob("*"))
    printed = run("sheet", folder, "month", "--output", tmp_path / "wall")
    assert printed.code == 0
    assert [file.name for file in (tmp_path / "wall").iterdir()] == ["poster-2026-03.pdf"]
    assert sorted(folder.rglob("*")) == before


def test_what_there_is_not_is_wrong_use_and_says_what_there_is(tmp_path: Path) -> None:
    folder = book(tmp_path / "book")
    for words in (("month", "1999-01"), ("case",), ("assembly",), ("guardrails", "one")):
        refused = run("sheet", folder, *words)
        assert refused.code == 2
        assert not (folder / "build").exists()
    assert "2026-03" in run("sheet", folder, "month", "1999-01").err


@pytest.mark.parametrize("what", POSTERS)
@pytest.mark.parametrize("paper", list(SheetPaper))
def test_a_poster_is_one_page_of_its_paper(what: str, paper: SheetPaper, tmp_path: Path) -> None:
    (file,) = laid(tmp_path, *print_sheets(BOOK, what, paper=paper))
    pages = read_pages(file)
    sizes = {"A4": (210, 297), "A3": (297, 420), "Letter": (215.9, 279.4)}
    assert [(round(p.width / MM, 1), round(p.height / MM, 1)) for p in pages] == [sizes[paper]]
    assert font_names(file.read_bytes()) != ()


def test_a_poster_says_where_and_when_and_what_is_on_the_table(tmp_path: Path) -> None:
    (file,) = laid(tmp_path, *print_sheets(BOOK, "assembly"))
    meeting = BOOK.glance.next_assembly
    assert meeting is not None
    said = text_of(file)
    assert meeting.record.place in said
    assert all(point in said for point in meeting.record.agenda)


def test_a_case_without_the_consent_of_both_sides_is_no_poster() -> None:
    view = BOOK.cases[0]
    alone = msgspec.structs.replace(view.record.consent, responsible=False)
    case = msgspec.structs.replace(view.record, consent=alone)
    told = replace(BOOK, cases=(replace(view, record=case),))
    with pytest.raises(UnknownSheetError, match="not both sides"):
        print_sheets(told, "case", case.id)


def test_a_sheet_for_riso_comes_as_a_plate_for_each_ink() -> None:
    files = print_sheets(BOOK, "month", profile=Profile.RISO)
    names = [file.path for file in files]
    assert names[1:] == [
        names[0].replace(".pdf", "-layer1-black.pdf"),
        names[0].replace(".pdf", "-layer2-blue.pdf"),
    ]
    assert {page_count(file.content) for file in files} == {1}


def test_a_sheet_that_holds_too_much_is_refused_by_name() -> None:
    view = BOOK.cases[0]
    case = msgspec.structs.replace(view.record, summary="A long story. " * 150)
    told = replace(BOOK, cases=(replace(view, record=case),))
    with pytest.raises(OverfullSheetError, match=case.id):
        print_sheets(told, "case", case.id)


def test_the_same_sheet_has_the_same_bytes() -> None:
    assert print_sheets(BOOK, "month") == print_sheets(BOOK, "month")


def test_minutes_are_two_pages_with_every_decision_on_the_first(tmp_path: Path) -> None:
    (file,) = laid(tmp_path, *print_sheets(BOOK, "minutes"))
    held = next(view for view in BOOK.assemblies if view.record.was_held)
    assert page_count(file.read_bytes()) == 2
    said = text_of(file)
    assert all(decision.title in said and decision.id in said for decision in held.decisions)
    assert all(point in said for point in held.record.agenda)
    if held.record.present is not None:
        assert f"{held.record.present}, quorum {held.quorum}" in said


def test_an_assembly_that_has_not_met_has_no_minutes() -> None:
    planned = BOOK.glance.next_assembly
    assert planned is not None
    with pytest.raises(UnknownSheetError, match="was held"):
        print_sheets(BOOK, "minutes", planned.record.id)


def test_the_map_of_functions_answers_three_questions_for_each_project(tmp_path: Path) -> None:
    (file,) = laid(tmp_path, *print_sheets(BOOK, "functions"))
    said = text_of(file)
    running = [view.record for view in BOOK.projects if view.record.ended is None]
    assert running
    for project in running:
        assert project.title in said
        assert project.function.split()[0] in said
        assert project.otherwise.split()[0] in said
    page = read_pages(file)[0]
    assert page.width > page.height
