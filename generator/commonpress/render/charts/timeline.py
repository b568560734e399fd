# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who held a role, and when: a row for each holder, a bar for each term, the years below.

Open is within the term, upright what an assembly added, slanted what ran past it. A row that
holds a second bar is somebody who came back; one long bar is somebody who did not leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from commonpress.render.charts.bars import filled_box
from commonpress.render.charts.pens import Pattern, Pens, Window, label, number, numbers, svg

_ROW, _BAR, _LEAST = 30.0, 20.0, 3.0
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
class Axis:
    """What the foot says: the first day in words, and the day the book tells of."""

    first_says: str
    today: date
    today_says: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days to places across."""

    first: date
    last: date
    left: float
    width: float

    def at(self, day: date) -> float:
        """Where a day begins."""
        whole = (self.last - self.first).days + 1
        return self.left + self.width * (day - self.first).days / whole

    @property
    def right(self) -> float:
        """Where the last day ends."""
        return self.left + self.width


def role_timeline(
    holders: Sequence[Holder], axis: Axis, width: float, pens: Pens, title: str
) -> str:
    """Draw the terms of a role. A line marks the day the book tells of."""
    names = max((len(holder.name) for holder in holders), default=0) * pens.text * 0.56 + pens.text
    stretches = [stretch for holder in holders for stretch in holder.stretches]
    scale = _Scale(
        first=min((s.start for s in stretches), default=axis.today),
        last=max([axis.today, *(s.end for s in stretches)]),
        left=names,
        width=width - names - pens.outline,
    )
    foot = len(holders) * _ROW
    drawn = [_row(holder, row, scale, pens) for row, holder in enumerate(holders)]
    drawn += [_years(scale, foot, pens), _ends(scale, foot, axis, pens)]
    return svg(Window(0, 0, width, foot + 2.6 * pens.leading), pens, title, "".join(drawn))


def _row(holder: Holder, row: int, scale: _Scale, pens: Pens) -> str:
    middle = row * _ROW + _ROW / 2
    boxes = []
    for place, stretch in enumerate(holder.stretches):
        end = scale.at(stretch.end + _DAY)
        start = min(scale.at(stretch.start), scale.right - _LEAST)
        box = Window(start, middle - _BAR / 2, max(end - start - pens.outline, _LEAST), _BAR)
        boxes.append(filled_box(box, stretch.pattern, f"term-{row}-{place}", pens))
    return label(holder.name, 0, middle + pens.text * 0.35, "b") + "".join(boxes)


def _years(scale: _Scale, foot: float, pens: Pens) -> str:
    """Rule the foot, with a tick and the year where each begins; crowded years say fewer."""
    wide = pens.text * 3
    begins = [date(year, 1, 1) for year in range(scale.first.year + 1, scale.last.year + 1)]
    every = max(1, ceil(len(begins) * wide / scale.width))
    shown = [scale.at(day) for day in begins]
    ticks = "".join(f"M{numbers(across, foot + 4)}v8" for across in shown)
    rule = f"M{numbers(scale.left, foot + 4)}h{number(scale.width)}{ticks}"
    words = "".join(
        label(str(day.year), across + 4, foot + pens.leading)
        for day, across in list(zip(begins, shown, strict=True))[::every]
        if across + wide < scale.right
    )
    return f'<path class="li" stroke-width="{number(pens.outline)}" d="{rule}"/>{words}'


def _ends(scale: _Scale, foot: float, axis: Axis, pens: Pens) -> str:
    """Say the first day, and mark the day the book tells of; planned terms lie behind it."""
    down = foot + 2.2 * pens.leading
    across = min(scale.at(axis.today + _DAY), scale.right)
    letter = pens.text * 0.54
    today_begins = across - len(axis.today_says) * letter - pens.text
    first_is = len(axis.first_says) * letter
    # On a narrow sheet the first day moves under the names, and where it has no room it goes.
    places = [left for left in (scale.left, 0.0) if left + first_is < today_begins]
    mark = (
        f'<path class="li" stroke-width="3" d="M{numbers(across, 0)}v{number(down - pens.text)}"/>'
    )
    first = label(axis.first_says, places[0], down) if places else ""
    return mark + first + label(axis.today_says, across, down, "e")
