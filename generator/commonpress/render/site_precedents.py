# SPDX-License-Identifier: AGPL-3.0-or-later
"""What leans on what: the graph of precedents as a drawing, and as the table it is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonpress.derive.force import Force
from commonpress.derive.publication import CaseView
from commonpress.kinds.case import Treatment
from commonpress.render.charts.pens import SCREEN
from commonpress.render.charts.precedents import Line, Manner, Row, precedents
from commonpress.render.pictures import Picture
from commonpress.render.voice import say, say_many

_WIDE, _NARROW = 940.0, 328.0
_MANNERS = {
    Treatment.FOLLOWED: Manner.LEANS,
    Treatment.APPLIED: Manner.LEANS,
    Treatment.DISTINGUISHED: Manner.PARTS,
    Treatment.LIMITED: Manner.NARROWS,
    Treatment.QUESTIONED: Manner.NARROWS,
    Treatment.OVERRULED_IN_PART: Manner.NARROWS,
    Treatment.OVERRULED: Manner.OVERRULES,
}


@dataclass(frozen=True, slots=True)
class CitationRow:
    """One line of the table: a case, what it does with which earlier one, and why."""

    later: CaseView
    treatment: str
    earlier: CaseView
    why: str


def citation_rows(views: Sequence[CaseView]) -> tuple[CitationRow, ...]:
    """Every citation among published cases, the latest case first."""
    by_id = {view.record.id: view for view in views}
    return tuple(
        CitationRow(view, link.treatment, by_id[link.case.id], link.why)
        for view in sorted(views, key=lambda v: v.record.id, reverse=True)
        for link in view.cites
    )


def precedents_picture(rows: Sequence[CitationRow]) -> Picture | None:
    """The drawing of these citations; None where there are none."""
    if not rows:
        return None
    seen = {view.record.id: view for row in rows for view in (row.later, row.earlier)}
    views = [seen[record_id] for record_id in sorted(seen)]
    place = {view.record.id: number for number, view in enumerate(views)}
    lines = [
        Line(place[r.later.record.id], place[r.earlier.record.id], _MANNERS[Treatment(r.treatment)])
        for r in rows
    ]
    drawn = [Row(v.record.id, v.record.title, v.reliance.force is Force.OVERRULED) for v in views]
    says = _said(rows, len(views))
    narrow = Picture("precedents-narrow", precedents(drawn, lines, _NARROW, SCREEN, says))
    return Picture("precedents", precedents(drawn, lines, _WIDE, SCREEN, says), says, narrow)


def manners_in(rows: Sequence[CitationRow]) -> frozenset[str]:
    """Which sorts of line a drawing of these has; its caption explains no others."""
    return frozenset(_MANNERS[Treatment(row.treatment)].value for row in rows)


def _said(rows: Sequence[CitationRow], cases: int) -> str:
    leaning = sum(_MANNERS[Treatment(row.treatment)] is Manner.LEANS for row in rows)
    return say(
        "{lines} among {cases}; {leaning} lean on the earlier case. The table below says all.",
        lines=say_many(len(rows), "{n} citation", "{n} citations"),
        cases=say_many(cases, "{n} case", "{n} cases"),
        leaning=leaning,
    )
