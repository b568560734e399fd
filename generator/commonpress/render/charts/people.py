# SPDX-License-Identifier: AGPL-3.0-or-later
"""People counted one by one: how an assembly decided, one figure a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonpress.render.charts.pens import Pattern, Pens, Window, number, slanted_in, svg

MOST_IN_A_ROW = 30

# One figure, in a box of 17 x 30; the next stands 22 further, with a wider step after every five.
_BODY = "M1 29.2v-8.2a7.5 7.5 0 0 1 15 0v8.2z"
_HEAD = "M3.3 6a5.2 5.2 0 1 1 10.4 0a5.2 5.2 0 1 1 -10.4 0z"
_BOXES = (Window(1, 13.5, 15, 15.7), Window(3.3, 0.8, 10.4, 10.4))
_STEP, _AFTER_FIVE, _HEIGHT, _WIDTH = 22.0, 6.0, 30.0, 17.0


@dataclass(frozen=True, slots=True)
class People:
    """How many stood where.

    `SOLID` agreed, `SLANT` stood aside, `OPEN` abstained; `LEVEL` objects, barred across.
    """

    count: int
    pattern: Pattern


def counted_people(
    groups: Sequence[People], height: float, pens: Pens, title: str, name: str
) -> str:
    """Draw figures `height` tall, in even rows; `name` tells this drawing's parts apart.

    After every five of a group there is a wider step, and a wider one still between groups.
    """
    scale = height / _HEIGHT
    places = list(_places(groups))
    drawn = "".join(
        f'<g transform="translate({number(across)} {number(down)})">'
        f"{_figure(pattern, f'{name}-{i}', scale, pens)}</g>"
        for i, (pattern, across, down) in enumerate(places)
    )
    right = max((across for _, across, _ in places), default=0.0) + _WIDTH
    foot = max((down for _, _, down in places), default=0.0) + _HEIGHT
    body = f'<g transform="scale({scale:.4f})">{drawn}</g>'
    return svg(Window(0, 0, right * scale, foot * scale), pens, title, body)


def _places(groups: Sequence[People]) -> Iterator[tuple[Pattern, float, float]]:
    """Say where each figure stands, in units of a figure."""
    across, down, in_row = 0.0, 0.0, 0
    a_row = _a_row(sum(group.count for group in groups))
    for group in groups:
        for place in range(group.count):
            if in_row == a_row:
                across, down, in_row = 0.0, down + _HEIGHT + _AFTER_FIVE, 0
            elif in_row:
                across += _STEP
                across += _AFTER_FIVE if place % 5 == 0 else 0.0
                across += _AFTER_FIVE if place == 0 else 0.0
            yield group.pattern, across, down
            in_row += 1


def _a_row(people: int) -> int:
    """Say how many stand in a row: all, or a multiple of five that makes the rows even."""
    rows = -(-people // MOST_IN_A_ROW)
    return people if rows < 2 else -(-people // rows // 5) * 5


def _figure(pattern: Pattern, name: str, scale: float, pens: Pens) -> str:
    """Draw one person; lines keep the width of the pens at any scale."""
    if pattern is Pattern.SOLID:
        return f'<path class="s" d="{_BODY}{_HEAD}"/>'
    if pattern is Pattern.SLANT:
        scaled = pens.scaled(1 / scale)
        parts = zip((_BODY, _HEAD), _BOXES, strict=True)
        return "".join(
            slanted_in(f"{name}-{i}", shape, box, scaled) for i, (shape, box) in enumerate(parts)
        )
    outline = f'<path class="li" stroke-width="{number(pens.outline / scale)}" d="{_BODY}{_HEAD}"/>'
    return outline + (_bar(scale, pens) if pattern is Pattern.LEVEL else "")


def _bar(scale: float, pens: Pens) -> str:
    """Bar a figure across the chest: an objection that is still open."""
    width = number(2 * pens.outline / scale)
    return f'<path class="li" stroke-width="{width}" d="M-1.5 23.5h20"/>'
