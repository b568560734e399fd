# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is out on loan on the day of the book, until when, and what came back after its day.

A line that brings something back seldom says which loan it was. It is counted for the loan of
the same `group`, where there is one, and else for the one that was due first, so that nobody
is made out to be later than the book can show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from commonpress.check.postings import Journal, first_written
from commonpress.derive.answers import LoanLine, Settled
from commonpress.derive.flow_views import EntryLine
from commonpress.ground.quantities import ZERO
from commonpress.kinds.entry import Action, Entry


@dataclass(slots=True)
class _Loan:
    """A loan while what came back is counted for it."""

    line: EntryLine
    lent: Decimal
    left: Decimal
    settled: list[Settled] = field(default_factory=list)


def loan_lines(journal: Journal, lines: Iterable[EntryLine], as_of: date) -> tuple[LoanLine, ...]:
    """Every loan up to a day with what came back of it, by the day it was lent."""
    amounts = _amounts(journal, as_of)
    moved = [line for line in lines if amounts.get(line.entry.id)]
    loans: list[_Loan] = []
    open_loans: dict[str, list[_Loan]] = defaultdict(list)
    for line in moved:
        amount = amounts[line.entry.id]
        if line.entry.action is Action.LENT:
            loan = _Loan(line, amount, amount)
            loans.append(loan)
            open_loans[line.resource.id].append(loan)
        else:
            _settle(line, amount, open_loans[line.resource.id])
    return tuple(
        LoanLine(
            line=loan.line,
            lent=loan.lent,
            settled=tuple(loan.settled),
            days_over=_days_late(loan.line.entry, as_of) if loan.left > 0 else 0,
        )
        for loan in loans
    )


def late_in(loans: Iterable[LoanLine], start: date, end: date) -> Decimal:
    """How much came back after its day, from a first day to a last."""
    return sum(
        (s.amount for loan in loans for s in loan.late if start <= s.line.entry.date <= end), ZERO
    )


def _amounts(journal: Journal, as_of: date) -> Mapping[str, Decimal]:
    """What each loan and each return came to by a day, with all that corrected it."""
    moved = [
        p for p in journal.postings if p.kind in {Action.LENT, Action.RETURNED} and p.day <= as_of
    ]
    by_id = {p.entry.id: p.entry for p in moved}
    amounts: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for posting in moved:
        first = first_written(posting.entry, by_id) or posting.entry
        amounts[first.id] += -posting.amount if posting.backwards else posting.amount
    return amounts


def _settle(line: EntryLine, amount: Decimal, loans: list[_Loan]) -> None:
    """Count what came back for the loans it most likely was of."""
    for loan in _in_turn(line.entry, loans):
        part = min(amount, loan.left)
        if part > 0:
            loan.left -= part
            amount -= part
            late = _days_late(loan.line.entry, line.entry.date)
            loan.settled.append(Settled(line, part, late))
    loans[:] = [loan for loan in loans if loan.left > 0]


def _in_turn(entry: Entry, loans: Iterable[_Loan]) -> Iterator[_Loan]:
    def turn(loan: _Loan) -> tuple[bool, date, date, str]:
        lent = loan.line.entry
        is_another = not entry.group or entry.group != lent.group
        return is_another, lent.due or date.max, lent.date, lent.id

    yield from sorted(loans, key=turn)


def _days_late(loan: Entry, day: date) -> int:
    return max((day - loan.due).days, 0) if loan.due else 0
