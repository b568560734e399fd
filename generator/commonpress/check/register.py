# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register: every checked record of a book, by kind and by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from operator import attrgetter, is_
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from commonpress.check.missing import NOTHING_MISSING, Missing
from commonpress.check.postings import LEDGER, Journal, book_postings
from commonpress.ground.diagnostics import Code, Diagnostic, Related
from commonpress.ground.numbering import Numbering
from commonpress.kinds import KIND_OF, KIND_OF_RECORD, KINDS
from commonpress.kinds.assembly import Assembly, Held
from commonpress.kinds.base import Record
from commonpress.kinds.census import Census
from commonpress.kinds.commons import Commons
from commonpress.kinds.decision import Decision
from commonpress.kinds.entry import Entry
from commonpress.kinds.gathering import Gathering
from commonpress.kinds.hours import Hours
from commonpress.kinds.practice import Practice
from commonpress.kinds.project import Project
from commonpress.kinds.publication import Zine
from commonpress.kinds.scrutiny import Scrutiny

if TYPE_CHECKING:
    from commonpress.check.privacy.clean_texts import CleanTexts
    from commonpress.check.privacy.passages import Apart

R = TypeVar("R", bound=Record)

DOUBLED_ID = Code(
    "doubled-id",
    "An id names one record and is never used again; capital letters make no other id. What "
    "points to it would otherwise point to two records.",
)
CODES = (DOUBLED_ID,)
# The date of a book in which nothing has happened yet.
BEFORE_EVERYTHING = date(1970, 1, 1)
_NOTHING_WITHDRAWN: Mapping[tuple[str, str], date] = MappingProxyType({})


class Register:
    """The records of a book. It is made once and never changes.

    `settings` is the commons' own record, of which there is exactly one. `book_date` is the
    newest day on which something in the book happened or was written down. `missing` is what
    stands in its files and is no record, because it could not be read. `withdrawn` says of
    records that were taken out, by kind and id, on which day; `paths` are all files of the book.
    `texts` knows texts that were found clean before; where it is None, every text is judged.
    """

    __slots__ = (
        "_by_id", "_by_type", "_journal", "book_date", "missing", "paths", "settings", "texts",
        "withdrawn",
    )  # fmt: skip

    settings: Commons
    book_date: date
    missing: Missing
    withdrawn: Mapping[tuple[str, str], date]
    paths: tuple[str, ...]
    texts: CleanTexts | None

    def __init__(
        self,
        records: Iterable[Record],
        missing: Missing = NOTHING_MISSING,
        withdrawn: Mapping[tuple[str, str], date] = _NOTHING_WITHDRAWN,
        paths: tuple[str, ...] = (),
        texts: CleanTexts | None = None,
    ) -> None:
        by_type: dict[type[Record], dict[str, Record]] = {kind.record: {} for kind in KINDS}
        for record in records:
            by_type[type(record)].setdefault(record.id, record)
        (self.settings,) = cast("Iterable[Commons]", by_type[Commons].values())
        self._by_id = {KIND_OF_RECORD[record].name: ids for record, ids in by_type.items()}
        self._by_type = {
            record: tuple(sorted(ids.values(), key=_ORDERS.get(record, _order)))
            for record, ids in by_type.items()
        }
        self.book_date = max(_days_of(self), default=BEFORE_EVERYTHING)
        self.missing = missing
        self.withdrawn = withdrawn
        self.paths = paths
        self.texts = texts
        self._journal: Journal | None = None

    def of(self, record: type[R]) -> tuple[R, ...]:
        """The records of a kind, by their date and then their id."""
        return cast("tuple[R, ...]", self._by_type[record])

    def get(self, kind: str, record_id: str) -> Record | None:
        """The record of a kind (`decision`) with this id."""
        return self._by_id[kind].get(record_id)

    def may_hold(self, kind: str, record_id: str) -> bool:
        """Whether there is a record of this kind and id, or may be one that could not be read."""
        return record_id in self._by_id[kind] or self.missing.may_be(kind, record_id)

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind, in order."""
        return tuple(sorted(self._by_id[kind]))

    @property
    def notes_apart(self) -> tuple[Apart, ...]:
        """Notes of lines that are not here themselves, as in an abridged ledger."""
        return ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of the ledger, by date and then id."""
        return self.of(Entry)

    @property
    def lines(self) -> tuple[Entry | Hours, ...]:
        """All that is written line by line: the entries, then the hours."""
        return (*self.entries, *self.of(Hours))

    @property
    def journal(self) -> Journal:
        """The ledger as double entry, posted once, when it is first asked for."""
        if self._journal is None:
            self._journal = book_postings(self)
        return self._journal

    def narrowed(self, records: Iterable[Record]) -> Register:
        """The register of these records instead.

        The ledger is not posted again where all that it is made of is the same.
        """
        other = Register(records, self.missing, self.withdrawn, self.paths, self.texts)
        if all(self._shares(other, KIND_OF[name].record) for name in LEDGER):
            other._journal = self.journal
        return other

    def _shares(self, other: Register, record: type[Record]) -> bool:
        own, others = self.of(record), other.of(record)
        return len(own) == len(others) and all(map(is_, own, others))


def doubled_ids(records: Iterable[Record], taken: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """A finding for every record whose id stands in the book before it.

    `taken` are ids that no record gets as its new one, beside those of the records.
    """
    records = tuple(records)
    names: dict[type[Record], list[str]] = defaultdict(list)
    for record in records:
        names[type(record)].append(record.id.casefold())
    if all(len(set(own)) == len(own) for own in names.values()):
        return
    first: dict[tuple[type[Record], str], Record] = {}
    doubled = [
        record
        for record in records
        if first.setdefault((type(record), record.id.casefold()), record) is not record
    ]
    numbering = Numbering(chain(taken, (record.id for record in records)))
    for record in doubled:
        kind = KIND_OF_RECORD[type(record)]
        earlier = first[type(record), record.id.casefold()]
        yield Diagnostic(
            DOUBLED_ID,
            record.span("id"),
            f"the id `{record.id}` names two {kind.words}",
            f"the next free one is `{numbering.next_like(record.id)}`",
            (Related(earlier.span("id"), "the other one"),),
        )


def date_of(record: Record) -> date | None:
    """The day by which a record is put in order; None for what has no day of its own."""
    match record:
        case Entry() | Hours() | Assembly() | Zine() | Gathering() | Scrutiny() | Census():
            return record.date
        case Decision():
            return record.decided_on or record.proposed_on or record.drafted_on
        case Project() | Practice():
            return record.started
        case _:
            return None


def _order(record: Record) -> tuple[date, str]:
    return date_of(record) or date.min, record.id


# The same for what there may be very much of.
_ORDERS: dict[type[Record], Callable[[Record], Any]] = {
    Entry: attrgetter("date", "id"),
    Hours: attrgetter("date", "id"),
}


def _days_of(register: Register) -> Iterator[date]:
    """The days on which something in the book happened or was written down; nothing planned."""
    for line in register.lines:
        yield line.date
        if line.recorded:
            yield line.recorded
    for assembly in register.of(Assembly):
        if assembly.held is Held.HELD:
            yield assembly.date
    for decision in register.of(Decision):
        if decision.decided_on:
            yield decision.decided_on
