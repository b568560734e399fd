# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scales: round numbers between which all values of a drawing lie, zero among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from commonpress.ground.quantities import ZERO

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, with a mark at every tick. Zero is always a tick.

    `low` is below the lowest tick where little is below zero.
    """

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]

    def share(self, value: Decimal) -> float:
        """How far up a value stands, from 0 at the foot to 1 at the head."""
        return float((value - self.low) / (self.high - self.low))


def scale_for(values: Iterable[Decimal], most: int = 4) -> Scale:
    """The tightest scale of round steps, at most so many of them, that holds all values."""
    found = [*values, ZERO]
    least, largest = min(found), max(found)
    span = (largest - least) or Decimal(1)
    size = Decimal(1).scaleb((span / most).adjusted())
    fitting = (_ticks(least, largest, size * factor) for factor in _STEPS)
    ticks = next(t for t in fitting if len(t) <= most + 1 + (t[0] < 0 < t[-1]))
    if least > (ticks[0] + ticks[1]) / 2 and len(ticks) > 2 and ticks[0] < 0:
        return Scale(least, ticks[-1], ticks[1:])
    return Scale(ticks[0], ticks[-1], ticks)


def _ticks(least: Decimal, largest: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """Round numbers one step apart, from below all values to above them; two at least."""
    first = int((least / step).to_integral_value(ROUND_FLOOR))
    last = max(int((largest / step).to_integral_value(ROUND_CEILING)), first + 1)
    return tuple(Decimal(f"{step * n:f}") for n in range(first, last + 1))
