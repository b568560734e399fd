# SPDX-License-Identifier: AGPL-3.0-or-later
"""How conflicts were met, counted over the published cases and no others.

Every figure here can be counted from the pages of the cases, so none tells more than they do.
Cases that are not published stand in no figure: nobody can learn how many there were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from commonpress.derive.publication import CaseView
from commonpress.kinds.case import Case, Outcome, Stage, Without

AGREED = (Outcome.AGREEMENT, Outcome.PARTIAL)


@dataclass(frozen=True, slots=True)
class HarmRow:
    """A kind of harm, how many cases there were of it, and how each ended."""

    harm: str
    cases: tuple[Case, ...]
    outcomes: tuple[int, ...]  # in the order of `Conflicts.outcomes`


@dataclass(frozen=True, slots=True)
class Duration:
    """Whole months from the report to the agreement, over cases that reached one."""

    cases: int
    shortest: int
    middle: Decimal
    longest: int


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What the published cases say together."""

    cases: int
    harms: tuple[HarmRow, ...]  # most frequent first
    outcomes: tuple[Outcome, ...]  # those that occur
    reached: tuple[tuple[Stage, int], ...]  # how many cases have each step, in order
    without_police: int
    without_courts: int
    without_both: int
    agreed: int
    followed_up: int  # agreements that were looked at again
    months: Duration | None  # None below `least` agreements: their pages say it one by one


def conflicts(views: Sequence[CaseView], least: int) -> Conflicts:
    """Count the published cases. A middle of months is told from `least` agreements on."""
    cases = [view.record for view in views]
    ended = Counter(case.outcome for case in cases)
    outcomes = tuple(outcome for outcome in Outcome if ended[outcome])
    agreed = [case for case in cases if case.outcome in AGREED]
    without = [frozenset(case.met_without) for case in cases]
    return Conflicts(
        cases=len(cases),
        harms=_by_harm(cases, outcomes),
        outcomes=outcomes,
        reached=_reached(cases),
        without_police=sum(Without.POLICE in one for one in without),
        without_courts=sum(Without.COURTS in one for one in without),
        without_both=sum(set(Without) <= one for one in without),
        agreed=len(agreed),
        followed_up=sum(_has(case, Stage.FOLLOW_UP) for case in agreed),
        months=_months(agreed, least),
    )


def _by_harm(cases: Iterable[Case], outcomes: Sequence[Outcome]) -> tuple[HarmRow, ...]:
    by_harm: dict[str, list[Case]] = {}
    for case in sorted(cases, key=lambda case: case.id):
        by_harm.setdefault(case.harm, []).append(case)
    rows = (
        HarmRow(harm, tuple(found), tuple(sum(c.outcome is o for c in found) for o in outcomes))
        for harm, found in by_harm.items()
    )
    return tuple(sorted(rows, key=lambda row: (-len(row.cases), row.harm)))


def _reached(cases: Sequence[Case]) -> tuple[tuple[Stage, int], ...]:
    counted = ((stage, sum(_has(case, stage) for case in cases)) for stage in Stage)
    return tuple((stage, number) for stage, number in counted if number)


def _has(case: Case, stage: Stage) -> bool:
    return any(step.stage is stage for step in case.steps)


def _months(agreed: Iterable[Case], least: int) -> Duration | None:
    months = sorted(
        next(step.month for step in case.steps if step.stage is Stage.AGREEMENT)
        for case in agreed
        if _has(case, Stage.AGREEMENT)
    )
    if not months or len(months) < least:
        return None
    return Duration(len(months), months[0], Decimal(str(median(months))), months[-1])
