# SPDX-License-Identifier: AGPL-3.0-or-later
"""How to print and fold: the page that lies beside the copier, and the sheet that tests it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonpress.derive.publication import IssueView, Publication
from commonpress.kinds.publication import Edition, Paper
from commonpress.render.faces import open_face
from commonpress.render.pdf import typeset
from commonpress.render.plates import finish_tags
from commonpress.render.print_folds import COPIES, first_sheet
from commonpress.render.print_how_drawings import (
    Line,
    Step,
    check_bar,
    side_drawing,
    step_drawing,
)
from commonpress.render.print_how_words import NAMES, PRINTING, STEPS
from commonpress.render.print_paper import across, grid_of, sheet_name, upright
from commonpress.render.zine import DISPLAY_FACE, assets_of
from commonpress.render.zine_desk import Desk

_ARROW = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="46mm" height="64mm" viewBox="0 0 46 64">'
    '<title>An arrow that points up</title><path d="M23 0L46 30H32V64H14V30H0z"/></svg>'
)
_SIDE_MM = 50.0


@dataclass(frozen=True, slots=True)
class Folding:
    """What is to be printed and folded: the edition, the paper, its pages and sheets."""

    edition: Edition
    paper: Paper
    pages: int
    sheets: int
    right_to_left: bool = False


def how_to_print(
    publication: Publication, issue: IssueView, own: Path | None, folding: Folding
) -> bytes:
    """Set the page of an edition: the settings, the check bar, the sheet, each fold drawn."""
    page = upright(folding.paper)
    desk, assets = _room(publication, issue, own, f"{page.width:g}mm {page.height:g}mm")
    whole = desk.whole(
        "how-to",
        heading=NAMES[folding.edition],
        sheet=sheet_name(folding.edition, folding.paper),
        sheets=folding.sheets,
        copies="two copies" if folding.edition in COPIES else "one copy",
        printing=PRINTING[folding.edition],
        bar=check_bar("A bar of 100 mm with a tick every 10 mm"),
        sides=list(_sides(folding)),
        steps=[(step_drawing(step), step.words) for step in _steps(folding)],
    )
    return finish_tags(typeset(whole, assets))


def duplex_test(
    publication: Publication, issue: IssueView, own: Path | None, paper: Paper
) -> bytes:
    """Set the sheet that finds out how a printer turns the paper."""
    page = across(paper)
    desk, assets = _room(publication, issue, own, f"{page.width:g}mm {page.height:g}mm")
    return finish_tags(typeset(desk.whole("duplex-test", arrow=_ARROW), assets))


def _room(
    publication: Publication, issue: IssueView, own: Path | None, size: str
) -> tuple[Desk, dict[str, bytes]]:
    assets = assets_of(own, "how-to.css")
    assets["zine.css"] += f"@page {{ size: {size} }}@page test {{ size: {size} }}".encode()
    return Desk(publication, issue, open_face(assets[DISPLAY_FACE]), own), assets


def _steps(folding: Folding) -> Iterator[Step]:
    for step in STEPS[folding.edition]:
        yield mirrored(step) if folding.right_to_left else step


def mirrored(step: Step) -> Step:
    """Give the step for a book that is bound on the right: the same hands in a mirror."""
    words = step.words.replace("left", "\0").replace("right", "left").replace("\0", "right")

    def flip(line: Line) -> Line:
        return Line(1 - line.from_x, line.from_y, 1 - line.to_x, line.to_y)

    return Step(
        words,
        step.width,
        step.height,
        tuple(map(flip, step.folds)),
        tuple(map(flip, step.cuts)),
        flip(step.arrow) if step.arrow else None,
        tuple(map(flip, step.marks)),
        step.label,
    )


def _sides(folding: Folding) -> Iterator[tuple[str, str]]:
    """Draw both sides of the first sheet as they must come out of the printer."""
    sheet = first_sheet(folding.edition, folding.pages, right_to_left=folding.right_to_left)
    if sheet is None:
        return
    grid = grid_of(folding.edition, folding.paper, right_to_left=folding.right_to_left)
    width = min(_SIDE_MM, _SIDE_MM * grid.paper.width / grid.paper.height)
    cuts = [
        Line(
            cut.from_x / grid.paper.width,
            cut.from_y / grid.paper.height,
            cut.to_x / grid.paper.width,
            cut.to_y / grid.paper.height,
        )
        for cut in grid.cuts
    ]
    for side, said in ((sheet.front, "Front"), (sheet.back, "Back")):
        if any(cell.page is not None for row in side.rows for cell in row):
            seen = grid if said == "Front" else grid.mirrored()
            told = f"{said} of the first sheet with the numbers of its pages"
            yield side_drawing(side, seen.columns, seen.rows, width, told, cuts=cuts), said
