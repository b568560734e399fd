# SPDX-License-Identifier: AGPL-3.0-or-later
"""Imposition on paper: sheets drawn as they lie, the hand formula, and folding them back.

In the drawings a bar stands between the pages of a side, ``v`` is a page on its head and ``-``
is blank paper. A front is drawn above its back, as each side looks when it faces you.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.ground.imposition import (
    Cell,
    Flip,
    Fold,
    Layout,
    Sheet,
    Side,
    fold,
    impose,
    pad,
    saddle_stitch,
)

PAGE_COUNTS = range(1, 65)
COUNTS = st.integers(1, 64)
LAYOUTS = st.builds(
    saddle_stitch, st.sampled_from(Flip), right_to_left=st.booleans(), caliper=st.just(0.1)
)
QUARTER = Layout(2, 2, (Fold.TOP_OVER_BOTTOM, Fold.LEFT_OVER_RIGHT), nested=False)
OCTAVO = Layout(
    4, 2, (Fold.LEFT_OVER_RIGHT, Fold.TOP_OVER_BOTTOM, Fold.LEFT_OVER_RIGHT), nested=False
)


def numbered(count: int) -> list[int]:
    return list(range(1, count + 1))


def drawn(side: Side[int]) -> str:
    rows = (
        " | ".join(f"{cell.page or '-'}{'v' * cell.upside_down}" for cell in row)
        for row in side.rows
    )
    return "\n".join(rows)


def drawing(count: int, layout: Layout) -> str:
    sheets = impose(numbered(count), layout)
    return "\n\n".join(f"{drawn(sheet.front)}\n{drawn(sheet.back)}" for sheet in sheets)


def test_eight_pages_on_two_nested_sheets() -> None:
    assert drawing(8, saddle_stitch()) == "8 | 1\n2 | 7\n\n6 | 3\n4 | 5"


def test_blanks_stand_before_the_back_cover() -> None:
    assert drawing(6, saddle_stitch()) == "6 | 1\n2 | -\n\n- | 3\n4 | 5"


def test_one_page_is_a_cover_around_nothing() -> None:
    assert drawing(1, saddle_stitch()) == "- | 1\n- | -"


def test_a_long_edge_printer_gets_its_backs_turned_round() -> None:
    assert drawing(8, saddle_stitch(Flip.LONG_EDGE)) == "8 | 1\n7v | 2v\n\n6 | 3\n5v | 4v"


def test_a_book_read_from_right_to_left_is_bound_on_the_right() -> None:
    assert drawing(8, saddle_stitch(right_to_left=True)) == "1 | 8\n7 | 2\n\n3 | 6\n5 | 4"


def test_more_folds_give_the_classic_quarter() -> None:
    assert drawing(8, QUARTER) == "5v | 4v\n8 | 1\n3v | 6v\n2 | 7"


def test_more_folds_give_the_classic_octavo() -> None:
    assert drawing(16, OCTAVO) == (
        "9v | 8v | 5v | 12v\n16 | 1 | 4 | 13\n11v | 6v | 7v | 10v\n14 | 3 | 2 | 15"
    )


def test_sections_that_are_not_nested_follow_one_another() -> None:
    assert drawing(16, QUARTER) == (
        "5v | 4v\n8 | 1\n3v | 6v\n2 | 7\n\n13v | 12v\n16 | 9\n11v | 14v\n10 | 15"
    )


@pytest.mark.parametrize("count", PAGE_COUNTS)
def test_the_folds_agree_with_the_hand_formula(count: int) -> None:
    """Any printer's manual: n-2s, 2s+1 outside and 2s+2, n-2s-1 inside, sheets from the outside."""
    whole = -(-count // 4) * 4
    slots = pad(numbered(count), 4)
    by_hand = [(whole - 2 * s, 2 * s + 1, 2 * s + 2, whole - 2 * s - 1) for s in range(whole // 4)]
    sheets = impose(numbered(count), saddle_stitch())
    assert [_pages_of(sheet) for sheet in sheets] == [
        [slots[number - 1] for number in sheet] for sheet in by_hand
    ]


@given(COUNTS, LAYOUTS)
def test_every_page_is_printed_once_on_the_sides_it_needs(count: int, layout: Layout) -> None:
    sheets = impose(numbered(count), layout)
    printed = [page for sheet in sheets for page in _pages_of(sheet) if page is not None]
    assert sorted(printed) == numbered(count)
    assert 2 * len(sheets) == 2 * -(-count // 4)


@given(COUNTS, LAYOUTS | st.sampled_from([QUARTER, OCTAVO]))
def test_folding_undoes_imposing(count: int, layout: Layout) -> None:
    read = fold(impose(numbered(count), layout), layout)
    assert tuple(cell.page for cell in read) == pad(numbered(count), layout.pages_per_sheet)
    assert not any(cell.upside_down for cell in read)


@given(COUNTS)
def test_a_long_edge_file_printed_on_the_short_edge_reads_wrong(count: int) -> None:
    read = fold(impose(numbered(count), saddle_stitch(Flip.LONG_EDGE)), saddle_stitch())
    assert any(cell.upside_down for cell in read)
    if count > 2:  # the inner pages of a two-page book are blank both ways
        assert tuple(cell.page for cell in read) != pad(numbered(count), 4)


@given(st.integers(2, 64), st.data())
def test_two_pages_swapped_at_the_press_read_wrong(count: int, data: st.DataObject) -> None:
    first, second = data.draw(
        st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True)
    )
    pages = numbered(count)
    pages[first], pages[second] = pages[second], pages[first]
    read = fold(impose(pages, saddle_stitch()), saddle_stitch())
    assert tuple(cell.page for cell in read) != pad(numbered(count), 4)


@given(COUNTS)
def test_right_to_left_is_the_mirror_of_left_to_right(count: int) -> None:
    forwards = impose(numbered(count), saddle_stitch())
    backwards = impose(numbered(count), saddle_stitch(right_to_left=True))
    mirrored = [[sheet[i] for i in (1, 0, 3, 2)] for sheet in map(_pages_of, forwards)]
    assert [_pages_of(sheet) for sheet in backwards] == mirrored


@pytest.mark.parametrize("flip", Flip)
def test_creep_grows_inwards_and_points_at_the_spine(flip: Flip) -> None:
    sheets = impose(numbered(16), saddle_stitch(flip, caliper=0.1))
    for depth, sheet in enumerate(sheets):
        for side in (sheet.front, sheet.back):
            left, right = side.rows[0]
            assert (left.creep, right.creep) == pytest.approx((0.1 * depth, -0.1 * depth))


def test_creep_is_off_unless_asked_for() -> None:
    sheets = impose(numbered(64), saddle_stitch())
    assert {cell.creep for sheet in sheets for cell in _cells_of(sheet)} == {0.0}


@pytest.mark.parametrize(
    ("columns", "rows", "folds"),
    [
        (2, 2, (Fold.LEFT_OVER_RIGHT,)),
        (1, 1, ()),
        (2, 2, (Fold.LEFT_OVER_RIGHT, Fold.TOP_OVER_BOTTOM)),
    ],
)
def test_a_layout_that_does_not_fold_to_a_book_is_refused(
    columns: int, rows: int, folds: tuple[Fold, ...]
) -> None:
    with pytest.raises(ValueError, match="fold"):
        Layout(columns, rows, folds)


def _cells_of(sheet: Sheet[int]) -> list[Cell[int]]:
    return [cell for side in (sheet.front, sheet.back) for row in side.rows for cell in row]


def _pages_of(sheet: Sheet[int]) -> list[int | None]:
    return [cell.page for cell in _cells_of(sheet)]
