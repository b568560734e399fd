# SPDX-License-Identifier: AGPL-3.0-or-later
"""Postings as open data: the double entry spelled out, so that anyone can add it up."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.derive.flow_views import EntryLine
from commonpress.derive.publication import Publication
from commonpress.render.posted import posted
from commonpress.render.tables import Cell, Column, Rows, Table

_COLUMNS = (
    Column("entry", "string", "The entry behind it.", points_to="entries", required=True),
    Column("date", "date", "The day.", required=True),
    Column("kind", "string", "The action, or `raise` and `lower` for what a count found."),
    Column("resource", "string", "What moved.", points_to="resources", required=True),
    Column("amount", "number", "How much, in the base unit; never negative.", required=True),
    Column("unit", "string", "The base unit."),
    Column(
        "source", "string", "The account it was taken from.", points_to="accounts", required=True
    ),
    Column("target", "string", "The account it was given to.", points_to="accounts", required=True),
    Column("backwards", "boolean", "`yes` for a correction that takes back what was too much."),
)


def postings_table(publication: Publication) -> Table:
    """One row a posting: what each entry took from one account and gave to another."""
    about = (
        "Every entry as a posting from one account to another, in base units. For each resource, "
        "what all accounts gave and took adds up to zero."
    )
    rows = Rows(lambda: (row for line in publication.entries for row in _rows(line)))
    return Table("postings", "Postings", about, _COLUMNS, ("entry",), rows)


def _rows(line: EntryLine) -> Iterator[tuple[Cell, ...]]:
    entry, resource, found = line.entry, line.resource, posted(line)
    if found:
        yield (
            entry.id,
            entry.date,
            found.kind,
            resource.id,
            found.amount,
            resource.unit,
            found.source.id,
            found.target.id,
            line.backwards,
        )
