# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guardrails: which are kept, which are waived or breached, and on which figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from commonpress.derive.guardrail_views import Breach, GuardrailView, Judgement
from commonpress.derive.publication import RoleView
from commonpress.kinds.guardrail import SHARES
from commonpress.render import words
from commonpress.render.addresses import index_address, record_address
from commonpress.render.charts.marks import Mark
from commonpress.render.charts.meters import Meter, meters
from commonpress.render.charts.pens import SCREEN, Pattern
from commonpress.render.charts.squares import Squares, counted_squares
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.site_marks import mark_picture
from commonpress.render.site_roles import timeline
from commonpress.render.voice import say, say_value

PART = "guardrails"
MARKS: Mapping[Judgement, Picture] = {
    Judgement.KEPT: mark_picture(Mark.WHOLE),
    Judgement.WAIVED: mark_picture(Mark.CROSSED),
    Judgement.BREACHED: mark_picture(Mark.BROKEN),
    Judgement.UNJUDGED: mark_picture(Mark.OPEN),
}
FILLS = {
    Judgement.KEPT: Pattern.SOLID,
    Judgement.WAIVED: Pattern.UPRIGHT,
    Judgement.BREACHED: Pattern.SLANT,
    Judgement.UNJUDGED: Pattern.OPEN,
}
_WIDE, _NARROW = 640.0, 328.0
_MONTHS_DRAWN = 120


@dataclass(frozen=True, slots=True)
class Rail:
    """A guardrail as a row tells it: its view, its meter where it is a share, and its mark."""

    view: GuardrailView
    mark: Picture
    meter: Picture | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The terms of a role in which a limit was passed."""

    role: RoleView
    picture: Picture


def guardrail_sheets(desk: Desk) -> Iterator[Sheet]:
    """The page of all guardrails, and a page for each."""
    views = desk.publication.guardrails
    if not views:
        return
    rails = [rail_of(view) for view in views]
    timelines = {rail.view.record.id: _timelines(desk, rail.view.now.breaches) for rail in rails}
    drawn = [t.picture for found in timelines.values() for t in found]
    yield desk.sheet(
        ("guardrails",),
        index_address("guardrail"),
        PART,
        kind="guardrails",
        pictures=[*_pictures(rails), *drawn],
        standing=[rail for rail in rails if not rail.view.is_over],
        over=[rail for rail in rails if rail.view.is_over],
        timelines=timelines,
        asked=[view for view in views if view.answers and not view.is_over],
    )
    for rail in rails:
        yield _guardrail_sheet(desk, rail)


def rail_of(view: GuardrailView) -> Rail:
    """A guardrail with its drawings."""
    return Rail(view, MARKS[view.now.judgement], _meter(view))


def _guardrail_sheet(desk: Desk, rail: Rail) -> Sheet:
    view = rail.view
    history = _history(view)
    timelines = _timelines(desk, view.breaches)
    drawn = [*([history] if history else []), *(t.picture for t in timelines)]
    return desk.sheet(
        ("guardrail",),
        record_address("guardrail", view.record.id),
        PART,
        record=view.record,
        pictures=[*_pictures([rail]), *drawn],
        rail=rail,
        view=view,
        history=history,
        counts=[(j, n) for j in Judgement if (n := sum(m.judgement is j for m in view.months))],
        timelines=timelines,
    )


def _pictures(rails: Sequence[Rail]) -> Iterator[Picture]:
    for rail in rails:
        yield rail.mark
        if rail.meter:
            yield rail.meter


def _meter(view: GuardrailView) -> Picture | None:
    """The share held against its limit; None where the condition is no share."""
    record, share = view.record, view.now.share
    if view.condition not in SHARES or share is None or not record.percent:
        return None
    limit = say("limit {share}", share=words.percent(Decimal(record.percent) / 100))
    shown = [
        Meter(_measured(view), words.percent(share), float(share), record.percent / 100, limit)
    ]
    says = f"{record.title}: {words.percent(share)}, {limit}."
    name = f"guardrail-{record.id}"
    narrow = Picture(f"{name}-narrow", meters(shown, _NARROW, SCREEN, says))
    return Picture(name, meters(shown, _WIDE, SCREEN, says), says, narrow)


def _measured(view: GuardrailView) -> str:
    """Whose share it is."""
    largest = max(view.now.breaches, key=lambda b: b.share or 0, default=None)
    return largest.says if largest and largest.says else say("Share of the money of twelve months")


def _history(view: GuardrailView) -> Picture | None:
    """One square a month since it was adopted; the words beside it tell the same."""
    months = view.months[-_MONTHS_DRAWN:]
    if not months:
        return None
    groups = [
        Squares(len(list(row)), FILLS[judgement])
        for judgement, row in groupby(months, key=lambda m: m.judgement)
    ]
    said = (
        f"{words.period(m.period)} {say_value(m.judgement.value)}"
        for m in months
        if m.judgement is not Judgement.KEPT
    )
    counted, rest = words.count(len(months), "month"), words.listed(said)
    says = say("One square for each of {months}; all kept.", months=counted)
    if rest:
        says = say(
            "One square for each of {months}; all kept but {rest}.", months=counted, rest=rest
        )
    name = f"months-{view.record.id}"
    narrow = Picture(f"{name}-narrow", counted_squares(groups, 1, SCREEN, says))
    return Picture(name, counted_squares(groups, 4, SCREEN, says), says, narrow)


def _timelines(desk: Desk, breaches: Sequence[Breach]) -> tuple[Timeline, ...]:
    """The timeline of every role in which somebody stayed too long, each once."""
    wanted = {breach.id for breach in breaches if breach.kind == "role"}
    drawn = (
        (view, timeline(view, desk.publication.as_of))
        for view in desk.publication.roles
        if view.record.id in wanted
    )
    return tuple(Timeline(view, picture) for view, picture in drawn if picture)
