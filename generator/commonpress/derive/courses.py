# SPDX-License-Identifier: AGPL-3.0-or-later
"""How categories went through a season or a year: by month, from day to day, count by count."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from commonpress.check.postings import Journal
from commonpress.derive.flow_views import CategoryTable, Conservation, EntryLine, Statement
from commonpress.derive.season_views import Course
from commonpress.derive.statements import added_up, conserved_in, postings_in, stock_on
from commonpress.ground.periods import Period, months_between
from commonpress.ground.quantities import ZERO
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import AccountType


def with_courses(journal: Journal, season: Statement, last: date) -> Statement:
    """A season's statement with the course of every category that has one unit.

    `last` is the last day the book tells of: a season that still runs has no months after it,
    and one in which the book began has none before.
    """
    period = season.period
    first = journal.postings[0].day if journal.postings else period.start
    months = tuple(m for m in _months_in(period, last) if m.end >= first)
    conserved = [(month, conserved_in(journal, month)) for month in months]
    changes = _changes(journal, period)
    before = stock_on(journal, period.start - timedelta(days=1))
    courses = []
    for table in season.tables:
        if table.total is None:
            continue
        inside = [line.resource.id for line in table.lines]
        opening = sum((before.get(resource, ZERO) for resource in inside), ZERO)
        courses.append(
            Course(
                category=table.category,
                unit=table.unit,
                opening=opening,
                months=tuple(
                    (month, added_up(found[r] for r in inside if r in found))
                    for month, found in conserved
                ),
                days=_running(opening, inside, changes),
                counts=_counts(season.entries, frozenset(inside)),
            )
        )
    return replace(season, courses=tuple(courses))


def with_months(year: Statement, months: Sequence[Statement]) -> Statement:
    """A year's statement with the course of its categories, from the statements of its months."""
    inside = [m for m in months if m.period.start in year.period]
    courses = (
        Course(
            category=table.category,
            unit=table.unit,
            opening=table.total.opening,
            months=tuple((m.period, _total_of(m, table)) for m in inside),
        )
        for table in year.tables
        if table.total is not None
    )
    return replace(year, courses=tuple(courses))


def level_on(course: Course, day: date) -> Decimal:
    """What all stocks held of the category at the end of a day of the period."""
    place = bisect_right(course.days, day, key=lambda change: change[0])
    return course.days[place - 1][1] if place else course.opening


def _months_in(period: Period, last: date) -> Iterator[Period]:
    """The months of a period, each cut to the days that lie in it."""
    for month in months_between(period.start, max(period.start, min(period.end, last))):
        yield Period(max(month.start, period.start), min(month.end, period.end), month.name)


def _changes(journal: Journal, period: Period) -> dict[str, dict[date, Decimal]]:
    """By how much the stocks of each resource changed on each day."""
    accounts = journal.chart.accounts
    changes: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for posting in postings_in(journal.postings, period):
        came = accounts[posting.target].type is AccountType.STOCK
        went = accounts[posting.source].type is AccountType.STOCK
        if came is not went:
            changes[posting.resource][posting.day] += posting.amount if came else -posting.amount
    return changes


def _running(
    opening: Decimal, inside: Sequence[str], changes: dict[str, dict[date, Decimal]]
) -> tuple[tuple[date, Decimal], ...]:
    together: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for resource in inside:
        for day, change in changes.get(resource, {}).items():
            together[day] += change
    held, days = opening, []
    for day in sorted(together):
        held += together[day]
        days.append((day, held))
    return tuple(days)


def _counts(lines: Sequence[EntryLine], inside: frozenset[str]) -> tuple[EntryLine, ...]:
    return tuple(
        line for line in lines if line.entry.action is Action.COUNTED and line.resource.id in inside
    )


def _total_of(month: Statement, table: CategoryTable) -> Conservation:
    found = (t.total for t in month.tables if t.category.id == table.category.id)
    return next((total for total in found if total is not None), Conservation())
