# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pocket guide: what a newcomer needs to know of a commons, on one sheet of eight panels.

Everything on it is a record: what the settings say of the commons, what meets again and when, the
norms in force, who holds which role, and what the published cases tell. Each panel is tried in
its fullest setting first; a panel that nothing is written for becomes one to write on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from commonpress.derive.conflicts import conflicts
from commonpress.derive.force import IN_FORCE
from commonpress.derive.publication import NormView
from commonpress.derive.season_views import ProjectView
from commonpress.kinds.assembly import Held
from commonpress.kinds.base import Record
from commonpress.kinds.gathering import Gathering
from commonpress.render.copyfit import in_lines, widest
from commonpress.render.print_panels import Panel, PanelSize
from commonpress.render.sheet_desk import SheetDesk
from commonpress.render.zine_desk import PT_PER_MM, TITLE_TRACKING
from commonpress.render.zine_pieces import Piece

_MOST_NORMS, _MOST_ROLES, _MOST_WAYS = 9, 8, 6
_LINE_MM, _HEAD_MM = 8.0, 18.0


def guide_panels(desk: SheetDesk, size: PanelSize) -> tuple[Panel, ...]:
    """The eight panels, in the order they are read."""
    inner = (_what(desk), _part(desk), _next(desk), _norms(desk), _roles(desk), _conflict(desk))
    told = (panel or _notes(desk, size, place) for place, panel in enumerate(inner, start=2))
    return (_cover(desk, size), *told, _back(desk))


def _cover(desk: SheetDesk, size: PanelSize) -> Panel:
    """The name, as large as the panel is wide."""
    lines = in_lines(desk.publication.commons.name, desk.display, 3, TITLE_TRACKING)
    wide = 0.98 * size.width * PT_PER_MM / widest(lines, desk.display, TITLE_TRACKING)
    tall = 0.36 * size.height * PT_PER_MM / (0.86 * len(lines))
    made = _made(
        desk,
        "cover",
        look="panel-cover",
        name_lines=lines,
        name_size=round(min(wide, tall), 1),
        height=round(size.height - 0.2, 2),
    )
    return Panel("cover", (made,))


def _what(desk: SheetDesk) -> Panel | None:
    """What the commons says of itself, and what it does."""
    commons = desk.publication.commons
    projects = [view for view in desk.publication.projects if not view.record.ended]
    if not commons.about and not projects:
        return None
    none: list[ProjectView] = []
    tries = ((projects, True), (projects, False), (none, False))
    records = (commons, *(view.record for view in projects))
    return _panel(
        desk,
        "what",
        ({"text": commons.about, "projects": shown, "told": told} for shown, told in tries),
        records,
    )


def _part(desk: SheetDesk) -> Panel | None:
    """What comes back every week, and every way to be heard."""
    ways = desk.publication.commons.contact[:_MOST_WAYS]
    recurring = [one for one in _gatherings(desk) if one.recurs and one.held is not Held.CANCELLED]
    tries = [(r, w) for w in range(len(ways), -1, -1) for r in range(len(recurring), -1, -1)]
    records = (desk.publication.commons, *recurring)
    settings = ({"recurring": recurring[:r], "ways": ways[:w]} for r, w in tries)
    return _panel(desk, "part", settings, records)


def _next(desk: SheetDesk) -> Panel:
    """When and where the next assembly and gatherings are."""
    ahead = desk.publication.glance.next_assembly
    meeting = ahead.record if ahead else None
    agenda = meeting.agenda if meeting else ()
    as_of = desk.publication.as_of
    planned = (one for one in _gatherings(desk) if one.held is Held.PLANNED)
    coming = sorted((g for g in planned if g.date >= as_of), key=lambda g: (g.date, g.id))
    tries = [(len(agenda), n) for n in range(len(coming), -1, -1)]
    tries += [(n, 0) for n in range(len(agenda) - 1, -1, -1)]
    records = (*([meeting] if meeting else ()), *coming)
    settings = (
        {
            "meeting": meeting,
            "points": agenda[:points],
            "more": len(agenda) - points,
            "coming": coming[:n],
            "later": len(coming) - n,
        }
        for points, n in tries
    )
    return _panel(desk, "next", settings, records)


def _norms(desk: SheetDesk) -> Panel | None:
    """The norms in force, in the words they were adopted in, as many as fit."""
    # Those that came out of a case are told again beside how conflict is met.
    norms = sorted(_in_force(desk.publication.norms), key=lambda view: bool(view.came_from))
    if not norms:
        return None
    counts = range(min(len(norms), _MOST_NORMS), 0, -1)
    tries = [(n, len(norms)) for n in counts] + [(n, n) for n in counts]
    settings = (
        {"norms": norms[:n], "named": norms[n:last], "more": len(norms) - last} for n, last in tries
    )
    return _panel(desk, "norms", settings, [norms[0].record])


def _roles(desk: SheetDesk) -> Panel | None:
    """Who holds which role, by handle."""
    roles = desk.publication.roles
    if not roles:
        return None
    counts = range(min(len(roles), _MOST_ROLES), 0, -1)
    tries = [(counts[0], True), *((n, False) for n in counts)]
    settings = ({"roles": roles[:n], "told": told, "more": len(roles) - n} for n, told in tries)
    return _panel(desk, "roles", settings, [roles[0].record])


def _conflict(desk: SheetDesk) -> Panel | None:
    """What the published cases say together, and the norms that came out of them."""
    views = desk.publication.cases
    if not views:
        return None
    found = conflicts(views, desk.publication.commons.limits.full_tally_from)
    came = [view for view in _in_force(desk.publication.norms) if view.came_from]
    learned = sorted(came, key=lambda view: -len(view.applied_in))
    tries = [(n, True, True) for n in range(len(learned), 0, -1)]
    tries += [(n, False, True) for n in range(len(learned), -1, -1)]
    settings = (
        {"found": found, "learned": learned[:n], "told": told, "more": more}
        for n, told, more in (*tries, (0, False, False))
    )
    return _panel(desk, "conflict", settings, [desk.publication.commons])


def _back(desk: SheetDesk) -> Panel:
    """Where all of it can be read, with and without a phone."""
    ways = desk.publication.commons.contact
    settings = ({"told": way} for way in (*ways[:1], ""))
    return _panel(desk, "back", settings, [desk.publication.commons])


def _notes(desk: SheetDesk, size: PanelSize, place: int) -> Panel:
    lines = int((size.height - _HEAD_MM) / _LINE_MM)
    counts = range(lines, max(lines - 4, 0), -1)
    made = (_made(desk, "notes", f"notes-{place}-{n}", lines=n) for n in counts)
    return Panel(f"notes-{place}", tuple(made))


def _gatherings(desk: SheetDesk) -> Iterator[Gathering]:
    found = desk.publication.records.get("gathering", ())
    return (record for record in found if isinstance(record, Gathering))


def _in_force(norms: Sequence[NormView]) -> list[NormView]:
    return [view for view in norms if view.in_force and view.reliance == IN_FORCE]


def _panel(
    desk: SheetDesk, name: str, settings: Iterator[dict[str, Any]], records: Sequence[Record]
) -> Panel:
    made = (_made(desk, name, f"{name}-{n}", **values) for n, values in enumerate(settings))
    return Panel(name, tuple(made), tuple(records))


def _made(desk: SheetDesk, name: str, key: str = "", look: str = "", **values: Any) -> Piece:
    printed = desk.panel(f"guide-{name}", **values)
    look = look or f"panel-{name}"
    return Piece(key or name, look, printed.description, printed.title, printed.body)
