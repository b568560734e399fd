# SPDX-License-Identifier: AGPL-3.0-or-later
"""Practices with their strength, and the scrutiny log: what fades, what was asked from outside."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from commonpress.derive.halflife import PracticeView
from commonpress.kinds.gathering import Gathering
from commonpress.kinds.practice import Renewal
from commonpress.kinds.symbol import Symbol
from commonpress.render import words
from commonpress.render.addresses import index_address, record_address
from commonpress.render.charts.bars import Part, strip
from commonpress.render.charts.pens import SCREEN, Pattern
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.voice import say

PRACTICES, SCRUTINY = "practices", "scrutiny"
_STRIP, _STRIP_NARROW = (640.0, 22.0), (328.0, 22.0)


def practice_sheets(desk: Desk) -> Iterator[Sheet]:
    """The list of practices, and a page for each."""
    views = desk.publication.practices
    if not views:
        return
    drawn = {view.record.id: _strength(view) for view in views}
    yield desk.sheet(
        ("practices",),
        index_address("practice"),
        PRACTICES,
        kind="practices",
        pictures=[picture for picture in drawn.values() if picture],
        views=views,
        drawn=drawn,
        renewals=_renewals(desk),
    )
    became = {v.record.became: v.record for v in views if v.record.became}
    for view in views:
        picture = drawn[view.record.id]
        yield desk.sheet(
            ("practice",),
            record_address("practice", view.record.id),
            PRACTICES,
            record=view.record,
            pictures=[picture] if picture else [],
            view=view,
            picture=picture,
            came_from=became.get(view.record.id),
            symbols=_with(desk, "symbol", view.record.id),
            gatherings=_with(desk, "gathering", view.record.id),
        )


def scrutiny_sheets(desk: Desk) -> Iterator[Sheet]:
    """The scrutiny log, and a page for each line of it."""
    views = desk.publication.scrutiny
    if not views:
        return
    yield desk.sheet(
        ("scrutinies",), index_address("scrutiny"), SCRUTINY, kind="scrutinies", views=views
    )
    for view in views:
        yield desk.sheet(
            ("scrutiny",),
            record_address("scrutiny", view.record.id),
            SCRUTINY,
            record=view.record,
            view=view,
        )


def _strength(view: PracticeView) -> Picture | None:
    """What is left of a practice, solid, and what has faded, open; None where it is not told."""
    if view.strength is None or view.record.ended:
        return None
    left = min(view.strength, Decimal(1))
    parts = [Part(float(left), Pattern.SOLID), Part(float(1 - left), Pattern.OPEN)]
    says = say(
        "{title}: {share} of its strength is left.",
        title=view.record.title,
        share=words.percent(left),
    )
    name = f"practice-{view.record.id}"
    shown = [part for part in parts if part.share > 0]
    narrow = Picture(f"{name}-narrow", strip(shown, *_STRIP_NARROW, SCREEN, says))
    return Picture(name, strip(shown, *_STRIP, SCREEN, says), says, narrow)


def _renewals(desk: Desk) -> list[tuple[PracticeView, Renewal]]:
    """Every renewal of every practice, newest first."""
    views = desk.publication.practices
    found = [(view, renewal) for view in views for renewal in view.record.renewals]
    return sorted(found, key=lambda pair: (pair[1].date, pair[0].record.id), reverse=True)


def _with(desk: Desk, kind: str, practice: str) -> list[Symbol | Gathering]:
    return [
        record
        for record in desk.publication.records.get(kind, ())
        if isinstance(record, Symbol | Gathering) and practice in record.practices
    ]
