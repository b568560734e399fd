# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the rows of another system's table to entries, by a mapping: all of them or none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

import msgspec

from commonpress.ground.diagnostics import Code, Diagnostic, Span
from commonpress.ground.quantities import ZERO
from commonpress.ground.spelling import nearest
from commonpress.kinds.base import Origin
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.mapping import BalanceMapping, Condition, LineMapping, Mapping, Sign
from commonpress.read.raw import Fields, Text
from commonpress.read.source_table import SourceTable

IMPORT_COLUMN = Code(
    "import-column", "The mapping names a column that the table has not. Nothing is imported."
)
IMPORT_VALUE = Code(
    "import-value",
    "A cell does not hold what the mapping says: a day as YYYY-MM-DD, with or without an hour, or "
    "an amount as digits with at most one point and the sign that the mapping gives. Nothing is "
    "imported.",
)
IMPORT_UNMATCHED = Code(
    "import-unmatched",
    "No line of the mapping fits this row, so it would be lost in silence. Nothing is imported.",
)
IMPORT_NAME = Code(
    "import-name",
    "A table of postings names an account or a commodity that the mapping does not know. Nothing "
    "is imported.",
)
IMPORT_UNBALANCED = Code(
    "import-unbalanced",
    "The postings of one transaction add up to nothing in each commodity. Nothing is imported.",
)
IMPORT_ROUTE = Code(
    "import-route",
    "Each entry runs between two accounts of types that fit an action, such as from a source to a "
    "stock. Nothing is imported.",
)
CODES = (
    IMPORT_COLUMN, IMPORT_VALUE, IMPORT_UNMATCHED, IMPORT_NAME, IMPORT_UNBALANCED, IMPORT_ROUTE,
)  # fmt: skip

_AMOUNT = re.compile(r"(-?)([0-9]{1,12}(?:\.[0-9]{1,6})?)", re.ASCII)
# A day, or a moment of a day as ISO 8601 writes it: the hour is the source's own.
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}[0-9:.Z+-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Imported:
    """The entries a table became, by day; none where there are findings."""

    entries: tuple[Entry, ...]
    findings: tuple[Diagnostic, ...]


def import_table(mapping: Mapping, table: SourceTable) -> Imported:
    """Every row as entries, in the order of the table, with ids by month."""
    made, findings = rows_of(mapping, table)
    if findings:
        return Imported((), findings)
    # A table is told day by day; rows of one day stay in the table's order.
    made.sort(key=lambda row: row.day)
    entries = [entry for row in made for entry in row.entries]
    if mapping.balance:
        entries = list(_with_counts(mapping.balance, entries, made))
    return Imported(numbered(entries), ())


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says: its day, its entries without ids, the source's balance after it.

    `change` is what the source says that the row changed the balance by, if it does.
    """

    fields: Fields
    day: date
    entries: tuple[Entry, ...]
    balance: Decimal | None
    change: Decimal | None


def rows_of(mapping: Mapping, table: SourceTable) -> tuple[list[Row], tuple[Diagnostic, ...]]:
    """Every row of a table as the mapping reads it, in the order of the table."""
    findings = list(unknown_columns(mapping, table))
    made: list[Row] = []
    for fields in () if findings else table.rows:
        row = _row(mapping, fields, findings)
        if row is not None:
            made.append(row)
    return made, tuple(findings)


def _row(mapping: Mapping, fields: Fields, findings: list[Diagnostic]) -> Row | None:
    day = day_in(cell(fields, mapping.date), findings)
    lines = [line for line in mapping.lines if _fits(line.when, fields)]
    if not _is_told(mapping, lines):
        findings.append(_unmatched(mapping, fields))
    amounts = [(line, _amount(line, fields, findings)) for line in lines]
    balance = change = None
    if mapping.balance:
        balance = _said(cell(fields, mapping.balance.column), findings)
        change = _said(cell(fields, mapping.balance.change), findings)
    if day is None:
        return None
    entries = tuple(
        _entry(mapping, line, day, amount, fields) for line, amount in amounts if amount
    )
    return Row(fields, day, entries, balance, change)


def _entry(
    mapping: Mapping, line: LineMapping, day: date, amount: Decimal, fields: Fields
) -> Entry:
    group = cell(fields, mapping.group).value if mapping.group else ""
    return Entry(
        date=day,
        action=line.action,
        resource=line.resource,
        quantity=amount,
        unit=line.unit,
        from_=line.from_,
        to=line.to,
        project=line.project,
        group=f"pay-{group.lower()}" if group else "",
        receipt=cell(fields, mapping.receipt).value if mapping.receipt else "",
        origin=Origin.IMPORT,
    )


def _with_counts(
    balance: BalanceMapping, entries: Sequence[Entry], rows: Sequence[Row]
) -> Iterator[Entry]:
    """The entries with a count wherever the source's balance at a day's end is not the book's."""
    last_of_day = {row.day: row.balance for row in rows if row.balance is not None}
    last = max(last_of_day, default=None)
    by_day = {day: list(group) for day, group in groupby(entries, key=lambda e: e.date)}
    held = ZERO
    for day in sorted(by_day.keys() | last_of_day.keys()):
        for entry in by_day.get(day, ()):
            held += effect(entry, balance)
            yield entry
        if day in last_of_day and (last_of_day[day] != held or day == last):
            said = last_of_day[day] or ZERO
            yield _count(balance, day, said, abs(said - held))
            held = said


def effect(entry: Entry, balance: BalanceMapping) -> Decimal:
    """What an entry changes the balance of the source by."""
    if entry.resource != balance.resource:
        return ZERO
    gained = entry.quantity if entry.to == balance.account else ZERO
    return gained - (entry.quantity if entry.from_ == balance.account else ZERO)


def _count(balance: BalanceMapping, day: date, said: Decimal, difference: Decimal) -> Entry:
    return Entry(
        date=day,
        action=Action.COUNTED,
        resource=balance.resource,
        quantity=said,
        unit=balance.unit,
        from_=balance.counts,
        to=balance.account,
        tolerance=difference or None,
        reason=balance.reason if difference else "",
        origin=Origin.IMPORT,
    )


def numbered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries with ids by month, in their order."""
    used: dict[str, int] = defaultdict(int)
    numbered = []
    for entry in entries:
        month = entry.date.isoformat()[:7]
        used[month] += 1
        numbered.append(msgspec.structs.replace(entry, id=f"ent-{month}-{used[month]:04d}"))
    return tuple(numbered)


def _is_told(mapping: Mapping, lines: Sequence[LineMapping]) -> bool:
    """Whether a row is spoken of. A line for all rows, such as that for fees, is not enough."""
    asked = any(line.when for line in mapping.lines)
    return any(line.when for line in lines) if asked else bool(lines)


def _fits(conditions: Iterable[Condition], fields: Fields) -> bool:
    return all(cell(fields, c.column).value == c.is_ for c in conditions)


def _amount(line: LineMapping, fields: Fields, findings: list[Diagnostic]) -> Decimal:
    written = cell(fields, line.quantity)
    value = amount_in(written, findings)
    if value is None:
        return ZERO
    if (value < 0 and line.sign is Sign.PLUS) or (value > 0 and line.sign is Sign.MINUS):
        said = f"`{written.value}` in the column `{line.quantity}`"
        message = f"{said} has not the sign `{line.sign}`"
        hint = "give this row a line of its own in the mapping, with the accounts the other way"
        findings.append(Diagnostic(IMPORT_VALUE, written.span, message, hint))
    return abs(value)


def _said(cell: Text, findings: list[Diagnostic]) -> Decimal | None:
    """The amount in a cell; None where it is blank."""
    return amount_in(cell, findings) if cell.value else None


def amount_in(cell: Text, findings: list[Diagnostic]) -> Decimal | None:
    """The amount in a cell; a blank one is nothing."""
    if not cell.value:
        return ZERO
    found = _AMOUNT.fullmatch(cell.value)
    if found:
        return -Decimal(found[2]) if found[1] else Decimal(found[2])
    message = f"`{cell.value}` is no amount"
    findings.append(Diagnostic(IMPORT_VALUE, cell.span, message, "write it like `12.50`"))
    return None


def day_in(cell: Text, findings: list[Diagnostic]) -> date | None:
    """The day in a cell; None where it holds none, which is a finding."""
    try:
        if found := _DAY.fullmatch(cell.value):
            return date.fromisoformat(found[1])
    except ValueError:
        pass  # a day that no calendar has: said below, as any other wrong day
    message = f"`{cell.value}` is no day"
    findings.append(Diagnostic(IMPORT_VALUE, cell.span, message, "write it like `2026-03-24`"))
    return None


def _unmatched(mapping: Mapping, fields: Fields) -> Diagnostic:
    named = dict.fromkeys(c.column for line in mapping.lines for c in line.when)
    said = ", ".join(f"{name} `{cell(fields, name).value}`" for name in named)
    message = f"no line of the mapping fits a row with {said}"
    return Diagnostic(IMPORT_UNMATCHED, fields.span, message, "add a line for such rows")


def unknown_columns(mapping: Mapping, table: SourceTable) -> Iterator[Diagnostic]:
    """A finding for each column that a mapping names and a table has not."""
    for name, span in _named_columns(mapping):
        if name and name not in table.columns:
            near = nearest(name, table.columns)
            hint = f"did you mean `{near}`?" if near else f"it has {', '.join(table.columns)}"
            message = f"`{table.path}` has no column `{name}`"
            yield Diagnostic(IMPORT_COLUMN, span, message, hint)


def _named_columns(mapping: Mapping) -> Iterator[tuple[str, Span]]:
    for field in ("date", "receipt", "group", "time"):
        yield getattr(mapping, field), mapping.span(field)
    for index, line in enumerate(mapping.lines):
        yield line.quantity, mapping.span(f"lines.{index}.quantity")
        for place, condition in enumerate(line.when):
            yield condition.column, mapping.span(f"lines.{index}.when.{place}.column")
    if mapping.postings:
        for field in ("transaction", "account", "quantity", "commodity"):
            yield getattr(mapping.postings, field), mapping.span(f"postings.{field}")
    if mapping.balance:
        yield mapping.balance.column, mapping.span("balance.column")
        yield mapping.balance.change, mapping.span("balance.change")


def cell(fields: Fields, column: str) -> Text:
    """What stands in a column of a row; nothing where there is no such column."""
    node = fields.get(column)
    return node if isinstance(node, Text) else Text("", fields.span)
