# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which page stands where on a sheet of paper, so that folding puts the pages in order.

Nothing here is a table. A layout is a grid of cells and a sequence of folds; the order is
derived by folding empty sheets and reading the stack from the top. ``fold`` does the same with
printed sheets and is the inverse of ``impose``. Pages can be anything: numbers in a test, PDF
pages at the press.

Sheets lie flat with the outer side down, the way one lays them before folding: the outermost
sheet at the bottom of the pile, the innermost on top.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

P = TypeVar("P")


class Fold(Enum):
    """One fold of the whole pile: which half goes over which."""

    LEFT_OVER_RIGHT = "left over right"
    RIGHT_OVER_LEFT = "right over left"
    TOP_OVER_BOTTOM = "top over bottom"
    BOTTOM_OVER_TOP = "bottom over top"

    @property
    def upright_hinge(self) -> bool:
        """True when the crease runs from head to foot."""
        return self in (Fold.LEFT_OVER_RIGHT, Fold.RIGHT_OVER_LEFT)

    @property
    def first_half_moves(self) -> bool:
        """True when the left or the top half is the one that is lifted."""
        return self in (Fold.LEFT_OVER_RIGHT, Fold.TOP_OVER_BOTTOM)


class Flip(Enum):
    """About which edge of a landscape sheet the printer turns the paper for the second side."""

    SHORT_EDGE = "short edge"
    LONG_EDGE = "long edge"


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to fold sheets: the grid of one side, the folds in order, how the printer turns.

    ``caliper`` is the thickness of one paper in millimetres; 0 leaves creep out.
    """

    columns: int
    rows: int
    folds: tuple[Fold, ...]
    nested: bool = True
    flip: Flip = Flip.SHORT_EDGE
    caliper: float = 0.0

    def __post_init__(self) -> None:
        halvings = (
            2 ** sum(fold.upright_hinge for fold in self.folds),
            2 ** sum(not fold.upright_hinge for fold in self.folds),
        )
        if halvings != (self.columns, self.rows):
            raise ValueError(f"{self.columns} x {self.rows} cells do not fold to one by {halvings}")
        if not self.folds or not self.folds[-1].upright_hinge:
            raise ValueError("the last fold is the spine, so its crease runs from head to foot")

    @property
    def pages_per_sheet(self) -> int:
        """Pages on both sides of one sheet."""
        return 2 * self.columns * self.rows

    @property
    def bound_on_the_left(self) -> bool:
        """True for books read from left to right."""
        return self.folds[-1] is Fold.LEFT_OVER_RIGHT


def saddle_stitch(
    flip: Flip = Flip.SHORT_EDGE, *, right_to_left: bool = False, caliper: float = 0.0
) -> Layout:
    """Describe the stapled booklet: two pages a side, sheets nested in one another, one fold."""
    spine = Fold.RIGHT_OVER_LEFT if right_to_left else Fold.LEFT_OVER_RIGHT
    return Layout(columns=2, rows=1, folds=(spine,), flip=flip, caliper=caliper)


@dataclass(frozen=True, slots=True)
class Cell(Generic[P]):
    """One page in its place: ``None`` is blank paper; ``creep`` is in mm, rightwards."""

    page: P | None
    upside_down: bool = False
    creep: float = 0.0


@dataclass(frozen=True, slots=True)
class Side(Generic[P]):
    """One side of a sheet as it lies before the eye: rows of cells, from the top left."""

    rows: tuple[tuple[Cell[P], ...], ...]

    def turned(self) -> Side[P]:
        """Turn the paper half round on the table."""
        turn = tuple(
            tuple(Cell(c.page, not c.upside_down, -c.creep or 0.0) for c in reversed(row))
            for row in reversed(self.rows)
        )
        return Side(turn)


@dataclass(frozen=True, slots=True)
class Sheet(Generic[P]):
    """One sheet: ``front`` is its outer side, which on the first sheet carries page 1."""

    front: Side[P]
    back: Side[P]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one page of the folded book stands on the flat sheets, each side seen upright."""

    sheet: int
    front: bool
    column: int
    row: int
    upside_down: bool


@dataclass(frozen=True, slots=True)
class _Layer:
    """One panel of paper in the pile while it is folded."""

    sheet: int
    column: int
    row: int
    front_up: bool = False
    upside_down: bool = False

    def over(self, fold: Fold) -> _Layer:
        """Turn the panel over: other side up, and head down if the crease lies across."""
        return _Layer(
            self.sheet,
            self.column,
            self.row,
            not self.front_up,
            self.upside_down != (not fold.upright_hinge),
        )


_Pile = dict[tuple[int, int], tuple[_Layer, ...]]
"""Panels at each place of the grid (column, row), from the table upwards."""


def _flat_pile(layout: Layout, sheets: int) -> _Pile:
    return {
        (column, row): tuple(_Layer(s, column, row) for s in range(sheets))
        for row in range(layout.rows)
        for column in range(layout.columns)
    }


def _folded(pile: _Pile, fold: Fold) -> _Pile:
    """Fold the pile once: the moving half lands on the other, back to front."""
    axis = 0 if fold.upright_hinge else 1
    size = 1 + max(place[axis] for place in pile)
    staying = range(size // 2, size) if fold.first_half_moves else range(size // 2)
    return {
        _along(axis, place, place[axis] - staying.start): (
            *below,
            *(panel.over(fold) for panel in reversed(pile[_along(axis, place, mirrored)])),
        )
        for place, below in pile.items()
        if place[axis] in staying
        for mirrored in (size - 1 - place[axis],)
    }


def _along(axis: int, place: tuple[int, int], value: int) -> tuple[int, int]:
    return (value, place[1]) if axis == 0 else (place[0], value)


def reading_order(layout: Layout, sheets: int) -> tuple[Place, ...]:
    """Find the places of the pages 1, 2, 3 ... by folding ``sheets`` empty sheets together."""
    pile = _flat_pile(layout, sheets)
    for fold in layout.folds:
        pile = _folded(pile, fold)
    (folded,) = pile.values()
    return tuple(
        _place(layer, layout, front=front)
        for layer in reversed(folded)
        for front in (layer.front_up, not layer.front_up)
    )


def _place(layer: _Layer, layout: Layout, *, front: bool) -> Place:
    """Name a panel's place; the outer side is seen after turning the sheet like a page."""
    column = layout.columns - 1 - layer.column if front else layer.column
    return Place(layer.sheet, front, column, layer.row, layer.upside_down)


def _gathered(layout: Layout, pages: int) -> tuple[Place, ...]:
    """Find places for at least ``pages`` pages: one nested pile, or sheet after sheet."""
    sheets = -(-pages // layout.pages_per_sheet)
    if layout.nested:
        return reading_order(layout, sheets) if sheets else ()
    one = reading_order(layout, 1)
    return tuple(
        Place(s, p.front, p.column, p.row, p.upside_down) for s in range(sheets) for p in one
    )


def pad(pages: Sequence[P], multiple: int) -> tuple[P | None, ...]:
    """Add blanks up to a multiple, before the last page: that one is the back cover."""
    blanks = (None,) * (-len(pages) % multiple)
    if len(pages) < 2:
        return (*pages, *blanks)
    return (*pages[:-1], *blanks, pages[-1])


def impose(pages: Sequence[P], layout: Layout) -> tuple[Sheet[P], ...]:
    """Lay pages out on sheets in the order the folds ask for."""
    places = _gathered(layout, len(pages))
    inward = _creeps(layout, len(places))
    cells = {
        place: Cell(page, place.upside_down, -creep if place.upside_down else creep)
        for place, page, creep in zip(
            places, pad(pages, layout.pages_per_sheet), inward, strict=True
        )
    }
    sheets = 1 + max((place.sheet for place in places), default=-1)
    return tuple(_sheet(cells, layout, number) for number in range(sheets))


def _creeps(layout: Layout, pages: int) -> tuple[float, ...]:
    """Say how far each page moves to the right, in mm, as it is read: towards the spine.

    A page under ``k`` papers, counted from the nearer cover, is pushed out by ``k`` calipers
    when the book is folded; it is drawn that much nearer to the spine.
    """
    papers = layout.pages_per_sheet // 2 if not layout.nested else pages // 2
    moves = []
    for page in range(pages):
        paper = page // 2 % papers
        depth = min(paper, papers - 1 - paper)
        spine_is_left = (page % 2 == 0) == layout.bound_on_the_left
        moves.append(depth * layout.caliper * (-1.0 if spine_is_left else 1.0))
    return tuple(moves)


def _sheet(cells: dict[Place, Cell[P]], layout: Layout, number: int) -> Sheet[P]:
    here = {place: cell for place, cell in cells.items() if place.sheet == number}
    front, back = (_side(here, layout, front=front) for front in (True, False))
    return Sheet(front, back.turned() if layout.flip is Flip.LONG_EDGE else back)


def _side(cells: dict[Place, Cell[P]], layout: Layout, *, front: bool) -> Side[P]:
    at = {(p.column, p.row): c for p, c in cells.items() if p.front == front}
    return Side(
        tuple(
            tuple(at[column, row] for column in range(layout.columns)) for row in range(layout.rows)
        )
    )


def fold(sheets: Sequence[Sheet[P]], layout: Layout) -> tuple[Cell[P], ...]:
    """Fold printed sheets and read them: the inverse of ``impose``, blanks included.

    ``upside_down`` of each cell now means: in the reader's hands. Sheets printed for another
    layout come out in the wrong order or on their heads; that is what a test looks for.
    """
    turned = [
        Sheet(s.front, s.back.turned()) if layout.flip is Flip.LONG_EDGE else s for s in sheets
    ]
    found = []
    for place in _gathered(layout, len(sheets) * layout.pages_per_sheet):
        side = turned[place.sheet].front if place.front else turned[place.sheet].back
        cell = side.rows[place.row][place.column]
        found.append(Cell(cell.page, cell.upside_down != place.upside_down))
    return tuple(found)
