# SPDX-License-Identifier: AGPL-3.0-or-later
"""The decisions as they stand today: in force by subject, open, due for review, and ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from commonpress.derive.publication import DecisionView, Standing
from commonpress.render.addresses import DECISIONS_TODAY
from commonpress.render.site_desk import Desk, Sheet

_HOLDS = frozenset({Standing.IN_FORCE, Standing.REVIEW_DUE})


@dataclass(frozen=True, slots=True)
class Subject:
    """What holds about one subject, newest first."""

    name: str
    views: tuple[DecisionView, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A proposal, and the first day on which it may be adopted; None before last call."""

    view: DecisionView
    adopted_from: date | None


def today_sheets(desk: Desk) -> Iterator[Sheet]:
    """The page, where the book holds decisions."""
    views = desk.publication.decisions
    if not views:
        return
    days = desk.publication.commons.limits.last_call_days
    yield desk.sheet(
        ("decisions_today",),
        DECISIONS_TODAY,
        "decisions",
        kind="decisions",
        holding=sum(view.standing in _HOLDS for view in views),
        subjects=by_subject(views),
        open=[_open(view, days) for view in views if view.standing is Standing.OPEN],
        stagnant=[view for view in views if view.standing is Standing.STAGNANT],
        review=[view for view in views if view.standing is Standing.REVIEW_DUE],
        repealed=[view for view in views if view.standing is Standing.REPEALED],
    )


def by_subject(views: Sequence[DecisionView]) -> tuple[Subject, ...]:
    """What is in force, by subject in the order of the alphabet."""
    holding = sorted(
        (view for view in views if view.standing in _HOLDS), key=lambda view: view.record.subject
    )
    groups = groupby(holding, key=lambda view: view.record.subject)
    return tuple(Subject(name, tuple(found)) for name, found in groups)


def _open(view: DecisionView, days: int) -> Open:
    began = view.record.last_call_on
    return Open(view, began + timedelta(days=days) if began else None)
