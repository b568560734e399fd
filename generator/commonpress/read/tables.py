# SPDX-License-Identifier: AGPL-3.0-or-later
"""CSV: one record a row, with the line and column of every cell."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonpress.ground.diagnostics import Code, Diagnostic, Related, Span
from commonpress.ground.spelling import nearest
from commonpress.read.limits import MONTH_EVENTS
from commonpress.read.raw import Fields, Text
from commonpress.read.yaml_tree import TOO_MANY

BAD_TABLE = Code(
    "bad-table",
    "A CSV file is one line of field names and then one line a record, the cells apart with "
    "commas. A cell that holds a comma or a quote stands in double quotes, with inner quotes "
    "doubled.",
)
UNKNOWN_COLUMN = Code(
    "unknown-column", "The first line of a CSV file names fields of the record, nothing else."
)
DOUBLED_COLUMN = Code("doubled-column", "A CSV file holds each field in one column.")
MISSING_COLUMN = Code(
    "missing-column", "A CSV file has a column for every field that no record can do without."
)
RAGGED_ROW = Code(
    "ragged-row",
    "Each line of a CSV file has a cell for every column. Where one has more or fewer, it cannot "
    "be said which cell is which: often a comma inside a text is not in quotes.",
)
CODES = (BAD_TABLE, UNKNOWN_COLUMN, DOUBLED_COLUMN, MISSING_COLUMN, RAGGED_ROW)

# A cell as it is written: in quotes, or up to the next comma or line end.
_CELL = re.compile(r'"(?:[^"]|"")*"|[^,\n]*')


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a CSV file, as fields. Empty cells stay, as empty text."""

    rows: tuple[Fields, ...]
    findings: tuple[Diagnostic, ...]
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The fields that a table may have, and those that it must have."""

    known: tuple[str, ...]
    required: tuple[str, ...]


def read_table(path: str, text: str, columns: Columns, most: int = MONTH_EVENTS) -> Table:
    """Read a CSV file with a header of field names, and at most so many cells."""
    rows: list[tuple[Text, ...]] = []
    findings: list[Diagnostic] = []
    cells = 0
    try:
        for row in _rows(path, text):
            rows.append(row)
            cells += len(row)
            if cells > most:
                message = f"this table has more than {most} cells"
                finding = Diagnostic(TOO_MANY, row[0].span, message, "split it")
                return Table((), (finding,), lost=True)
    except csv.Error as error:
        findings.append(_broken(path, text, rows, str(error)))
        return Table((), tuple(findings), lost=True)
    if not rows:
        return _empty(path, columns)
    header, *below = rows
    findings.extend(_header_findings(path, header, columns))
    if findings:
        return Table((), tuple(findings), lost=True)
    whole = tuple(row for row in below if len(row) == len(header))
    ragged = tuple(_ragged(row, header) for row in below if len(row) != len(header))
    records = tuple(Fields(tuple(zip(header, row, strict=True)), row[0].span) for row in whole)
    return Table(records, ragged, lost=bool(ragged))


def _rows(path: str, text: str) -> Iterator[tuple[Text, ...]]:
    """Rows with places: the csv module says what a cell holds, the pattern where it stands."""
    lines = text.split("\n")
    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    before = 0
    for cells in reader:
        first, before = before, reader.line_num
        if any(cell.strip() for cell in cells):
            written = "\n".join(lines[first:before])
            yield tuple(_placed(path, first + 1, written, cells))


def _placed(path: str, line: int, written: str, cells: list[str]) -> Iterator[Text]:
    at = 0
    for cell in cells:
        found = _CELL.match(written, at)
        end = found.end() if found else at
        above = written.count("\n", 0, at)
        column = at - (written.rfind("\n", 0, at) + 1) + 1
        one_line = "\n" not in written[at:end] and end > at
        yield Text(
            cell.strip(), Span(path, line + above, column, column + end - at if one_line else 0)
        )
        at = end + 1


def _empty(path: str, columns: Columns) -> Table:
    message = "this table is empty"
    hint = f"begin with the line `{','.join(columns.required)}`, or delete the file"
    return Table((), (Diagnostic(BAD_TABLE, Span(path), message, hint),), lost=True)


def _broken(path: str, text: str, rows: list[tuple[Text, ...]], error: str) -> Diagnostic:
    """The csv module gives no place: it is the row after the last one that was read."""
    last = rows[-1][-1].span.line if rows else 0
    lines = text.split("\n")
    line = next((n for n in range(last, len(lines)) if '"' in lines[n]), last)
    column = lines[min(line, len(lines) - 1)].find('"') + 1
    message = "a quoted cell does not end here where its column should"
    if "unexpected end" in error:
        message = "the quote that opens here is not closed"
    hint = 'write a quote inside a cell twice (""), and close the cell with one'
    return Diagnostic(
        BAD_TABLE, Span(path, min(line + 1, len(lines)), max(column, 1)), message, hint
    )


def _header_findings(path: str, header: tuple[Text, ...], columns: Columns) -> Iterator[Diagnostic]:
    if len(header) == 1 and (separator := _other_separator(header[0].value)):
        name = "semicolons" if separator == ";" else "tabs"
        hint = (
            "save it as CSV with commas; in a spreadsheet: save as, text CSV, field delimiter `,`"
        )
        yield Diagnostic(BAD_TABLE, header[0].span, f"the columns are apart with {name}", hint)
        return
    first: dict[str, Text] = {}
    for cell in header:
        if cell.value in first:
            related = (Related(first[cell.value].span, "first written here"),)
            message = f"the column `{cell.value}` stands twice"
            yield Diagnostic(DOUBLED_COLUMN, cell.span, message, "delete one of them", related)
        elif cell.value not in columns.known:
            yield _unknown(cell, columns)
        first.setdefault(cell.value, cell)
    for name in columns.required:
        if name not in first:
            message = f"the column `{name}` is missing"
            yield Diagnostic(MISSING_COLUMN, Span(path), message, "add it to the first line")


def _other_separator(header: str) -> str:
    return next((sign for sign in (";", "\t") if sign in header), "")


def _unknown(cell: Text, columns: Columns) -> Diagnostic:
    near = nearest(cell.value, columns.known)
    hint = f"did you mean `{near}`?" if near else f"columns may be: {', '.join(columns.known)}"
    named = f"`{cell.value}` is not a field" if cell.value else "this column has no name"
    return Diagnostic(UNKNOWN_COLUMN, cell.span, named, hint)


def _ragged(row: tuple[Text, ...], header: tuple[Text, ...]) -> Diagnostic:
    have, want = len(row), len(header)
    cells = f"{have} cell" if have == 1 else f"{have} cells"
    hint = (
        "put a text that holds a comma in double quotes"
        if have > want
        else "add the missing commas"
    )
    return Diagnostic(
        RAGGED_ROW,
        row[min(want, have - 1)].span,
        f"this row has {cells}, the header has {want}",
        hint,
    )
