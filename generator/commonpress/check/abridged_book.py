# SPDX-License-Identifier: AGPL-3.0-or-later
"""A long book judged by its abridged months: whether its ledger is sound, in a third of the time.

Rules are asked of a register whose ledger is abridged. What they say of anything but the ledger
stands. As soon as one that asked for the ledger has something to say, the answer here is None: then
the whole book is judged, line by line, and that is the definition.

A month that is the same as the last time is not read again: its abridged form is taken from memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import force_setattr

from commonpress.check.abridged import Abridged, Event, abridge
from commonpress.check.memory import Memory
from commonpress.check.months import MonthShaper
from commonpress.check.postings import Chart, Journal
from commonpress.check.privacy.passages import Apart
from commonpress.check.records import Shaped, shape_records
from commonpress.check.register import R, Register
from commonpress.check.rules import NEEDS, RULES, Rule, groups
from commonpress.check.rules.private_text import texts_lead_to_nobody
from commonpress.ground.diagnostics import Diagnostic, Span
from commonpress.ground.sharing import shared
from commonpress.kinds.base import Record
from commonpress.kinds.entry import ENTRY, Entry
from commonpress.kinds.ledger import Measure
from commonpress.read.raw import MonthText, ReadBook

if TYPE_CHECKING:
    from commonpress.check.privacy.clean_texts import CleanTexts

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Abridged)
# So many months are worth a second process.
_MANY = 6
# What is asked of groups is asked of the events of all months.
_OF_GROUPS = groups.RULES


@dataclass(frozen=True, slots=True)
class AbridgedBook:
    """What was found in a book, its ledger abridged; and the events of all its months.

    `notes` are those of lines that were added up, `ledger` the paths of all its months.
    """

    shaped: Shaped
    notes: tuple[Apart, ...]
    ledger: frozenset[str]
    events: tuple[Event, ...]
    made: tuple[tuple[str, str], ...]


class AbridgedRegister(Register):
    """A register that knows whether anybody asked it for the ledger."""

    __slots__ = ("_notes_apart", "was_asked")

    def __init__(
        self, book: AbridgedBook, paths: tuple[str, ...], texts: CleanTexts | None = None
    ) -> None:
        super().__init__(book.shaped.records, book.shaped.missing, paths=paths, texts=texts)
        self._notes_apart = book.notes

    @property
    def notes_apart(self) -> tuple[Apart, ...]:
        """The notes of lines that were added up."""
        return self._notes_apart

    def of(self, record: type[R]) -> tuple[R, ...]:
        """The records of a kind, by their date and then their id."""
        if record is Entry:
            self.was_asked = True
        return super().of(record)

    def get(self, kind: str, record_id: str) -> Record | None:
        """The record of a kind with this id."""
        self._note(kind)
        return super().get(kind, record_id)

    def may_hold(self, kind: str, record_id: str) -> bool:
        """Whether there is a record of this kind and id, or may be one that could not be read."""
        self._note(kind)
        return super().may_hold(kind, record_id)

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind, in order."""
        self._note(kind)
        return super().ids(kind)

    @property
    def journal(self) -> Journal:
        """The ledger as double entry, each evening as in the whole book."""
        self.was_asked = True
        return super().journal

    def _note(self, kind: str) -> None:
        if kind == ENTRY.name:
            self.was_asked = True


def abridged_book(read: ReadBook, shaper: MonthShaper, memory: Memory) -> AbridgedBook | None:
    """All records of a book, its ledger abridged; None where it is to be judged line by line."""
    closed: dict[str, tuple[MonthText, Abridged]] = {}
    others: list[MonthText] = []
    made = _abridged_months([text for text in read.months if text.kind is ENTRY], shaper, memory)
    for text in read.months:
        month = made.get(text.path)
        if month is None:
            others.append(text)
        elif len(month.months) != 1 or month.months[0] in closed:
            return None
        else:
            closed[month.months[0]] = (text, month)
    found = shape_records(replace(read, months=tuple(others)), shaper)
    beside = [record for record in found.records if isinstance(record, Entry)]
    rest = abridge(beside)
    if rest is None or closed.keys() & set(rest.months):
        return None
    reached = {entry_id for _, month in closed.values() for entry_id in month.reaches}
    reached.update(rest.reaches)
    rest = abridge(beside, reached)
    months = [_with(reached, text, month, shaper) for text, month in closed.values()]
    if rest is None or None in months:
        return None
    entries = [entry for month in (*filter(None, months), rest) for entry in month.entries]
    records = (r for r in found.records if not isinstance(r, Entry))
    parts = [month for _, month in closed.values()] + [rest]
    return AbridgedBook(
        replace(found, records=(*records, *entries)),
        tuple(_notes_of(month) for month in filter(None, (*months, rest)) if month.notes),
        frozenset({*(text.path for text, _ in closed.values()), *(entry.path for entry in beside)}),
        tuple(event for month in parts for event in month.events),
        tuple(made for month in parts for made in month.made),
    )


def judge_abridged(register: AbridgedRegister, book: AbridgedBook) -> tuple[Diagnostic, ...] | None:
    """What every rule says; None where one has something to say of the ledger."""
    findings: list[Diagnostic] = []
    for rule in RULES:
        if register.missing.touches(NEEDS.get(rule, ())):
            continue
        register.was_asked = False
        told = tuple(_told(rule, register, book))
        if told and register.was_asked:
            return None
        findings.extend(told)
    return tuple(findings)


def _told(rule: Rule, register: AbridgedRegister, book: AbridgedBook) -> Iterator[Any]:
    if rule is texts_lead_to_nobody:
        # It reads the notes of the ledger as well as all else: whose are the findings?
        told = tuple(rule(register))
        register.was_asked = any(_is_of_ledger(finding, book) for finding in told)
        yield from told
    elif rule not in _OF_GROUPS:
        yield from rule(register)
    elif rule is groups.groups_are_of_one_event:
        register.was_asked = True
        yield from _scattered(book.events)
    else:
        yield from _made_from_nothing(book, register.journal.chart)


def _is_of_ledger(finding: Diagnostic, book: AbridgedBook) -> bool:
    """Whether something was found in a line of the ledger, which may be the sum of many."""
    return not finding.span.path or finding.span.path in book.ledger


def _notes_of(month: Abridged) -> Apart:
    """The notes of the lines of a month that were added up; a line without an id stands for them.

    Whoever says that some line was read by two roles does not say so of these.
    """
    return Apart(msgspec.structs.replace(month.entries[-1], id=""), ENTRY, month.notes)


# --- groups --------------------------------------------------------------------------------------


def _scattered(events: Iterable[Event]) -> Iterator[str]:
    """Groups that reach over more days than an event has."""
    days: dict[str, tuple[int, int]] = {}
    for event in events:
        if event.first:
            first, last = days.get(event.group, (event.first, event.last))
            days[event.group] = (min(first, event.first), max(last, event.last))
    for group, (first, last) in days.items():
        if last - first > groups.DAYS_OF_AN_EVENT:
            yield group


def _made_from_nothing(book: AbridgedBook, chart: Chart) -> Iterator[str]:
    """Groups in which something is made and nothing used."""
    used = {event.group for event in book.events if event.uses}
    for resource, group in book.made:
        if chart.measure_of(resource) is not Measure.TOKENS and group not in used:
            yield group


# --- months --------------------------------------------------------------------------------------


def _abridged_months(
    texts: Sequence[MonthText], shaper: MonthShaper, memory: Memory
) -> dict[str, Abridged]:
    """The months by their paths: from memory, or as they are written, where that is plainly."""
    months: dict[str, Abridged] = {}
    new: list[MonthText] = []
    for text in texts:
        kept = memory.recall(text.text)
        month = None
        if kept is not None:
            with suppress(msgspec.MsgspecError):  # whoever wrote that, it was not this program
                month = months[text.path] = _of_file(_DECODER.decode(kept), text.path)
        if month is None:
            new.append(text)
    for text, made in _made_of(new, shaper):
        memory.keep(text.text, made)
        months[text.path] = _of_file(_DECODER.decode(made), text.path)
    return months


def _made_of(texts: list[MonthText], shaper: MonthShaper) -> Iterator[tuple[MonthText, bytes]]:
    """What is kept of each month that can be abridged. Two processes share many months."""

    def make(part: int, of: int) -> list[bytes | None]:
        months = (_as_written(text, shaper) for text in texts[part::of])
        return [None if month is None else _ENCODER.encode(month) for month in months]

    parts = shared(make) if len(texts) >= _MANY else [make(0, 1)]
    for part, made in enumerate(parts):
        for text, month in zip(texts[part :: len(parts)], made, strict=True):
            if month is not None:
                yield text, month


def _as_written(text: MonthText, shaper: MonthShaper, whole: Iterable[str] = ()) -> Abridged | None:
    records = shaper.shape_without_places(text)
    if records is None:
        return None
    return abridge([record for record in records if isinstance(record, Entry)], frozenset(whole))


def _with(
    reached: set[str], text: MonthText, month: Abridged, shaper: MonthShaper
) -> Abridged | None:
    """The month once more, with those entries whole that corrections in other months name."""
    named = [entry_id for entry_id in reached if entry_id[4:11] == month.months[0]]
    if not named:
        return month
    found = _as_written(text, shaper, named)
    return found and _of_file(found, text.path)


class _OfFile(Mapping[str, Span]):
    """The places of a line that is the sum of many: all that is known is their file."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path

    def __getitem__(self, field: str) -> Span:
        raise KeyError(field)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _of_file(month: Abridged, path: str) -> Abridged:
    places = _OfFile(path)
    for entry in month.entries:
        force_setattr(entry, "places", places)
    return month
