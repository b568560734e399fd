# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of the open data: columns told by a kind's own fields, rows by its records.

A field that holds a list of small structs becomes a table of its own that points back to
its record; a single struct becomes columns with its name in front; a list of words stands
in one cell, separated by spaces. So a table needs no description beside the kind's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from commonpress.ground.quantities import format_quantity
from commonpress.kinds import KIND_OF
from commonpress.kinds.base import Kind, Record
from commonpress.kinds.fields import Field, declared, fields_of, item_of

Cell = str | int | Decimal | date | bool | None
_TYPES: dict[Any, str] = {
    str: "string",
    int: "integer",
    Decimal: "number",
    date: "date",
    bool: "boolean",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its Table Schema type, what it says, and the table it points to."""

    name: str
    type: str
    about: str
    words: tuple[str, ...] = ()
    points_to: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be written: `key` columns tell its rows apart."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] | Rows


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are made each time that somebody goes through them, and held by nobody."""

    make: Callable[[], Iterator[tuple[Cell, ...]]]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return self.make()

    def __bool__(self) -> bool:
        return any(True for _ in self)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A column and how its cell is taken from a struct."""

    column: Column
    take: Callable[[Any], Cell]


def tables_of_kind(kind: Kind, records: Sequence[Record]) -> tuple[Table, ...]:
    """The table of a kind, and one for each list of structs in it."""
    cells = list(_cells(kind.record, ""))
    own = Table(
        name=kind.plural.replace(" ", "-"),
        title=kind.title,
        about=kind.summary,
        columns=tuple(c.column for c in cells),
        key=("id",),
        rows=Rows(lambda: (tuple([c.take(record) for c in cells]) for record in records)),
    )
    return (own, *_child_tables(kind, own.name, records))


def write_csv(table: Table) -> bytes:
    """The table as CSV: UTF-8, comma, every text quoted where it must be, one line feed a row.

    A text cell that a spreadsheet would take for a formula gets an apostrophe in front
    (OWASP ASVS 1.2.10). Numbers and dates are typed and stay as they are.
    """
    return b"".join(csv_pieces(table))


def csv_pieces(table: Table) -> Iterator[bytes]:
    """The same, line by line as it is made."""
    written = [_Written() for _ in table.columns]
    yield (",".join(column.name for column in table.columns) + "\n").encode()
    for row in table.rows:
        cells = [known[cell] for known, cell in zip(written, row, strict=True)]
        yield (",".join(cells) + "\n").encode()


class _Written(dict[Cell, str]):
    """The cells of a column as they are written. A column says most of what it says many times."""

    def __missing__(self, cell: Cell) -> str:
        text = "" if cell is None else _csv_cell(cell)
        if len(self) < _MANY:
            self[cell] = text
        return text


_MANY = 4096


def _csv_cell(cell: Cell) -> str:
    text = cell_text(cell)
    if not text or not isinstance(cell, str):
        return text
    if text[0] in _FORMULA_STARTS:
        text = f"'{text}"
    if _NEEDS_QUOTES.search(text):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


_NEEDS_QUOTES = re.compile(r'[,"\n\r]')
_FORMULA_STARTS = frozenset("=+-@\t\r\0＝＋－＠")


def cell_text(cell: Cell) -> str:
    """A cell as it stands in a file: plain digits, ISO dates, yes and no, blank for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return str(cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Decimal):
        return format_quantity(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _child_tables(kind: Kind, name: str, records: Sequence[Record]) -> Iterator[Table]:
    for field in fields_of(kind.record):
        struct = field.declared.struct
        if not _is_table(field) or struct is None:
            continue
        cells = list(_cells(struct, ""))
        # A case cites a case, a kit holds resources: no two columns may have one name.
        taken = any(cell.column.name == kind.name for cell in cells)
        owned_by = f"of_{kind.name}" if taken else kind.name
        owner = Column(
            owned_by, "string", f"The {kind.name} it belongs to.", points_to=name, required=True
        )
        place = Column("position", "integer", "Its place in the list, from 1.", required=True)
        yield Table(
            name=f"{name}-{field.written.replace('_', '-')}",
            title=f"{kind.title}: {field.written.replace('_', ' ')}",
            about=field.about,
            columns=(owner, place, *(c.column for c in cells)),
            key=(owned_by, "position"),
            rows=tuple(
                (record.id, index, *(c.take(item) for c in cells))
                for record in records
                for index, item in enumerate(getattr(record, field.name), 1)
            ),
        )


def _is_table(field: Field) -> bool:
    """Whether a field becomes a table of its own."""
    return field.is_published and field.declared.is_list and field.declared.struct is not None


def _cells(struct: type[msgspec.Struct], prefix: str) -> Iterator[_Cell]:
    """The columns of a struct; lists of structs are left to tables of their own."""
    for field in fields_of(struct):
        if _is_table(field) or not field.is_published:
            continue
        label = prefix + field.written
        if inner := field.declared.struct:
            about = field.about.rstrip(".")
            for cell in _cells(inner, f"{label}_"):
                column = replace(cell.column, about=f"{about}: {_lower_first(cell.column.about)}")
                yield _Cell(column, _inside(field.name, cell.take))
        else:
            must = field.required and not prefix
            yield _Cell(_column(label, field, required=must), _taking(field.name))


def _column(name: str, field: Field, *, required: bool) -> Column:
    holds = field.declared
    ref = holds.notes.get("ref", ())
    words: tuple[str, ...] = ()
    if isinstance(holds.type, type) and issubclass(holds.type, StrEnum) and not holds.is_list:
        words = tuple(member.value for member in holds.type)
    about = field.about
    if holds.is_list:
        about += " Several are separated by spaces." if _is_word(field) else " One a line."
    return Column(
        name=name,
        type="string" if holds.is_list or words else _TYPES.get(holds.type, "string"),
        about=about.strip(),
        words=words,
        points_to=KIND_OF[ref[0]].plural if len(ref) == 1 and not holds.is_list else "",
        required=required,
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _taking(name: str) -> Callable[[Any], Cell]:
    def take(struct: Any) -> Cell:
        return _as_cell(getattr(struct, name))

    return take


def _inside(name: str, take: Callable[[Any], Cell]) -> Callable[[Any], Cell]:
    def inside(struct: Any) -> Cell:
        value = getattr(struct, name)
        return None if value is None else take(value)

    return inside


def _as_cell(value: Any) -> Cell:
    if isinstance(value, str):
        return str(value) or None
    if isinstance(value, tuple):
        words = [str(item) for item in value]
        return (" " if all(" " not in w for w in words) else "\n").join(words) or None
    return value  # type: ignore[no-any-return]


def _is_word(field: Field) -> bool:
    """Whether the items of a list are ids or words, which never hold a space."""
    item = declared(item_of(field.annotation))
    form = item.notes.get("form")
    return bool(item.notes.get("ref")) or form in {"slug", "language"} or item.type is not str


def rows_of(rows: Iterable[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of a computed table, frozen."""
    return tuple(tuple(row) for row in rows)
