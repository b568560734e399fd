# SPDX-License-Identifier: AGPL-3.0-or-later
"""A season at a glance: the figures that home, zine and data share, each computed here once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from commonpress.check.postings import Journal
from commonpress.derive.answers import HoursTable, LoanLine, Loans
from commonpress.derive.flow_views import CategoryTable, Conservation, EntryLine, Statement
from commonpress.derive.hours import work_ids
from commonpress.derive.loans import late_in
from commonpress.derive.publication import (
    AssemblyView,
    DecisionView,
    Figure,
    Glance,
    Headline,
    Standing,
)
from commonpress.derive.statements import conserved_in, line_of, postings_in
from commonpress.ground.periods import Calendar, Period, season_of
from commonpress.ground.quantities import ZERO
from commonpress.kinds.assembly import Held
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Measure, Purpose, Resource

# For so many days a new season is too young to be told of, and the one before is shown.
YOUNG_SEASON = timedelta(days=30)
MOST_LOOPS = 400

# The lines of a category that are published as figures, with what each says.
_CATEGORY_LINES = (
    ("opening", "in stock when it began"),
    ("came_in", "came in"),
    ("given_on", "given on"),
    ("used", "used or cooked"),
    ("distributed", "handed out to neighbours"),
    ("passed_on", "passed on to another commons"),
    ("paid", "paid out"),
    ("spoiled", "spoiled"),
    ("unaccounted", "found above the book by counts, below zero where missing"),
    ("closing", "in stock when it ended"),
    ("all_there_was", "all there was"),
)


def season_to_tell(as_of: date, rule: Calendar) -> Period:
    """The season a book tells of on a day: the one that runs, once it is thirty days old."""
    running = season_of(as_of, rule)
    if as_of - running.start < YOUNG_SEASON:
        return season_of(running.start - timedelta(days=1), rule)
    return Period(running.start, min(running.end, as_of), running.name)


def glance(
    journal: Journal,
    statement: Statement,
    *,
    headline: Resource | None,
    measures: Mapping[str, Measure],
    project_titles: Mapping[str, str],
    decisions: Sequence[DecisionView],
    assemblies: Sequence[AssemblyView],
    loan_lines: Sequence[LoanLine],
    hours: HoursTable | None,
    as_of: date,
) -> Glance:
    """Everything a season's first page says."""
    period = statement.period
    head = None
    if headline is not None:
        is_money = measures.get(headline.category) is Measure.MONEY
        head = _headline(journal, period, headline, project_titles, is_money=is_money)
    loans = _loans(journal, period, loan_lines)
    taken = tuple(d for d in decisions if d.record.decided_on and d.record.decided_on in period)
    met = tuple(a for a in assemblies if a.record.held is Held.HELD and a.record.date in period)
    figures = [
        *([head.figure, *(figure for _, figure in head.parts)] if head else []),
        *(f for table in statement.tables for f in category_figures(table, period)),
        *_count_figures(statement, taken, met, period),
        *(_loan_figures(loans, period) if loans else []),
        *(_hour_figures(hours) if hours else []),
    ]
    return Glance(
        period=period,
        statement=statement,
        headline=head,
        figures=tuple(figures),
        decisions=taken,
        open_proposals=tuple(d for d in decisions if d.standing is Standing.OPEN),
        assemblies=met,
        next_assembly=_next(assemblies, as_of),
        loans=loans,
        hours=hours,
    )


def category_figures(table: CategoryTable, period: Period) -> list[Figure]:
    """The figures of a category whose resources share a unit; none for any other."""
    if table.total is None:
        return []
    places = _places(table)
    name = table.category.title
    figures = [
        Figure(
            id=f"{table.category.id}-{line.replace('_', '-')}",
            value=getattr(table.total, line),
            unit=table.unit,
            period=period.name,
            about=f"{name}: {words}",
            places=places,
        )
        for line, words in _CATEGORY_LINES
    ]
    change = table.total.closing - table.total.opening
    about = f"{name}: change of the stock"
    figures.append(
        Figure(f"{table.category.id}-change", change, table.unit, period.name, about, places)
    )
    return figures


def loop_size(total: Decimal) -> int:
    """How many one loop stands for, so that no more than `MOST_LOOPS` are drawn."""
    size = 1
    while total / size > MOST_LOOPS:
        size *= 10
    return size


def _headline(
    journal: Journal,
    period: Period,
    resource: Resource,
    project_titles: Mapping[str, str],
    *,
    is_money: bool,
) -> Headline | None:
    found = conserved_in(journal, period).get(resource.id, Conservation())
    made = bool(found.made)
    total = found.made if made else found.came_in
    if not total:
        return None
    parts: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for posting in postings_in(journal.postings, period):
        counted = {"made"} if made else {"made", "received", "returned"}
        if posting.resource == resource.id and line_of(posting, journal.chart) in counted:
            project = journal.chart.project_of(posting.entry)
            parts[project] += -posting.amount if posting.backwards else posting.amount
    places = 2 if is_money else decimals([total])
    unit = resource.each or resource.unit
    ranked = sorted(parts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Headline(
        resource=resource,
        figure=Figure(
            f"{resource.id}-total", total, unit, period.name, f"{resource.title}: all", places
        ),
        loop_is=loop_size(total),
        parts=tuple(
            (
                project_titles.get(project, project),
                Figure(
                    id=f"{resource.id}-in-{project}" if project else f"{resource.id}-elsewhere",
                    value=amount,
                    unit=unit,
                    period=period.name,
                    about=f"{resource.title}: {project_titles.get(project, 'no project')}",
                    places=places,
                ),
            )
            for project, amount in ranked
        ),
    )


def _loans(journal: Journal, period: Period, lines: Sequence[LoanLine]) -> Loans | None:
    """Loans in pieces; None where nothing was lent, or the things lent have no unit in common."""
    chart = journal.chart
    lent = returned = ZERO
    units = set()
    for posting in postings_in(journal.postings, period):
        if posting.kind not in {Action.LENT, Action.RETURNED}:
            continue
        units.add(chart.resources[posting.resource].unit)
        amount = -posting.amount if posting.backwards else posting.amount
        lent += amount if posting.kind is Action.LENT else ZERO
        returned += amount if posting.kind is Action.RETURNED else ZERO
    if len(units) != 1:
        return None
    sinks = {a.id for a in chart.accounts.values() if a.purpose is Purpose.LOANS}
    out = sum(
        (journal.balance(a, r, period.end) for a, r in sorted(journal.running) if a in sinks), ZERO
    )
    late = late_in(lines, period.start, period.end)
    return Loans(lent=lent, returned=returned, out=out, late=late)


def _loan_figures(loans: Loans, period: Period) -> list[Figure]:
    words = {
        "lent": "lent",
        "returned": "brought back",
        "late": "brought back after their day",
        "out": "out when it ended",
    }
    return [
        Figure(f"loans-{name}", getattr(loans, name), "", period.name, f"Loans: {what}")
        for name, what in words.items()
    ]


def _hour_figures(hours: HoursTable) -> list[Figure]:
    """Time worked, each figure rounded to a tenth of an hour on its own."""
    ids = work_ids([work for work, _ in hours.minutes])
    told = [("total", "all", hours.total)]
    told += [(ids[work], work.lower(), minutes) for work, minutes in hours.minutes if minutes]
    return [
        _hour_figure(f"hours-{name}", minutes, hours.period.name, f"Hours: {what}")
        for name, what, minutes in told
    ]


def _hour_figure(figure_id: str, minutes: int, period: str, about: str) -> Figure:
    value = (Decimal(minutes) / 60).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    return Figure(figure_id, value, "h", period, about, decimals([value]))


def _count_figures(
    statement: Statement,
    decisions: Sequence[DecisionView],
    assemblies: Sequence[AssemblyView],
    period: Period,
) -> list[Figure]:
    counts = (
        ("entries", len(statement.entries), "Entries of the ledger"),
        ("receipts", _receipts(statement.entries), "Payments with a receipt"),
        ("decisions", len(decisions), "Decisions taken"),
        ("assemblies", len(assemblies), "Assemblies held"),
    )
    return [Figure(name, Decimal(n), "", period.name, about) for name, n, about in counts]


def _receipts(entries: Iterable[EntryLine]) -> int:
    return sum(1 for e in entries if e.entry.action is Action.PAID and e.entry.receipt)


def _next(assemblies: Sequence[AssemblyView], as_of: date) -> AssemblyView | None:
    planned = [a for a in assemblies if a.record.held is Held.PLANNED and a.record.date >= as_of]
    return min(planned, key=lambda a: (a.record.date, a.record.id), default=None)


def _places(table: CategoryTable) -> int:
    """Decimals to print for a category: always two for money, else as many as any line needs."""
    if table.category.measure is Measure.MONEY:
        return 2
    lines = [line.conservation for line in table.lines]
    return decimals(getattr(c, name) for c in lines for name, _ in _CATEGORY_LINES)


def decimals(values: Iterable[Decimal]) -> int:
    """How many decimals are needed to print all of these exactly."""
    exponents = (v.normalize().as_tuple().exponent for v in values)
    return max((-e for e in exponents if isinstance(e, int) and e < 0), default=0)
