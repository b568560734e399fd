# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader can work out of printed counts: the interval of every count nobody printed.

A count is printed as what it may have been before it was rounded or held back, an interval of
whole numbers. Some counts are sums of others. From both together every count is narrowed, sum by
sum, until nothing changes. Where no two ways lead from one count to another, that is all there
is to know; where the sums form rings, as the rows and columns of a table do, the rest is found
by linear programming (`ground.audit_simplex`), and for whole numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from commonpress.ground.audit_simplex import NothingFitsError, extremes

Cell = Hashable


class Interval(NamedTuple):
    """All whole numbers from `low` to `high`, both among them."""

    low: int
    high: int

    @property
    def span(self) -> int:
        """How many whole numbers it holds; none or less where nothing fits."""
        return self.high - self.low + 1

    def met_with(self, other: Interval) -> Interval:
        """What lies in both."""
        return Interval(max(self.low, other.low), min(self.high, other.high))


@dataclass(frozen=True, slots=True)
class Sum:
    """A count that is the sum of others, each of them once."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


@dataclass(frozen=True, slots=True)
class Attack:
    """All that is known: for every count an interval, and which counts are sums of which."""

    bounds: Mapping[Any, Interval]
    sums: tuple[Sum, ...]


def deduced(attack: Attack, wanted: Collection[Cell]) -> Mapping[Cell, Interval] | None:
    """What can be worked out of each wanted count, exactly; None where no counts fit at all."""
    bounds = _narrowed(attack)
    if bounds is None:
        return None
    core = _core(replace(attack, bounds=bounds))
    ringed = {cell for s in core for cell in s.cells}
    joints = ringed & {cell for s in attack.sums if s not in core for cell in s.cells}
    asked = [c for c in bounds if c in ringed and (c in wanted or c in joints)]
    try:
        found = extremes(bounds, [(s.total, s.parts) for s in core], asked)
    except NothingFitsError:
        return None
    known = dict(bounds) | {cell: Interval(*ends) for cell, ends in found.items()}
    bounds = _narrowed(replace(attack, bounds=known))
    return None if bounds is None else {cell: bounds[cell] for cell in wanted}


def _narrowed(attack: Attack) -> dict[Cell, Interval] | None:
    """Every interval narrowed by every sum until nothing changes; None where nothing fits."""
    bounds = dict(attack.bounds)
    at: dict[Cell, list[Sum]] = defaultdict(list)
    for each in attack.sums:
        for cell in each.cells:
            at[cell].append(each)
    ahead = dict.fromkeys(attack.sums)
    while ahead:
        each = next(iter(ahead))
        del ahead[each]
        for cell, new in _by_sum(each, bounds):
            if new.span < 1:
                return None
            if new != bounds[cell]:
                bounds[cell] = new
                ahead |= dict.fromkeys(at[cell])
    return None if any(b.span < 1 for b in bounds.values()) else bounds


def _by_sum(each: Sum, bounds: Mapping[Cell, Interval]) -> list[tuple[Cell, Interval]]:
    """What one sum says of its total and of each part."""
    parts = [bounds[part] for part in each.parts]
    low, high = sum(p.low for p in parts), sum(p.high for p in parts)
    total = bounds[each.total].met_with(Interval(low, high))
    said: list[tuple[Cell, Interval]] = [(each.total, total)]
    for cell, own in zip(each.parts, parts, strict=True):
        left = Interval(total.low - (high - own.high), total.high - (low - own.low))
        said.append((cell, own.met_with(left)))
    return said


def _core(attack: Attack) -> tuple[Sum, ...]:
    """The sums that form rings: what is left when loose ends are taken off again and again.

    A count in one sum only is a loose end, and so is a sum with one other count left. A known
    count ties nothing together.
    """
    open_cells = {c for c, b in attack.bounds.items() if b.span > 1}
    left = {s: {c for c in s.cells if c in open_cells} for s in attack.sums}
    while True:
        uses: dict[Cell, int] = defaultdict(int)
        for cells in left.values():
            for cell in cells:
                uses[cell] += 1
        tied = {s: {c for c in cells if uses[c] > 1} for s, cells in left.items()}
        tied = {s: cells for s, cells in tied.items() if len(cells) > 1}
        if tied == left:
            return tuple(left)
        left = tied
