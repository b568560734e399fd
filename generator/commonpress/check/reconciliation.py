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
from commonpress.ground.diagnostics import Code, Diagnostic, Related, Severity, sorted_diagnostics
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
    "For a while the running balance of the source is not the sum of its rows. Often a fee is "
    "taken off with a later payment.",
    severity=Severity.WARNING,
)
BALANCE_UNEXPLAINED = Code(
    "balance-unexplained",
    "At the end of the table its running balance is not the sum of its rows. This sum is what to "
    "ask the source about.",
)
CODES = (NO_BALANCE, PARTS_DIFFER, BALANCE_APART, BALANCE_UNEXPLAINED)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What came of it.

    The balance was judged after each of `payments` groups of rows, and left the sum of the rows
    or came nearer to it `turns` times; judged after every row, it would have done so
    `turns_by_row` times. `uneven` is by how much rows say more than their parts, all together.
    """

    rows: tuple[Row, ...] = ()
    payments: int = 0
    opening: Decimal = ZERO
    turns: int = 0
    turns_by_row: int = 0
    uneven: Decimal = ZERO
    unexplained: Decimal = ZERO
    findings: tuple[Diagnostic, ...] = ()


def reconcile(mapping: Mapping, table: SourceTable) -> Reconciliation:
    """Hold every row against its parts, and the balance after every payment against the rows."""
    balance = mapping.balance
    if balance is None:
        hint = "write `balance:` with at least `column`, `account`, `resource` and `unit`"
        message = "the mapping does not say which column holds the balance"
        return Reconciliation(findings=(Diagnostic(NO_BALANCE, mapping.span(), message, hint),))
    rows, wrong = rows_of(mapping, table)
    if wrong or not rows:
        return Reconciliation(findings=wrong)
    groups = tuple(_groups(rows, mapping))
    with localcontext(EXACT):
        opening, turns = _turns(groups, balance)
        _, turns_by_row = _turns([[row] for row in rows], balance)
        more = (_change(row, balance) - _parts(row, balance) for row in rows)
        return Reconciliation(
            rows=tuple(rows),
            payments=len(groups),
            opening=opening,
            turns=len(turns),
            turns_by_row=len(turns_by_row),
            uneven=sum(more, ZERO),
            unexplained=turns[-1].apart if turns else ZERO,
            findings=sorted_diagnostics(
                _uneven_rows(rows, mapping, balance), _told(turns, mapping, balance)
            ),
        )


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
class _Turn:
    """Rows after which the balance is by another amount apart from the sum than before."""

    rows: Sequence[Row]
    total: Decimal  # of all rows so far, with what was there before them
    apart: Decimal  # the balance less that


def _turns(
    groups: Iterable[Sequence[Row]], balance: BalanceMapping
) -> tuple[Decimal, tuple[_Turn, ...]]:
    """What was there before the first row, and every turn when judged after each group."""
    opening: Decimal | None = None
    total = apart = ZERO
    turns: list[_Turn] = []
    for group in groups:
        total += sum((_change(row, balance) for row in group), ZERO)
        said = group[-1].balance
        if said is None:
            continue  # the source says nothing here
        if opening is None:
            opening, total = said - total, said
        before, apart = apart, said - total
        if apart != before:
            turns.append(_Turn(group, total, apart))
    return opening or ZERO, tuple(turns)


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


def _told(
    turns: Sequence[_Turn], mapping: Mapping, balance: BalanceMapping
) -> Iterator[Diagnostic]:
    """A finding for each stretch of rows in which the balance is apart by one amount."""
    for index, turn in enumerate(turns):
        if not turn.apart:
            continue
        span = _cell(turn.rows[-1], balance.column).span
        day, size = turn.rows[-1].day, format_quantity(turn.apart.copy_abs())
        way = "above" if turn.apart > 0 else "below"
        rows = f"up to {day} the rows come to {format_quantity(turn.total)}"
        hint = _as_much(turn, mapping)
        if index + 1 == len(turns):
            message = f"{size} stays unexplained: {rows}, and the balance ends {way} that"
            yield Diagnostic(BALANCE_UNEXPLAINED, span, message, hint)
            continue
        end = turns[index + 1]
        then = "the sum of the rows again" if not end.apart else "apart by another amount"
        related = Related(_cell(end.rows[-1], balance.column).span, f"here it is {then}")
        message = f"{rows}, and the balance is {size} {way} that"
        yield Diagnostic(BALANCE_APART, span, message, hint, (related,))


def _as_much(turn: _Turn, mapping: Mapping) -> str:
    """The part of these rows that is just as much, which the balance may not hold yet."""
    for row in turn.rows:
        for line in mapping.lines:
            found = _cell(row, line.quantity)
            if found.value and Decimal(found.value) == -turn.apart:
                return f"`{line.quantity}` in line {found.span.line} is just as much"
    return ""
