# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger of each project on a page: season by season, its hours, its last lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from commonpress.derive.answers import ProjectLedger, SeasonFlows
from commonpress.render.addresses import project_ledger_address
from commonpress.render.entry_rows import EntryRows
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.site_facts import amounts, columns_of
from commonpress.render.words import places_for

_LAST_LINES = 50
_ENDS = frozenset({"opening", "closing"})  # stocks are shared, so nothing opens or closes


@dataclass(frozen=True, slots=True)
class FlowTable:
    """What a project moved of one thing, with the columns that hold anything."""

    flows: SeasonFlows
    columns: tuple[str, ...]
    places: int


def project_ledger_sheets(desk: Desk, rows: EntryRows) -> Iterator[Sheet]:
    """A page for each project that the ledger knows."""
    for ledger in desk.publication.project_ledgers:
        yield desk.sheet(
            ("project_ledger",),
            project_ledger_address(ledger.record.id),
            "ledger",
            kind="project-ledger",
            project=ledger.record,
            ledger=ledger,
            tables=_tables(ledger),
            rows=rows.of(tuple(reversed(ledger.lines[-_LAST_LINES:]))),
        )


def _tables(ledger: ProjectLedger) -> tuple[FlowTable, ...]:
    return tuple(_table(flows) for flows in ledger.flows)


def _table(flows: SeasonFlows) -> FlowTable:
    every = [flow for _, flow in flows.seasons]
    return FlowTable(
        flows=flows,
        columns=tuple(name for name in columns_of(every) if name not in _ENDS),
        places=places_for(flows.unit, amounts([*every, flows.whole])),
    )
