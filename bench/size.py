# SPDX-License-Identifier: AGPL-3.0-or-later
"""How large a generated book is, and the days it spans."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

FIRST_YEAR = 2016


@dataclass(frozen=True, slots=True)
class Size:
    """So many records of each kind, over so many months from January of the first year."""

    months: int
    entries: int
    assemblies: int
    decisions: int
    cases: int
    norms: int
    prose: int  # bytes of prose in each record
    as_csv: bool = False  # the months of the ledger as tables
    has_ledger: bool = True

    @property
    def first_day(self) -> date:
        """The day the book begins."""
        return date(FIRST_YEAR, 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of its last month."""
        return month_start(self.months) - timedelta(days=1)

    @property
    def quarters(self) -> int:
        """Quarters that hold a day of the book."""
        return -(-self.months // 3)

    @property
    def pages(self) -> int:
        """Records that have a page of their own with prose on it."""
        return self.assemblies + self.decisions + self.cases + self.norms

    def quarter_of(self, day: date) -> int:
        """The quarter a day lies in, counted from the first."""
        return ((day.year - FIRST_YEAR) * 12 + day.month - 1) // 3


def month_start(number: int) -> date:
    """The first day of a month, counted from the first of the book."""
    return date(FIRST_YEAR + number // 12, number % 12 + 1, 1)


# Ten years of a commons that meets every week.
DECADE = Size(
    months=120, entries=365_000, assemblies=520, decisions=2_000, cases=300, norms=40, prose=1_200
)
# 4,000 pages of records of the length that people write.
SITE = Size(
    months=120, entries=3_600, assemblies=520, decisions=3_000, cases=440, norms=40, prose=3_500
)
# The same records and nothing else: what a peer without a ledger can be given too.
PAGES = replace(SITE, has_ledger=False)
SMALL = Size(months=4, entries=120, assemblies=8, decisions=60, cases=8, norms=3, prose=900)
