# SPDX-License-Identifier: AGPL-3.0-or-later
"""Projects: what each moved in a period, and what its own stocks hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commonpress.check.postings import Journal
from commonpress.check.register import Register
from commonpress.derive.holdings import AccountView
from commonpress.derive.lines import as_declared
from commonpress.derive.season_views import ProjectView
from commonpress.derive.statements import conserve, flows_only, postings_in, tables_of
from commonpress.ground.periods import Period
from commonpress.kinds.ledger import AccountType, Category
from commonpress.kinds.project import Project


def project_views(
    register: Register,
    journal: Journal,
    accounts: Sequence[AccountView],
    *,
    period: Period,
    as_of: date,
) -> tuple[ProjectView, ...]:
    """Every project, those that run first, then by the day they began."""
    categories = as_declared(register.of(Category))
    postings = postings_in(journal.postings, period)
    views = []
    for project in register.of(Project):
        own = [p for p in postings if journal.chart.project_of(p.entry) == project.id]
        moved = {r: flows_only(c) for r, c in conserve(own, journal.chart, {}).items()}
        views.append(
            ProjectView(
                record=project,
                tables=tables_of(moved, journal.chart, categories),
                stocks=tuple(
                    a
                    for a in accounts
                    if a.account.project == project.id and a.account.type is AccountType.STOCK
                ),
            )
        )
    return tuple(sorted(views, key=lambda v: (_has_ended(v, as_of), v.record.started, v.record.id)))


def _has_ended(view: ProjectView, as_of: date) -> bool:
    return view.record.ended is not None and view.record.ended < as_of
