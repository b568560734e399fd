# SPDX-License-Identifier: AGPL-3.0-or-later
"""What went into the things that are made: other things, and hours of work.

Lines of one event share a word in `group`: what was used, what was made, and the hours. Here
they are added up for each thing that was made. What is told stands beside the conservation of
the things, never in it, and hours stay hours: no total adds them to anything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from commonpress.check.postings import first_written
from commonpress.derive.answers import HoursView
from commonpress.derive.flow_views import EntryLine
from commonpress.derive.making import Making
from commonpress.ground.quantities import ZERO
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Resource


@dataclass(slots=True)
class _Event:
    """What the lines of one group add up to, by resource and by kind of work."""

    made: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    used: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    minutes: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def makings(
    lines: Iterable[EntryLine], hours: HoursView | None, resources: Sequence[Resource]
) -> tuple[Making, ...]:
    """What went into every thing that was made in an event, in the order of `resources`."""
    events = _events(lines)
    for line in hours.lines if hours else ():
        if line.record.group in events and not line.corrected_by:
            events[line.record.group].minutes[line.record.work] += line.record.minutes
    of: dict[str, list[_Event]] = defaultdict(list)
    for _, event in sorted(events.items()):
        for made in event.made:
            of[made].append(event)
    works = hours.works if hours else ()
    return tuple(_making(r, of[r.id], resources, works) for r in resources if r.id in of)


def _events(lines: Iterable[EntryLine]) -> dict[str, _Event]:
    """Every group in which something was made. A correction belongs to the event it corrects."""
    told = [line for line in lines if line.entry.action in {Action.MADE, Action.USED}]
    by_id = {line.entry.id: line.entry for line in told}
    events: dict[str, _Event] = defaultdict(_Event)
    for line in told:
        first = first_written(line.entry, by_id) or line.entry
        if first.group:
            event = events[first.group]
            moved = event.made if line.entry.action is Action.MADE else event.used
            amount = line.amount.copy_negate() if line.backwards else line.amount
            moved[line.entry.resource] += amount
    return {group: event for group, event in events.items() if event.made}


def _making(
    resource: Resource,
    events: Sequence[_Event],
    resources: Sequence[Resource],
    works: Sequence[str],
) -> Making:
    used = _sums(event.used for event in events)
    beside = {name for event in events for name in event.made} - {resource.id}
    minutes = {work: sum(event.minutes.get(work, 0) for event in events) for work in works}
    worked = [event for event in events if event.minutes]
    return Making(
        resource=resource,
        made=sum((event.made[resource.id] for event in events), ZERO),
        used=tuple((each, used[each.id]) for each in resources if used.get(each.id)),
        minutes=tuple((work, total) for work, total in minutes.items() if total),
        events=len(events),
        worked=len(worked),
        made_with_hours=sum((event.made[resource.id] for event in worked), ZERO),
        beside=tuple(each for each in resources if each.id in beside),
    )


def _sums(parts: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for part in parts:
        for name, amount in part.items():
            sums[name] += amount
    return dict(sums)
