# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the sheets of each edition are folded: the layouts that plates and instructions share."""

from __future__ import annotations

from commonpress.ground.imposition import Flip, Fold, Layout, Sheet, Side, impose, saddle_stitch
from commonpress.ground.imposition_panels import OneSheet, lay_out, letter_fold, slit_ring, zigzag
from commonpress.kinds.publication import Edition

# On the sheets of this edition the same pages stand twice, above one another.
COPIES = {Edition.A6: 2}


def layout_of(
    edition: Edition,
    flip: Flip = Flip.SHORT_EDGE,
    *,
    right_to_left: bool = False,
    caliper: float = 0.0,
) -> Layout | OneSheet | None:
    """Give the way an edition is folded; none where its pages are not imposed.

    `caliper` is the thickness of a sheet in mm, for booklets that are trimmed after folding.
    """
    match edition:
        case Edition.SCREEN | Edition.LARGE:
            return None
        case Edition.MINI8 | Edition.MINI8_POSTER:
            return slit_ring(right_to_left=right_to_left)
        case Edition.TRIFOLD:
            return letter_fold(right_to_left=right_to_left)
        case Edition.ACCORDION:
            return zigzag(right_to_left=right_to_left)
        case Edition.QUARTER:
            return quarter(right_to_left=right_to_left)
        case _:
            return saddle_stitch(flip, right_to_left=right_to_left, caliper=caliper)


def quarter(*, right_to_left: bool = False) -> Layout:
    """Describe the sheet folded twice: head over foot, then at the spine, and slit at the head."""
    spine = Fold.RIGHT_OVER_LEFT if right_to_left else Fold.LEFT_OVER_RIGHT
    return Layout(2, 2, (Fold.TOP_OVER_BOTTOM, spine), nested=False)


def first_sheet(edition: Edition, pages: int, *, right_to_left: bool = False) -> Sheet[int] | None:
    """Lay out the numbers of the pages as the plates lay out the pages."""
    numbers = list(range(1, pages + 1))
    layout = layout_of(edition, right_to_left=right_to_left)
    if isinstance(layout, OneSheet):
        return lay_out(numbers, layout)
    if layout is None:
        return None
    sheet = impose(numbers, layout)[0]
    copies = COPIES.get(edition, 1)
    return Sheet(Side(sheet.front.rows * copies), Side(sheet.back.rows * copies))
