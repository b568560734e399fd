# SPDX-License-Identifier: AGPL-3.0-or-later
"""A census as the file of the book that holds it."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.kinds.census import Census, CensusTable, Count


def census_file(census: Census) -> bytes:
    """The record of a census. All it holds are days, names and counts, so nothing is quoted."""
    return ("\n".join(_lines(census)) + "\n").encode()


def _lines(census: Census) -> Iterator[str]:
    yield "# Written by `commonpress protect census` from answers that are in no book."
    yield f"questionnaire: {census.questionnaire}"
    yield f"date: {census.date.isoformat()}"
    if census.decision:
        yield f"decision: {census.decision}"
    yield f"told: {census.told.value}"
    if census.base:
        yield f"base: {census.base}"
    if census.bands:
        yield "bands:"
        for band in census.bands:
            yield f"  - question: {band.question}"
            yield f"    share: {band.share.value}"
    if census.tables:
        yield "tables:"
        for table in census.tables:
            yield from _table(table)


def _table(table: CensusTable) -> Iterator[str]:
    yield f"  - id: {table.id}"
    yield "    counts:"
    for count in table.counts:
        yield from _count(count)


def _count(count: Count) -> Iterator[str]:
    yield f"      - row: [{', '.join(count.row)}]"
    if count.column:
        yield f"        column: [{', '.join(count.column)}]"
    yield f"        count: {count.count}"
