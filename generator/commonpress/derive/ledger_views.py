# SPDX-License-Identifier: AGPL-3.0-or-later
"""The views of the ledger, made from one journal: statements, flows, resources, glances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commonpress.check.register import Register
from commonpress.derive.courses import with_courses, with_months
from commonpress.derive.flow_views import CategoryTable, Flow, ResourceView, Statement
from commonpress.derive.flows import flows_of
from commonpress.derive.glance import glance
from commonpress.derive.hours import hours_in, hours_view
from commonpress.derive.lines import as_declared, entry_lines, lines_by
from commonpress.derive.loans import loan_lines
from commonpress.derive.publication import AssemblyView, DecisionView, Glance
from commonpress.derive.resources import resource_views
from commonpress.derive.statements import statements
from commonpress.ground.periods import Calendar, Period, months_between, season_of, year
from commonpress.kinds.ledger import Category
from commonpress.kinds.project import Project


class LedgerViews:
    """Every view that is made from the journal, which is posted once."""

    def __init__(self, register: Register, as_of: date) -> None:
        self.register = register
        self.as_of = as_of
        self.journal = register.journal
        self.lines = entry_lines(register, self.journal)
        self.by_resource = lines_by(self.lines, "resource")
        self.spending = lines_by(self.lines, "decision")
        self.categories = as_declared(register.of(Category))
        self.projects = {p.id: p for p in register.of(Project)}
        self.loans = loan_lines(self.journal, self.lines, as_of)
        self.hours = hours_view(register)
        first = self.lines[0].entry.date if self.lines else None
        last = max(as_of, self.lines[-1].entry.date) if self.lines else as_of
        months = tuple(months_between(first, last)) if first else ()
        self.months = self.statements(months)
        seasons = self.statements(_seasons(first, last, register.settings.seasons))
        self.seasons = tuple(with_courses(self.journal, season, last) for season in seasons)
        years = tuple(year(n) for n in range(first.year, last.year + 1)) if first else ()
        self.years = tuple(with_months(y, self.months) for y in self.statements(years))

    def statements(self, periods: Sequence[Period]) -> tuple[Statement, ...]:
        """A statement for each of these periods."""
        return statements(self.journal, self.lines, periods, self.categories, self._flows)

    def resources(self) -> tuple[ResourceView, ...]:
        """Every resource with its months."""
        categories = {c.id: c for c in self.categories}
        return resource_views(self.journal, self.months, categories, self.by_resource, self.as_of)

    def glance(
        self,
        season: Period,
        decisions: Sequence[DecisionView],
        assemblies: Sequence[AssemblyView],
    ) -> Glance:
        """A season at a glance."""
        return glance(
            self.journal,
            self.statements((season,))[0],
            headline=self.journal.chart.resources.get(self.register.settings.headline),
            measures={c.id: c.measure for c in self.categories},
            project_titles={p.id: p.title for p in self.projects.values()},
            decisions=decisions,
            assemblies=assemblies,
            loan_lines=self.loans,
            hours=hours_in(self.hours, season),
            as_of=self.as_of,
        )

    def _flows(self, period: Period, tables: Sequence[CategoryTable]) -> tuple[Flow, ...]:
        return flows_of(self.journal, self.projects, period, tables)


def _seasons(first: date | None, last: date, rule: Calendar) -> tuple[Period, ...]:
    """Every season that holds a day from the first entry to the last day told of."""
    if first is None:
        return ()
    found = {season_of(month.start, rule) for month in months_between(first, last)}
    return tuple(sorted(found | {season_of(first, rule), season_of(last, rule)}))
