# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger of each project: what it moved season by season, its hours, its last lines.

A project shares its stocks with others, so nothing opens or closes here: these are flows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from commonpress.check.postings import Journal, Posting
from commonpress.derive.answers import HoursView, ProjectLedger, SeasonFlows
from commonpress.derive.flow_views import Conservation, EntryLine
from commonpress.derive.lines import as_declared
from commonpress.derive.statements import added_up, conserve, flows_only, postings_in, tables_of
from commonpress.ground.periods import Period
from commonpress.kinds.ledger import Category
from commonpress.kinds.project import Project

_Key = tuple[str, str]  # "category" or "resource", and its id


def project_ledgers(
    journal: Journal,
    lines: Iterable[EntryLine],
    seasons: Sequence[Period],
    hours: HoursView | None,
    projects: Iterable[Project],
) -> tuple[ProjectLedger, ...]:
    """A ledger for each project that moved anything or for which anyone worked."""
    postings: dict[str, list[Posting]] = defaultdict(list)
    for posting in journal.postings:
        postings[journal.chart.project_of(posting.entry)].append(posting)
    own_lines: dict[str, list[EntryLine]] = defaultdict(list)
    for line in lines:
        own_lines[journal.chart.project_of(line.entry)].append(line)
    minutes = _minutes(hours)
    ledgers = (
        ProjectLedger(
            record=project,
            flows=_flows(journal, postings[project.id], seasons),
            minutes=minutes.get(project.id, ()),
            lines=tuple(own_lines[project.id]),
        )
        for project in projects
    )
    return tuple(ledger for ledger in ledgers if ledger.lines or ledger.minutes)


def _flows(
    journal: Journal, postings: Sequence[Posting], seasons: Sequence[Period]
) -> tuple[SeasonFlows, ...]:
    """A table for each category, as declared, with the seasons in which it moved."""
    chart = journal.chart
    categories = as_declared(chart.categories.values())
    rows: dict[_Key, list[tuple[Period, Conservation]]] = defaultdict(list)
    named: dict[_Key, tuple[str, str]] = {}
    for season in seasons:
        found = conserve(postings_in(postings, season), chart, {})
        moved = {resource: flows_only(c) for resource, c in found.items()}
        for key, title, unit, flow in _rows(moved, journal, categories):
            named[key] = (title, unit)
            rows[key].append((season, flow))
    order = [key for top in categories for key in _keys(top, journal)]
    return tuple(
        SeasonFlows(*named[key], tuple(rows[key]), added_up(flow for _, flow in rows[key]))
        for key in order
        if key in rows
    )


def _rows(
    moved: Mapping[str, Conservation], journal: Journal, categories: Sequence[Category]
) -> Iterable[tuple[_Key, str, str, Conservation]]:
    """What moved in a season: a key, a title, a unit and the flow of each category.

    Where the resources of a category never have a unit in common, each stands for itself.
    """
    for table in tables_of(moved, journal.chart, categories):
        units = {journal.chart.resources[r].unit for r in _resources_of(table.category, journal)}
        if table.total is not None and len(units) == 1:
            yield ("category", table.category.id), table.category.title, table.unit, table.total
        else:
            for line in table.lines:
                resource = line.resource
                yield ("resource", resource.id), resource.title, resource.unit, line.conservation


def _keys(top: Category, journal: Journal) -> list[_Key]:
    """A category and then its resources, in the order in which their tables stand."""
    return [("category", top.id), *(("resource", r) for r in _resources_of(top, journal))]


def _resources_of(top: Category, journal: Journal) -> tuple[str, ...]:
    chart = journal.chart
    return tuple(
        r.id
        for r in as_declared(chart.resources.values())
        if not top.parent and top.id in chart.line_of_categories(r.category)
    )


def _minutes(hours: HoursView | None) -> dict[str, tuple[tuple[Period, int], ...]]:
    """The minutes worked for each project in each season."""
    found: dict[str, list[tuple[Period, int]]] = defaultdict(list)
    for table in hours.seasons if hours else ():
        worked: dict[str, int] = defaultdict(int)
        for line in hours.lines if hours else ():
            if line.project and not line.corrected_by and line.record.date in table.period:
                worked[line.project.id] += line.record.minutes
        for project in sorted(worked):
            found[project].append((table.period, worked[project]))
    return {project: tuple(seasons) for project, seasons in found.items()}
