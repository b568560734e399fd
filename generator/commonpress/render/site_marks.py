# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small drawings that many pages share: loops of state and of steps, people, each drawn once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from commonpress.derive.publication import Standing
from commonpress.kinds.case import Stage
from commonpress.render.charts.loops import closing_loop
from commonpress.render.charts.marks import Mark, state_mark
from commonpress.render.charts.pens import SCREEN, Pattern
from commonpress.render.charts.people import People, counted_people
from commonpress.render.pictures import Picture

_MARK_OF = {
    Standing.IN_FORCE: Mark.WHOLE,
    Standing.REVIEW_DUE: Mark.WHOLE,
    Standing.OPEN: Mark.OPEN,
    Standing.STAGNANT: Mark.OPEN,
    Standing.EXPIRED: Mark.CROSSED,
    Standing.SUPERSEDED: Mark.CROSSED,
    Standing.REPEALED: Mark.CROSSED,
    Standing.REJECTED: Mark.BROKEN,
    Standing.WITHDRAWN: Mark.BROKEN,
}
_MARK_SIZE, _STEP_SIZE, _PERSON = 40.0, 44.0, 31.0
_STEPS = [stage for stage in Stage if stage not in {Stage.DECLINED, Stage.TRANSFERRED}]
_TEN = 10


def standing_picture(standing: Standing) -> Picture:
    """The loop of a decision that stands so."""
    return mark_picture(_MARK_OF[standing])


@cache
def mark_picture(mark: Mark) -> Picture:
    """The loop of a state."""
    return Picture(f"loop-{mark.value}", state_mark(mark, _MARK_SIZE, SCREEN))


@cache
def step_picture(stage: Stage) -> Picture:
    """The loop at a step of a case; it closes with the case, and not where it was broken off."""
    if stage is Stage.DECLINED:
        return Picture("step-declined", state_mark(Mark.BROKEN, _STEP_SIZE, SCREEN))
    if stage is Stage.TRANSFERRED:
        return Picture("step-transferred", state_mark(Mark.OPEN, _STEP_SIZE, SCREEN))
    number = _STEPS.index(stage) + 1
    closed = stage is Stage.CLOSED
    drawn = closing_loop(number, len(_STEPS), _STEP_SIZE, SCREEN, closed=closed)
    return Picture(f"step-{number}", drawn)


def people_pictures(count: int, pattern: Pattern) -> Iterator[Picture]:
    """So many people, in tens that a line can break between."""
    full, rest = divmod(count, _TEN)
    for number in (*([_TEN] * full), *([rest] if rest else [])):
        yield _people_picture(number, pattern)


@cache
def _people_picture(number: int, pattern: Pattern) -> Picture:
    name = f"people-{pattern.value}-{number}"
    return Picture(name, counted_people([People(number, pattern)], _PERSON, SCREEN, "", name))
