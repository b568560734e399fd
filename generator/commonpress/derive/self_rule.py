# SPDX-License-Identifier: AGPL-3.0-or-later
"""Self-rule in figures: how often people met and decided in twelve months, and who carried what.

Concentration is the Gini coefficient of role-days: 0 where all who held a role held it for the
same time, towards 1 where one person held nearly all of it (domain rules, section 3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median_low
from typing import TYPE_CHECKING

from commonpress.ground.periods import Period, add_months
from commonpress.kinds.decision import ONCE_ADOPTED

if TYPE_CHECKING:
    from commonpress.derive.publication import AssemblyView, DecisionView, RoleView, TermView

MONTHS_TOLD = 12


@dataclass(frozen=True, slots=True)
class SelfRule:
    """Twelve months of assemblies and roles.

    `present` is the median of those who came, the lower one of two; None where nobody counted.
    `rotation` is distinct holders divided by terms, of the terms that ran in this time.
    """

    period: Period
    assemblies: tuple[AssemblyView, ...]
    without_quorum: int
    present: int | None
    adopted: tuple[DecisionView, ...]
    holders: int
    terms: int
    longest: RoleView | None  # the role somebody held longest without a break
    concentration: Decimal | None

    @property
    def rotation(self) -> Decimal | None:
        """Distinct holders divided by terms: 1 where nobody held two."""
        return Decimal(self.holders) / self.terms if self.terms else None


def self_rule(
    assemblies: Iterable[AssemblyView],
    decisions: Iterable[DecisionView],
    roles: Sequence[RoleView],
    as_of: date,
) -> SelfRule:
    """The twelve months up to a day."""
    period = Period(add_months(as_of, -MONTHS_TOLD) + timedelta(days=1), as_of, "")
    held = tuple(v for v in assemblies if v.record.was_held and v.record.date in period)
    came = [v.record.present for v in held if v.record.present is not None]
    terms = [t for role in roles for t in role.terms if _days_in(t, period)]
    by_holder: dict[str, int] = defaultdict(int)
    for term in terms:
        by_holder[term.term.holder] += _days_in(term, period)
    return SelfRule(
        period=period,
        assemblies=held,
        without_quorum=sum((v.record.present or v.quorum) < v.quorum for v in held),
        present=median_low(came) if came else None,
        adopted=tuple(d for d in decisions if _was_adopted_in(d, period)),
        holders=len(by_holder),
        terms=len(terms),
        longest=max(roles, key=lambda r: r.longest_days, default=None),
        concentration=gini(by_holder.values()),
    )


def gini(amounts: Iterable[int]) -> Decimal | None:
    """How unevenly something is spread: 0 evenly, towards 1 all with one. None for nothing."""
    ordered = sorted(amounts)
    total, count = sum(ordered), len(ordered)
    if not total:
        return None
    weighted = sum(place * amount for place, amount in enumerate(ordered, start=1))
    return Decimal(2 * weighted - (count + 1) * total) / (count * total)


def _days_in(view: TermView, period: Period) -> int:
    """How many days of a period somebody held a role in this term."""
    start, end = max(view.term.start, period.start), min(view.last_day, period.end)
    return max((end - start).days + 1, 0)


def _was_adopted_in(view: DecisionView, period: Period) -> bool:
    day = view.record.decided_on
    return view.record.state in ONCE_ADOPTED and day is not None and day in period
