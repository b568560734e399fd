# SPDX-License-Identifier: AGPL-3.0-or-later
"""The loop as a mark of state: whole, open, crossed out, or broken. The word stands beside it."""

from __future__ import annotations

from enum import StrEnum

from commonpress.render.charts.loops import TURN, closing_loop
from commonpress.render.charts.pens import Pens, Window, svg


class Mark(StrEnum):
    """What a loop says: it holds, it is still open, it was put out of force, it came to nothing."""

    WHOLE = "whole"
    OPEN = "open"
    CROSSED = "crossed"
    BROKEN = "broken"


_STROKE = 10
_BROKEN_AT = (0.44, 0.56, 0.96)  # where the halves end and begin, in shares of the turn


def state_mark(mark: Mark, size: float, pens: Pens) -> str:
    """Draw the loop of a state. It is decoration: the word beside it says the same."""
    if mark is Mark.WHOLE:
        return closing_loop(1, 1, size, pens, closed=True)
    if mark is Mark.OPEN:
        return closing_loop(5, 8, size, pens, closed=False)
    if mark is Mark.CROSSED:
        return _framed(_path(f"{_arc(0, 1)}M12 92L90 8"), size, pens)
    end, begin, last = _BROKEN_AT
    halves = f'<g transform="translate(-6 3)">{_path(_arc(0.04, end))}</g>'
    halves += f'<g transform="translate(6 -3)">{_path(_arc(begin, last))}</g>'
    return _framed(halves, size, pens)


def _arc(start: float, end: float) -> str:
    """The part of the turn between two shares of it."""
    points = TURN[int(start * len(TURN)) : max(int(end * len(TURN)), 2)]
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _path(path: str) -> str:
    return (
        f'<path class="li" stroke-width="{_STROKE}" stroke-linecap="round" '
        f'stroke-linejoin="round" d="{path}"/>'
    )


def _framed(body: str, size: float, pens: Pens) -> str:
    """Set what was drawn in a square of 108, with 4 around it, into a square of `size`."""
    inner = f'<g transform="scale({size / 108:.4f}) translate(4 4)">{body}</g>'
    return svg(Window(0, 0, size, size), pens, "", inner)
