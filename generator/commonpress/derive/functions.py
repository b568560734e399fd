# SPDX-License-Identifier: AGPL-3.0-or-later
"""The map of functions: what each project carries out, for whom, and where people would turn."""

from __future__ import annotations

from dataclasses import dataclass

from commonpress.derive.publication import Publication
from commonpress.kinds.ledger import Purpose
from commonpress.kinds.project import Project

# Whom a project reaches: people, another commons, those who borrow. Bills and losses are nobody.
_REACHED = (Purpose.NEIGHBOURS, Purpose.COMMONS, Purpose.LOANS)


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """One project that runs: what it is, and the accounts that it gave to, as the book has them."""

    record: Project
    for_whom: tuple[str, ...]


def reached_by(publication: Publication) -> dict[str, tuple[str, ...]]:
    """Whom each project gave to, by its id: the titles of the accounts, as the book has them."""
    return {
        ledger.record.id: tuple(
            sorted({x.target.title for x in ledger.lines if x.target.purpose in _REACHED})
        )
        for ledger in publication.project_ledgers
    }


def functions_of(publication: Publication) -> tuple[FunctionLine, ...]:
    """Every project that runs, oldest first."""
    reached = reached_by(publication)
    running = [view.record for view in publication.projects if view.record.ended is None]
    running.sort(key=lambda record: (record.started, record.id))
    return tuple(FunctionLine(record, reached.get(record.id, ())) for record in running)
