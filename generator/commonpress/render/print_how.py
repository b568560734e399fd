# SPDX-License-Identifier: AGPL-3.0-or-later
"""How to print and fold: the page that lies beside the copier, and the sheet that tests it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from commonpress.derive.publication import IssueView, Publication
from commonpress.kinds.publication import Edition, Paper
from commonpress.render.chapters import set_whole
from commonpress.render.plates import Trim, finish_tags
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
from commonpress.render.voice import say
from commonpress.render.zine import assets_of, head_face
from commonpress.render.zine_desk import Desk

_ARROW = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="46mm" height="64mm" viewBox="0 0 46 64">'
    "<title>{said}</title>"
    '<path d="M23 0L46 30H32V64H14V30H0z"/></svg>'
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
    assets = how_to_assets(own, folding.paper)
    desk = Desk(publication, issue, head_face(assets), own)
    whole = desk.whole("how-to", **how_to_values(folding))
    return finish_tags(set_whole(whole, assets))


def how_to_values(folding: Folding) -> dict[str, Any]:
    """What the page that says how to print and fold is filled in with."""
    return {
        "heading": say(NAMES[folding.edition]),
        "sheet": sheet_name(folding.edition, folding.paper),
        "sheets": folding.sheets,
        "copies": say("two copies") if folding.edition in COPIES else say("one copy"),
        "printing": list(map(say, PRINTING[folding.edition])),
        "bar": check_bar(say("A bar of 100 mm with a tick every 10 mm")),
        "sides": list(_sides(folding)),
        "steps": [(step_drawing(step), step.words) for step in _steps(folding)],
    }


def how_to_assets(own: Path | None, paper: Paper) -> dict[str, bytes]:
    """The fonts and styles of that page, as large as the paper it lies beside."""
    return _sized(own, upright(paper))


def duplex_test(
    publication: Publication, issue: IssueView, own: Path | None, paper: Paper
) -> bytes:
    """Set the sheet that finds out how a printer turns the paper."""
    assets = _sized(own, across(paper))
    desk = Desk(publication, issue, head_face(assets), own)
    return finish_tags(
        set_whole(
            desk.whole(
                "duplex-test", arrow=_ARROW.format(said=escape(say("An arrow that points up")))
            ),
            assets,
        )
    )


def _sized(own: Path | None, page: Trim) -> dict[str, bytes]:
    assets = assets_of(own, "how-to.css")
    size = f"{page.width:g}mm {page.height:g}mm"
    assets["zine.css"] += f"@page {{ size: {size} }}@page test {{ size: {size} }}".encode()
    return assets


def _steps(folding: Folding) -> Iterator[Step]:
    for step in STEPS[folding.edition]:
        found = mirrored(step) if folding.right_to_left else step
        yield replace(found, words=say(found.words), label=say(found.label))


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
    sides = (
        (
            sheet.front,
            grid,
            say("Front"),
            say("Front of the first sheet with the numbers of its pages"),
        ),
        (
            sheet.back,
            grid.mirrored(),
            say("Back"),
            say("Back of the first sheet with the numbers of its pages"),
        ),
    )
    for side, seen, said, told in sides:
        if any(cell.page is not None for row in side.rows for cell in row):
            yield side_drawing(side, seen.columns, seen.rows, width, told, cuts=cuts), said
