# SPDX-License-Identifier: AGPL-3.0-or-later
"""Posters: a case, a month, the guardrails, an assembly; each with slips to tear off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from commonpress.derive.flow_views import CategoryTable, Statement
from commonpress.derive.publication import AssemblyView, CaseView
from commonpress.kinds.assembly import Held
from commonpress.kinds.base import Record
from commonpress.render import words
from commonpress.render.addresses import index_address, statement_address
from commonpress.render.sheet_desk import Sheet, SheetDesk, UnknownSheetError
from commonpress.render.zine_accounts import unit_of

SLIPS = 7
_STYLES = ("poster.css",)
# How many points of an agenda, steps and rows are tried; what is left out is said in words.
_MOST = 9


def _poster(
    name: str,
    template: str,
    address: str,
    settings: Sequence[dict[str, Any]],
    records: Sequence[Record] = (),
) -> Sheet:
    given = tuple({"address": address, "slips": SLIPS, **values} for values in settings)
    return Sheet(name, template, given, tuple(records), _STYLES)


def case_poster(desk: SheetDesk, of: str) -> Iterator[Sheet]:
    """A case, for a wall: only with the consent of both sides, which the record holds."""
    view = _case(desk, of)
    case = view.record
    if not (case.consent.harmed and case.consent.responsible):
        raise UnknownSheetError(
            f"`{case.id}` is no poster: not both sides have agreed that it is published"
        )
    settings = [{"view": view, "with_norm": norm} for norm in (True, False)]
    address = desk.address_of("case", case.id)
    yield _poster(f"poster-{case.id}", "poster-case", address, settings, [case, *view.led_to])


def _case(desk: SheetDesk, of: str) -> CaseView:
    views = {view.record.id: view for view in desk.publication.cases}
    if not views:
        raise UnknownSheetError("the book has published no case")
    wanted = of or next(iter(views))
    if wanted not in views:
        raise UnknownSheetError(f"there is no case `{wanted}`; there is {', '.join(views)}")
    return views[wanted]


def month_poster(desk: SheetDesk, of: str) -> Iterator[Sheet]:
    """A month of the ledger: what came in, what went on, what spoiled, and the rest in rows."""
    statement = _month(desk, of)
    tables = [_Row(table) for table in statement.tables if table.total is not None]
    if not tables:
        raise UnknownSheetError(f"in {statement.period.name} nothing of one unit moved")
    address = desk.on_site(statement_address(statement.period.name))
    settings = [
        {"period": statement.period, "leading": tables[0], "others": tables[1 : 1 + most]}
        for most in range(min(_MOST, len(tables) - 1), -1, -1)
    ]
    yield _poster(f"poster-{statement.period.name}", "poster-month", address, settings)


def _month(desk: SheetDesk, of: str) -> Statement:
    months = {statement.period.name: statement for statement in desk.publication.statements}
    if not months:
        raise UnknownSheetError("the book has no line in its ledger")
    wanted = of or list(months)[-1]
    if wanted not in months:
        first, last = next(iter(months)), list(months)[-1]
        raise UnknownSheetError(f"there is no month `{wanted}`; there are {first} to {last}")
    return months[wanted]


class _Row:
    """A category of a month, in the words a poster prints."""

    def __init__(self, table: CategoryTable) -> None:
        if table.total is None:
            raise ValueError(f"{table.category.id} has no total")
        self.title = table.category.title
        self.is_money = table.category.measure.value == "money"
        total = table.total
        values = (total.came_in, total.given_on, total.spoiled)
        places = words.places_for(table.unit, values)
        self.unit = unit_of(table)
        self.came_in, self.given_on, self.spoiled = (words.number(v, places) for v in values)
        self.lost = bool(total.spoiled)


def guardrails_poster(desk: SheetDesk, of: str) -> Iterator[Sheet]:
    """How every guardrail stands, breached first."""
    if of:
        raise UnknownSheetError("the poster of the guardrails has no id: it shows them all")
    views = [view for view in desk.publication.guardrails if not view.is_over]
    if not views:
        raise UnknownSheetError("the book has no guardrails")
    address = desk.on_site(index_address("guardrail"))
    settings = [{"views": views, "found": found} for found in ("all", "not kept", "none")]
    records = [view.record for view in views]
    yield _poster("poster-guardrails", "poster-guardrails", address, settings, records)


def assembly_poster(desk: SheetDesk, of: str) -> Iterator[Sheet]:
    """An assembly to come: when, where, and what will be talked about."""
    meeting = _assembly(desk, of).record
    address = desk.address_of("assembly", meeting.id)
    points = len(meeting.agenda)
    settings = [
        {"meeting": meeting, "points": meeting.agenda[:most], "left": points - most}
        for most in range(min(_MOST, points), -1, -1)
    ]
    yield _poster(f"poster-{meeting.id}", "poster-assembly", address, settings, [meeting])


def _assembly(desk: SheetDesk, of: str) -> AssemblyView:
    """The assembly of this id, or the next one."""
    views = {view.record.id: view for view in desk.publication.assemblies}
    found = views.get(of) if of else desk.publication.glance.next_assembly
    if found is None:
        planned = [v.record.id for v in views.values() if v.record.held is Held.PLANNED]
        there = f"planned: {', '.join(planned)}" if planned else "no assembly is planned"
        raise UnknownSheetError(f"there is no assembly `{of}`; {there}" if of else there)
    return found
