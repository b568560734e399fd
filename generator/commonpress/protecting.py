# SPDX-License-Identifier: AGPL-3.0-or-later
"""The path from private files to what may be committed. It reads a book and writes none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from commonpress.check import check_book
from commonpress.check.postings import Chart
from commonpress.check.protect import DayCount, DayLine, Protected, PublicLine, Span, protect_lines
from commonpress.check.register import Register
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.kinds.daybook import DAYBOOK, DayBookRow
from commonpress.kinds.entry import ENTRY, Action, Entry
from commonpress.kinds.ledger import Account
from commonpress.read.book import read_book
from commonpress.read.raw import Fields, RawRecord
from commonpress.read.source_table import read_source_table
from commonpress.render.month_files import without_blank_columns
from commonpress.render.tables import tables_of_kind, write_csv

# What goes to people may tell on them; all else is written as it stands.
_NOTES = {
    Span.DAY: "",
    Span.WEEK: "several days of a week together",
    Span.MONTH: "several days of a month together",
    Span.QUARTER: "several days of a quarter together",
    Span.YEAR: "several days of a year together",
}
_TO_PEOPLE = frozenset({Action.DISTRIBUTED, Action.PAID, Action.LENT})


@dataclass(frozen=True, slots=True)
class ProtectedLedger:
    """Public lines and private rest as CSV, how many of each, or why there are none."""

    public: bytes
    waiting: bytes
    lines: int
    waiting_lines: int
    telling_counts: int
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


def protect_ledger(daybook: Path, book: Path) -> ProtectedLedger:
    """Join the lines of a day-book as the book's own limit asks.

    Findings show no lines of the day-book: they may be pasted anywhere by someone in a hurry.
    """
    table = read_source_table(daybook)
    register, _ = check_book(read_book(book))
    rows, findings = _rows(table.path, table.rows)
    findings = sorted_diagnostics(table.findings, findings)
    if findings or register is None:
        return ProtectedLedger(b"", b"", 0, 0, 0, findings, {})
    people = [row for row in rows if row.household or row.households]
    chart = Chart(register)
    guarded = [row for row in people if row.action in _TO_PEOPLE]
    counts = [row for row in rows if row.action is Action.COUNTED]
    protected = _protected(guarded, counts, chart, register)
    kept = {(c.day, c.resource, c.quantity, c.stock) for c in protected.counts}
    plain = [row for row in rows if row not in guarded and row not in counts]
    plain += [row for row in counts if _count_key(row, chart) in kept]
    entries = [*map(_entry_of, plain), *(_entry(line) for line in protected.lines)]
    entries.sort(key=lambda e: (e.date, e.action, e.resource, e.to))
    return ProtectedLedger(
        public=write_csv(without_blank_columns(tables_of_kind(ENTRY, entries)[0])),
        waiting=_private_csv(protected.waiting),
        lines=len(entries),
        waiting_lines=len(protected.waiting),
        telling_counts=len(protected.telling_counts),
        findings=(),
        sources={},
    )


def _rows(
    path: str, rows: Iterable[Fields]
) -> tuple[tuple[DayBookRow, ...], tuple[Diagnostic, ...]]:
    shaped = [shape(RawRecord(DAYBOOK, "", fields, None, fields.span, path)) for fields in rows]
    records = tuple(record for record, _ in shaped if isinstance(record, DayBookRow))
    return records, tuple(finding for _, wrong in shaped for finding in wrong)


def _protected(
    guarded: Iterable[DayBookRow],
    counts: Iterable[DayBookRow],
    chart: Chart,
    register: Register,
) -> Protected:
    wider = {account.id: account.parent for account in register.of(Account) if account.parent}
    return protect_lines(
        (_day_line(row, chart) for row in guarded),
        (
            DayCount(*_count_key(row, chart)[:3], row.unit, chart.accounts_of(row)[1])
            for row in counts
        ),
        least=register.settings.limits.households_behind_a_line,
        wider=wider,
    )


def _day_line(row: DayBookRow, chart: Chart) -> DayLine:
    source, target = chart.accounts_of(row)
    return DayLine(
        day=row.date,
        action=row.action.value,
        resource=row.resource,
        quantity=row.quantity,
        unit=row.unit,
        source=source,
        target=target,
        project=row.project,
        household=row.household,
        households=row.households or 0,
    )


def _count_key(row: DayBookRow, chart: Chart) -> tuple[date, str, Decimal, str]:
    return row.date, row.resource, row.quantity, chart.accounts_of(row)[1]


def _entry(line: PublicLine) -> Entry:
    """A public line as an entry: its last day, its sum, how many stand behind it."""
    first = line.lines[0]
    return Entry(
        date=line.last,
        action=Action(first.action),
        resource=first.resource,
        quantity=line.quantity,
        unit=first.unit,
        from_=first.source,
        to=line.target,
        project=first.project,
        households=line.households,
        note=_NOTES[line.span],
    )


def _entry_of(row: DayBookRow) -> Entry:
    """What goes to no one in particular, as it stands."""
    fields = {name: getattr(row, name) for name in Entry.__struct_fields__ if name != "places"}
    return Entry(**fields)


def _private_csv(lines: Iterable[DayLine]) -> bytes:
    """What waits, as a day-book for the next run."""
    rows = [
        DayBookRow(
            date=line.day,
            action=Action(line.action),
            resource=line.resource,
            quantity=line.quantity,
            unit=line.unit,
            from_=line.source,
            to=line.target,
            project=line.project,
            household=line.household,
            households=line.households or None,
        )
        for line in lines
    ]
    return write_csv(without_blank_columns(tables_of_kind(DAYBOOK, rows)[0]))
