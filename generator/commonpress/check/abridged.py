# SPDX-License-Identifier: AGPL-3.0-or-later
"""A month of the ledger as short as rules can bear: lines of one day that are alike, added up.

A book of ten years holds hundreds of thousands of lines, and most of them differ from another
line of their day in nothing but their amount. What rules ask of such lines (where they run,
in which unit, what a shelf holds in the evening) they can ask of the sum. A line about which a
rule may ask more stays as it is. What a rule asks of a line alone, such as the month in its
id, is asked here.

An abridged month tells whether anything is wrong, never what: findings come from the whole book.
It hangs on nothing but the month itself, so it can be kept for as long as the month stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import reduce
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

import msgspec

from commonpress.check.rules.dates import dates_come_in_order
from commonpress.check.rules.ids import ids_name_the_month_of_their_record
from commonpress.ground.quantities import EXACT
from commonpress.kinds.entry import Action, Entry

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.check.rules import Rule

# Rules that hold a line of the ledger against nothing but itself.
_ASKED_HERE: tuple[Rule, ...] = (
    ids_name_the_month_of_their_record,
    dates_come_in_order,
)
# Lines that are alike in these, and of one day, are added up.
_ALIKE = ("date", "action", "resource", "unit", "from_", "to", "project")
# What may differ in them: each of these is looked after in `abridge`.
_LOOKED_AFTER = ("id", "quantity", "households", "due", "group", "note", "places")
# Whatever else a line says is rare, and keeps the line as it is.
_RARE = tuple(n for n in Entry.__struct_fields__ if n not in (*_ALIKE, *_LOOKED_AFTER))
# Payments are judged one by one, and a count has the last word of its day.
_ONE_BY_ONE = frozenset({Action.PAID, Action.COUNTED})

_alike: Callable[[Entry], tuple[Any, ...]] = attrgetter(*_ALIKE)
_rare: Callable[[Entry], tuple[Any, ...]] = attrgetter(*_RARE)


class Event(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The lines of a month that share a word in `group`."""

    group: str
    first: int  # its first and its last day, counted from the year 1; 0 for corrections alone
    last: int
    uses: bool  # whether something is used in it


class Abridged(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Lines of the ledger, abridged.

    `notes` are those of the lines that were added up, each once; `months` those that the ids of
    all lines name. `made` tells what was made in which group, where no line beside it says what
    was used. `reaches` are entries elsewhere that are corrected here.
    """

    entries: tuple[Entry, ...]
    notes: tuple[str, ...]
    months: tuple[str, ...]
    events: tuple[Event, ...]
    made: tuple[tuple[str, str], ...]
    reaches: tuple[str, ...]


def abridge(entries: Sequence[Entry], whole: Collection[str] = ()) -> Abridged | None:
    """The entries, abridged; those named in `whole` stay whole. None where a fault is among them.

    The fault is not told here: where there is one, the book is to be judged line by line.
    """
    ids = {entry.id for entry in entries}
    if len(ids) < len(entries) or any(_faults_alone(entries)):
        return None
    corrected = {entry.corrects for entry in entries if entry.corrects}
    alone, sums = _grouped(entries, corrected.union(whole))
    events = _events(entries)
    used = {event.group for event in events if event.uses}
    return Abridged(
        entries=(*alone, *map(_sum_of, sums)),
        notes=tuple(sorted({entry.note for same in sums for entry in same if entry.note})),
        months=tuple(sorted({entry_id[4:11] for entry_id in ids})),
        events=events,
        made=tuple(sorted(_made(entries, used))),
        reaches=tuple(sorted(corrected - ids)),
    )


class _LinesAlone:
    """Entries where a rule expects a register: all that the rules asked here look at."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = self.lines = entries

    def of(self, _record: type) -> tuple[()]:
        """Nothing but lines is asked about here."""
        return ()


def _faults_alone(entries: Sequence[Entry]) -> Iterable[object]:
    lines = cast("Register", _LinesAlone(entries))
    return (found for rule in _ASKED_HERE for found in rule(lines))


def _grouped(
    entries: Sequence[Entry], whole: Collection[str]
) -> tuple[list[Entry], list[list[Entry]]]:
    """The lines that stay as they are, and the others with those that each of them is like."""
    alone: list[Entry] = []
    sums: dict[tuple[Any, ...], list[Entry]] = {}
    for entry, rare, key in zip(entries, map(_rare, entries), map(_alike, entries), strict=True):
        if (
            rare != _NOTHING_RARE
            or entry.action in _ONE_BY_ONE
            or not entry.quantity
            or entry.id in whole
        ):
            alone.append(entry)
            continue
        # A line that names no households, or no day on which it is due, is judged for that.
        key = key, entry.households is None, entry.due is None  # noqa: PLW2901
        if key in sums:
            sums[key].append(entry)
        else:
            sums[key] = [entry]
    return alone, list(sums.values())


def _sum_of(entries: list[Entry]) -> Entry:
    """One entry for entries that are alike: of their sum, for the fewest of their households."""
    first = entries[0]
    return Entry(
        id=first.id,
        date=first.date,
        action=first.action,
        resource=first.resource,
        quantity=reduce(EXACT.add, [entry.quantity for entry in entries]),
        unit=first.unit,
        from_=first.from_,
        to=first.to,
        project=first.project,
        households=min(
            (entry.households for entry in entries if entry.households is not None), default=None
        ),
        due=first.due,
    )


def _events(entries: Iterable[Entry]) -> tuple[Event, ...]:
    """What `check.rules.groups` asks of groups, by their names."""
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    used: set[str] = set()
    for entry in entries:
        group = entry.group
        if not group:
            continue
        if entry.action is Action.USED:
            used.add(group)
        if entry.corrects:
            continue
        day = entry.date
        if group not in first:
            first[group] = last[group] = day
        elif day < first[group]:
            first[group] = day
        elif day > last[group]:
            last[group] = day
    spans = {group: (first[group].toordinal(), last[group].toordinal()) for group in first}
    return tuple(
        Event(group, *spans.get(group, (0, 0)), uses=group in used)
        for group in sorted(spans.keys() | used)
    )


def _made(entries: Iterable[Entry], used: Collection[str]) -> set[tuple[str, str]]:
    return {
        (entry.resource, entry.group)
        for entry in entries
        if entry.action is Action.MADE and not entry.corrects and entry.group not in used
    }


def _nothing_rare() -> tuple[Any, ...]:
    """What the rare fields hold in a line that says nothing in them."""
    defaults = {f.name: f.default for f in msgspec.structs.fields(Entry)}
    return tuple(defaults[name] for name in _RARE)


_NOTHING_RARE = _nothing_rare()
