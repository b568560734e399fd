# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shares that are known within a range: solid as far as it is sure, open as far as it may be.

All bars stand on one scale, from none to all, with a rule at each quarter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonpress.render.charts.bars import filled_box
from commonpress.render.charts.lettering import width_of, wrapped
from commonpress.render.charts.pens import Pattern, Pens, Window, label, number, numbers, svg

# All in sizes of text.
_BAR, _OVER_BAR, _AFTER, _AFTER_GROUP = 0.9, 0.3, 0.5, 0.7
_SCALE = 0.8  # the rules of the scale, in outlines: thinner, and still seen on a copy


@dataclass(frozen=True, slots=True)
class Range:
    """A share (0 to 1) between `low` and `high`, and its words; without ends only the words."""

    name: str
    amount: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class RangeGroup:
    """Shares of one thing, such as the years of a domain."""

    title: str
    ranges: tuple[Range, ...]


def ranges(
    groups: Sequence[RangeGroup], ends: tuple[str, str], width: float, pens: Pens, title: str
) -> str:
    """Draw the groups one below the other; `ends` are the words for none and for all."""
    rows, down = [], 0.0
    for place, group in enumerate(groups):
        for line in wrapped(group.title, width, pens.text):
            rows.append(label(line, 0, down + pens.text, "b"))
            down += pens.leading
        for nth, each in enumerate(group.ranges):
            drawn, down = _row(each, f"range-{place}-{nth}", (down, width), pens)
            rows.append(drawn)
        down += _AFTER_GROUP * pens.text
    foot = label(ends[0], 0, down + pens.text) + label(ends[1], width, down + pens.text, "e")
    height = down + pens.text * 1.4
    return svg(Window(0, 0, width, height), pens, title, "".join(rows) + foot)


def _row(each: Range, name: str, row: tuple[float, float], pens: Pens) -> tuple[str, float]:
    """One share: its name and its words, the bar under them; and where the row ends."""
    down, width = row
    text = pens.text
    drawn = [label(each.name, 0, down + text)]
    room = width - width_of(each.name, text) - text
    for nth, line in enumerate(wrapped(each.amount, room, text)):
        drawn.append(label(line, width, down + text + nth * pens.leading, "e"))
        down += pens.leading if nth else 0
    down += pens.leading
    if each.low is None or each.high is None:
        return "".join(drawn), down + _AFTER * text
    top = down + _OVER_BAR * text - pens.outline
    drawn.append(_scale(width, (top, _BAR * text), pens))
    drawn += _bar((each.low * width, each.high * width), name, (top, _BAR * text), pens)
    return "".join(drawn), top + (_BAR + _AFTER) * text


def _bar(ends: tuple[float, float], name: str, tall: tuple[float, float], pens: Pens) -> list[str]:
    top, height = tall
    sure, may_be = ends
    drawn = []
    if sure > 0:
        drawn.append(filled_box(Window(0, top, sure, height), Pattern.SOLID, name, pens))
    start = sure + pens.gap if sure > 0 else 0.0
    wide = max(may_be - start, 4 * pens.outline)
    box = f"M{numbers(start, top)}h{number(wide)}v{number(height)}h-{number(wide)}z"
    drawn.append(f'<path class="p" d="{box}"/>')
    drawn.append(filled_box(Window(start, top, wide, height), Pattern.OPEN, f"{name}-open", pens))
    return drawn


def _scale(width: float, tall: tuple[float, float], pens: Pens) -> str:
    """Thin rules at the quarters, behind the bar and a little longer."""
    top, height = tall
    over, half = height / 5, _SCALE * pens.outline / 2
    places = (min(max(width * n / 4, half), width - half) for n in range(5))
    lines = "".join(f"M{numbers(x, top)}v{number(height + over)}" for x in places)
    return f'<path class="li" stroke-width="{number(_SCALE * pens.outline)}" d="{lines}"/>'
