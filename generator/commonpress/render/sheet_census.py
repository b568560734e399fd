# SPDX-License-Identifier: AGPL-3.0-or-later
"""The slip of a census on paper, and a file that says where every box of it stands.

Whoever reads slips with a camera later needs no letters: the four corner marks give the page, the
code in its head says which form and which page, and the file says what each box means. The code
holds nothing about a household.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any

from commonpress.kinds.census import Question, Questionnaire
from commonpress.render.pdf import Galley, Spot
from commonpress.render.sheet_desk import Sheet, SheetDesk, UnknownSheetError

# The corners as they are named in the file. The first is hollow, to tell which way is up.
CORNERS = ("top-left", "top-right", "bottom-left", "bottom-right")
_BOX, _MARK = "box.", "mark."
_STYLES = ("census.css",)
# As the style sheet has them: the margin at head and foot, and the head of later pages.
_MARGIN, _HEAD = 20.0, 26.0


def census_form(desk: SheetDesk, of: str) -> Iterator[Sheet]:
    """The slip, question by question, on as many pages as it takes."""
    slip = _slip(desk, of)
    flowing = desk.galley(_sheet(desk, slip, [list(slip.questions)]))
    yield _sheet(desk, slip, _paged(desk, slip, flowing))


def _slip(desk: SheetDesk, of: str) -> Questionnaire:
    slips = {series.slip.id: series.slip for series in desk.publication.censuses}
    if not slips:
        raise UnknownSheetError("the book has no questionnaire")
    if of and of not in slips:
        raise UnknownSheetError(f"there is no questionnaire `{of}`; there is {', '.join(slips)}")
    return slips[of] if of else next(iter(slips.values()))


def _paged(desk: SheetDesk, slip: Questionnaire, galley: Galley) -> list[list[Question]]:
    """The questions by page, as many on each as stand above its foot; the last holds the end."""
    foot = desk.page_size(_sheet(desk, slip, [[]])).height - _MARGIN * desk.scale
    tall = {q.id: _height(galley, q.id) for q in slip.questions}
    pages: list[list[Question]] = [[]]
    y = galley.spots[f"main.{slip.questions[0].id}"][0].top
    for question in slip.questions:
        needed = tall[question.id]
        if question is slip.questions[-1]:
            needed += _height(galley, "hand-in")
        if pages[-1] and y + needed > foot:
            pages.append([])
            y = (_MARGIN + _HEAD) * desk.scale
        pages[-1].append(question)
        y += tall[question.id]
    return pages


def _height(galley: Galley, name: str) -> float:
    return sum(spot.foot - spot.top for spot in galley.spots[f"main.{name}"])


def _sheet(desk: SheetDesk, slip: Questionnaire, pages: list[list[Question]]) -> Sheet:
    version = version_of(slip)
    language = slip.lang or desk.publication.commons.language
    codes = [
        f"{slip.id} {version} {number}/{len(pages)} {language}"
        for number in range(1, len(pages) + 1)
    ]
    settings = ({"slip": slip, "sheets": list(zip(pages, codes, strict=True)), "marks": CORNERS},)
    name = f"census-{slip.id}"
    sheet = Sheet(name, "census", settings, (slip,), _STYLES, len(pages))
    about = {"form": slip.id, "version": version, "language": language, "codes": codes}
    return sheet.with_file(partial(_places, desk, sheet, about))


def version_of(slip: Questionnaire) -> str:
    """Eight letters that change with any question or answer of a slip."""
    asked = [[q.id, q.ask, [[c.id, c.title] for c in q.choices]] for q in slip.questions]
    return sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()[:8]


def _places(
    desk: SheetDesk, sheet: Sheet, about: dict[str, Any], galley: Galley
) -> tuple[str, bytes]:
    """Where each mark and each box stands, in millimetres from the upper left of its page."""
    page = desk.page_size(sheet)
    spots = [(name, spot) for name, held in galley.spots.items() for spot in held]
    marks = [
        {"corner": name.removeprefix(_MARK).partition(".")[2], **_place(spot)}
        for name, spot in spots
        if name.startswith(_MARK)
    ]
    boxes = []
    for name, spot in spots:
        if name.startswith(_BOX):
            question, _, choice = name.removeprefix(_BOX).partition(".")
            boxes.append({"question": question, "choice": choice, **_place(spot)})
    told = {
        **about,
        "unit": "mm",
        "paper": {"name": desk.paper.value, "width": page.width, "height": page.height},
        "marks": sorted(marks, key=lambda one: (one["page"], CORNERS.index(str(one["corner"])))),
        "boxes": sorted(boxes, key=lambda one: (one["page"], one["y"], one["x"])),
    }
    return "json", (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _place(spot: Spot) -> dict[str, float]:
    return {
        "page": spot.page,
        "x": round(spot.left, 2),
        "y": round(spot.top, 2),
        "width": round(spot.right - spot.left, 2),
        "height": round(spot.foot - spot.top, 2),
    }
