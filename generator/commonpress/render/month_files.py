# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries as month files of a book, in CSV: what the reader reads is what is written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from commonpress.kinds.entry import ENTRY, Entry
from commonpress.render.artifact import Artifact
from commonpress.render.tables import Table, tables_of_kind, write_csv


def month_files(entries: Iterable[Entry]) -> tuple[Artifact, ...]:
    """A file for each month, by the path it has in a book; columns that stay blank are left out."""
    ordered = sorted(entries, key=lambda e: (e.date, e.id))
    files = []
    for month, group in groupby(ordered, key=lambda e: e.date.isoformat()[:7]):
        (table,) = tables_of_kind(ENTRY, list(group))
        path = f"ledger/{month[:4]}/{month}.csv"
        files.append(Artifact(path, write_csv(without_blank_columns(table))))
    return tuple(files)


def without_blank_columns(table: Table) -> Table:
    """The table without the columns that no row uses, so that a person can read it."""
    used = [
        index
        for index, column in enumerate(table.columns)
        if column.required or any(row[index] is not None for row in table.rows)
    ]
    return replace(
        table,
        columns=tuple(table.columns[i] for i in used),
        rows=tuple(tuple(row[i] for i in used) for row in table.rows),
    )
