# SPDX-License-Identifier: AGPL-3.0-or-later
"""What moved in a month, a season or a year, with nothing missing.

Every amount is taken from the postings of the journal. Openings are the balances of all
stocks on the day before; closings follow from the lines, and equal the balances again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter

from commonpress.check.postings import Adjustment, Chart, Journal, Posting
from commonpress.derive.flow_views import (
    CategoryTable,
    Conservation,
    EntryLine,
    Flow,
    ResourceLine,
    Statement,
)
from commonpress.derive.lines import as_declared
from commonpress.ground.periods import Period
from commonpress.ground.quantities import ZERO
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import AccountType, Category, Purpose, Resource

_LINE_OF = {
    Action.RECEIVED: "received",
    Action.MADE: "made",
    Action.RETURNED: "returned",
    Action.DISTRIBUTED: "distributed",
    Action.USED: "used",
    Action.LENT: "lent",
    Action.SPOILED: "spoiled",
    Action.PAID: "paid",
    Adjustment.RAISE: "raised",
    Adjustment.LOWER: "lowered",
}
_IN = ("opening", "received", "made", "returned", "raised")


def line_of(posting: Posting, chart: Chart) -> str:
    """The line of the conservation table a posting belongs to; blank for a move between stocks.

    What a book begins with is received from the source of counts: it is an opening, not a gift.
    """
    if posting.kind is Action.RECEIVED and chart.accounts[posting.source].purpose is Purpose.COUNTS:
        return "opening"
    if posting.kind is Action.DISTRIBUTED:
        sink = posting.source if posting.backwards else posting.target
        if chart.accounts[sink].purpose is Purpose.COMMONS:
            return "passed_on"
    return _LINE_OF.get(posting.kind, "")


def conserve(
    postings: Iterable[Posting], chart: Chart, opening: Mapping[str, Decimal]
) -> dict[str, Conservation]:
    """The conservation of each resource, from what was there and what was posted."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for resource, amount in opening.items():
        sums[resource]["opening"] += amount
    for posting in postings:
        line = line_of(posting, chart)
        if line:
            amount = -posting.amount if posting.backwards else posting.amount
            sums[posting.resource][line] += amount
    return {resource: _closed(lines) for resource, lines in sums.items()}


def stock_on(journal: Journal, day: date) -> dict[str, Decimal]:
    """What all stocks together hold of each resource at the end of a day."""
    held: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for account, resource in journal.running:
        if journal.chart.accounts[account].type is AccountType.STOCK:
            held[resource] += journal.balance(account, resource, day)
    return dict(held)


def postings_in(postings: Sequence[Posting], period: Period) -> Sequence[Posting]:
    """The postings of a period; they are sorted by day."""
    day = attrgetter("day")
    start = bisect_left(postings, period.start, key=day)
    return postings[start : bisect_right(postings, period.end, key=day)]


def conserved_in(journal: Journal, period: Period) -> dict[str, Conservation]:
    """The conservation of every resource in a period."""
    opening = stock_on(journal, period.start - timedelta(days=1))
    return conserve(postings_in(journal.postings, period), journal.chart, opening)


def tables_of(
    found: Mapping[str, Conservation], chart: Chart, categories: Sequence[Category]
) -> tuple[CategoryTable, ...]:
    """A table for each top category, as declared; resources that lay still are left out."""
    tables = []
    for top in categories:
        if top.parent:
            continue
        resources = [
            r
            for r in as_declared(chart.resources.values())
            if top.id in chart.line_of_categories(r.category)
            and r.id in found
            and not found[r.id].is_empty
        ]
        if resources:
            tables.append(_table(top, resources, found))
    return tuple(tables)


def statements(
    journal: Journal,
    lines: Sequence[EntryLine],
    periods: Sequence[Period],
    categories: Sequence[Category],
    flows_of: Callable[[Period, tuple[CategoryTable, ...]], tuple[Flow, ...]],
) -> tuple[Statement, ...]:
    """A statement for each period, each knowing the one before and the one after."""
    chart, made = journal.chart, []
    for index, period in enumerate(periods):
        tables = tables_of(conserved_in(journal, period), chart, categories)
        made.append(
            Statement(
                period=period,
                tables=tables,
                flows=flows_of(period, tables),
                entries=_lines_in(lines, period),
                earlier=periods[index - 1].name if index else "",
                later=periods[index + 1].name if index + 1 < len(periods) else "",
            )
        )
    return tuple(made)


def added_up(parts: Iterable[Conservation]) -> Conservation:
    """The sum of several conservations, line by line."""
    total = Conservation()
    for part in parts:
        total = replace(
            total,
            **{f.name: getattr(total, f.name) + getattr(part, f.name) for f in fields(part)},
        )
    return total


def flows_only(conservation: Conservation) -> Conservation:
    """The same flows without opening and closing, for a project that shares its stocks."""
    return replace(conservation, opening=ZERO, closing=ZERO)


def _closed(lines: Mapping[str, Decimal]) -> Conservation:
    closing = sum((amount if name in _IN else -amount for name, amount in lines.items()), ZERO)
    return Conservation(**lines, closing=closing)


def _table(
    top: Category, resources: Sequence[Resource], found: Mapping[str, Conservation]
) -> CategoryTable:
    units = {r.unit for r in resources}
    lines = tuple(ResourceLine(r, found[r.id]) for r in resources)
    together = len(units) == 1
    return CategoryTable(
        category=top,
        unit=resources[0].unit if together else "",
        lines=lines,
        total=added_up(line.conservation for line in lines) if together else None,
    )


def _lines_in(lines: Sequence[EntryLine], period: Period) -> tuple[EntryLine, ...]:
    def day(line: EntryLine) -> date:
        return line.entry.date

    start = bisect_left(lines, period.start, key=day)
    return tuple(lines[start : bisect_right(lines, period.end, key=day)])
