# SPDX-License-Identifier: AGPL-3.0-or-later
"""The path from a table of another system to month files of a book, or to what does not add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from commonpress.check.imports import import_table
from commonpress.check.imports_entries import import_entries
from commonpress.check.imports_postings import import_postings
from commonpress.check.reconciliation import Reconciliation, reconcile
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.kinds.mapping import Mapping as MappingRecord
from commonpress.read.source_table import (
    SourceTable,
    read_entry_table,
    read_mapping_file,
    read_source_table,
)
from commonpress.render.artifact import Artifact
from commonpress.render.month_files import month_files


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The month files that a table became, or why it became none."""

    files: tuple[Artifact, ...]
    entries: int
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReconcileOutcome:
    """How a table was held against its own balance, or why it could not be."""

    reconciliation: Reconciliation | None
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


def import_source(source: Path, mapping: Path) -> ImportOutcome:
    """Read a table of another system and turn it into month files, all of it or nothing."""
    read = _read(source, mapping)
    if read.findings or read.mapping is None:
        return ImportOutcome((), 0, read.findings, read.sources)
    postings = read.mapping.postings
    if postings:
        imported = import_postings(read.mapping, postings, read.table)
    else:
        imported = import_table(read.mapping, read.table)
    files = month_files(imported.entries)
    return ImportOutcome(files, len(imported.entries), imported.findings, read.sources)


def import_entry_table(source: Path) -> ImportOutcome:
    """Read a table whose columns are the fields of an entry, as the open data has them."""
    read = read_entry_table(source)
    sources = {source.name: read.text}
    if read.findings:
        return ImportOutcome((), 0, sorted_diagnostics(read.findings), sources)
    imported = import_entries(read.raws)
    files = month_files(imported.entries)
    return ImportOutcome(files, len(imported.entries), imported.findings, sources)


def reconcile_source(source: Path, mapping: Path) -> ReconcileOutcome:
    """Hold the running balance of a table against the sum of its rows."""
    read = _read(source, mapping)
    if read.findings or read.mapping is None:
        return ReconcileOutcome(None, read.findings, read.sources)
    reconciled = reconcile(read.mapping, read.table)
    return ReconcileOutcome(reconciled, reconciled.findings, read.sources)


@dataclass(frozen=True, slots=True)
class _Read:
    table: SourceTable
    mapping: MappingRecord | None
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


def _read(source: Path, mapping: Path) -> _Read:
    """A table and the mapping that says how to read it, or what is wrong with either."""
    raw, table = read_mapping_file(mapping), read_source_table(source)
    findings = [*raw.findings, *table.findings]
    record = None
    if raw.raws:
        record, wrong = shape(raw.raws[0])
        findings += wrong
    sources = {mapping.name: raw.text, table.path: table.text}
    found = record if isinstance(record, MappingRecord) else None
    return _Read(table, found, sorted_diagnostics(findings), sources)
