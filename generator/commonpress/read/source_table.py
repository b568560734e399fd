# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of other systems, and the mapping that says how to read them, with all places kept."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from commonpress.ground.diagnostics import Diagnostic, Span
from commonpress.kinds.case_draft import CASE_DRAFT
from commonpress.kinds.entry import ENTRY
from commonpress.kinds.mapping import MAPPING
from commonpress.read.content import FileRead, columns_of, most_bytes, read_content
from commonpress.read.files import NOT_A_FILE
from commonpress.read.limits import SOURCE_BYTES, SOURCE_CELLS
from commonpress.read.raw import Fields, RawRecord, Text
from commonpress.read.shelves import Place
from commonpress.read.tables import Columns, read_table
from commonpress.read.text import bytes_of, decode, too_large


@dataclass(frozen=True, slots=True)
class SourceTable:
    """The rows of a table in their order, its columns, and what could not be read."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[Fields, ...]
    findings: tuple[Diagnostic, ...]
    text: str


def read_source_table(file: Path) -> SourceTable:
    """Read a CSV file whose columns are whatever its first line says."""
    name = file.name
    content = _content(file, SOURCE_BYTES)
    if isinstance(content, Diagnostic):
        return SourceTable(name, (), (), (content,), "")
    source = decode(name, content, SOURCE_BYTES)
    if source.lost:
        return SourceTable(name, (), (), source.findings, "")
    columns = tuple(next(csv.reader(source.text.split("\n", 1)[:1]), []))
    table = read_table(name, source.text, Columns(known=columns, required=()), SOURCE_CELLS)
    findings = (*source.findings, *table.findings)
    return SourceTable(name, columns, table.rows, findings, source.text)


def read_entry_table(file: Path) -> FileRead:
    """Read a CSV file whose columns are the fields of an entry, as the open data has them."""
    name = file.name
    content = _content(file, SOURCE_BYTES)
    if isinstance(content, Diagnostic):
        return FileRead((), (content,), "", lost=True)
    source = decode(name, content, SOURCE_BYTES)
    if source.lost:
        return FileRead((), source.findings, "", lost=True)
    table = read_table(name, source.text, columns_of(ENTRY), SOURCE_CELLS)
    raws = tuple(_raw_entry(name, fields) for fields in table.rows)
    return FileRead(raws, (*source.findings, *table.findings), source.text, lost=table.lost)


def _raw_entry(name: str, fields: Fields) -> RawRecord:
    written = fields.get("id")
    return RawRecord(
        ENTRY, written.value if isinstance(written, Text) else "", fields, None, fields.span, name
    )


def read_mapping_file(file: Path) -> FileRead:
    """Read a mapping as a raw record."""
    place = Place((MAPPING,), "mapping")
    content = _content(file, most_bytes(place))
    if isinstance(content, Diagnostic):
        return FileRead((), (content,), "", lost=True)
    return read_content(file.name, place, content)


def read_case_draft(file: Path) -> FileRead:
    """Read a private draft of a case as a raw record. No finding shows a line of it."""
    place = Place((CASE_DRAFT,), "draft")
    content = _content(file, most_bytes(place))
    if isinstance(content, Diagnostic):
        return FileRead((), (content,), "", lost=True)
    return read_content(file.name, place, content)


def _content(file: Path, most: int) -> bytes | Diagnostic:
    try:
        content = bytes_of(file, most)
    except OSError:
        return Diagnostic(NOT_A_FILE, Span(file.name), "this file cannot be opened")
    return too_large(file.name, content, most) if isinstance(content, int) else content
