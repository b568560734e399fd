# SPDX-License-Identifier: AGPL-3.0-or-later
"""Flows: from givers through the store to what became of it, for one category and period.

Both sides total the same, because what was carried over, spoiled or not accounted for
is a flow as well (domain rules, section 2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from commonpress.check.postings import Chart, Journal, Posting
from commonpress.derive.publication import CategoryTable, Flow, FlowNode
from commonpress.derive.statements import line_of, postings_in
from commonpress.ground.periods import Period
from commonpress.ground.quantities import ZERO
from commonpress.kinds.project import Project

CAME_IN, GIVEN_ON, LOST, CARRIED = "level", "solid", "slant", "upright"
OPENING, CLOSING, FOUND, MISSING = "opening", "closing", "found", "missing"


def flows_of(
    journal: Journal, projects: dict[str, Project], period: Period, tables: Sequence[CategoryTable]
) -> tuple[Flow, ...]:
    """A flow for each category whose resources share a unit."""
    postings = postings_in(journal.postings, period)
    flows = (_flow(postings, journal.chart, projects, period, table) for table in tables)
    return tuple(flow for flow in flows if flow is not None)


def _flow(
    postings: Sequence[Posting],
    chart: Chart,
    projects: dict[str, Project],
    period: Period,
    table: CategoryTable,
) -> Flow | None:
    total = table.total
    if total is None or not total.all_there_was:
        return None
    inside = {line.resource.id for line in table.lines}
    sources: dict[str, Decimal] = defaultdict(lambda: ZERO)
    uses: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for posting in postings:
        if posting.resource not in inside:
            continue
        amount = -posting.amount if posting.backwards else posting.amount
        line = line_of(posting, chart)
        if line in {"received", "made", "returned"}:
            sources[_giver(posting, chart)] += amount
        elif line in {"used", "distributed", "passed_on", "lent", "paid", "spoiled"}:
            pattern = LOST if line == "spoiled" else GIVEN_ON
            uses[_use(posting, chart, projects, line), pattern] += amount
    left = [FlowNode(label, amount, CAME_IN) for label, amount in _largest_first(sources)]
    left += _nodes((FOUND, total.raised, LOST), (OPENING, total.opening, CARRIED))
    given = {label: a for (label, pattern), a in uses.items() if pattern == GIVEN_ON}
    lost = {label: a for (label, pattern), a in uses.items() if pattern == LOST}
    right = [FlowNode(label, amount, GIVEN_ON) for label, amount in _largest_first(given)]
    right += [FlowNode(label, amount, LOST) for label, amount in _largest_first(lost)]
    right += _nodes((MISSING, total.lowered, LOST), (CLOSING, total.closing, CARRIED))
    return Flow(
        category=table.category,
        unit=table.unit,
        period=period,
        sources=tuple(left),
        uses=tuple(right),
        total=total.all_there_was,
    )


def _giver(posting: Posting, chart: Chart) -> str:
    return chart.accounts[posting.target if posting.backwards else posting.source].title


def _use(posting: Posting, chart: Chart, projects: dict[str, Project], line: str) -> str:
    """What is cooked or used up belongs to its project; what is handed out, to whoever got it."""
    project = projects.get(chart.project_of(posting.entry))
    if line == "used" and project is not None:
        return project.title
    return chart.accounts[posting.source if posting.backwards else posting.target].title


def _largest_first(amounts: dict[str, Decimal]) -> list[tuple[str, Decimal]]:
    return sorted(((k, a) for k, a in amounts.items() if a), key=lambda pair: (-pair[1], pair[0]))


def _nodes(*candidates: tuple[str, Decimal, str]) -> list[FlowNode]:
    return [FlowNode("", amount, pattern, role) for role, amount, pattern in candidates if amount]
