# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the ledger's further pages say: funding, hours, loans, corrections, receipts, projects.

Amounts are exact decimals in the base unit of their resource, shares are between 0 and 1,
and time worked is whole minutes. Each is made by the module of its question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from commonpress.ground.periods import Period
from commonpress.kinds.fund import Fund, FunderKind
from commonpress.kinds.hours import Hours
from commonpress.kinds.ledger import Account, Resource
from commonpress.kinds.project import Project

if TYPE_CHECKING:
    from commonpress.derive.flow_views import Conservation, EntryLine, RecordLink


# --- funding -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FundView:
    """A fund and what came through it: in the twelve months told of, and in all."""

    record: Fund
    amount: Decimal
    whole: Decimal
    is_open: bool  # on the day of the book


@dataclass(frozen=True, slots=True)
class FunderShare:
    """An institution, its funds, and its share of all money of the twelve months."""

    funder: str
    kind: FunderKind
    funds: tuple[Fund, ...]
    amount: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Funding:
    """The money of the twelve months up to a day, and on whom it makes the commons lean.

    `total` is all money received. What people gave (`pooled`), what the commons earned itself
    (`earned`) and money of no fund (`undeclared`) are part of it and no funder's share.
    """

    start: date
    end: date
    total: Decimal
    pooled: Decimal
    earned: Decimal
    undeclared: Decimal
    funders: tuple[FunderShare, ...]  # largest first
    concentration: Decimal  # the sum of the squared shares: 0 nobody, 1 one funder gives all
    leaning: Decimal  # money of the state and of funds with conditions, each counted once

    @property
    def largest(self) -> FunderShare | None:
        """The institution that gave most; None where none gave."""
        return self.funders[0] if self.funders and self.funders[0].amount else None

    @property
    def leaning_share(self) -> Decimal:
        """The share of the state and of conditioned funds in all money."""
        return share_of(self.leaning, self.total)


@dataclass(frozen=True, slots=True)
class FundingView:
    """All funds, the twelve months up to the day of the book, and those up to each month's end."""

    unit: str
    now: Funding
    funds: tuple[FundView, ...]
    months: tuple[tuple[Period, Funding], ...]


def share_of(part: Decimal, whole: Decimal) -> Decimal:
    """A part of a whole, 0 where there is no whole."""
    return part / whole if whole > 0 else Decimal(0)


# --- hours ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HoursTable:
    """The minutes of each kind of work in a period, in the order of the settings."""

    period: Period
    minutes: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All minutes together: an hour is an hour."""
        return sum(minutes for _, minutes in self.minutes)


@dataclass(frozen=True, slots=True)
class HoursLine:
    """A line of hours as readers see it. One that another took the place of counts nothing."""

    record: Hours
    project: RecordLink | None
    corrected_by: str = ""


@dataclass(frozen=True, slots=True)
class HoursView:
    """All hours: by month, by season, by project, and line by line."""

    works: tuple[str, ...]
    months: tuple[HoursTable, ...]
    seasons: tuple[HoursTable, ...]
    whole: HoursTable
    projects: tuple[tuple[RecordLink | None, int], ...]  # most first
    lines: tuple[HoursLine, ...]


# --- loans ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Loans:
    """Things lent and brought back in a period, in pieces; `late` of them after their day."""

    lent: Decimal
    returned: Decimal
    out: Decimal
    late: Decimal


@dataclass(frozen=True, slots=True)
class Settled:
    """So much of a loan was brought back by a line, so many days after it was due (0: in time)."""

    line: EntryLine
    amount: Decimal
    days_late: int


@dataclass(frozen=True, slots=True)
class LoanLine:
    """A loan: how much went out, what came back, what is out, and for how long it is overdue."""

    line: EntryLine
    lent: Decimal
    settled: tuple[Settled, ...]
    days_over: int  # past due on the day of the book; 0 where nothing is out or it is not due

    @property
    def back(self) -> Decimal:
        """How much of it came back."""
        return sum((s.amount for s in self.settled), Decimal(0))

    @property
    def out(self) -> Decimal:
        """How much of it is still out."""
        return self.lent - self.back

    @property
    def late(self) -> tuple[Settled, ...]:
        """What came back after its day."""
        return tuple(s for s in self.settled if s.days_late)


# --- corrections ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CorrectionChain:
    """An entry that was written wrong, the lines that put it right, and what stands now."""

    first: EntryLine
    corrections: tuple[EntryLine, ...]
    stands: Decimal


@dataclass(frozen=True, slots=True)
class HoursCorrection:
    """A line of hours that was written wrong, and the one in its place."""

    wrong: HoursLine
    right: HoursLine


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    """Everything that was written wrong and put right, newest correction first."""

    entries: tuple[CorrectionChain, ...]
    hours: tuple[HoursCorrection, ...]


# --- receipts ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReceiptAge:
    """How many receipts were given out so many whole months ago; `below` None: and longer."""

    months: int
    below: int | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ReceiptsView:
    """A resource of receipts: made, given out, how old, and that all accounts hold zero together.

    `accounts` are whole stocks, sources and sinks: nobody has one of their own.
    """

    resource: Resource
    made: Decimal
    issued: Decimal
    ages: tuple[ReceiptAge, ...]
    accounts: tuple[tuple[Account, Decimal], ...]
    postings: int

    @property
    def sum(self) -> Decimal:
        """What all accounts hold together: zero, since each posting takes what it gives."""
        return sum((amount for _, amount in self.accounts), Decimal(0))


# --- projects ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeasonFlows:
    """What a project moved of one thing: in each season in which it did, and in all.

    `title` is that of a category, or of a resource whose category has no unit in common.
    """

    title: str
    unit: str
    seasons: tuple[tuple[Period, Conservation], ...]
    whole: Conservation


@dataclass(frozen=True, slots=True)
class ProjectLedger:
    """All that the ledger holds of a project."""

    record: Project
    flows: tuple[SeasonFlows, ...]
    minutes: tuple[tuple[Period, int], ...]  # seasons in which anyone worked for it
    lines: tuple[EntryLine, ...]
