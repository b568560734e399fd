# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the ledger keeps an eye on: things out on loan, lines that were put right, receipts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonpress.derive.answers import LoanLine, Settled
from commonpress.render.addresses import CORRECTIONS, LOANS, RECEIPTS, ROWS_A_PAGE
from commonpress.render.site_desk import Desk, Sheet

PART = "ledger"


@dataclass(frozen=True, slots=True)
class LateReturn:
    """What came back after its day: the loan, and the line that brought it."""

    loan: LoanLine
    back: Settled


@dataclass(frozen=True, slots=True)
class InAll:
    """What all loans come to, where the things lent share a unit."""

    unit: str
    lent: Decimal
    out: Decimal
    overdue: Decimal
    in_time: Decimal
    late: Decimal


def kept_sheets(desk: Desk) -> Iterator[Sheet]:
    """Loans, corrections and receipts, each where the book has any."""
    book = desk.publication
    if book.loans:
        yield _loans(desk, book.loans)
    if book.corrections.entries or book.corrections.hours:
        yield desk.sheet(
            ("corrections",),
            CORRECTIONS,
            PART,
            kind="corrections",
            entries=book.corrections.entries[:ROWS_A_PAGE],
            hours=book.corrections.hours[:ROWS_A_PAGE],
            all=len(book.corrections.entries) + len(book.corrections.hours),
        )
    if book.receipts:
        yield desk.sheet(("receipts",), RECEIPTS, PART, kind="receipts", views=book.receipts)


def in_all(loans: Sequence[LoanLine]) -> InAll | None:
    """The sums of all loans; None where the things lent have no unit in common."""
    units = {loan.line.resource.unit for loan in loans}
    if len(units) != 1:
        return None
    settled = [s for loan in loans for s in loan.settled]
    return InAll(
        unit=units.pop(),
        lent=sum((loan.lent for loan in loans), Decimal(0)),
        out=sum((loan.out for loan in loans), Decimal(0)),
        overdue=sum((loan.out for loan in loans if loan.days_over), Decimal(0)),
        in_time=sum((s.amount for s in settled if not s.days_late), Decimal(0)),
        late=sum((s.amount for s in settled if s.days_late), Decimal(0)),
    )


def _loans(desk: Desk, loans: Sequence[LoanLine]) -> Sheet:
    out = sorted((loan for loan in loans if loan.out > 0), key=_due)
    late = [LateReturn(loan, back) for loan in loans for back in loan.late]
    late.sort(key=lambda r: (r.back.line.entry.date, r.back.line.entry.id), reverse=True)
    return desk.sheet(
        ("loans",),
        LOANS,
        PART,
        kind="loans",
        all=loans,
        total=in_all(loans),
        out=out[:ROWS_A_PAGE],
        out_in_all=len(out),
        late=late[:ROWS_A_PAGE],
        late_in_all=len(late),
    )


def _due(loan: LoanLine) -> tuple[date, str]:
    return loan.line.entry.due or date.max, loan.line.entry.id
