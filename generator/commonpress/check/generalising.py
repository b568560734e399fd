# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much a case says of when, where and who, and how to say less, one step at a time.

A case with only its year always passes (domain rules, section 4). Anything finer is said only
where enough cases are described alike. The order of saying less is fixed: the place goes first,
then the household, then the role; then a month becomes its season, and a season its year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from commonpress.ground.periods import Calendar, Period, parse_period, season_of
from commonpress.kinds.case import Case, HouseholdKind, PartyRole

NOWHERE = "none"


class Widened(StrEnum):
    """What was made more general; each is a step of the fixed order."""

    PLACE = "place"
    HOUSEHOLD = "household"
    ROLE = "role"
    MONTH = "month"
    SEASON = "season"


class Description(NamedTuple):
    """What a case says of itself beside what happened."""

    period: str
    place: str = NOWHERE
    household: HouseholdKind = HouseholdKind.NONE
    role: PartyRole | None = None


def description_of(case: Case) -> Description:
    """The description of a case; `member` says no more than no role at all."""
    role = None if case.role is PartyRole.MEMBER else case.role
    return Description(case.period, case.place, case.household, role)


def wider(one: Description, calendar: Calendar) -> tuple[Widened, Description] | None:
    """The next step of the fixed order; None where only the year is said."""
    if one.place != NOWHERE:
        return Widened.PLACE, one._replace(place=NOWHERE)
    if one.household is not HouseholdKind.NONE:
        return Widened.HOUSEHOLD, one._replace(household=HouseholdKind.NONE)
    if one.role:
        return Widened.ROLE, one._replace(role=None)
    period = parse_period(one.period, calendar)
    if period and period.is_month:
        return Widened.MONTH, one._replace(period=_season_of(period, calendar))
    if period and period.is_season:
        return Widened.SEASON, one._replace(period=f"{period.start.year:04d}")
    return None


def widened(
    one: Description, published: Iterable[Description], least: int, calendar: Calendar
) -> tuple[Description, tuple[Widened, ...]]:
    """The finest description that enough cases share, this one among them, and the steps to it."""
    alike = list(published)
    steps: list[Widened] = []
    while alike.count(one) + 1 < least and (step := wider(one, calendar)):
        steps.append(step[0])
        one = step[1]
    return one, tuple(steps)


def descriptions(cases: Iterable[Case]) -> Iterator[Description]:
    """The descriptions of cases, one each."""
    return map(description_of, cases)


def _season_of(month: Period, calendar: Calendar) -> str:
    """The season that most of a month lies in."""
    return season_of(month.start.replace(day=15), calendar).name
