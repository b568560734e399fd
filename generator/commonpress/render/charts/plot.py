# SPDX-License-Identifier: AGPL-3.0-or-later
"""Amounts over time: the field they are drawn in, columns for months, a stepped line for days.

The scale stands at the left as words with short ticks; a line runs along zero. There is no
grid, because lines are what the patterns are made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commonpress.render.charts.bars import filled_box
from commonpress.render.charts.lettering import width_of
from commonpress.render.charts.pens import Pattern, Pens, Window, label, number, numbers, svg
from commonpress.render.charts.scale import Scale, scale_for

# All in sizes of text.
_TICK, _BEFORE_TICK, _BETWEEN, _MOST_BAR, _RING, _UNDER = 0.4, 0.3, 0.5, 3.4, 0.32, 1.7
_LINE = 1.7  # the thickness of the stepped line, in outlines

Say = Callable[[Decimal], str]


@dataclass(frozen=True, slots=True)
class Frame:
    """How large a drawing is, in the pens' unit."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Group:
    """What stands side by side over one label, as of a month: each amount with its fill."""

    label: str
    bars: tuple[tuple[Decimal, Pattern], ...]


@dataclass(frozen=True, slots=True)
class Level:
    """From `at` (0 to 1, along the time that is drawn) on there was so much."""

    at: float
    amount: Decimal


def columns(groups: Sequence[Group], frame: Frame, say: Say, pens: Pens, title: str) -> str:
    """Draw a group of bars for each month, on one scale. `say` words an amount of the scale."""
    scale = scale_for(amount for group in groups for amount, _ in group.bars)
    field = _field(frame, scale, say, pens)
    wide = field.width / max(len(groups), 1)
    drawn = [_axis(field, scale, say, pens)]
    for place, group in enumerate(groups):
        boxes = _boxes(group, (field.left + place * wide, wide), field, scale, pens)
        drawn += [filled_box(b, p, f"bar-{place}-{n}", pens) for n, (b, p) in enumerate(boxes)]
    middles = [field.left + (place + 0.5) * wide for place in range(len(groups))]
    drawn += _labels([group.label for group in groups], middles, frame, pens)
    return svg(Window(0, 0, frame.width, frame.height), pens, title, "".join(drawn))


def steps(  # noqa: PLR0917 - a drawing of two series and their words
    levels: Sequence[Level],
    rings: Sequence[Level],
    labels: Sequence[tuple[float, str]],
    frame: Frame,
    say: Say,
    pens: Pens,
    title: str,
) -> str:
    """Draw how much there was from day to day, with a ring at each of `rings`.

    `levels` are in order and the first is at 0; the last one holds up to the end. `labels`
    are words with the places (0 to 1) of their middles.
    """
    scale = scale_for(level.amount for level in (*levels, *rings))
    field = _field(frame, scale, say, pens)
    path = "".join(_stepped(levels, field, scale))
    line = number(_LINE * pens.outline)
    drawn = [
        *_hatched(levels, field, scale, pens),
        _axis(field, scale, say, pens),
        f'<path class="li" stroke-width="{line}" d="{path}"/>',
        *(_ring(ring, field, scale, pens) for ring in rings),
        *_labels(
            [text for _, text in labels],
            [field.left + at * field.width for at, _ in labels],
            frame,
            pens,
        ),
    ]
    return svg(Window(0, 0, frame.width, frame.height), pens, title, "".join(drawn))


def _field(frame: Frame, scale: Scale, say: Say, pens: Pens) -> Window:
    """The part of the drawing in which amounts stand; the words of the scale are left of it."""
    text = pens.text
    words = max(width_of(say(tick), text) for tick in scale.ticks)
    left = words + (_BEFORE_TICK + _TICK) * text
    top = text / 2
    return Window(left, top, frame.width - left - text / 2, frame.height - top - _UNDER * text)


def _down(amount: Decimal, field: Window, scale: Scale) -> float:
    return field.top + field.height * (1 - scale.share(amount))


def _axis(field: Window, scale: Scale, say: Say, pens: Pens) -> str:
    """The line along zero, and the words of the scale with their ticks."""
    tick, right = _TICK * pens.text, field.left + field.width
    lines, words = [], []
    for value in scale.ticks:
        down = _down(value, field, scale)
        end = right if value == 0 else field.left
        lines.append(f"M{numbers(field.left - tick, down)}H{number(end)}")
        across = field.left - tick - _BEFORE_TICK * pens.text
        words.append(label(say(value), across, down + pens.text * 0.35, "e"))
    width = number(pens.outline)
    return f'<path class="li" stroke-width="{width}" d="{"".join(lines)}"/>{"".join(words)}'


def _boxes(
    group: Group, across: tuple[float, float], field: Window, scale: Scale, pens: Pens
) -> Iterator[tuple[Window, Pattern]]:
    """The bars of a group, in the middle of its room; what is nothing has none."""
    start, room = across
    inside = room - min(_BETWEEN * pens.text, room * 0.25)
    wide = min(inside / len(group.bars), _MOST_BAR * pens.text)
    first = start + (room - wide * len(group.bars)) / 2
    zero = _down(Decimal(0), field, scale)
    for place, (amount, pattern) in enumerate(group.bars):
        if not amount:
            continue
        tall = max(abs(_down(amount, field, scale) - zero), 2 * pens.outline)
        top = zero - tall if amount > 0 else zero
        left = first + place * wide + pens.gap / 4
        yield Window(left, top, wide - pens.gap / 2, tall), pattern


def _stepped(levels: Sequence[Level], field: Window, scale: Scale) -> Iterator[str]:
    for place, level in enumerate(levels):
        across = number(field.left + level.at * field.width)
        down = number(_down(level.amount, field, scale))
        yield f"H{across}V{down}" if place else f"M{across} {down}"
    yield f"H{number(field.left + field.width)}"


def _hatched(levels: Sequence[Level], field: Window, scale: Scale, pens: Pens) -> Iterator[str]:
    """Upright lines between zero and the stepped line: what lay on the shelves."""
    zero = _down(Decimal(0), field, scale)
    count = int(field.width / pens.upright.pitch)
    lines, place = [], 0
    for i in range(count):
        at = (i + 0.5) / count
        while place + 1 < len(levels) and levels[place + 1].at <= at:
            place += 1
        down = _down(levels[place].amount, field, scale)
        if levels and levels[place].amount:
            lines.append(f"M{numbers(field.left + at * field.width, zero)}V{number(down)}")
    yield f'<path class="li" stroke-width="{number(pens.upright.width)}" d="{"".join(lines)}"/>'


def _ring(ring: Level, field: Window, scale: Scale, pens: Pens) -> str:
    """A ring filled with paper, round what was counted."""
    middle = numbers(field.left + ring.at * field.width, _down(ring.amount, field, scale))
    across, down = middle.split()
    size, width = number(_RING * pens.text), number(_LINE * pens.outline)
    round_ = f'cx="{across}" cy="{down}" r="{size}"'
    return f'<circle class="p" {round_}/><circle class="li" stroke-width="{width}" {round_}/>'


def _labels(
    texts: Sequence[str], middles: Sequence[float], frame: Frame, pens: Pens
) -> Iterator[str]:
    """Words under the field: all of them, or every second, third ... so that none touch."""
    wides = [width_of(text, pens.text) for text in texts]
    lefts = [
        min(max(middle - wide / 2, 0.0), frame.width - wide)
        for wide, middle in zip(wides, middles, strict=True)
    ]
    every, paper = 1, pens.text * _BETWEEN
    while any(b < a for a, b in _sides(lefts[::every], wides[::every], paper)):
        every += 1
    down = frame.height - 0.25 * pens.text
    for text, left in zip(texts[::every], lefts[::every], strict=True):
        yield label(text, left, down)


def _sides(
    lefts: Sequence[float], wides: Sequence[float], paper: float
) -> Iterator[tuple[float, float]]:
    """Where each word ends, with the paper it needs, and where the next one begins."""
    ends = (left + wide + paper for left, wide in zip(lefts, wides, strict=True))
    return zip(ends, lefts[1:], strict=False)
