# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of the ledger as rows of a table: what happened, how much, and where to check it.

A line with a receipt or a decision names it. Any other leads to the next count of the same
thing in the same place: that is when somebody last looked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonpress.derive.flow_views import EntryLine
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import AccountType, Purpose
from commonpress.render.words import places_for

_Place = tuple[str, str]  # an account and a resource


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line and the count that next looked at what it moved, if any has."""

    line: EntryLine
    places: int
    next_count: EntryLine | None

    @property
    def signed(self) -> Decimal:
        """What it added to the total of its action; a correction downwards is below zero."""
        return -self.line.amount if self.line.backwards else self.line.amount

    @property
    def opens(self) -> bool:
        """Whether it says what was there when the book began."""
        entry, source = self.line.entry, self.line.source
        return entry.action is Action.RECEIVED and source.purpose is Purpose.COUNTS

    @property
    def is_count(self) -> bool:
        """Whether somebody counted."""
        return self.line.entry.action is Action.COUNTED


class EntryRows:
    """Makes rows of lines, knowing every count in the book."""

    def __init__(self, lines: Sequence[EntryLine]) -> None:
        self._counts: dict[_Place, list[EntryLine]] = defaultdict(list)
        self._days: dict[_Place, list[date]] = defaultdict(list)
        for line in lines:  # in order of day
            if line.entry.action is Action.COUNTED:
                place = (line.target.id, line.resource.id)
                self._counts[place].append(line)
                self._days[place].append(line.entry.date)

    def of(self, lines: Sequence[EntryLine]) -> tuple[EntryRow, ...]:
        """Rows for these lines, with as many decimals as each unit among them needs."""
        places = line_places(lines)
        return tuple(
            EntryRow(line, places[line.resource.unit], self._next_count(line)) for line in lines
        )

    def _next_count(self, line: EntryLine) -> EntryLine | None:
        entry = line.entry
        if entry.action is Action.COUNTED or entry.receipt or entry.decision:
            return None
        stock = line.target if line.target.type is AccountType.STOCK else line.source
        place = (stock.id, line.resource.id)
        found = bisect_left(self._days[place], entry.date) if place in self._days else 0
        counts = self._counts.get(place, [])
        return counts[found] if found < len(counts) else None


def line_places(lines: Sequence[EntryLine]) -> dict[str, int]:
    """Decimals for each unit in a list of lines, so that a column lines up."""
    amounts: dict[str, list[Decimal]] = defaultdict(list)
    for line in lines:
        amounts[line.resource.unit] += (line.amount, line.difference)
    return {unit: places_for(unit, values) for unit, values in amounts.items()}
