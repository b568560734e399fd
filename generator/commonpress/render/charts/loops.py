# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counted loops: repeated, never scaled. And the loop that closes with each step of a case.

The nine forms were drawn by hand, each in a square of 20. Which one stands where follows from
its place alone, so the same number always gives the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonpress.render.charts.pens import Pens, Window, number, svg

SQUARE = 20.0

_FORMS = (
    (
        "M11.2 3.6C10.7 3.4 9.0 2.5 8.0 2.5C7.0 2.6 5.9 3.1 5.1 3.7C4.4 4.3 3.8 5.4 3.4 6.4"
        "C3.1 7.4 2.8 8.7 3.0 9.9C3.2 11.1 4.0 12.4 4.7 13.4C5.5 14.5 6.4 15.4 7.5 16.2"
        "C8.5 16.9 9.6 17.5 10.8 17.7C11.9 18.0 13.1 18.0 14.2 17.6"
        "C15.2 17.3 16.5 16.6 17.0 15.6C17.6 14.5 17.6 12.9 17.5 11.6"
        "C17.4 10.3 16.9 8.9 16.3 7.7C15.8 6.4 15.1 5.1 14.1 4.1C13.2 3.1 11.9 2.3 10.7 1.8"
        "C9.5 1.3 7.5 1.3 6.9 1.2"
    ),
    (
        "M11.1 3.8C10.6 3.6 9.0 2.7 8.0 2.6C7.0 2.6 5.7 2.8 5.0 3.4C4.2 4.0 3.6 5.2 3.4 6.3"
        "C3.1 7.4 3.1 8.7 3.4 9.9C3.7 11.0 4.3 12.2 5.0 13.3C5.6 14.4 6.3 15.6 7.3 16.4"
        "C8.2 17.3 9.6 18.1 10.7 18.3C11.8 18.4 13.1 18.0 14.1 17.5"
        "C15.1 17.0 16.1 16.2 16.6 15.2C17.2 14.2 17.5 12.9 17.5 11.6"
        "C17.5 10.3 17.2 8.8 16.6 7.6C16.1 6.3 15.2 5.0 14.2 4.1C13.2 3.2 11.9 2.6 10.7 2.1"
        "C9.4 1.6 7.5 1.3 6.8 1.1"
    ),
    (
        "M11.4 3.1C10.8 3.0 9.0 2.4 8.0 2.5C7.0 2.6 5.9 3.1 5.2 3.8C4.5 4.5 4.1 5.6 3.7 6.6"
        "C3.4 7.6 3.2 8.7 3.3 9.9C3.5 11.1 3.8 12.5 4.4 13.6C5.1 14.7 6.3 15.7 7.3 16.4"
        "C8.4 17.1 9.6 17.8 10.7 18.0C11.9 18.2 13.2 18.1 14.2 17.6"
        "C15.2 17.1 16.1 16.2 16.6 15.2C17.2 14.2 17.4 12.8 17.4 11.6"
        "C17.3 10.3 16.8 9.0 16.3 7.7C15.8 6.4 15.3 5.0 14.4 3.9C13.5 2.8 12.1 1.7 10.9 1.3"
        "C9.6 0.8 7.5 1.3 6.9 1.2"
    ),
    (
        "M11.2 3.6C10.7 3.6 9.1 3.3 8.1 3.3C7.1 3.4 6.0 3.4 5.2 3.9C4.4 4.4 3.6 5.2 3.2 6.2"
        "C2.8 7.2 2.6 8.7 2.8 9.9C3.0 11.1 3.7 12.5 4.5 13.6C5.3 14.6 6.4 15.4 7.5 16.1"
        "C8.5 16.8 9.6 17.6 10.7 17.8C11.8 18.0 13.1 17.8 14.1 17.3"
        "C15.0 16.9 15.9 16.1 16.5 15.1C17.1 14.2 17.6 12.9 17.7 11.6"
        "C17.8 10.4 17.5 8.8 16.9 7.5C16.4 6.2 15.5 4.6 14.5 3.8C13.4 2.9 11.9 2.4 10.6 2.1"
        "C9.4 1.8 7.6 2.1 7.0 2.1"
    ),
    (
        "M11.2 3.6C10.7 3.5 9.0 2.9 8.0 3.0C7.0 3.0 6.0 3.3 5.2 3.8C4.4 4.4 3.8 5.3 3.4 6.3"
        "C3.0 7.3 2.6 8.7 2.8 9.9C2.9 11.1 3.7 12.5 4.5 13.6C5.3 14.6 6.5 15.3 7.5 16.0"
        "C8.6 16.7 9.7 17.3 10.8 17.6C11.9 17.8 13.1 17.8 14.1 17.4"
        "C15.1 17.1 16.3 16.4 16.9 15.5C17.5 14.5 17.8 12.9 17.7 11.6"
        "C17.7 10.3 17.1 8.9 16.5 7.6C16.0 6.3 15.3 4.9 14.3 4.0C13.3 3.0 11.9 2.3 10.7 2.0"
        "C9.5 1.6 7.6 1.7 6.9 1.6"
    ),
    (
        "M11.1 3.8C10.6 3.7 9.0 3.1 8.0 3.1C7.1 3.2 6.1 3.4 5.3 4.0C4.5 4.5 3.6 5.2 3.2 6.2"
        "C2.8 7.2 2.7 8.7 2.9 9.9C3.2 11.1 3.9 12.4 4.6 13.5C5.4 14.6 6.2 15.8 7.3 16.5"
        "C8.3 17.2 9.6 17.6 10.8 17.7C11.9 17.8 13.1 17.7 14.0 17.2"
        "C15.0 16.8 15.9 16.0 16.5 15.1C17.1 14.1 17.5 12.9 17.6 11.6"
        "C17.7 10.3 17.8 8.7 17.3 7.4C16.7 6.1 15.5 4.8 14.3 3.9C13.2 3.0 11.8 2.5 10.6 2.2"
        "C9.4 1.9 7.6 1.9 7.0 1.9"
    ),
    (
        "M11.1 3.8C10.6 3.6 9.1 2.9 8.0 2.8C7.0 2.7 5.7 2.8 5.0 3.4C4.2 4.0 3.5 5.2 3.3 6.3"
        "C3.0 7.3 3.0 8.7 3.3 9.9C3.6 11.1 4.3 12.2 5.0 13.3C5.6 14.4 6.4 15.5 7.4 16.3"
        "C8.3 17.1 9.6 18.0 10.7 18.2C11.8 18.4 13.2 18.0 14.1 17.5"
        "C15.1 17.0 16.1 16.2 16.7 15.2C17.2 14.3 17.6 12.9 17.6 11.6"
        "C17.6 10.3 17.2 8.8 16.6 7.6C16.1 6.3 15.2 5.0 14.2 4.1C13.2 3.2 11.8 2.6 10.6 2.2"
        "C9.4 1.7 7.5 1.4 6.9 1.2"
    ),
    (
        "M11.2 3.6C10.7 3.4 9.1 2.6 8.0 2.5C7.0 2.5 5.7 2.7 4.9 3.4C4.2 4.0 3.8 5.4 3.6 6.4"
        "C3.3 7.5 3.4 8.7 3.6 9.9C3.8 11.1 4.1 12.3 4.7 13.4C5.3 14.5 6.3 15.7 7.2 16.5"
        "C8.2 17.3 9.6 18.1 10.7 18.2C11.9 18.4 13.1 17.9 14.1 17.4"
        "C15.1 16.9 16.0 16.2 16.6 15.2C17.2 14.2 17.7 12.9 17.6 11.6"
        "C17.6 10.4 17.0 8.9 16.4 7.6C15.9 6.4 15.1 5.1 14.1 4.1C13.2 3.2 11.9 2.3 10.7 1.8"
        "C9.5 1.3 7.5 1.2 6.8 1.0"
    ),
    (
        "M11.3 3.3C10.8 3.3 9.0 2.8 8.0 2.9C7.1 3.1 6.2 3.6 5.4 4.2C4.7 4.8 3.9 5.5 3.5 6.4"
        "C3.1 7.4 2.8 8.7 2.9 9.9C3.1 11.1 3.8 12.4 4.5 13.6C5.2 14.7 6.2 15.8 7.2 16.6"
        "C8.3 17.3 9.6 17.8 10.7 17.9C11.9 18.0 13.1 17.8 14.1 17.4"
        "C15.0 16.9 15.9 16.0 16.5 15.0C17.0 14.1 17.1 12.8 17.2 11.5"
        "C17.3 10.3 17.4 8.8 17.0 7.5C16.5 6.2 15.6 4.6 14.6 3.6C13.6 2.6 12.0 1.9 10.8 1.6"
        "C9.5 1.3 7.6 1.7 7.0 1.8"
    ),
)

# One turn of chalk, as points from where it starts to where it overlaps, in a square of 100.
_TURN = (
    "61.3 18.5 59.9 17.8 58.4 17.2 56.9 16.8 55.4 16.4 53.9 16.1 52.3 15.8 50.8 15.7 49.3 15.6 "
    "47.7 15.7 46.2 15.8 44.7 15.9 43.2 16.2 41.7 16.4 40.2 16.8 38.8 17.2 37.3 17.6 35.8 18.1 "
    "34.4 18.6 32.9 19.2 31.5 19.9 30.0 20.6 28.6 21.4 27.2 22.3 25.8 23.2 24.4 24.3 23.1 25.4 "
    "21.9 26.7 20.7 28.0 19.7 29.5 18.7 31.0 17.8 32.6 17.0 34.3 16.4 36.1 15.9 37.9 15.4 39.8 "
    "15.1 41.7 14.9 43.6 14.8 45.5 14.9 47.4 15.0 49.4 15.2 51.3 15.4 53.2 15.8 55.1 16.2 56.9 "
    "16.6 58.8 17.2 60.6 17.8 62.4 18.4 64.2 19.2 66.0 19.9 67.7 20.8 69.4 21.7 71.0 22.7 72.6 "
    "23.8 74.2 24.9 75.6 26.1 77.1 27.4 78.4 28.7 79.7 30.1 80.9 31.6 82.0 33.1 83.0 34.6 83.9 "
    "36.2 84.8 37.8 85.6 39.4 86.3 41.0 87.0 42.7 87.6 44.4 88.1 46.1 88.6 47.8 89.0 49.5 89.3 "
    "51.2 89.5 53.0 89.7 54.8 89.7 56.6 89.7 58.3 89.6 60.1 89.3 61.9 88.9 63.6 88.5 65.3 87.9 "
    "67.0 87.1 68.6 86.3 70.2 85.3 71.7 84.2 73.1 83.0 74.5 81.8 75.8 80.4 77.0 79.0 78.2 77.5 "
    "79.3 76.0 80.4 74.4 81.4 72.8 82.4 71.1 83.3 69.4 84.2 67.7 85.0 65.9 85.8 64.0 86.5 62.2 "
    "87.2 60.2 87.8 58.3 88.3 56.2 88.7 54.2 89.0 52.1 89.2 49.9 89.3 47.8 89.3 45.6 89.1 43.4 "
    "88.9 41.2 88.4 39.1 87.9 36.9 87.2 34.8 86.4 32.8 85.4 30.8 84.4 28.9 83.3 27.1 82.1 25.3 "
    "80.8 23.6 79.4 22.0 78.0 20.4 76.5 18.9 75.0 17.5 73.4 16.2 71.8 15.0 70.2 13.8 68.5 12.7 "
    "66.7 11.7 65.0 10.8 63.2 9.9 61.3 9.2 59.5 8.6 57.6 8.1 55.7 7.7 53.8 7.4 51.9 7.2 "
    "50.0 7.1 48.1 7.2 46.2 7.3 44.3 7.5 42.4 7.8 40.6 8.1"
)
TURN = tuple(zip(_TURN.split()[::2], _TURN.split()[1::2], strict=True))
_TURN_WINDOW = Window(-4, -4, 108, 108)


@dataclass(frozen=True, slots=True)
class Loops:
    """A number of loops of one look: open in spot, or filled in ink."""

    count: int
    filled: bool = False


def columns_that_fill(count: int, width: float, height: float) -> int:
    """How many columns make `count` squares as large as they can be in a field."""
    columns = 1
    while columns < count and -(-count // columns) * (width / columns) > height:
        columns += 1
    return columns


def counted_loops(
    groups: Sequence[Loops], columns: int, width: float, pens: Pens, title: str
) -> str:
    """Draw all loops of the groups in rows of `columns`, one group after the other."""
    pitch = width / columns
    scale = pitch / SQUARE
    drawn, place = [], 0
    for group in groups:
        places = range(place, place + group.count)
        uses = (f'<use href="#loop{_form(p)}" {_at(p, columns)}/>' for p in places)
        drawn.append(f'<g class="{"i" if group.filled else "ls"}">{"".join(uses)}</g>')
        place += group.count
    shapes = "".join(f'<path id="loop{i}" d="{form}"/>' for i, form in enumerate(_FORMS))
    body = (
        f'<defs>{shapes}</defs><g transform="scale({scale:.4f})" stroke-linecap="round" '
        f'stroke-width="{number(pens.chalk)}">{"".join(drawn)}</g>'
    )
    return svg(Window(0, 0, width, -(-place // columns) * pitch), pens, title, body)


def _at(place: int, columns: int) -> str:
    return f'x="{place % columns * SQUARE:.0f}" y="{place // columns * SQUARE:.0f}"'


def _form(place: int) -> int:
    """Choose a form by place; the multiplier keeps equal forms out of rows and columns."""
    return place * 2654435761 % 2**32 * len(_FORMS) // 2**32


def closing_loop(
    step: int, steps: int, size: float, pens: Pens, title: str = "", *, closed: bool
) -> str:
    """Draw the loop after a step (from 1) of all steps; closed, it is whole and in spot."""
    shown = len(TURN) if closed else max(2, (len(TURN) - 1) * step // steps)
    path = "L".join(f"{x} {y}" for x, y in TURN[:shown])
    look, stroke = ("ls", 12) if closed else ("li", 10)
    scale = size / _TURN_WINDOW.width
    body = (
        f'<g transform="scale({scale:.4f}) translate(4 4)"><path class="{look}" '
        f'stroke-width="{number(stroke)}" stroke-linecap="round" stroke-linejoin="round" '
        f'd="M{path}"/></g>'
    )
    return svg(Window(0, 0, size, size), pens, title, body)
