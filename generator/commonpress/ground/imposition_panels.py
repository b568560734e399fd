# SPDX-License-Identifier: AGPL-3.0-or-later
"""Books of one sheet that is folded and not stapled: the mini-zine, the letter fold, the zig-zag.

Their orders are derived like those of booklets, by hands that fold and read. A strip is folded
panel over panel; then it is opened again one motion at a time, and whatever face comes into view
is the next page, from the left. A mini-zine is a ring of panels round a cut; its pages follow
one another along the joints that the cut leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from commonpress.ground.imposition import Cell, Place, Sheet, Side, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Turn:
    """One crease of a strip: the panels on its right or left go over or under the others.

    `crease` is counted in panels from the left of the inner side.
    """

    crease: int
    right_moves: bool
    over: bool = True


@dataclass(frozen=True, slots=True)
class Motion:
    """What hands do, and the reader undoes, at one go."""

    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class OneSheet:
    """A sheet of panels and the place of each page on it, page 1 first."""

    columns: int
    rows: int
    places: tuple[Place, ...]

    @property
    def both_sides(self) -> bool:
        """True when the back is printed too."""
        return len(self.places) > self.columns * self.rows


@dataclass(frozen=True, slots=True)
class _Face:
    """One side of one panel of a strip."""

    panel: int
    inner: bool

    def other(self) -> _Face:
        return replace(self, inner=not self.inner)


_Strip = dict[int, tuple[_Face, ...]]
"""The faces that look up at each place along the table, from the table upwards."""


def _turned(strip: _Strip, turn: Turn) -> _Strip:
    """Fold a strip once: what moves lands as a mirror image, its other sides up."""
    folded: _Strip = {}
    moving: _Strip = {}
    for place, pile in strip.items():
        if (place >= turn.crease) == turn.right_moves:
            moving[2 * turn.crease - 1 - place] = tuple(face.other() for face in reversed(pile))
        else:
            folded[place] = pile
    for place, pile in moving.items():
        below = folded.get(place, ())
        folded[place] = (*below, *pile) if turn.over else (*pile, *below)
    return folded


def _views(panels: int, motions: Sequence[Motion]) -> Iterator[list[_Face]]:
    """Show what lies open before the reader: closed, opened motion by motion, turned over."""
    states: list[_Strip] = [{n: (_Face(n, inner=True),) for n in range(panels)}]
    for motion in motions:
        state = states[-1]
        for turn in motion.turns:
            state = _turned(state, turn)
        states.append(state)
    for state in reversed(states):
        yield [state[place][-1] for place in sorted(state)]
    yield [_Face(panel, inner=False) for panel in reversed(range(panels))]


def folded_strip(
    panels: int, motions: Sequence[Motion], *, right_to_left: bool = False
) -> OneSheet:
    """Number the faces of a strip in the order in which they come into view.

    The front of the sheet is the outer side, which carries the cover.
    """
    read: list[_Face] = []
    for view in _views(panels, motions):
        read += [face for face in view if face not in read]

    def column(face: _Face) -> int:
        upright = face.panel if face.inner else panels - 1 - face.panel
        return panels - 1 - upright if right_to_left else upright

    return OneSheet(
        panels, 1, tuple(_place(front=not face.inner, column=column(face), row=0) for face in read)
    )


def _place(*, front: bool, column: int, row: int, upside_down: bool = False) -> Place:
    return Place(0, front, column, row, upside_down)


def letter_fold(*, right_to_left: bool = False) -> OneSheet:
    """Describe the trifold: the right third goes in first, the left third over it."""
    return folded_strip(3, LETTER_FOLD, right_to_left=right_to_left)


def zigzag(*, right_to_left: bool = False) -> OneSheet:
    """Describe the accordion of four panels: its cover opens, then it is pulled out at one go."""
    return folded_strip(4, ZIGZAG, right_to_left=right_to_left)


LETTER_FOLD = (Motion((Turn(2, right_moves=True),)), Motion((Turn(1, right_moves=False),)))
ZIGZAG = (
    Motion((Turn(3, right_moves=True), Turn(2, right_moves=True, over=False))),
    Motion((Turn(1, right_moves=False),)),
)


def slit_ring(columns: int = 4, *, right_to_left: bool = False) -> OneSheet:
    """Describe the mini-zine: two rows of panels, head to head, and a cut between the middle ones.

    The cover stands at the lower right. Page 2 is across the joint beside it, and so on from
    joint to joint: the cut leaves each panel two neighbours, so the pages are a ring.
    """
    ring = [(columns - 1, 1)]
    step: tuple[int, int] | None = (columns - 1, 0)
    while step is not None:
        ring.append(step)
        step = next((cell for cell in _joined(*step, columns) if cell not in ring), None)
    return OneSheet(
        columns,
        2,
        tuple(
            _place(
                front=True,
                column=columns - 1 - column if right_to_left else column,
                row=row,
                upside_down=row == 0,
            )
            for column, row in ring
        ),
    )


def _joined(column: int, row: int, columns: int) -> Iterator[tuple[int, int]]:
    """List the panels that still hang together with one, once the cut is made."""
    if column in (0, columns - 1):
        yield column, 1 - row
    if column > 0:
        yield column - 1, row
    if column < columns - 1:
        yield column + 1, row


def lay_out(pages: Sequence[P], sheet: OneSheet) -> Sheet[P]:
    """Put pages on the sheet. Too many are an error; blanks stand before the last page.

    Raises `ValueError` where the pages are more than the sheet has places.
    """
    if len(pages) > len(sheet.places):
        raise ValueError(f"{len(pages)} pages do not go on a sheet of {len(sheet.places)}")
    filled = pad(pages, len(sheet.places))
    at = {
        (p.front, p.column, p.row): Cell(page, p.upside_down)
        for p, page in zip(sheet.places, filled, strict=True)
    }
    front, back = (
        Side(
            tuple(
                tuple(at.get((is_front, c, r), Cell(None)) for c in range(sheet.columns))
                for r in range(sheet.rows)
            )
        )
        for is_front in (True, False)
    )
    return Sheet(front, back)
