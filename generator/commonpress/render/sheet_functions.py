# SPDX-License-Identifier: AGPL-3.0-or-later
"""The map of functions: what each project carries out, for whom, and where people would turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from commonpress.derive.publication import Publication
from commonpress.kinds.ledger import Purpose
from commonpress.kinds.project import Project
from commonpress.render.sheet_desk import Sheet, SheetDesk, UnknownSheetError

# Whom a project reaches: people, another commons, those who borrow. Bills and losses are nobody.
_REACHED = (Purpose.NEIGHBOURS, Purpose.COMMONS, Purpose.LOANS)
_MOST = 12


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """One project that runs: what it is, and the accounts that it gave to, as the book has them."""

    record: Project
    for_whom: tuple[str, ...]


def functions_of(publication: Publication) -> tuple[FunctionLine, ...]:
    """Every project that runs, oldest first."""
    reached: dict[str, tuple[str, ...]] = {}
    for ledger in publication.project_ledgers:
        titles = (x.target.title for x in ledger.lines if x.target.purpose in _REACHED)
        reached[ledger.record.id] = tuple(sorted(set(titles)))
    running = [view.record for view in publication.projects if view.record.ended is None]
    running.sort(key=lambda record: (record.started, record.id))
    return tuple(FunctionLine(record, reached.get(record.id, ())) for record in running)


def functions_map(desk: SheetDesk, of: str) -> Iterator[Sheet]:
    """The map as a sheet lying on its long edge, with the number of each line."""
    lines = functions_of(desk.publication)
    if of or not lines:
        said = "it shows all projects, and has no id" if of else "no project is running"
        raise UnknownSheetError(f"the map of functions cannot be made: {said}")
    given = {"lines": lines[:_MOST], "left": len(lines) - _MOST}
    address = desk.on_site("projects/index.html")
    settings = tuple({**given, "address": address, "whom": whom} for whom in (True, False))
    records = tuple(line.record for line in lines)
    yield Sheet("functions", "functions", settings, records, ("functions.css",), lying=True)
