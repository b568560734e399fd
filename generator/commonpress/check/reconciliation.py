# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reconciling a table with itself: where its running balance parts from the sum of its rows.

Rows of one payment belong together, and rows of one second have no order among them, so the
balance is judged only where no payment and no second is left open. What was there before the
first row counts as its opening. In the end one sum stays unexplained, or nothing does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from commonpress.check.imports import Row, cell, effect, rows_of
from commonpress.ground.diagnostics import Code, Diagnostic, Severity, Span
from commonpress.ground.quantities import EXACT, ZERO, format_quantity
from commonpress.kinds.mapping import BalanceMapping, Mapping
from commonpress.read.raw import Text
from commonpress.read.source_table import SourceTable

NO_BALANCE = Code(
    "no-balance", "A table is held against its own running balance, so the mapping names it."
)
PARTS_DIFFER = Code(
    "parts-differ",
    "The parts of a row do not come to what the row says it changed the balance by.",
    severity=Severity.WARNING,
)
BALANCE_APART = Code(
    "balance-apart",
    "After these rows the running balance of the source is not the sum of its rows.",
    severity=Severity.WARNING,
)
BALANCE_BACK = Code(
    "balance-back",
    "After these rows the running balance is the sum of the rows again.",
    severity=Severity.NOTE,
)
BALANCE_UNEXPLAINED = Code(
    "balance-unexplained",
    "At the end of the table its balance is not the sum of its rows.",
)
CODES = (NO_BALANCE, PARTS_DIFFER, BALANCE_APART, BALANCE_BACK, BALANCE_UNEXPLAINED)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What came of it.

    `payments` are the groups of rows after which the balance was judged. Judged after every
    row, it would leave the sum of the rows or return `turns_by_row` times. `uneven` is by how
    much the rows say more than their parts, all together.
    """

    rows: tuple[Row, ...]
    payments: int
    opening: Decimal
    turns_by_row: int
    uneven: Decimal
    unexplained: Decimal
    findings: tuple[Diagnostic, ...]


def reconcile(mapping: Mapping, table: SourceTable) -> Reconciliation:
    """Hold every row against its parts, and the balance after every payment against the rows."""
    if mapping.balance is None:
        hint = "write `balance:` with at least `column`, `account`, `resource` and `unit`"
        message = "the mapping does not say which column holds the balance"
        return _refused(Diagnostic(NO_BALANCE, mapping.span(), message, hint))
    rows, wrong = rows_of(mapping, table)
    if wrong or not rows:
        return _refused(*wrong)
    with localcontext(EXACT):
        uneven = tuple(_uneven_rows(rows, mapping, mapping.balance))
        walk = _walk(_groups(rows, mapping), mapping, mapping.balance)
        by_row = _walk([[row] for row in rows], mapping, mapping.balance)
        more = (_change(row, mapping.balance) - _parts(row, mapping.balance) for row in rows)
        return Reconciliation(
            rows=tuple(rows),
            payments=walk.judged,
            opening=walk.opening,
            turns_by_row=sum(f.code in {BALANCE_APART, BALANCE_BACK} for f in by_row.findings),
            uneven=sum(more, ZERO),
            unexplained=walk.apart,
            findings=(*uneven, *walk.findings),
        )


def _refused(*findings: Diagnostic) -> Reconciliation:
    return Reconciliation((), 0, ZERO, 0, ZERO, ZERO, findings)


# --- rows ----------------------------------------------------------------------------------------


def _change(row: Row, balance: BalanceMapping) -> Decimal:
    """What a row changed the balance by: as it says, or as its parts come to."""
    return _parts(row, balance) if row.change is None else row.change


def _parts(row: Row, balance: BalanceMapping) -> Decimal:
    return sum((effect(entry, balance) for entry in row.entries), ZERO)


def _uneven_rows(
    rows: Iterable[Row], mapping: Mapping, balance: BalanceMapping
) -> Iterator[Diagnostic]:
    names = dict.fromkeys(line.quantity for line in mapping.lines)
    for row in rows:
        parts = _parts(row, balance)
        if row.change is not None and row.change != parts:
            written = [f"`{name}` {_cell(row, name).value or 0}" for name in names]
            message = (
                f"{' and '.join(written)} come to {format_quantity(parts)}, "
                f"and `{balance.change}` is {format_quantity(row.change)}"
            )
            hint = f"{format_quantity(row.change - parts)} is in no column of the mapping"
            yield Diagnostic(PARTS_DIFFER, _cell(row, balance.change).span, message, hint)


def _cell(row: Row, column: str) -> Text:
    return cell(row.fields, column)


# --- the balance ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Walk:
    """What is found when the balance is judged after each of some groups of rows."""

    judged: int
    opening: Decimal
    apart: Decimal
    findings: tuple[Diagnostic, ...]


def _walk(groups: Iterable[Sequence[Row]], mapping: Mapping, balance: BalanceMapping) -> _Walk:
    opening: Decimal | None = None
    total = apart = ZERO
    findings: list[Diagnostic] = []
    judged, last = 0, None
    for group in groups:
        judged += 1
        total += sum((_change(row, balance) for row in group), ZERO)
        said = group[-1].balance
        if said is None:
            continue  # the source says nothing here
        if opening is None:
            opening, total = said - total, said
        before, apart = apart, said - total
        if apart != before:
            last = _At(group, mapping, balance)
            findings.append(_turn(last, apart, total))
    if last and apart:
        findings.append(_unexplained(last, apart))
    return _Walk(judged, opening or ZERO, apart, tuple(findings))


def _groups(rows: Sequence[Row], mapping: Mapping) -> Iterator[list[Row]]:
    """Rows up to each point at which no payment and no second goes on."""
    columns = [column for column in (mapping.group, mapping.time) if column]
    last: dict[tuple[str, str], int] = {}
    for index, row in enumerate(rows):
        last.update(((column, _cell(row, column).value), index) for column in columns)
    group: list[Row] = []
    reach = 0
    for index, row in enumerate(rows):
        group.append(row)
        named = [(column, _cell(row, column).value) for column in columns]
        reach = max([reach, index, *(last[key] for key in named if key[1])])
        if reach == index:
            yield group
            group = []


@dataclass(frozen=True, slots=True)
class _At:
    """The rows after which the balance was judged."""

    rows: Sequence[Row]
    mapping: Mapping
    balance: BalanceMapping

    @property
    def span(self) -> Span:
        return _cell(self.rows[-1], self.balance.column).span

    def part_of(self, apart: Decimal) -> str:
        """The part of these rows that is just as much, which the balance may not hold yet."""
        for row in self.rows:
            for line in self.mapping.lines:
                found = _cell(row, line.quantity)
                if found.value and Decimal(found.value) == -apart:
                    return f"`{line.quantity}` in line {found.span.line} is just as much"
        return ""


def _turn(at: _At, apart: Decimal, total: Decimal) -> Diagnostic:
    day = at.rows[-1].day
    if not apart:
        message = f"up to {day} the balance is the sum of the rows again"
        return Diagnostic(BALANCE_BACK, at.span, message)
    rows = f"up to {day} the rows come to {format_quantity(total)}"
    message = f"{rows}, and the balance is {_distance(apart)}"
    return Diagnostic(BALANCE_APART, at.span, message, at.part_of(apart))


def _unexplained(at: _At, apart: Decimal) -> Diagnostic:
    left = f"{format_quantity(apart.copy_abs())} stays unexplained"
    message = f"{left}: the balance ends {_way(apart)} the sum of the rows"
    return Diagnostic(BALANCE_UNEXPLAINED, at.span, message, at.part_of(apart))


def _distance(apart: Decimal) -> str:
    return f"{format_quantity(apart.copy_abs())} {_way(apart)} that"


def _way(apart: Decimal) -> str:
    return "above" if apart > 0 else "below"
