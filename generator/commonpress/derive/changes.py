# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a change would make public: two publications of a book, held beside each other.

Only publications are compared, so that nothing is told here that may not be seen. Where there
was no book before, everything is new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from commonpress.derive.citations import title_of
from commonpress.kinds import KIND_OF, KINDS, LINE_BY_LINE
from commonpress.kinds.base import Record
from commonpress.kinds.fields import fields_of
from commonpress.kinds.ledger import AccountType

if TYPE_CHECKING:
    from commonpress.derive.publication import Publication

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that is new, gone, or not what it was; then `fields` says where."""

    kind: str
    id: str
    title: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """What new entries of one action and resource come to, in the resource's base unit."""

    action: str
    resource: str
    unit: str
    amount: Decimal
    entries: int


@dataclass(frozen=True, slots=True)
class StateChange:
    """A record that stands otherwise than before, whether or not it was written anew."""

    kind: str
    id: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A published number before and after; None where it is not published."""

    about: str
    unit: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that a reader would see otherwise."""

    days: tuple[date | None, date]
    added: tuple[RecordChange, ...]
    changed: tuple[RecordChange, ...]
    gone: tuple[RecordChange, ...]
    moved: tuple[Moved, ...]
    states: tuple[StateChange, ...]
    figures: tuple[FigureChange, ...]

    @property
    def records(self) -> int:
        """How many records are new, changed or gone."""
        return len(self.added) + len(self.changed) + len(self.gone)


def changes(before: Publication | None, after: Publication) -> Changes:
    """What of a publication is not as it was."""
    old, new = _records(before), _records(after)
    added = [key for key in new if key not in old]
    both = [key for key in new if key in old]
    differing = ((key, _differing(old[key], new[key])) for key in both)
    return Changes(
        days=(before.as_of if before else None, after.as_of),
        added=tuple(_change(kind, new[kind, one]) for kind, one in added),
        changed=tuple(_change(key[0], new[key], fields) for key, fields in differing if fields),
        gone=tuple(_change(key[0], old[key]) for key in old if key not in new),
        moved=_moved(after, {one for kind, one in added if kind == "entry"}),
        states=tuple(_state_changes(before, after)),
        figures=tuple(_figure_changes(before, after)),
    )


def _records(publication: Publication | None) -> dict[tuple[str, str], Record]:
    """Every record by kind and id, in the order of the book."""
    if publication is None:
        return {}
    groups = ((k.name, publication.records.get(k.name, ())) for k in KINDS)
    return {(name, record.id): record for name, group in groups for record in group}


def _change(kind: str, record: Record, fields: tuple[str, ...] = ()) -> RecordChange:
    title = "" if kind in LINE_BY_LINE else title_of(record)
    return RecordChange(kind, record.id, "" if title == record.id else title, fields)


def _differing(old: Record, new: Record) -> tuple[str, ...]:
    """The fields that do not hold the same. Where a record stands in its file is none of them."""
    return tuple(
        field.written
        for field in fields_of(type(new))
        if getattr(old, field.name) != getattr(new, field.name)
    )


def _moved(publication: Publication, added: set[str]) -> tuple[Moved, ...]:
    sums: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for line in publication.entries:
        if line.entry.id in added:
            key = (line.entry.action.value, line.resource.title, line.resource.unit)
            sums[key].append(line.amount)
    return tuple(
        Moved(*key, sum(amounts, Decimal(0)), len(amounts)) for key, amounts in sorted(sums.items())
    )


def _state_changes(before: Publication | None, after: Publication) -> Iterator[StateChange]:
    old, new = _states(before), _states(after)
    for key, (title, state) in new.items():
        was = old.get(key, ("", NOTHING))[1]
        if was not in {state, NOTHING}:
            yield StateChange(*key, title, was, state)


def _states(publication: Publication | None) -> Mapping[tuple[str, str], tuple[str, str]]:
    """How each record stands that can stand in one way or another, by kind and id."""
    if publication is None:
        return {}
    told: dict[tuple[str, str], tuple[str, str]] = {}
    for decision in publication.decisions:
        record = decision.record
        told["decision", record.id] = (record.title, decision.standing.value)
    for norm in publication.norms:
        state = "in force" if norm.in_force else "not in force"
        told["norm", norm.record.id] = (norm.record.title, state)
    for rail in publication.guardrails:
        state = "repealed" if rail.is_over else rail.now.judgement.value
        told["guardrail", rail.record.id] = (rail.record.title, state)
    for practice in publication.practices:
        told["practice", practice.record.id] = (practice.record.title, practice.life.value)
    return told


def _figure_changes(before: Publication | None, after: Publication) -> Iterator[FigureChange]:
    old, new = _figures(before), _figures(after)
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key), new.get(key)
        if was != now:
            yield FigureChange(*key, was, now)


def _figures(publication: Publication | None) -> dict[tuple[str, str], Decimal]:
    """What the publication counts: the figures of its seasons, and what lies in stock."""
    if publication is None:
        return {}
    found = {(f"{f.about} ({f.period})", f.unit): f.value for f in publication.figures}
    for view in publication.accounts:
        if view.account.type is AccountType.STOCK:
            for resource, amount in view.balances:
                found[f"{view.account.title}: {resource.title}", resource.unit] = amount
    return found


def word_of(kind: str, count: int) -> str:
    """What so many records of a kind are called."""
    return KIND_OF[kind].word if count == 1 else KIND_OF[kind].words
