# SPDX-License-Identifier: AGPL-3.0-or-later
"""Issues of the zine: what each section holds, picked by id or by season."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from commonpress.check.register import Register
from commonpress.derive.publication import (
    CaseView,
    DecisionView,
    Glance,
    IssueView,
    NormView,
    RoleView,
    SectionView,
)
from commonpress.derive.season_views import SeasonReport
from commonpress.ground.periods import Period, parse_period
from commonpress.kinds.publication import Section, SectionName, Zine

V = TypeVar("V", DecisionView, CaseView, NormView, RoleView)


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

    def section(self, section: Section, season: Period) -> SectionView:
        """A section with its records: those it names in its order, or the usual ones."""
        name, pick = section.section, section.pick
        taken = [d for d in self.decisions if d.record.decided_on and d.record.decided_on in season]
        in_force = [n for n in self.norms if n.in_force]
        return SectionView(
            section=name.value,
            title=section.title,
            decisions=_picked(self.decisions, pick, taken) if name is SectionName.DECISIONS else (),
            cases=_picked(self.cases, pick, self.cases[:1]) if name is SectionName.CASE else (),
            norms=_picked(self.norms, pick, in_force) if name is SectionName.NORMS else (),
            roles=_picked(self.roles, pick, self.roles) if name is SectionName.ROLES else (),
        )


def issue_views(
    register: Register,
    picks: Picks,
    glance_of: Callable[[Period], Glance],
    reports: Mapping[str, SeasonReport],
) -> tuple[IssueView, ...]:
    """Every issue, newest first. An issue whose season cannot be read is left out of a draft."""
    views = []
    for zine in register.of(Zine):
        season = parse_period(zine.season, register.settings.seasons)
        if season is None:
            continue
        views.append(
            IssueView(
                record=zine,
                season=season,
                sections=tuple(picks.section(s, season) for s in zine.sections),
                glance=glance_of(season),
                report=reports.get(season.name),
            )
        )
    return tuple(sorted(views, key=lambda v: (v.record.number, v.record.id), reverse=True))


def _picked(views: Sequence[V], pick: Sequence[str], usual: Sequence[V]) -> tuple[V, ...]:
    if not pick:
        return tuple(usual)
    by_id = {view.record.id: view for view in views}
    return tuple(by_id[i] for i in pick if i in by_id)
