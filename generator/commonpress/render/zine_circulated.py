# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chapter "resources circulated" of an issue: the season's totals, drawn by month and day."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from commonpress.derive.flow_views import CategoryTable, Statement
from commonpress.derive.season_views import Course, SeasonReport
from commonpress.ground.periods import Period
from commonpress.render import words
from commonpress.render.charts.pens import PAPER
from commonpress.render.charts.plot import Frame, columns, steps
from commonpress.render.ledger_pictures import (
    has_stock,
    month_groups,
    month_labels,
    said_by_month,
    said_stock,
    stock_levels,
)
from commonpress.render.zine_accounts import unit_of

# As wide as the page's text; both drawings, the table and the rows stand on one page.
BY_MONTH, STOCK = Frame(122.5, 28.0), Frame(122.5, 24.0)


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A category of the season: its lines as they are printed, counts signed, blank for zero."""

    title: str
    unit: str
    opening: str
    came_in: str
    given_on: str
    spoiled: str
    counts: str
    closing: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing of the chapter and the sentence that says what it shows."""

    svg: str
    says: str


@dataclass(frozen=True, slots=True)
class Circulated:
    """All that the chapter prints. `leading` is the category that is drawn."""

    report: SeasonReport
    lines: tuple[TotalLine, ...]
    leading: CategoryTable
    by_month: Drawn | None
    stock: Drawn | None
    counted: int  # days on which somebody counted the leading category


def circulated(report: SeasonReport | None, season: Period) -> Circulated | None:
    """What the chapter of a season prints; None where nothing of one unit moved in it."""
    if report is None:
        return None
    tables = [t for t in report.statement.tables if t.total is not None]
    if not tables:
        return None
    leading = tables[0]
    course = _course_of(report.statement, leading)
    return Circulated(
        report=report,
        lines=tuple(_line(table) for table in tables),
        leading=leading,
        by_month=_by_month(course, leading, season) if course else None,
        stock=_stock(course, leading, season) if course else None,
        counted=len({line.entry.date for line in course.counts}) if course else 0,
    )


def _course_of(statement: Statement, table: CategoryTable) -> Course | None:
    return next((c for c in statement.courses if c.category.id == table.category.id), None)


def _line(table: CategoryTable) -> TotalLine:
    sums = table.total
    if sums is None:
        raise ValueError(f"{table.category.id} has no total")
    values = (sums.opening, sums.came_in, sums.given_on, sums.spoiled, sums.closing)
    places = words.places_for(table.unit, (*values, sums.unaccounted))
    opening, came_in, given_on, spoiled, closing = (words.number(v, places) for v in values)
    counts = words.signed(words.number(sums.unaccounted, places)) if sums.unaccounted else "0"
    return TotalLine(
        table.category.title, unit_of(table), opening, came_in, given_on,
        spoiled if sums.spoiled else "0", counts, closing,
    )  # fmt: skip


def _by_month(course: Course, table: CategoryTable, season: Period) -> Drawn | None:
    if len(course.months) < 2 or not any(c.came_in or c.given_on for _, c in course.months):
        return None
    says = said_by_month(course, season, _Words(table).exact)
    return Drawn(columns(month_groups(course), BY_MONTH, _Words(table).tick, PAPER, says), says)


def _stock(course: Course, table: CategoryTable, season: Period) -> Drawn | None:
    if not has_stock(course):
        return None
    says = said_stock(course, season, _Words(table).exact)
    levels, rings = stock_levels(course, season)
    labels = month_labels(course, season)
    return Drawn(steps(levels, rings, labels, STOCK, _Words(table).tick, PAPER, says), says)


@dataclass(frozen=True, slots=True)
class _Words:
    """How amounts of a category are worded on paper."""

    table: CategoryTable

    def exact(self, value: Decimal) -> str:
        """As exactly as the book has it."""
        return words.amount(value, self.table.unit, None, self._plurals())

    def tick(self, value: Decimal) -> str:
        """On a scale: no cents where there are none."""
        places = words.places_for("", [value])
        return words.amount(value, self.table.unit, places, self._plurals())

    def _plurals(self) -> dict[str, str]:
        each = self.table.lines[0].resource.each
        return {self.table.unit: each} if each else {}
