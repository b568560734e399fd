# SPDX-License-Identifier: AGPL-3.0-or-later
"""Roles: who held what, when, and whether the work goes round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from commonpress.derive.publication import RoleView, TermView
from commonpress.kinds.role import Handle
from commonpress.render import words
from commonpress.render.addresses import index_address, record_address
from commonpress.render.charts.pens import SCREEN, Pattern
from commonpress.render.charts.timeline import Axis, Holder, Stretch, role_timeline
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.voice import say

PART = "roles"
_WIDE, _NARROW = 940.0, 328.0
_DAY = timedelta(days=1)


def role_sheets(desk: Desk) -> Iterator[Sheet]:
    """All roles with their timelines, and a page for each."""
    views = desk.publication.roles
    if not views:
        return
    timelines = {view.record.id: timeline(view, desk.publication.as_of) for view in views}
    holders = {t.term.holder for view in views for t in view.terms if not t.is_planned}
    yield desk.sheet(
        ("roles",),
        index_address("role"),
        PART,
        kind="roles",
        pictures=[picture for picture in timelines.values() if picture],
        views=views,
        timelines=timelines,
        holders=len(holders),
        handles=[r for r in desk.publication.records.get("handle", ()) if isinstance(r, Handle)],
    )
    for view in views:
        picture = timelines[view.record.id]
        yield desk.sheet(
            ("role",),
            record_address("role", view.record.id),
            PART,
            record=view.record,
            pictures=[picture] if picture else [],
            view=view,
            over=[t for t in view.terms if t.days_over],
            timeline=picture,
        )


def timeline(view: RoleView, as_of: date) -> Picture | None:
    """The terms of a role as a drawing; None where nobody has held it."""
    if not view.terms:
        return None
    rows: dict[str, list[Stretch]] = {}
    for term in view.terms:
        rows.setdefault(term.term.holder, []).extend(_stretches(term))
    holders = [Holder(name, tuple(stretches)) for name, stretches in rows.items()]
    axis = Axis(words.day(view.terms[0].term.start), as_of, words.day(as_of))
    terms = words.listed(_said(t) for t in view.terms)
    says = say("{title}, term by term: {terms}.", title=view.record.title, terms=terms)
    name = f"role-{view.record.id}"
    narrow = Picture(f"{name}-narrow", role_timeline(holders, axis, _NARROW, SCREEN, says))
    return Picture(name, role_timeline(holders, axis, _WIDE, SCREEN, says), says, narrow)


def _stretches(view: TermView) -> Iterator[Stretch]:
    """A term in its parts: as agreed, as extended, and past what was allowed."""
    term = view.term
    agreed = min(term.end, view.last_day)
    yield Stretch(term.start, agreed, Pattern.OPEN)
    if view.allowed_to > term.end and view.last_day > term.end:
        yield Stretch(term.end + _DAY, min(view.allowed_to, view.last_day), Pattern.UPRIGHT)
    if view.days_over:
        yield Stretch(view.allowed_to + _DAY, view.last_day, Pattern.SLANT)


def _said(view: TermView) -> str:
    held = words.days(view.term.start, view.last_day)
    if not view.days_over:
        return say("{holder} from {days}", holder=view.term.holder, days=held)
    return say(
        "{holder} from {days}, {over} past the term",
        holder=view.term.holder,
        days=held,
        over=words.count(view.days_over, "day"),
    )
