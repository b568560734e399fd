# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the report of a season says, "resources circulated", and how a period went month by month.

Amounts are exact decimals in the base unit of their resource.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from commonpress.derive.answers import CorrectionChain, HoursTable
from commonpress.derive.holdings import AccountView
from commonpress.derive.kits import KitTold
from commonpress.ground.periods import Period
from commonpress.kinds.ledger import Category
from commonpress.kinds.project import Project

if TYPE_CHECKING:
    from commonpress.derive.flow_views import CategoryTable, Conservation, EntryLine, Statement
    from commonpress.derive.publication import DecisionView


@dataclass(frozen=True, slots=True)
class Course:
    """How a category went through a period: month by month, and from day to day.

    `months` are those of the period, cut to its days. `days` holds what all stocks had together
    at the end of each day on which that changed, from `opening` on. `counts` are the counts of
    its resources, in order of day. A year has no `days`.
    """

    category: Category
    unit: str
    opening: Decimal
    months: tuple[tuple[Period, Conservation], ...]
    days: tuple[tuple[date, Decimal], ...] = ()
    counts: tuple[EntryLine, ...] = ()


@dataclass(frozen=True, slots=True)
class LoansTold:
    """Loans of a period by number: how many began and ended in it, how many were out at its end.

    `late` of those that ended came back after their day, in part or whole.
    """

    began: int
    ended: int
    late: int
    out: int


@dataclass(frozen=True, slots=True)
class SeasonReport:
    """All that circulated in a season, and what was decided, corrected and worked beside it.

    `decisions` are those that lines of the season name, and those taken in it about a project.
    `spent` says for each of them (by id) how much money the season's payments under it came to.
    """

    statement: Statement
    decisions: tuple[DecisionView, ...]
    spent: tuple[tuple[str, Decimal], ...]
    corrections: tuple[CorrectionChain, ...]
    hours: HoursTable | None
    loans: LoansTold | None
    kits: tuple[KitTold, ...]  # those that went out in the season


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project and what it moved in the season shown.

    Its tables hold flows only: opening and closing are zero, because stocks are shared.
    """

    record: Project
    tables: tuple[CategoryTable, ...]
    stocks: tuple[AccountView, ...]
