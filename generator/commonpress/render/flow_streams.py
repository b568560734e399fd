# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a flow: what each of its streams is called, on site and paper alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from commonpress.derive.publication import Flow, FlowNode
from commonpress.kinds.ledger import Measure
from commonpress.render import words
from commonpress.render.charts.flow import Stream
from commonpress.render.charts.pens import Pattern

# More than these cannot be told apart in a drawing; the table beside it has them all.
MOST_STREAMS = 8
NAMED = "named"

_ENDS = {
    "opening": ("On the shelves, {start}", "In hand, {start}"),
    "closing": ("On the shelves, {end}", "In hand, {end}"),
    "found": ("Found by a count", "Found by a count"),
    "missing": ("Missing at a count", "Missing at a count"),
}


def streams(
    flow: Flow, nodes: Sequence[FlowNode], amount: Callable[[Decimal], str]
) -> tuple[Stream, ...]:
    """One side of a flow as it is drawn: the small ones together, each named and measured."""
    return tuple(
        Stream(
            name=stream_name(flow, node),
            amount=amount(node.amount),
            share=float(node.amount / flow.total),
            pattern=Pattern(node.pattern),
        )
        for node in fewer(nodes)
    )


def stream_name(flow: Flow, node: FlowNode) -> str:
    """What a stream is called: the giver's or the user's title, or the day of what was there."""
    if node.role == NAMED:
        return node.label
    goods, other = _ENDS[node.role]
    form = goods if flow.category.measure is Measure.GOODS else other
    start, end = words.day_of_month(flow.period.start), words.day_of_month(flow.period.end)
    return form.format(start=start, end=end)


def fewer(nodes: Sequence[FlowNode], most: int = MOST_STREAMS) -> tuple[FlowNode, ...]:
    """At most so many ends: of those that have a name and one pattern, the smallest become one."""
    if len(nodes) <= most:
        return tuple(nodes)
    patterns = [node.pattern for node in nodes if node.role == NAMED]
    crowded = max(dict.fromkeys(patterns), key=patterns.count)
    group = [node for node in nodes if node.role == NAMED and node.pattern == crowded]
    kept = group[: max(most - 1 - (len(nodes) - len(group)), 1)]
    small = group[len(kept) :]
    rest = FlowNode(
        label=words.sentence(f"{words.in_words(len(small))} others"),
        amount=sum((node.amount for node in small), Decimal(0)),
        pattern=crowded,
    )
    others = [node for node in nodes if node not in group]
    return (*kept, rest, *others)
