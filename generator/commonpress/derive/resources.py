# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each resource and each account holds, and the months in which it moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from commonpress.check.postings import Journal
from commonpress.derive.flow_views import Conservation, EntryLine, ResourceView, Statement
from commonpress.derive.holdings import AccountView, Running
from commonpress.derive.lines import as_declared
from commonpress.derive.statements import added_up
from commonpress.kinds.ledger import Account, AccountType, Category, Purpose, Resource


def resource_views(
    journal: Journal,
    months: Sequence[Statement],
    categories: Mapping[str, Category],
    lines: Mapping[str, tuple[EntryLine, ...]],
    as_of: date,
) -> tuple[ResourceView, ...]:
    """Every resource with its conservation by month and in all."""
    by_month: dict[str, list[tuple[Statement, Conservation]]] = defaultdict(list)
    for month in months:
        for table in month.tables:
            for line in table.lines:
                by_month[line.resource.id].append((month, line.conservation))
    return tuple(
        ResourceView(
            resource=resource,
            category=categories[resource.category],
            months=tuple((m.period, c) for m, c in by_month[resource.id]),
            whole=_whole([c for _, c in by_month[resource.id]]),
            stocks=_stocks(journal, resource, as_of),
            on_loan=_on_loan(journal, resource, as_of),
            entries=lines.get(resource.id, ()),
        )
        for resource in as_declared(journal.chart.resources.values())
        if resource.category in categories
    )


def account_views(
    journal: Journal, lines: Sequence[EntryLine], as_of: date
) -> tuple[AccountView, ...]:
    """Every account with its balance of each resource; one that gives shows what it gave."""
    resources = as_declared(journal.chart.resources.values())
    own: dict[str, list[EntryLine]] = defaultdict(list)
    for line in lines:
        for account in {line.source.id, line.target.id}:
            own[account].append(line)
    return tuple(
        _account_view(account, journal, resources, tuple(own[account.id]), as_of)
        for account in as_declared(journal.chart.accounts.values())
    )


def _account_view(
    account: Account,
    journal: Journal,
    resources: Sequence[Resource],
    lines: tuple[EntryLine, ...],
    as_of: date,
) -> AccountView:
    gives = account.type is AccountType.SOURCE
    running = []
    for resource in resources:
        days, held = journal.running.get((account.id, resource.id), ([], []))
        if days:
            running.append(Running(resource, days, [-a for a in held] if gives else held))
    held_now = ((r.resource, r.on(as_of)) for r in running)
    return AccountView(
        account=account,
        balances=tuple((resource, amount) for resource, amount in held_now if amount),
        running=tuple(running),
        entries=lines,
    )


def _whole(months: Sequence[Conservation]) -> Conservation:
    """All months in one: it opens as the first did and closes as the last did."""
    if not months:
        return Conservation()
    total = added_up(months)
    # What stood at the start of a later month is the closing of the one before it.
    carried = sum((c.closing for c in months[:-1]), Conservation().closing)
    return replace(total, opening=total.opening - carried, closing=months[-1].closing)


def _stocks(journal: Journal, resource: Resource, day: date) -> tuple[tuple[Account, Decimal], ...]:
    stocks = (a for a in journal.chart.accounts.values() if a.type is AccountType.STOCK)
    held = ((a, journal.balance(a.id, resource.id, day)) for a in as_declared(stocks))
    return tuple((account, amount) for account, amount in held if amount)


def _on_loan(journal: Journal, resource: Resource, day: date) -> Decimal:
    sinks = (a.id for a in journal.chart.accounts.values() if a.purpose is Purpose.LOANS)
    return sum((journal.balance(a, resource.id, day) for a in sorted(sinks)), Decimal(0))
