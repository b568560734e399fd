# SPDX-License-Identifier: AGPL-3.0-or-later
"""The path from a table of another system to month files of a book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from commonpress.check.imports import import_table
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Diagnostic, sorted_diagnostics
from commonpress.kinds.mapping import Mapping as MappingRecord
from commonpress.read.source_table import read_mapping_file, read_source_table
from commonpress.render.artifact import Artifact
from commonpress.render.month_files import month_files


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The month files that a table became, or why it became none."""

    files: tuple[Artifact, ...]
    entries: int
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


def import_source(source: Path, mapping: Path) -> ImportOutcome:
    """Read a table of another system and turn it into month files, all of it or nothing."""
    raw, table = read_mapping_file(mapping), read_source_table(source)
    sources = {mapping.name: raw.text, table.path: table.text}
    findings = [*raw.findings, *table.findings]
    record = None
    if raw.raws:
        record, wrong = shape(raw.raws[0])
        findings += wrong
    if findings or not isinstance(record, MappingRecord):
        return ImportOutcome((), 0, sorted_diagnostics(findings), sources)
    imported = import_table(record, table)
    files = month_files(imported.entries)
    return ImportOutcome(files, len(imported.entries), imported.findings, sources)
