# SPDX-License-Identifier: AGPL-3.0-or-later
"""Issues of the zine: what each section holds, picked by id or by season."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from commonpress.check.register import Register
from commonpress.derive.publication import (
    AssemblyView,
    CaseView,
    DecisionView,
    Glance,
    IssueView,
    NormView,
    RoleView,
    SectionView,
    Standing,
)
from commonpress.derive.season_views import SeasonReport
from commonpress.ground.periods import Period, parse_period
from commonpress.kinds.decision import ONCE_ADOPTED
from commonpress.kinds.publication import Query, Section, SectionName, Zine

V = TypeVar("V", DecisionView, CaseView, NormView, RoleView)
_DECISIONS = SectionName.DECISIONS
_STANDINGS = {
    Query.IN_FORCE: (Standing.IN_FORCE, Standing.REVIEW_DUE),
    Query.REVIEW_DUE: (Standing.REVIEW_DUE,),
    Query.OPEN: (Standing.OPEN,),
}
_ADOPTED = (Query.ADOPTED_THIS_SEASON, Query.ADOPTED_SINCE_LAST_ISSUE)


class Picks:
    """Everything a section can pick from."""

    def __init__(
        self,
        decisions: Sequence[DecisionView],
        cases: Sequence[CaseView],
        norms: Sequence[NormView],
        roles: Sequence[RoleView],
    ) -> None:
        self.decisions = decisions
        self.cases = cases
        self.norms = norms
        self.roles = roles

    def section(self, section: Section, season: Period, since: date) -> SectionView:
        """A section with its records: those it names, those its query finds, or the usual ones.

        `since` is the day the last issue was finished.
        """
        name = section.section
        pick = partial(_picked, section=section)
        asked = _Asked(season, since)
        return SectionView(
            section=name.value,
            title=section.title,
            decisions=pick(self.decisions, asked.decision) if name is _DECISIONS else (),
            cases=pick(self.cases, asked.case) if name is SectionName.CASE else (),
            norms=pick(self.norms, asked.norm) if name is SectionName.NORMS else (),
            roles=pick(self.roles, asked.role) if name is SectionName.ROLES else (),
            art=section.art,
            is_optional=section.optional,
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whether a record is what a query asks for; without a query, whether it is usual."""

    season: Period
    since: date

    def decision(self, view: DecisionView, query: Query | None) -> bool:
        if query in _STANDINGS:
            return view.standing in _STANDINGS[query]
        day, record = view.record.decided_on, view.record
        if day is None or (query is Query.WITH_DISSENT and not record.dissent):
            return False
        if query in _ADOPTED and record.state not in ONCE_ADOPTED:
            return False
        return self.since < day if query is Query.ADOPTED_SINCE_LAST_ISSUE else day in self.season

    def case(self, view: CaseView, query: Query | None) -> bool:
        return query is None or view.record.batch == self.season.name

    def norm(self, view: NormView, query: Query | None) -> bool:
        if query is Query.ADOPTED_THIS_SEASON:
            adopted = view.decision.decided_on if view.decision else None
            return adopted is not None and adopted in self.season
        return view.in_force

    def role(self, view: RoleView, query: Query | None) -> bool:
        match query:
            case Query.HELD_NOW:
                return bool(view.current)
            case Query.CHANGED_THIS_SEASON:
                return any(held.term.start in self.season for held in view.terms)
        return True


def issue_views(
    register: Register,
    picks: Picks,
    glance_of: Callable[[Period], Glance],
    reports: Mapping[str, SeasonReport],
    assemblies: Sequence[AssemblyView],
) -> tuple[IssueView, ...]:
    """Every issue, newest first. An issue whose season cannot be read is left out of a draft."""
    views = []
    finished = sorted(zine.date for zine in register.of(Zine))
    for zine in register.of(Zine):
        season = parse_period(zine.season, register.settings.seasons)
        if season is None:
            continue
        since = max((day for day in finished if day < zine.date), default=season.start)
        views.append(
            IssueView(
                record=zine,
                season=season,
                sections=tuple(picks.section(s, season, since) for s in zine.sections),
                glance=_as_of_issue(glance_of(season), zine, assemblies),
                report=reports.get(season.name),
            )
        )
    return tuple(sorted(views, key=lambda v: (v.record.number, v.record.id), reverse=True))


def _as_of_issue(glance: Glance, zine: Zine, assemblies: Sequence[AssemblyView]) -> Glance:
    """A glance as the readers of an issue need it: what came next on the day it was finished.

    A proposal of today that was not there yet is left out of an issue of then.
    """
    ahead = [view for view in assemblies if view.record.date >= zine.date]
    there = (d for d in glance.open_proposals if (d.record.proposed_on or zine.date) <= zine.date)
    following = min(ahead, key=lambda view: (view.record.date, view.record.id), default=None)
    return replace(glance, next_assembly=following, open_proposals=tuple(there))


def _picked(
    views: Sequence[V], wanted: Callable[[V, Query | None], bool], section: Section
) -> tuple[V, ...]:
    """The records a section names; or those it asks for, of cases the newest alone if unasked."""
    if section.pick:
        by_id = {view.record.id: view for view in views}
        return tuple(by_id[i] for i in section.pick if i in by_id)
    found = tuple(view for view in views if wanted(view, section.query))
    unasked = section.section is SectionName.CASE and section.query is None
    return found[: section.most or (1 if unasked else len(found))]
