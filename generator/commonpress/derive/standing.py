# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each decision is today, and what has been spent on it (domain rules, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from commonpress.check.register import Register
from commonpress.derive.flow_views import EntryLine
from commonpress.derive.publication import AssemblyView, DecisionView, Standing
from commonpress.ground.periods import add_months
from commonpress.ground.quantities import ZERO
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.decision import Decision, State
from commonpress.kinds.entry import Action

_SAME = {
    State.SUPERSEDED: Standing.SUPERSEDED,
    State.REPEALED: Standing.REPEALED,
    State.EXPIRED: Standing.EXPIRED,
    State.REJECTED: Standing.REJECTED,
    State.WITHDRAWN: Standing.WITHDRAWN,
}


def standing(decision: Decision, as_of: date, stagnant_months: int) -> Standing:
    """What a decision is on a day.

    A proposal that no one has touched for `stagnant_months` is stagnant, as in EIP-1.
    """
    if decision.state in _SAME:
        return _SAME[decision.state]
    if decision.state is State.ADOPTED:
        if decision.expires_on and decision.expires_on < as_of:
            return Standing.EXPIRED
        due = decision.review_on and decision.review_on <= as_of
        return Standing.REVIEW_DUE if due else Standing.IN_FORCE
    touched = [d for d in (decision.drafted_on, decision.proposed_on, decision.last_call_on) if d]
    if touched and add_months(max(touched), stagnant_months) <= as_of:
        return Standing.STAGNANT
    return Standing.OPEN


def decision_views(
    register: Register, as_of: date, spending: Mapping[str, tuple[EntryLine, ...]]
) -> tuple[DecisionView, ...]:
    """Every decision, newest first."""
    assemblies = {a.id: a for a in register.of(Assembly)}
    views = (
        DecisionView(
            record=decision,
            standing=standing(decision, as_of, register.settings.limits.stagnant_months),
            assembly=assemblies.get(decision.decided_at),
            spending=spending.get(decision.id, ()),
            spent=spent(spending.get(decision.id, ())),
        )
        for decision in register.of(Decision)
    )
    return tuple(sorted(views, key=_newest, reverse=True))


def spent(lines: tuple[EntryLine, ...]) -> Decimal:
    """What was paid in these lines, less what was taken back, in the currency."""
    return sum(
        (
            -line.amount if line.backwards else line.amount
            for line in lines
            if line.entry.action is Action.PAID
        ),
        ZERO,
    )


def assembly_views(register: Register) -> tuple[AssemblyView, ...]:
    """Every assembly with the decisions it took, newest first."""
    decisions = {d.id: d for d in register.of(Decision)}
    views = (
        AssemblyView(
            record=assembly,
            quorum=assembly.quorum or register.settings.quorum,
            decisions=tuple(decisions[i] for i in assembly.decisions if i in decisions),
        )
        for assembly in register.of(Assembly)
    )
    return tuple(sorted(views, key=lambda v: (v.record.date, v.record.id), reverse=True))


def _newest(view: DecisionView) -> tuple[date, str]:
    d = view.record
    day = d.decided_on or d.last_call_on or d.proposed_on or d.drafted_on or date.min
    return day, d.id
