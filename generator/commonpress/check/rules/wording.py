# SPDX-License-Identifier: AGPL-3.0-or-later
"""How rules put things: lists of words, amounts, the names of records, and the finding itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from commonpress.ground.diagnostics import Code, Diagnostic, Related
from commonpress.ground.quantities import format_quantity
from commonpress.kinds import KIND_OF_RECORD
from commonpress.kinds.base import FileEach, ListIn, Record
from commonpress.kinds.entry import Entry
from commonpress.kinds.ledger import Measure

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Kind


def finding(
    code: Code,
    record: Record,
    field: str,
    message: str,
    hint: str = "",
    *,
    related: Iterable[Related] = (),
) -> Diagnostic:
    """A finding about a field of a record, at the place where that field stands."""
    return Diagnostic(code, record.span(field), message, hint, tuple(related))


def see(record: Record, field: str, message: str) -> Related:
    """A second place that explains a finding."""
    return Related(record.span(field), message)


def name_of(record: Record) -> str:
    """What a message calls a record: its id, or its kind where it has none yet."""
    return f"`{record.id}`" if record.id else f"this {kind_of(record).word}"


def kind_of(record: Record) -> Kind:
    """The kind of a record."""
    return KIND_OF_RECORD[type(record)]


def file_of(record: Record) -> str:
    """The file a record stands in, as a hint names it."""
    shelf = kind_of(record).shelf
    return record.path or (shelf.path(record.id) if isinstance(shelf, FileEach) else "its file")


def where_to_add(kind: Kind, record_id: str) -> str:
    """The file in which a record of this id would be written; "" for ledger lines."""
    if isinstance(kind.shelf, FileEach):
        return kind.shelf.path(record_id)
    return kind.shelf.path if isinstance(kind.shelf, ListIn) else ""


def joined(words: Sequence[str], last: str = "and") -> str:
    """Words as a sentence lists them: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def quoted(words: Iterable[str], last: str = "and") -> str:
    """Words as a sentence lists them, each as it is written in a file."""
    return joined([f"`{word}`" for word in words], last)


def some(number: int, one: str, more: str = "") -> str:
    """A number of things: `1 entry`, `3 entries`."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def amount(quantity: Decimal, resource: str, register: Register) -> str:
    """A quantity in the base unit of a resource: `12.5 kg`, `3 meals`."""
    known = register.journal.chart.resources.get(resource)
    if known is None:
        return format_quantity(quantity)
    unit = known.each if known.each and quantity.copy_abs() != 1 else known.unit
    return f"{format_quantity(quantity)} {unit}"


def amount_of(quantity: Decimal, resource: str, register: Register) -> str:
    """The same with the resource: `12.5 kg of rice`. Money and meals name themselves."""
    written = amount(quantity, resource, register)
    chart = register.journal.chart
    known = chart.resources.get(resource)
    names_itself = chart.measure_of(resource) is Measure.MONEY or (known and known.each)
    return written if names_itself else f"{written} of `{resource}`"


def entries_named(entries: Sequence[Entry], most: int = 5) -> tuple[Related, ...]:
    """The last few of some entries as related places, latest first."""
    return tuple(
        see(entry, "", f"{entry.action} {format_quantity(entry.quantity)} {entry.unit}")
        for entry in reversed(entries[-most:])
    )
