# SPDX-License-Identifier: AGPL-3.0-or-later
"""The drawings of an issue, in millimetres, each made from published figures alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from commonpress.derive.flow_views import Flow, FlowNode
from commonpress.derive.publication import DecisionView, Figure, Glance
from commonpress.render import words
from commonpress.render.charts.flow import Field, Half, Stream, flow_drawing, height_for
from commonpress.render.charts.in_mirror import in_mirror
from commonpress.render.charts.loops import (
    Loops,
    closing_loop,
    columns_that_fill,
    counted_loops,
)
from commonpress.render.charts.pens import PAPER, Pattern, Window, slanted_in, svg
from commonpress.render.charts.people import People, counted_people
from commonpress.render.flow_streams import stream_name, streams
from commonpress.render.voice import say, voice

# The cover's art fills this, under the name and above the caption.
COVER_WIDTH, COVER_HEIGHT = 126.5, 102.0
LEAST_COLUMNS, MOST_LOOPS = 6, 400
# A half of the spread: from the fold to the outer margin, with 43 mm of it for words.
SPREAD = Field(reach=137.5, labels=45.0, bar=4.4, depth=59.0, height=84.5)
MOST_STREAMS = 7
_SAMPLE = Window(0, 0, 25, 6)
_SAID_FIELDS = {
    "level": "A field of level",
    "solid": "A field of solid",
    "upright": "A field of upright",
    "slant": "A field of slant",
    "open": "A field of open",
}


@dataclass(frozen=True, slots=True)
class CoverArt:
    """A season counted in loops: what one stands for, and the parts with their numbers."""

    drawing: str
    loop_is: int
    unit: str
    parts: tuple[tuple[str, str], ...]


def cover_art(
    glance: Glance,
    width: float = COVER_WIDTH,
    height: float = COVER_HEIGHT,
    least_loop: float = 0.0,
) -> CoverArt | None:
    """Count the season's headline in loops; without one, the entries of its ledger.

    Lengths are in mm. Nothing is drawn where a loop would be smaller than `least_loop`.
    """
    head = glance.headline
    entries = glance.figure("entries")
    parts = head.parts if head else ((say("The ledger"), entries),)
    unit = head.figure.unit if head else say("entries of the ledger")
    loop_is = head.loop_is if head else _loop_size(entries)
    return _art(parts, unit, loop_is, Room(width, height, least_loop))


@dataclass(frozen=True, slots=True)
class Room:
    """Where loops may be counted: its width and height, and the least of a loop, in mm."""

    width: float
    height: float
    least_loop: float


def _art(
    parts: Sequence[tuple[str, Figure]], unit: str, loop_is: int, room: Room
) -> CoverArt | None:
    """Draw the first part open, the others filled; nothing where there is nothing to count."""
    counts = [_loops(figure.value, loop_is) for _, figure in parts]
    if not sum(counts):
        return None
    groups = [Loops(counts[0]), Loops(sum(counts[1:]), filled=True)]
    if room.height <= 0:
        return None
    columns = max(columns_that_fill(sum(counts), room.width, room.height), LEAST_COLUMNS)
    if room.width / columns < room.least_loop:
        return None
    title = say(
        "{loops} loops, one for every {many} {unit}", loops=sum(counts), many=loop_is, unit=unit
    )
    said = tuple((name, words.number(f.value, f.places)) for name, f in parts)
    drawing = counted_loops(groups, columns, room.width, PAPER, title)
    return CoverArt(drawing, loop_is, unit, said)


def _loop_size(figure: Figure) -> int:
    size = 1
    while figure.value / size > MOST_LOOPS:
        size *= 10
    return size


def _loops(value: Decimal, loop_is: int) -> int:
    return int((value / loop_is).quantize(Decimal(1), ROUND_HALF_UP))


def spread_half(flow: Flow, places: int, half: Half) -> str:
    """Draw the half of a flow that stands on one page of the centre spread."""
    nodes = flow.sources if half is Half.LEFT else flow.uses
    told = words.listed(
        f"{stream_name(flow, n)} {words.amount(n.amount, flow.unit, places)}" for n in nodes
    )
    title = say("From: {told}", told=told) if half is Half.LEFT else say("To: {told}", told=told)
    came, went = (_as_many_as_fit(flow, side, places) for side in (flow.sources, flow.uses))
    drawn = flow_drawing(came, went, SPREAD, PAPER, title, half=half)
    return in_mirror(drawn) if voice().direction == "rtl" else drawn


def _as_many_as_fit(flow: Flow, nodes: Sequence[FlowNode], places: int) -> tuple[Stream, ...]:
    """Keep as many streams as have room for their words; the smallest become one."""

    def amount(value: Decimal) -> str:
        return words.amount(value, flow.unit, places)

    choices = (streams(flow, nodes, amount, most) for most in range(MOST_STREAMS, 0, -1))
    fitting = (c for c in choices if height_for((c,), SPREAD, PAPER) <= SPREAD.height)
    return next(fitting, streams(flow, nodes, amount, 1))


def tally(view: DecisionView) -> str:
    """Draw how an assembly decided, one figure a person; nothing where no tally is published."""
    found = view.record.tally
    if found is None:
        return ""
    groups = [
        People(found.agree, Pattern.SOLID),
        People(found.stand_aside, Pattern.SLANT),
        People(found.abstain, Pattern.OPEN),
        People(found.objection, Pattern.LEVEL),
    ]
    said = say(
        "{agree} agreed, {aside} stood aside, {abstain} abstained, {objection} objected",
        agree=found.agree,
        aside=found.stand_aside,
        abstain=found.abstain,
        objection=found.objection,
    )
    return counted_people(groups, 3.9, PAPER, said, view.record.id)


def step_loop(step: int, steps: int, *, closed: bool) -> str:
    """Draw the loop that closes a little with every step of a case."""
    title = say("A loop, {step} of {steps} steps drawn", step=step, steps=steps)
    title = say("A closed loop") if closed else title
    return closing_loop(step, steps, 8.0, PAPER, title, closed=closed)


def pattern_sample(pattern: str) -> str:
    """Draw a field of one pattern, for the page that says what they mean."""
    edge = PAPER.outline / 2
    box = Window(edge, edge, _SAMPLE.width - 2 * edge, _SAMPLE.height - 2 * edge)
    shape = f"M{edge:.3f} {edge:.3f}h{box.width:.3f}v{box.height:.3f}h-{box.width:.3f}z"
    return svg(_SAMPLE, PAPER, say(_SAID_FIELDS[pattern]), _filled(Pattern(pattern), shape, box))


def _filled(pattern: Pattern, shape: str, box: Window) -> str:
    outline = _lines(PAPER.outline, [shape])
    match pattern:
        case Pattern.SOLID:
            return f'<path class="s" d="{shape}"/>'
        case Pattern.LEVEL:
            levels = [f"M0 {y}h{_SAMPLE.width}" for y in _every(_SAMPLE.height, PAPER.level.pitch)]
            return _lines(PAPER.level.width, levels)
        case Pattern.UPRIGHT:
            uprights = [
                f"M{x} 0v{_SAMPLE.height}" for x in _every(_SAMPLE.width, PAPER.upright.pitch)
            ]
            return _lines(PAPER.upright.width, uprights) + outline
        case Pattern.SLANT:
            return slanted_in("sample-slant", shape, box, PAPER)
        case Pattern.OPEN:
            return outline


def _every(length: float, pitch: float) -> list[str]:
    count = int(length / pitch)
    first = (length - (count - 1) * pitch) / 2
    return [f"{first + i * pitch:.2f}" for i in range(count)]


def _lines(width: float, paths: list[str]) -> str:
    return f'<path class="li" stroke-width="{width:.3f}" d="{"".join(paths)}"/>'
