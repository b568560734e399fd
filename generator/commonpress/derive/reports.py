# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report of a season: what circulated, and what was decided, corrected and worked beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from commonpress.derive.answers import CorrectionChain, CorrectionsView, HoursView, LoanLine
from commonpress.derive.flow_views import Statement
from commonpress.derive.hours import hours_in
from commonpress.derive.kits import KitTold, kits_told
from commonpress.derive.publication import DecisionView
from commonpress.derive.season_views import LoansTold, SeasonReport
from commonpress.ground.periods import Period
from commonpress.ground.quantities import ZERO
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Resource


def season_report(
    statement: Statement,
    decisions: Sequence[DecisionView],
    corrections: CorrectionsView,
    hours: HoursView | None,
    loans: Sequence[LoanLine],
    *,
    resources: Mapping[str, Resource],
) -> SeasonReport:
    """Everything the report of a season says."""
    spent = _spent(statement)
    return SeasonReport(
        statement=statement,
        decisions=tuple(_about(decisions, statement, frozenset(spent))),
        spent=tuple(sorted((name, amount) for name, amount in spent.items() if amount)),
        corrections=tuple(_corrected(corrections.entries, statement.period)),
        hours=hours_in(hours, statement.period),
        loans=_loans(loans, statement.period),
        kits=_kits(statement, resources),
    )


def _kits(statement: Statement, resources: Mapping[str, Resource]) -> tuple[KitTold, ...]:
    """The kits that went out, and what was inside them."""
    lines = (line for table in statement.tables for line in table.lines)
    told = kits_told(((line.resource, line.conservation) for line in lines), resources)
    return tuple(kit for kit in told if kit.out)


def _spent(statement: Statement) -> dict[str, Decimal]:
    """The decisions that lines name, with the money that was paid under each."""
    spent: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in statement.entries:
        if line.entry.decision:
            paid = line.amount if line.entry.action is Action.PAID else ZERO
            spent[line.entry.decision] += -paid if line.backwards else paid
    return spent


def _about(
    decisions: Sequence[DecisionView], statement: Statement, named: frozenset[str]
) -> Iterable[DecisionView]:
    for view in decisions:
        day = view.record.decided_on
        taken = day is not None and day in statement.period and bool(view.record.projects)
        if taken or view.record.id in named:
            yield view


def _corrected(chains: Iterable[CorrectionChain], period: Period) -> Iterable[CorrectionChain]:
    """Those that were written wrong in the period, and those that were put right in it."""
    for chain in chains:
        if any(line.entry.date in period for line in (chain.first, *chain.corrections)):
            yield chain


def _loans(loans: Sequence[LoanLine], period: Period) -> LoansTold | None:
    """None where nothing was lent, brought back or out."""
    began = sum(1 for loan in loans if loan.line.entry.date in period)
    ended = [loan for loan in loans if loan.out <= 0 and _last_day_in(loan, period)]
    out = sum(1 for loan in loans if _is_out(loan, period))
    late = sum(1 for loan in ended if loan.late)
    return LoansTold(began, len(ended), late, out) if began or ended or out else None


def _last_day_in(loan: LoanLine, period: Period) -> bool:
    return bool(loan.settled) and loan.settled[-1].line.entry.date in period


def _is_out(loan: LoanLine, period: Period) -> bool:
    """Whether some of it was out at the end of the period."""
    if loan.line.entry.date > period.end:
        return False
    back = sum((s.amount for s in loan.settled if s.line.entry.date <= period.end), ZERO)
    return back < loan.lent
