# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shares held against a limit: solid up to it, slanted past it, the limit a rule with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonpress.render.charts.bars import filled_box
from commonpress.render.charts.lettering import width_of, wrapped
from commonpress.render.charts.pens import Pattern, Pens, Window, label, number, numbers, svg

# All in sizes of text.
_BAR, _OVER_BAR, _AFTER, _LIMIT_OVER = 1.1, 0.25, 0.9, 0.3
_RULE = 2.7  # the thickness of the rule of a limit, in outlines
_LEAST_NAME = 4.0


@dataclass(frozen=True, slots=True)
class Meter:
    """A share (0 to 1): whose it is, the amount in words, and the limit it is held against.

    Without a `limit` nothing is promised about it, and it is drawn open.
    """

    name: str
    amount: str
    share: float
    limit: float | None = None
    limit_words: str = ""


def meters(shown: Sequence[Meter], width: float, pens: Pens, title: str) -> str:
    """Draw a row for each share, all on one scale that begins at nothing."""
    ends = [share for m in shown for share in (m.share, m.limit or 0.0)]
    scale = min(width, width * 0.9 / max([*ends, 0.01]))
    drawn, down = [], 0.0
    for place, meter in enumerate(shown):
        row, down = _row(meter, f"meter-{place}", (down, width, scale), pens)
        drawn.append(row)
    return svg(Window(0, 0, width, down), pens, title, "".join(drawn))


def _row(meter: Meter, name: str, row: tuple[float, float, float], pens: Pens) -> tuple[str, float]:
    """One share: name and amount, the bar, the words of its limit; and where the row ends."""
    down, width, scale = row
    text = pens.text
    room = max(width - width_of(meter.amount, text) - text, _LEAST_NAME * text)
    drawn = [label(meter.amount, width, down + text, "e")]
    for line in wrapped(meter.name, room, text):
        drawn.append(label(line, 0, down + text, "b"))
        down += pens.leading
    top = down + _OVER_BAR * text
    drawn += _bar(meter, name, (top, scale), pens)
    down = top + _BAR * text
    if meter.limit is not None:
        drawn.append(_limit(meter, meter.limit * scale, (top, width), pens))
        down += _LIMIT_OVER * text + pens.leading
    return "".join(drawn), down + _AFTER * text


def _bar(meter: Meter, name: str, at: tuple[float, float], pens: Pens) -> list[str]:
    """What is within the limit, and behind it with paper between what is past it."""
    top, scale = at
    tall = _BAR * pens.text
    if meter.share <= 0:
        return []
    if meter.limit is None:
        wide = max(meter.share * scale, 4 * pens.outline)
        return [filled_box(Window(0, top, wide, tall), Pattern.OPEN, name, pens)]
    within, past = min(meter.share, meter.limit), max(meter.share - meter.limit, 0.0)
    wide = max(within * scale, 2 * pens.outline)
    drawn = [filled_box(Window(0, top, wide, tall), Pattern.SOLID, name, pens)]
    if past:
        start = wide + pens.gap
        over = max(past * scale - pens.gap, 4 * pens.outline)
        box = Window(start, top, over, tall)
        drawn.append(filled_box(box, Pattern.SLANT, f"{name}-past", pens))
    return drawn


def _limit(meter: Meter, across: float, at: tuple[float, float], pens: Pens) -> str:
    """The rule at the limit, a little longer than the bar, with its words under it."""
    top, width = at
    over, thick = _LIMIT_OVER * pens.text, _RULE * pens.outline
    tall = _BAR * pens.text + 2 * over
    paper = _upright(across, 2 * thick, (top - over, tall), "p")
    rule = _upright(across, thick, (top - over, tall), "i")
    wide = width_of(meter.limit_words, pens.text)
    left = min(max(across - wide / 2, 0.0), width - wide)
    words = label(meter.limit_words, left, top + tall - over + pens.text)
    return paper + rule + words


def _upright(across: float, thick: float, down: tuple[float, float], ink: str) -> str:
    corner, wide = numbers(across - thick / 2, down[0]), number(thick)
    return f'<path class="{ink}" d="M{corner}h{wide}v{number(down[1])}h-{wide}z"/>'
