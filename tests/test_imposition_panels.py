# SPDX-License-Identifier: AGPL-3.0-or-later
"""Books of one sheet: drawn as they lie, and folded flat panel by panel.

In the drawings a bar stands between the pages of a side, ``v`` is a page on its head and ``-`` is
blank paper. A front, which carries the cover, is drawn above its back.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.ground.imposition import Cell, Sheet, Side
from commonpress.ground.imposition_panels import (
    LETTER_FOLD,
    Motion,
    OneSheet,
    Turn,
    folded_strip,
    lay_out,
    letter_fold,
    slit_ring,
    zigzag,
)
from tests.fold import Panel, folded_flat

FORMATS = [slit_ring(), letter_fold(), zigzag()]
FORMATS += [
    slit_ring(right_to_left=True),
    letter_fold(right_to_left=True),
    zigzag(right_to_left=True),
]


def drawn(side: Side[int]) -> str:
    return "\n".join(
        " | ".join(f"{cell.page or '-'}{'v' * cell.upside_down}" for cell in row)
        for row in side.rows
    )


def drawing(sheet: OneSheet, pages: int) -> str:
    laid = lay_out(list(range(1, pages + 1)), sheet)
    sides = (laid.front, laid.back) if sheet.both_sides else (laid.front,)
    return "\n".join(map(drawn, sides))


# --- as printers' manuals draw them --------------------------------------------------------------


def test_the_mini_zine_is_eight_pages_head_to_head() -> None:
    assert drawing(slit_ring(), 8) == "5v | 4v | 3v | 2v\n6 | 7 | 8 | 1"


def test_the_letter_fold_shows_its_flap_before_its_middle() -> None:
    """Outside: flap, back, cover. Inside, flat: two, four, five; the flap was page three."""
    assert drawing(letter_fold(), 6) == "3 | 6 | 1\n2 | 4 | 5"


def test_the_accordion_is_read_along_its_inside_and_then_turned_over() -> None:
    assert drawing(zigzag(), 8) == "6 | 7 | 8 | 1\n2 | 3 | 4 | 5"


def test_read_from_right_to_left_everything_is_mirrored() -> None:
    assert drawing(letter_fold(right_to_left=True), 6) == "1 | 6 | 3\n5 | 4 | 2"
    assert drawing(slit_ring(right_to_left=True), 8) == "2v | 3v | 4v | 5v\n1 | 8 | 7 | 6"


def test_a_strip_folded_once_is_a_folio() -> None:
    assert drawing(folded_strip(2, [Motion((Turn(1, right_moves=False),))]), 4) == "4 | 1\n2 | 3"


# --- properties ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", FORMATS)
@given(data=st.data())
def test_every_page_is_printed_once_and_blanks_stand_before_the_last(
    sheet: OneSheet, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(sheet.places)))
    laid = lay_out(list(range(1, count + 1)), sheet)
    found = [cell.page for side in (laid.front, laid.back) for row in side.rows for cell in row]
    assert sorted(page for page in found if page) == list(range(1, count + 1))
    if count > 1:
        assert at(laid, sheet, len(sheet.places)) == count


def at(laid: Sheet[int], sheet: OneSheet, number: int) -> int | None:
    place = sheet.places[number - 1]
    side = laid.front if place.front else laid.back
    return side.rows[place.row][place.column].page


@pytest.mark.parametrize("sheet", FORMATS)
def test_a_page_too_many_is_refused(sheet: OneSheet) -> None:
    with pytest.raises(ValueError, match="do not go on a sheet"):
        lay_out(list(range(len(sheet.places) + 1)), sheet)


# --- folded flat ---------------------------------------------------------------------------------


def ring_joints(pages: dict[int, Panel]) -> list[tuple[Panel, Panel]]:
    """The joints between pages that follow one another, the last and the first among them."""
    return [(pages[n], pages[n % 8 + 1]) for n in range(1, 9)]


def places_of(side: Side[int]) -> dict[int, tuple[Panel, Cell[int]]]:
    return {
        cell.page: ((column, row), cell)
        for row, cells in enumerate(side.rows)
        for column, cell in enumerate(cells)
        if cell.page
    }


def reads_as_a_book(side: Side[int]) -> bool:
    """Fold the mini-zine flat and look at each panel: heads up, rectos and versos in turn.

    The cut runs between the middle panels of the two rows, so no joint may cross it.
    """
    found = places_of(side)
    panels = {page: panel for page, (panel, _) in found.items()}
    joints = ring_joints(panels)
    for one, other in joints:
        apart = abs(one[0] - other[0]) + abs(one[1] - other[1])
        crosses_the_cut = one[0] == other[0] and one[0] in (1, 2)
        if apart != 1 or crosses_the_cut:
            return False
    lying = folded_flat(joints, panels[1])
    return all(
        lying[panel].over == cell.upside_down and lying[panel].face_up == (page % 2 == 1)
        for page, (panel, cell) in found.items()
    )


def test_the_mini_zine_folds_into_a_book_round_its_cut() -> None:
    assert reads_as_a_book(lay_out(list(range(1, 9)), slit_ring()).front)
    assert reads_as_a_book(lay_out(list(range(1, 9)), slit_ring(right_to_left=True)).front)


@given(st.permutations(range(1, 9)))
def test_a_mini_zine_in_another_order_does_not(order: list[int]) -> None:
    laid = lay_out(order, slit_ring())
    rotated = order == [*range(1, 9)]
    assert reads_as_a_book(laid.front) == rotated


@pytest.mark.parametrize("swapped", [(0, 2), (1, 5), (2, 3)])
def test_two_panels_swapped_show(swapped: tuple[int, int]) -> None:
    order = list(range(1, 9))
    one, other = swapped
    order[one], order[other] = order[other], order[one]
    assert not reads_as_a_book(lay_out(order, slit_ring()).front)


@pytest.mark.parametrize("sheet", [letter_fold(), zigzag()])
def test_a_strip_has_each_page_behind_the_one_the_fold_asks_for(sheet: OneSheet) -> None:
    """Behind the cover is page 2, which opens to its right: so the cover is on the right."""
    pages = len(sheet.places)
    laid = lay_out(list(range(1, pages + 1)), sheet)
    (front,), (back,) = laid.front.rows, laid.back.rows
    behind = {f.page: b.page for f, b in zip(front, reversed(back), strict=True)}
    assert behind[1] == 2
    assert front[-1].page == 1


def test_the_flap_of_the_letter_fold_goes_in_first() -> None:
    assert [turn.crease for motion in LETTER_FOLD for turn in motion.turns] == [2, 1]
