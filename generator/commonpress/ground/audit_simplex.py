# SPDX-License-Identifier: AGPL-3.0-or-later
"""The least and the most that counts can be, by linear programming in whole numbers only.

A small simplex of our own: no rounding, so that a bound is a proof, and no solver to install for
whoever only checks a book. Tables of a census are small. The tableau keeps a common denominator,
so every step divides exactly (Edmonds); Bland's rule lets it never go round in circles. Where a
corner has parts of households, we branch, as one does for whole numbers.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

Cell = Hashable
Bounds = Mapping[Any, tuple[int, int]]
Sums = Sequence[tuple[Cell, tuple[Cell, ...]]]
# Corners that are tried for one end. Past it, what was found is taken for all there is, which
# can only make a count look better known than it is.
_MOST_CORNERS = 200


class NothingFitsError(Exception):
    """No whole numbers within the bounds make the sums true."""


def extremes(bounds: Bounds, sums: Sums, wanted: Sequence[Cell]) -> dict[Cell, tuple[int, int]]:
    """The least and the most of each wanted count. `bounds` hold every count of the sums."""
    if not sums:
        return {}
    cells = tuple(dict.fromkeys(c for total, parts in sums for c in (total, *parts)))
    own = {cell: bounds[cell] for cell in cells}
    root = _Programme(own, sums)
    return {cell: (_end(root, cell, most=False), _end(root, cell, most=True)) for cell in wanted}


def _end(root: _Programme, cell: Cell, *, most: bool) -> int:
    """One end of a count, over whole numbers: branch where a corner is none."""
    best: int | None = None
    ahead: list[_Programme] = [root]
    for _ in range(_MOST_CORNERS):
        if not ahead:
            break
        programme = ahead.pop()
        above, below = programme.optimum(cell, most=most)
        bound = above // below if most else -(-above // below)
        if best is not None and (bound <= best if most else bound >= best):
            continue
        broken = programme.broken()
        if broken is None:
            best = bound
        else:
            ahead += programme.branches(*broken)
    if best is None:
        raise NothingFitsError
    return best


class _Programme:
    """A tableau: rows of whole numbers over one denominator, the right side last in each row."""

    def __init__(self, bounds: Bounds, sums: Sums) -> None:
        self._bounds, self._sums = bounds, sums
        self._open = [cell for cell, (low, high) in bounds.items() if high > low]
        self._at = {cell: place for place, cell in enumerate(self._open)}
        if any(high < low for low, high in bounds.values()):
            raise NothingFitsError
        self._below = 1
        self._begin()

    def optimum(self, cell: Cell, *, most: bool) -> tuple[int, int]:
        """The least or the most of a count, as a fraction."""
        low = self._bounds[cell][0]
        if cell not in self._at:
            return low, 1
        goal = [0] * self._width
        goal[self._at[cell]] = -1 if most else 1
        self._minimise(goal)
        return low * self._below + self._value(cell), self._below

    def broken(self) -> tuple[Cell, int] | None:
        """A count that is no whole number at this corner, with the whole number below it."""
        for cell in self._open:
            value = self._value(cell)
            if value % self._below:
                return cell, self._bounds[cell][0] + value // self._below
        return None

    def branches(self, cell: Cell, whole: int) -> list[_Programme]:
        """The two programmes in which a count is at most a whole number, or more than it."""
        low, high = self._bounds[cell]
        found = []
        for ends in ((low, whole), (whole + 1, high)):
            try:
                found.append(_Programme({**self._bounds, cell: ends}, self._sums))
            except NothingFitsError:
                continue
        return found

    def _begin(self) -> None:
        """A first corner: each count from its low end, with room up to its high end."""
        opened, made = len(self._open), len(self._sums)
        columns = opened * 2 + made
        self._width = columns + 1
        self._rows: list[list[int]] = []
        for place, cell in enumerate(self._open):
            row = [0] * self._width
            row[place] = row[opened + place] = 1
            row[-1] = self._bounds[cell][1] - self._bounds[cell][0]
            self._rows.append(row)
        self._basis = [opened + place for place in range(opened)]
        for number, (total, parts) in enumerate(self._sums):
            self._rows.append(self._sum_row(total, parts, opened * 2 + number))
            self._basis.append(opened * 2 + number)
        goal = [0] * (opened * 2) + [1] * made + [0]
        self._minimise(goal)
        spare = range(opened * 2, columns)
        if any(r[-1] for r, b in zip(self._rows, self._basis, strict=True) if b in spare):
            raise NothingFitsError
        self._drop(opened * 2)

    def _sum_row(self, total: Cell, parts: tuple[Cell, ...], spare: int) -> list[int]:
        row = [0] * self._width
        for cell, sign in ((total, -1), *((part, 1) for part in parts)):
            row[-1] -= sign * self._bounds[cell][0]
            if cell in self._at:
                row[self._at[cell]] += sign
        if row[-1] < 0:
            row = [-value for value in row]
        row[spare] = 1
        return row

    def _drop(self, columns: int) -> None:
        """Take out the columns that only helped to find the first corner."""
        for number in range(len(self._rows) - 1, -1, -1):
            if self._basis[number] < columns:
                continue
            row = self._rows[number]
            found = next((c for c in range(columns) if row[c]), None)
            if found is None:  # the sum follows from others
                del self._rows[number], self._basis[number]
                continue
            if row[found] < 0:
                self._rows[number] = [-value for value in row]
            self._pivot(number, found, None)
        self._rows = [[*row[:columns], row[-1]] for row in self._rows]
        self._width = columns + 1

    def _minimise(self, goal: Sequence[int]) -> None:
        """Walk from corner to corner until none is better; a goal has no right side."""
        costs = [value * self._below for value in goal]
        for row, basic in zip(self._rows, self._basis, strict=True):
            if goal[basic]:
                costs = [c - goal[basic] * v for c, v in zip(costs, row, strict=True)]
        while True:
            enters = next((c for c in range(self._width - 1) if costs[c] < 0), None)
            if enters is None:
                return
            costs = self._pivot(self._leaving(enters), enters, costs) or []

    def _leaving(self, column: int) -> int:
        """The row that gives way first; of several the one whose count stands first."""
        best = -1
        for number, row in enumerate(self._rows):
            if row[column] <= 0:
                continue
            if best >= 0:
                other = self._rows[best]
                left, right = row[-1] * other[column], other[-1] * row[column]
                if left > right or (left == right and self._basis[number] > self._basis[best]):
                    continue
            best = number
        return best

    def _pivot(self, number: int, column: int, costs: list[int] | None) -> list[int] | None:
        """Make one count basic in place of another, in all rows and in the costs."""
        row, below = self._rows[number], self._below
        by = row[column]

        def turned(other: list[int]) -> list[int]:
            times = other[column]
            if not times:
                return other if by == below else [value * by // below for value in other]
            return [(v * by - times * r) // below for v, r in zip(other, row, strict=True)]

        self._rows = [o if n == number else turned(o) for n, o in enumerate(self._rows)]
        self._basis[number] = column
        self._below = by
        return turned(costs) if costs is not None else None

    def _value(self, cell: Cell) -> int:
        """How far a count is above its low end at this corner, times the denominator."""
        place = self._at[cell]
        return next((r[-1] for r, b in zip(self._rows, self._basis, strict=True) if b == place), 0)
