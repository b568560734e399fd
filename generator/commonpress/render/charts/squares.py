# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counted squares: one for each thing, repeated, never scaled, ten to a block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonpress.render.charts.bars import filled_box
from commonpress.render.charts.pens import Pattern, Pens, Window, svg

SIDE, _PITCH, _AFTER_TEN = 15.0, 19.0, 6.0  # of a square, in the units of its drawing


@dataclass(frozen=True, slots=True)
class Squares:
    """A number of squares of one fill."""

    count: int
    pattern: Pattern


def counted_squares(groups: Sequence[Squares], tens: int, pens: Pens, title: str) -> str:
    """Draw all squares of the groups, one group after the other, in rows of so many tens."""
    patterns = [group.pattern for group in groups for _ in range(group.count)]
    drawn = [
        filled_box(_place(place, tens), pattern, f"square-{place}", pens)
        for place, pattern in enumerate(patterns)
    ]
    rows = -(-len(patterns) // (tens * 10))
    across = min(len(patterns), tens * 10)
    width = across * _PITCH + (across - 1) // 10 * _AFTER_TEN - (_PITCH - SIDE)
    height = rows * _PITCH - (_PITCH - SIDE)
    return svg(Window(0, 0, max(width, SIDE), max(height, SIDE)), pens, title, "".join(drawn))


def _place(place: int, tens: int) -> Window:
    row, column = divmod(place, tens * 10)
    return Window(column * _PITCH + column // 10 * _AFTER_TEN, row * _PITCH, SIDE, SIDE)
