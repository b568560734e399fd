# SPDX-License-Identifier: AGPL-3.0-or-later
"""Flows: from givers through the store to what became of it, for one category and period.

Both sides total the same, because what was carried over, spoiled or not accounted for
is a flow as well (domain rules, section 2). Where a correction takes back more than an end
had in the period, that end is a flow the other way: what was put right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from commonpress.check.postings import Chart, Journal, Posting
from commonpress.derive.flow_views import CategoryTable, Flow, FlowNode
from commonpress.derive.statements import line_of, postings_in
from commonpress.ground.periods import Period
from commonpress.ground.quantities import ZERO
from commonpress.kinds.project import Project

CAME_IN, GIVEN_ON, LOST, CARRIED, PUT_RIGHT = "level", "solid", "slant", "upright", "open"
OPENING, CLOSING, FOUND, MISSING = "opening", "closing", "found", "missing"
TAKEN_BACK, OWED_BEFORE, OWED_AFTER = "taken-back", "owed-before", "owed-after"


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
    if total is None or total.is_empty:
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
    given = {label: a for (label, pattern), a in uses.items() if pattern == GIVEN_ON}
    lost = {label: a for (label, pattern), a in uses.items() if pattern == LOST}
    right = [FlowNode(label, amount, GIVEN_ON) for label, amount in _largest_first(given)]
    right += [FlowNode(label, amount, LOST) for label, amount in _largest_first(lost)]
    left, right = [*left, *_taken_back(right)], [*right, *_taken_back(left)]
    left += _nodes(
        (FOUND, total.raised, LOST),
        (OPENING, total.opening, CARRIED),
        (OWED_AFTER, -total.closing, PUT_RIGHT),
    )
    right += _nodes(
        (MISSING, total.lowered, LOST),
        (CLOSING, total.closing, CARRIED),
        (OWED_BEFORE, -total.opening, PUT_RIGHT),
    )
    came_from = tuple(node for node in left if node.amount > 0)
    if not came_from:
        return None
    return Flow(
        category=table.category,
        unit=table.unit,
        period=period,
        sources=came_from,
        uses=tuple(node for node in right if node.amount > 0),
        total=sum((node.amount for node in came_from), ZERO),
    )


def _taken_back(nodes: Sequence[FlowNode]) -> list[FlowNode]:
    """What corrections took back beyond what there was, as flows of the other side."""
    return [FlowNode(n.label, -n.amount, PUT_RIGHT, TAKEN_BACK) for n in nodes if n.amount < 0]


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
    found = [FlowNode("", amount, pattern, role) for role, amount, pattern in candidates]
    return [node for node in found if node.amount > 0]
