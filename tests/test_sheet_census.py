# SPDX-License-Identifier: AGPL-3.0-or-later
"""The slip of a census on paper: its boxes are where its file says, also on a crooked copy."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from commonpress.derive.publication import Publication
from commonpress.pipeline import publish
from commonpress.render.plates import page_count
from commonpress.render.sheet_census import version_of
from commonpress.render.sheet_desk import SheetPaper
from commonpress.render.sheets import print_sheets
from tests.codes import codes_of
from tests.copier import DPI, copied, picture

SAMPLE = Path(__file__).resolve().parent.parent
PX = DPI / 25.4
Rectangle = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def sample() -> Publication:
    publication = publish(SAMPLE, None).publication
    assert publication is not None
    return publication


@pytest.fixture(scope="module", params=list(SheetPaper)[::2], ids=str)
def slip(
    request: pytest.FixtureRequest, sample: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder: Path = tmp_path_factory.mktemp("slip")
    for file in print_sheets(sample, "census", paper=request.param):
        (folder / file.path).write_bytes(file.content)
    return folder


@pytest.fixture(scope="module")
def places(slip: Path) -> dict[str, Any]:
    (file,) = slip.glob("*.json")
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def pages_of(slip: Path) -> Path:
    (file,) = slip.glob("*.pdf")
    return file


def squares(page: Image.Image, side: float) -> list[Rectangle]:
    """Every dark shape whose outline is a square of this side, in mm, found without the file."""
    labels, _ = ndimage.label(np.asarray(page) < 128, structure=np.ones((3, 3)))
    found = []
    for rows, columns in ndimage.find_objects(labels):
        x, y = columns.start / PX, rows.start / PX
        width, height = columns.stop / PX - x, rows.stop / PX - y
        if abs(width - side) < 0.35 and abs(height - side) < 0.35:
            found.append((x, y, width, height))
    return sorted(found)


def stated(places: dict[str, Any], what: str, page: int) -> list[Rectangle]:
    held = [one for one in places[what] if one["page"] == page]
    return sorted((one["x"], one["y"], one["width"], one["height"]) for one in held)


def near(one: list[Rectangle], other: list[Rectangle], by: float = 0.3) -> bool:
    """Whether each of some rectangles is one of the others, and none is left."""
    return len(one) == len(other) and all(
        any(np.abs(np.subtract(a, b)).max() < by for b in other) for a in one
    )


@pytest.mark.parametrize("copies", [0, 2])
def test_the_boxes_and_marks_of_the_page_are_those_of_the_file(
    slip: Path, places: dict[str, Any], copies: int
) -> None:
    scale = places["paper"]["width"] / 210
    for page in range(1, len(places["codes"]) + 1):
        seen = copied(picture(pages_of(slip), page), copies)
        assert near(squares(seen, 5 * scale), stated(places, "boxes", page))
        assert near(squares(seen, 6 * scale), stated(places, "marks", page))


def test_a_slip_that_was_copied_askew_is_read_by_its_marks(
    slip: Path, places: dict[str, Any]
) -> None:
    """The four marks give where every box went: a map of the page onto the picture."""
    seen = picture(pages_of(slip), 1).rotate(1.4, resample=Image.Resampling.BICUBIC, fillcolor=255)
    scale = places["paper"]["width"] / 210
    found = [middle(r) for r in squares(copied(seen, 1), 6 * scale)]
    marks = [middle(r) for r in stated(places, "marks", 1)]
    assert len(found) == 4
    away = [min(found, key=lambda f, m=m: np.hypot(*np.subtract(f, m))) for m in marks]  # type: ignore[misc]
    there = np.array([[*m, 1] for m in marks])
    onto, *_ = np.linalg.lstsq(there, np.array(away), rcond=None)
    boxes = [middle(r) for r in squares(copied(seen, 1), 5 * scale)]
    for rectangle in stated(places, "boxes", 1):
        x, y = np.array([*middle(rectangle), 1]) @ onto
        assert min(np.hypot(x - bx, y - by) for bx, by in boxes) < 0.4


def middle(rectangle: Rectangle) -> tuple[float, float]:
    x, y, width, height = rectangle
    return x + width / 2, y + height / 2


def test_each_answer_has_one_box_and_each_page_a_code(
    sample: Publication, slip: Path, places: dict[str, Any]
) -> None:
    form = sample.censuses[0].slip
    asked = [(q.id, c.id) for q in form.questions for c in q.choices]
    assert [(b["question"], b["choice"]) for b in places["boxes"]] == asked
    assert (places["form"], places["version"]) == (form.id, version_of(form))
    for number, code in enumerate(places["codes"], start=1):
        assert codes_of(pages_of(slip), number, copies=2) == [code]
        assert code == f"{form.id} {version_of(form)} {number}/{len(places['codes'])} en"


def test_a_long_slip_takes_as_many_pages_as_it_needs(sample: Publication) -> None:
    series = sample.censuses[0]
    asked = series.slip.questions
    longer = [msgspec.structs.replace(q, id=f"{q.id}-{n}") for n in range(3) for q in asked]
    slip = msgspec.structs.replace(series.slip, questions=tuple(longer))
    book = replace(sample, censuses=(replace(series, slip=slip),))
    pages, places = print_sheets(book, "census")
    told = json.loads(places.content)
    assert page_count(pages.content) == len(told["codes"]) > 3
    assert len(told["boxes"]) == sum(len(q.choices) for q in longer)
