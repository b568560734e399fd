# SPDX-License-Identifier: AGPL-3.0-or-later
"""Flows: givers on the left, one black bar (the store), uses on the right.

What came in is drawn as lines along the stream, what reached neighbours solid, what was lost
slanted, what lay or lies on the shelves upright. Every ribbon is as thick as its amount; those
too thin to be seen keep a line of their own, at the cost of the others, so that both sides of the
bar are always as tall as the bar. A circle (what is lent and comes back, what is cooked and put
back on the shelf) needs no care: it stands on both sides. The drawing can be cut at the bar, so
that a centre spread carries half of it on either page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import accumulate

from commonpress.render.charts.lettering import wrapped
from commonpress.render.charts.pens import (
    Pattern,
    Pens,
    Window,
    label,
    number,
    numbers,
    slanted_in,
    svg,
)

_THINNEST = 2.0  # the least thickness of a ribbon, in outlines
_LEAST_DEPTH = 3.0  # the least height of the bar, in sizes of text
_BEFORE_WORDS = 0.6  # the paper between a ribbon and its words, in sizes of text


@dataclass(frozen=True, slots=True)
class Stream:
    """One ribbon: its name, its amount in words, its share of the whole (0 to 1), its fill."""

    name: str
    amount: str
    share: float
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Field:
    """Where a flow is drawn, from the middle of the bar outwards. Lengths in the pens' unit.

    `reach` is from the middle to the outer edge, `labels` the room for words in it; `depth` is
    the greatest height of the bar, `height` of the whole. Words that need a taller field than
    this get it: see `height_for`.
    """

    reach: float
    labels: float
    bar: float
    depth: float
    height: float


class Half(Enum):
    """Which part of the drawing is shown."""

    WHOLE = "whole"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One stream with its thickness and its middles, at the bar and at the outer end."""

    stream: Stream
    thickness: float
    at_bar: float
    outside: float
    lines: tuple[str, ...]


def flow_drawing(
    sources: Sequence[Stream],
    uses: Sequence[Stream],
    field: Field,
    pens: Pens,
    title: str,
    *,
    half: Half = Half.WHOLE,
) -> str:
    """Draw a flow, or the half of it that stands on one page of a spread."""
    field = replace(field, height=max(field.height, height_for((sources, uses), field, pens)))
    came, went = ribbons_of(sources, uses, field, pens)
    depth = max(sum(r.thickness for r in side) for side in (came, went))
    inner, outer = field.bar / 2, field.reach - field.labels
    drawn = []
    if half is not Half.RIGHT:
        drawn += _side(came, (-outer, -inner), pens)
    if half is not Half.LEFT:
        drawn += _side(went, (inner, outer), pens)
    return svg(_window(field, half), pens, title, "".join([*drawn, _bar(depth, field, pens)]))


def height_for(sides: Sequence[Sequence[Stream]], field: Field, pens: Pens) -> float:
    """The least height in which the words of both sides have room."""
    spreads = [_spread(side, _LEAST_DEPTH * pens.text, field, pens) for side in sides]
    return max((_foot(spread, pens) - _top(spread, pens) for spread in spreads), default=0.0)


def ribbons_of(
    sources: Sequence[Stream], uses: Sequence[Stream], field: Field, pens: Pens
) -> tuple[list[Ribbon], list[Ribbon]]:
    """The ribbons of both sides, each side as thick in all as the other."""
    depth = min(_depth_that_fits(side, field, pens) for side in (sources, uses))
    return _ribbons(sources, depth, field, pens), _ribbons(uses, depth, field, pens)


def thicknesses(shares: Sequence[float], depth: float, least: float) -> list[float]:
    """How thick each stream is drawn: none below `least`, and `depth` in all.

    What the thinnest are given too much is taken from the others, in proportion.
    """
    if not shares:
        return []
    if least * len(shares) >= depth:
        return [depth / len(shares)] * len(shares)
    thin: set[int] = set()
    while True:
        room = depth - least * len(thin)
        rest = sum(share for i, share in enumerate(shares) if i not in thin)
        scale = room / (rest or 1.0)
        found = {i for i, share in enumerate(shares) if i not in thin and share * scale < least}
        if not found:
            return [least if i in thin else share * scale for i, share in enumerate(shares)]
        thin |= found


def _side(ribbons: Sequence[Ribbon], ends: tuple[float, float], pens: Pens) -> list[str]:
    """Draw the ribbons of one side, and their words beyond the outer ends."""
    left_of_bar = ends[0] < 0
    across = (
        ends[0] - pens.text * _BEFORE_WORDS if left_of_bar else ends[1] + pens.text * _BEFORE_WORDS
    )
    shapes = [
        _ribbon(r, ends, pens, f"{'in' if left_of_bar else 'out'}-{i}")
        for i, r in enumerate(ribbons)
    ]
    return shapes + [_words(r, across, "e" if left_of_bar else "", pens) for r in ribbons]


def _bar(depth: float, field: Field, pens: Pens) -> str:
    """Draw the store, a little taller than what goes through it."""
    over = pens.text / 3
    corner = numbers(-field.bar / 2, field.height / 2 - depth / 2 - over)
    width, height = number(field.bar), number(depth + 2 * over)
    return f'<path class="i" d="M{corner}h{width}v{height}h-{width}z"/>'


def _window(field: Field, half: Half) -> Window:
    left = 0.0 if half is Half.RIGHT else -field.reach
    width = field.reach * (2 if half is Half.WHOLE else 1)
    return Window(left, 0, width, field.height)


def _depth_that_fits(streams: Sequence[Stream], field: Field, pens: Pens) -> float:
    """Find the greatest height of the bar at which the ribbons and their words have room."""
    depth, least = field.depth, _LEAST_DEPTH * pens.text
    while depth > least:
        ribbons = _spread(streams, depth, field, pens)
        if _top(ribbons, pens) >= 0 and _foot(ribbons, pens) <= field.height:
            return depth
        depth *= 0.98
    return least


def _ribbons(streams: Sequence[Stream], depth: float, field: Field, pens: Pens) -> list[Ribbon]:
    """Give each stream its place at the bar, where all lie close together."""
    spread = _spread(streams, depth, field, pens)
    ends = list(accumulate((ribbon.thickness for ribbon in spread), initial=0.0))
    shift = (field.height - depth) / 2
    return [
        replace(ribbon, at_bar=shift + (start + end) / 2)
        for ribbon, start, end in zip(spread, ends, ends[1:], strict=False)
    ]


def _spread(streams: Sequence[Stream], depth: float, field: Field, pens: Pens) -> list[Ribbon]:
    """Set the outer ends apart, so that neither ribbons nor words touch, about the middle."""
    ribbons: list[Ribbon] = []
    thick = thicknesses([s.share for s in streams], depth, _THINNEST * pens.outline)
    room = field.labels - pens.text * _BEFORE_WORDS
    for stream, thickness in zip(streams, thick, strict=True):
        lines = (*wrapped(stream.name, room, pens.text), stream.amount)
        new = Ribbon(stream, thickness, 0.0, 0.0, lines)
        if ribbons:
            last = ribbons[-1]
            apart = max(
                (last.thickness + thickness) / 2 + pens.leading * 0.6,
                (_tall(last, pens) + _tall(new, pens)) / 2 + pens.leading * 0.1,
            )
            new = replace(new, outside=last.outside + apart)
        ribbons.append(new)
    shift = field.height / 2 - (_top(ribbons, pens) + _foot(ribbons, pens)) / 2
    return [replace(ribbon, outside=ribbon.outside + shift) for ribbon in ribbons]


def _tall(ribbon: Ribbon, pens: Pens) -> float:
    return len(ribbon.lines) * pens.leading


def _top(ribbons: Sequence[Ribbon], pens: Pens) -> float:
    return min((r.outside - max(r.thickness, _tall(r, pens)) / 2 for r in ribbons), default=0.0)


def _foot(ribbons: Sequence[Ribbon], pens: Pens) -> float:
    return max((r.outside + max(r.thickness, _tall(r, pens)) / 2 for r in ribbons), default=0.0)


def _words(ribbon: Ribbon, across: float, side: str, pens: Pens) -> str:
    """Write the name in bold and the amount under it, about the middle of the ribbon's end."""
    first = ribbon.outside - (len(ribbon.lines) - 1) * pens.leading / 2 + pens.text * 0.35
    return "".join(
        label(
            line,
            across,
            first + i * pens.leading,
            f"{'b ' if i < len(ribbon.lines) - 1 else ''}{side}".strip(),
        )
        for i, line in enumerate(ribbon.lines)
    )


def _ribbon(ribbon: Ribbon, ends: tuple[float, float], pens: Pens, name: str) -> str:
    """Draw one stream between two places across; the bar is at the one nearer the middle."""
    left, right = ends
    at_left, at_right = (
        (ribbon.outside, ribbon.at_bar) if left < 0 else (ribbon.at_bar, ribbon.outside)
    )
    half = ribbon.thickness / 2
    curve = _Curve(left, right, at_left, at_right)
    shape = f"M{curve.forth(-half)}L{curve.back(half)}Z"
    match ribbon.stream.pattern:
        case Pattern.SOLID:
            return f'<path class="s" d="{_with_gap(curve, half, pens)}"/>'
        case Pattern.LEVEL:
            return _stroked(pens.level.width, _level_lines(curve, ribbon.thickness, pens))
        case Pattern.UPRIGHT:
            lines = _upright_lines(curve, half, pens)
            return _stroked(pens.upright.width, lines) + _stroked(pens.outline, shape)
        case Pattern.SLANT:
            top, foot = min(at_left, at_right) - half, max(at_left, at_right) + half
            return slanted_in(name, shape, Window(left, top, right - left, foot - top), pens)
        case Pattern.OPEN:
            return _stroked(pens.outline, shape)


def _stroked(width: float, path: str) -> str:
    return f'<path class="li" stroke-width="{number(width)}" d="{path}"/>'


def _with_gap(curve: _Curve, half: float, pens: Pens) -> str:
    """A solid, a little thinner at the bar, so that paper shows between two that meet there."""
    inside = max(half - pens.gap / 4, pens.outline / 2)
    return f"M{curve.forth(-inside)}L{curve.back(inside)}Z"


def _level_lines(curve: _Curve, thickness: float, pens: Pens) -> str:
    """Lines along the stream, half a space from its edges: streams that meet go on evenly."""
    count = max(round(thickness / pens.level.pitch), 1)
    offsets = (thickness * (i + 0.5) / count - thickness / 2 for i in range(count))
    return "".join(f"M{curve.forth(offset)}" for offset in offsets)


def _upright_lines(curve: _Curve, half: float, pens: Pens) -> str:
    """Lines from the upper to the lower edge, one pitch apart."""
    return "".join(
        f"M{numbers(across, curve.height_at(across) - half)}v{number(2 * half)}"
        for across in _steps(curve.left, curve.right, pens.upright.pitch)
    )


def _steps(start: float, end: float, pitch: float) -> Iterator[float]:
    count = int((end - start) / pitch)
    first = start + (end - start - (count - 1) * pitch) / 2
    return (first + i * pitch for i in range(count))


@dataclass(frozen=True, slots=True)
class _Curve:
    """The middle line of a ribbon: level at both ends, turning half way."""

    left: float
    right: float
    at_left: float
    at_right: float

    def forth(self, offset: float) -> str:
        """Trace the line from left to right, moved down by `offset`, after a move to its start."""
        turn = (self.left + self.right) / 2
        start, end = self.at_left + offset, self.at_right + offset
        return f"{numbers(self.left, start)}C{numbers(turn, start, turn, end, self.right, end)}"

    def back(self, offset: float) -> str:
        """Trace the same line from right to left."""
        turn = (self.left + self.right) / 2
        start, end = self.at_left + offset, self.at_right + offset
        return f"{numbers(self.right, end)}C{numbers(turn, end, turn, start, self.left, start)}"

    def height_at(self, across: float) -> float:
        """Find how far down the middle line is."""
        near_left = _near_left(self.left, self.right, across)
        return self.at_left * near_left + self.at_right * (1 - near_left)


@lru_cache(maxsize=4096)  # every flow of a book asks for the same places across
def _near_left(left: float, right: float, across: float) -> float:
    """How much of its height a curve has from its left end: 1 there, 0 at the right end.

    Found by halving, since the curve only ever runs rightwards.
    """
    low, high = 0.0, 1.0
    turn = (left + right) / 2
    for _ in range(30):
        t = (low + high) / 2
        x = (
            left * (1 - t) ** 3
            + 3 * turn * t * (1 - t) ** 2
            + 3 * turn * t**2 * (1 - t)
            + right * t**3
        )
        low, high = (t, high) if x < across else (low, t)
    t = (low + high) / 2
    return (1 - t) ** 2 * (1 + 2 * t)
