# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the entries of a publication posted, in the order in which accounting programs add it up.

A count moves nothing but the difference it found, and has the last word of its day
(`docs/decisions/0004`). A count that another count replaced says nothing any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from commonpress.derive.flow_views import EntryLine
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Account

RAISE, LOWER = "raise", "lower"  # what a count does to the book, in the words of Valueflows


class Posted(NamedTuple):
    """So much of a resource taken from one account and given to another; never negative."""

    kind: str  # the action, or RAISE or LOWER
    amount: Decimal
    source: Account
    target: Account


@dataclass(frozen=True, slots=True)
class DayOfLines:
    """A day of the ledger: what moved, and after that what was counted."""

    day: date
    moves: tuple[EntryLine, ...]
    counts: tuple[EntryLine, ...]


def posted(line: EntryLine) -> Posted | None:
    """What an entry posted; None for a count that found what the book said."""
    if line.entry.action is not Action.COUNTED:
        return Posted(line.entry.action.value, line.amount, line.source, line.target)
    if line.difference > 0:
        return Posted(RAISE, line.difference, line.source, line.target)
    if line.difference < 0:
        return Posted(LOWER, line.difference.copy_abs(), line.target, line.source)
    return None


def day_by_day(lines: Iterable[EntryLine]) -> Iterator[DayOfLines]:
    """The days on which something was written, from lines sorted by day; no replaced counts."""
    lines = tuple(lines)
    counting = {line.entry.id for line in lines if line.entry.action is Action.COUNTED}
    for day, group in groupby(lines, key=lambda line: line.entry.date):
        moves: list[EntryLine] = []
        counts: list[EntryLine] = []
        for line in group:
            if line.entry.action is not Action.COUNTED:
                moves.append(line)
            elif counting.isdisjoint(line.corrected_by):
                counts.append(line)
        yield DayOfLines(day, tuple(moves), tuple(counts))
