# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who held a role, and when: a row for each holder, a bar for each term, the years below.

Open is within the term, upright what an assembly added, slanted what ran past it. A row that
holds a second bar is somebody who came back; one long bar is somebody who did not leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commonpress.render.charts.bars import filled_box
from commonpress.render.charts.pens import Pattern, Pens, Window, label, number, numbers, svg

_ROW, _BAR = 30.0, 20.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a term, both ends included, and what they were."""

    start: date
    end: date
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Holder:
    """One row: the handle, and the stretches of all its terms."""

    name: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days to places across."""

    first: date
    last: date
    left: float
    width: float

    def at(self, day: date) -> float:
        """Where a day begins."""
        return self.left + self.width * (day - self.first).days / (
            (self.last - self.first).days + 1
        )


def role_timeline(
    holders: Sequence[Holder], today: date, today_says: str, width: float, pens: Pens, title: str
) -> str:
    """Draw the terms of a role. A line marks `today`, the day the book tells of."""
    names = max((len(holder.name) for holder in holders), default=0) * pens.text * 0.56 + pens.text
    stretches = [stretch for holder in holders for stretch in holder.stretches]
    scale = _Scale(
        first=min((s.start for s in stretches), default=today),
        last=max([today, *(s.end for s in stretches)]),
        left=names,
        width=width - names - pens.outline,
    )
    drawn = [_row(holder, row, scale, pens) for row, holder in enumerate(holders)]
    foot = len(holders) * _ROW
    drawn.append(_axis(scale, foot, pens))
    drawn.append(_mark(scale.at(today + _DAY), foot, today_says, width, pens))
    return svg(Window(0, 0, width, foot + 3 * pens.leading), pens, title, "".join(drawn))


def _row(holder: Holder, row: int, scale: _Scale, pens: Pens) -> str:
    middle = row * _ROW + _ROW / 2
    boxes = []
    for place, stretch in enumerate(holder.stretches):
        start, end = scale.at(stretch.start), scale.at(stretch.end + _DAY)
        box = Window(start, middle - _BAR / 2, max(end - start - pens.outline, 3), _BAR)
        boxes.append(filled_box(box, stretch.pattern, f"term-{row}-{place}", pens))
    return label(holder.name, 0, middle + pens.text * 0.35, "b") + "".join(boxes)


def _axis(scale: _Scale, down: float, pens: Pens) -> str:
    """Rule the foot, with a tick and the year where each begins; crowded years say fewer."""
    ends = numbers(scale.left, down + 4)
    rule = f"M{ends}h{number(scale.width)}"
    years = [
        year
        for year in range(scale.first.year, scale.last.year + 1)
        if scale.first <= date(year, 1, 1) <= scale.last
    ]
    every = max(1, round(len(years) * pens.text * 3.4 / scale.width + 0.5))
    shown = years[::every]
    ticks = "".join(f"M{numbers(scale.at(date(year, 1, 1)), down + 4)}v8" for year in shown)
    words = "".join(
        label(str(year), scale.at(date(year, 1, 1)) + 4, down + pens.leading) for year in shown
    )
    return f'<path class="li" stroke-width="{number(pens.outline)}" d="{rule}{ticks}"/>{words}'


def _mark(across: float, foot: float, says: str, width: float, pens: Pens) -> str:
    """Mark the day the book tells of, its words within the drawing."""
    line = f'<path class="li" stroke-width="3" d="M{numbers(across, 0)}v{number(foot + 22)}"/>'
    near_end = across > width * 0.6
    words = label(
        says,
        across + (pens.outline if near_end else 0),
        foot + 2 * pens.leading + 2,
        "e" if near_end else "",
    )
    return line + words
