# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a season went: months that follow from each other, days that end where the tables do."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from commonpress.derive.courses import level_on
from commonpress.derive.flow_views import Statement
from commonpress.derive.holdings import balances_on
from commonpress.ground.periods import Period
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import AccountType, Purpose
from tests.site_reading import book

BOOKS = ["sample", "tidewater", "fund", "tiny"]


@pytest.mark.parametrize("name", BOOKS)
def test_the_months_of_a_season_follow_from_each_other_and_sum_to_it(name: str) -> None:
    seen = 0
    for statement in (*book(name).seasons, *book(name).years):
        totals = {t.category.id: t.total for t in statement.tables if t.total is not None}
        assert [c.category.id for c in statement.courses] == list(totals)
        for course in statement.courses:
            total, months = totals[course.category.id], [m for _, m in course.months]
            for line in ("received", "made", "used", "distributed", "spoiled", "paid", "lowered"):
                assert sum(getattr(m, line) for m in months) == getattr(total, line)
            assert months[-1].closing == total.closing
            for (_, before), (month, after) in pairwise(course.months):
                begun = _begun(statement, course.category.id, month, name)
                assert after.opening == before.closing + begun
            seen += 1
    assert seen > 1


def _begun(statement: Statement, category: str, month: Period, name: str) -> Decimal:
    """What the book began with in a month: an opening that nobody held the day before."""
    return sum(
        (
            line.amount
            for line in statement.entries
            if line.entry.date in month
            and line.entry.action is Action.RECEIVED
            and line.source.purpose is Purpose.COUNTS
            and _top(name, line.resource.category) == category
        ),
        Decimal(0),
    )


@pytest.mark.parametrize("name", BOOKS)
def test_the_stock_of_a_day_is_that_of_the_balances(name: str) -> None:
    """Two ways to the same figure: by what moved, and by what each account holds."""
    publication = book(name)
    for season in publication.seasons:
        for course in season.courses:
            for month, conservation in course.months:
                assert level_on(course, month.end) == conservation.closing
            for day, level in course.days:
                held = (
                    b.amount
                    for b in balances_on(publication.accounts, day)
                    if b.account.type is AccountType.STOCK
                    and _top(name, b.resource.category) == course.category.id
                )
                assert sum(held) == level


def _top(name: str, category: str) -> str:
    above = {c.id: c.parent for c in book(name).categories}
    while above[category]:
        category = above[category]
    return category


def test_a_season_that_runs_has_no_months_after_the_book() -> None:
    summer = book("tidewater").seasons[-1]
    assert [m.name for m, _ in summer.courses[0].months] == ["2026-06"]
    (month, _) = summer.courses[0].months[0]
    assert (month.start.isoformat(), month.end.isoformat()) == ("2026-06-21", "2026-06-30")


def test_all_balances_of_a_resource_cancel_out_on_any_day() -> None:
    publication = book("sample")
    for day in {line.entry.date for line in publication.entries}:
        sums: dict[str, Decimal] = {}
        for balance in balances_on(publication.accounts, day):
            sign = -1 if balance.account.type is AccountType.SOURCE else 1
            amount = sums.get(balance.resource.id, Decimal(0))
            sums[balance.resource.id] = amount + sign * balance.amount
        assert not any(sums.values())


def test_a_report_names_the_decisions_under_which_money_was_spent() -> None:
    for report in book("sample").reports:
        named = {
            line.entry.decision: line
            for line in report.statement.entries
            if line.entry.decision and line.entry.action is Action.PAID
        }
        shown = {view.record.id for view in report.decisions}
        assert set(named) <= shown
        assert {name for name, _ in report.spent} <= shown
        paid = sum(
            -line.amount if line.backwards else line.amount
            for line in report.statement.entries
            if line.entry.action is Action.PAID and line.entry.decision
        )
        assert sum(amount for _, amount in report.spent) == paid


def test_a_correction_is_told_in_the_season_of_the_slip_and_in_that_of_the_correction() -> None:
    publication = book("sample")
    told = [c.first.entry.id for r in publication.reports for c in r.corrections]
    expected = [
        chain.first.entry.id
        for report in publication.reports
        for chain in publication.corrections.entries
        if {x.entry.id for x in (chain.first, *chain.corrections)}
        & {x.entry.id for x in report.statement.entries}
    ]
    assert told == expected
    assert told
