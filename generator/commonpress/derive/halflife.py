# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much of a practice is left: its strength halves every half-life since it was made anew.

The half-life is declared, or fitted to how many took part: a straight line through the
logarithms (least squares), over at least four periods since the last renewal. All is computed
in decimals, whose logarithms are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from enum import StrEnum

from commonpress.check.register import Register
from commonpress.ground.periods import Calendar, parse_period
from commonpress.ground.quantities import ZERO
from commonpress.kinds.practice import Practice

LEAST_PERIODS = 4
DUE_BELOW, DORMANT_BELOW = Decimal("0.5"), Decimal("0.25")
_MONTH = Decimal("30.436875")  # days in a month of the Gregorian calendar, on average
_CONTEXT = Context(prec=28)
_LONGEST = 36_500  # days: a line that falls less than this steeply does not fall


class Life(StrEnum):
    """How a practice stands."""

    DORMANT = "dormant"
    DUE = "due for reinvention"
    STRONG = "strong"
    UNTOLD = "not told"  # no half-life is declared, and none can be fitted
    LET_GO = "let go"


@dataclass(frozen=True, slots=True)
class Fit:
    """A straight line through the logarithms of how many took part.

    `half_life` in days; None where the line does not fall. `r_squared` is the share of the
    variance it explains, 0 to 1.
    """

    periods: int
    half_life: Decimal | None
    r_squared: Decimal


@dataclass(frozen=True, slots=True)
class PracticeView:
    """A practice on the day of the book: its half-life in days, its strength between 0 and 1."""

    record: Practice
    life: Life
    half_life: Decimal | None
    is_fitted: bool
    fit: Fit | None
    strength: Decimal | None
    due_on: date | None
    dormant_on: date | None

    @property
    def months(self) -> int:
        """The half-life in whole months, at least one."""
        days = self.half_life or ZERO
        return max(int((days / _MONTH).to_integral_value(ROUND_HALF_EVEN)), 1)


def practice_views(register: Register, as_of: date) -> tuple[PracticeView, ...]:
    """Every practice: dormant ones first, then those due, those that were let go last."""
    rule = register.settings.seasons
    views = (practice_view(practice, rule, as_of) for practice in register.of(Practice))
    order = tuple(Life)
    return tuple(sorted(views, key=lambda v: (order.index(v.life), v.record.title, v.record.id)))


def practice_view(practice: Practice, rule: Calendar, as_of: date) -> PracticeView:
    """How a practice stands on a day."""
    with localcontext(_CONTEXT):
        fitted = fit(points_of(practice, rule))
        declared = practice.half_life_months
        half_life = _half_life(declared, fitted)
        since = practice.renewed_on
        left = strength((as_of - since).days, half_life) if half_life else None
        return PracticeView(
            record=practice,
            life=_life(practice, left, as_of),
            half_life=half_life,
            is_fitted=not declared and half_life is not None,
            fit=fitted,
            strength=left,
            due_on=_after(since, half_life, 1),
            dormant_on=_after(since, half_life, 2),
        )


def strength(days: int, half_life: Decimal) -> Decimal:
    """2^(-days / half-life): 1 on the first day, one half after a half-life."""
    return (-Decimal(2).ln() * max(days, 0) / half_life).exp()


def points_of(practice: Practice, rule: Calendar) -> tuple[tuple[int, int], ...]:
    """Days since the last renewal to the middle of each period, and how many took part."""
    found = []
    for part in practice.participation:
        period = parse_period(part.period, rule)
        if period and period.start >= practice.renewed_on and part.people > 0:
            middle = period.start + (period.end - period.start) / 2
            found.append(((middle - practice.renewed_on).days, part.people))
    return tuple(found)


def fit(points: Sequence[tuple[int, int]]) -> Fit | None:
    """The line of least squares through (days, logarithm of people); None for too few points."""
    if len(points) < LEAST_PERIODS:
        return None
    across = [Decimal(days) for days, _ in points]
    up = [Decimal(people).ln() for _, people in points]
    xx, xy, yy = _spread(across, across), _spread(across, up), _spread(up, up)
    if not xx or not yy:
        return Fit(len(points), None, ZERO)
    slope = xy / xx
    half_life = -Decimal(2).ln() / slope if slope < 0 else None
    if half_life and half_life > _LONGEST:
        half_life = None
    return Fit(len(points), half_life, xy * xy / (xx * yy))


def _half_life(declared: int | None, fitted: Fit | None) -> Decimal | None:
    """The declared one in days, or else the fitted one."""
    if declared:
        return declared * _MONTH
    return fitted.half_life if fitted else None


def _spread(one: Sequence[Decimal], other: Sequence[Decimal]) -> Decimal:
    mean_one, mean_other = sum(one, ZERO) / len(one), sum(other, ZERO) / len(other)
    products = ((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    return sum(products, ZERO)


def _life(practice: Practice, left: Decimal | None, as_of: date) -> Life:
    if practice.ended and practice.ended <= as_of:
        return Life.LET_GO
    if left is None:
        return Life.UNTOLD
    if left < DORMANT_BELOW:
        return Life.DORMANT
    return Life.DUE if left < DUE_BELOW else Life.STRONG


def _after(since: date, half_life: Decimal | None, times: int) -> date | None:
    """The first day on which so many half-lives are over."""
    return since + timedelta(days=int(half_life * times) + 1) if half_life else None
