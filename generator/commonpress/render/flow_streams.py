# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a flow: what each of its streams is called, on site and paper alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from commonpress.derive.flow_views import Flow, FlowNode
from commonpress.kinds.ledger import Measure
from commonpress.render import words
from commonpress.render.charts.flow import Stream
from commonpress.render.charts.pens import Pattern
from commonpress.render.voice import say

# More than these cannot be told apart in a drawing; the table beside it has them all.
MOST_STREAMS = 8
NAMED = "named"

_SAID_ENDS = {
    "opening": ("On the shelves, {start}", "In hand, {start}"),
    "closing": ("On the shelves, {end}", "In hand, {end}"),
    "found": ("Found by a count", "Found by a count"),
    "missing": ("Missing at a count", "Missing at a count"),
    "taken-back": ("Put right, {label}", "Put right, {label}"),
    "owed-before": ("Owed, {start}", "Owed, {start}"),
    "owed-after": ("Owed, {end}", "Owed, {end}"),
}


def streams(
    flow: Flow,
    nodes: Sequence[FlowNode],
    amount: Callable[[Decimal], str],
    most: int = MOST_STREAMS,
) -> tuple[Stream, ...]:
    """One side of a flow as it is drawn: the small ones together, each named and measured."""
    return tuple(
        Stream(
            name=stream_name(flow, node),
            amount=amount(node.amount),
            share=float(node.amount / flow.total),
            pattern=Pattern(node.pattern),
        )
        for node in fewer(nodes, most)
    )


def stream_name(flow: Flow, node: FlowNode) -> str:
    """What a stream is called: the giver's or the user's title, or the day of what was there."""
    if node.role == NAMED:
        return node.label
    goods, other = _SAID_ENDS[node.role]
    form = goods if flow.category.measure is Measure.GOODS else other
    start, end = words.day_of_month(flow.period.start), words.day_of_month(flow.period.end)
    return say(form, start=start, end=end, label=words.lower_first(node.label))


def fewer(nodes: Sequence[FlowNode], most: int = MOST_STREAMS) -> tuple[FlowNode, ...]:
    """At most so many ends: the smallest that have a name become one for each pattern.

    Those of the pattern with the most ends are joined first. Where all of a pattern are joined
    and there are still too many, so many there are: opening and closing are never joined.
    """
    kept = {p: [n for n in nodes if _joins(n) and n.pattern == p] for p in _patterns(nodes)}
    joined: dict[str, list[FlowNode]] = {pattern: [] for pattern in kept}
    shown = len(nodes)
    while shown > most:
        crowded = max(kept, key=lambda p: len(kept[p]) + bool(joined[p]), default="")
        if not crowded or len(kept[crowded]) + bool(joined[crowded]) < 2:
            break
        for _ in range(1 if joined[crowded] else 2):
            joined[crowded].append(kept[crowded].pop())
        shown -= 1
    ends: list[FlowNode] = []
    for pattern, own in kept.items():
        ends += own
        ends += [_others(joined[pattern], pattern)] if joined[pattern] else []
    return (*ends, *(node for node in nodes if not _joins(node)))


def _joins(node: FlowNode) -> bool:
    """Whether it may be one of several others: it is not one of the book's own ends."""
    return node.role in {NAMED, "taken-back"}


def _patterns(nodes: Sequence[FlowNode]) -> list[str]:
    return list(dict.fromkeys(node.pattern for node in nodes if _joins(node)))


def _others(nodes: Sequence[FlowNode], pattern: str) -> FlowNode:
    name = words.sentence(words.counted(len(nodes), "other", "others"))
    return FlowNode(name, sum((node.amount for node in nodes), Decimal(0)), pattern)
