# SPDX-License-Identifier: AGPL-3.0-or-later
"""People counted one by one: how an assembly decided, one figure a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonpress.render.charts.pens import Pattern, Pens, Window, number, slanted_in, svg

# One figure, in a box of 17 x 30; the next stands 22 further, with a wider step after every five.
_BODY = "M1 29.2v-8.2a7.5 7.5 0 0 1 15 0v8.2z"
_HEAD = "M3.3 6a5.2 5.2 0 1 1 10.4 0a5.2 5.2 0 1 1 -10.4 0z"
_BOXES = (Window(1, 13.5, 15, 15.7), Window(3.3, 0.8, 10.4, 10.4))
_STEP, _AFTER_FIVE, _HEIGHT, _WIDTH = 22.0, 6.0, 30.0, 17.0


@dataclass(frozen=True, slots=True)
class People:
    """How many stood where: `SOLID` agreed, `SLANT` stood aside, `OPEN` abstained."""

    count: int
    pattern: Pattern


def counted_people(
    groups: Sequence[People], height: float, pens: Pens, title: str, name: str
) -> str:
    """Draw one row of figures, `height` tall; `name` tells this drawing's parts from others'."""
    scale = height / _HEIGHT
    patterns = [group.pattern for group in groups for _ in range(group.count)]
    across = 0.0
    drawn = []
    for place, pattern in enumerate(patterns):
        shapes = _figure(pattern, f"{name}-{place}", scale, pens)
        drawn.append(f'<g transform="translate({number(across)} 0)">{shapes}</g>')
        across += _STEP + (_AFTER_FIVE if place % 5 == 4 else 0.0)
    width = max(across - _STEP + _WIDTH, _WIDTH)
    body = f'<g transform="scale({scale:.4f})">{"".join(drawn)}</g>'
    return svg(Window(0, 0, width * scale, height), pens, title, body)


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
    width = number(pens.outline / scale)
    return f'<path class="li" stroke-width="{width}" d="{_BODY}{_HEAD}"/>'
