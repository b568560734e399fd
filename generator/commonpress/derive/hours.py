# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long people worked: by kind of work, month, season and project. Nobody is in it.

A line of hours that another stands in the place of counts nothing. A line belongs to the
period of its day; a line for a week has the last day of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from commonpress.check.register import Register
from commonpress.derive.answers import HoursLine, HoursTable, HoursView
from commonpress.derive.flow_views import RecordLink
from commonpress.ground.periods import Calendar, Period, months_between, season_of
from commonpress.kinds.hours import Hours
from commonpress.kinds.project import Project


def hours_view(register: Register) -> HoursView | None:
    """All hours of a book; None where none were written down."""
    lines = _lines(register)
    if not lines:
        return None
    works = _works(register.settings.kinds_of_work, lines)
    first, last = lines[0].record.date, lines[-1].record.date
    months = tuple(months_between(first, last))
    seasons = _seasons(months, first, last, register.settings.seasons)
    standing = [line for line in lines if not line.corrected_by]
    return HoursView(
        works=works,
        months=tuple(_table(standing, works, month) for month in months),
        seasons=tuple(_table(standing, works, season) for season in seasons),
        whole=_table(standing, works, Period(first, last, "")),
        projects=_by_project(standing),
        lines=lines,
    )


def hours_in(view: HoursView | None, period: Period) -> HoursTable | None:
    """The hours of a period; None where nobody worked in it."""
    if view is None:
        return None
    standing = [line for line in view.lines if not line.corrected_by]
    table = _table(standing, view.works, period)
    return table if table.total else None


def work_ids(works: Sequence[str]) -> dict[str, str]:
    """A short name for each kind of work, for figures: letters and digits, each its own."""
    ids: dict[str, str] = {}
    for number, work in enumerate(works, start=1):
        name = re.sub(r"[^a-z0-9]+", "-", work.casefold()).strip("-")
        ids[work] = name if name and name not in {"total", *ids.values()} else f"work-{number}"
    return ids


def _lines(register: Register) -> tuple[HoursLine, ...]:
    projects = {p.id: RecordLink("project", p.id, p.title, "project") for p in register.of(Project)}
    hours = register.of(Hours)
    corrected_by = {line.corrects: line.id for line in hours if line.corrects}
    default = register.settings.default_project
    return tuple(
        HoursLine(line, projects.get(line.project or default), corrected_by.get(line.id, ""))
        for line in hours
    )


def _works(listed: Sequence[str], lines: Sequence[HoursLine]) -> tuple[str, ...]:
    """The kinds of work as the settings list them; of a draft, also those that they do not."""
    done = {line.record.work for line in lines}
    return (*(w for w in listed if w in done), *sorted(done.difference(listed)))


def _day(line: HoursLine) -> date:
    return line.record.date


def _table(lines: Sequence[HoursLine], works: Sequence[str], period: Period) -> HoursTable:
    minutes: Counter[str] = Counter()
    start = bisect_left(lines, period.start, key=_day)
    for line in lines[start : bisect_right(lines, period.end, key=_day)]:
        minutes[line.record.work] += line.record.minutes
    return HoursTable(period, tuple((work, minutes[work]) for work in works))


def _seasons(
    months: Sequence[Period], first: date, last: date, rule: Calendar
) -> tuple[Period, ...]:
    days = (first, *(month.start for month in months if month.start > first), last)
    return tuple(sorted({season_of(day, rule) for day in days}))


def _by_project(lines: Iterable[HoursLine]) -> tuple[tuple[RecordLink | None, int], ...]:
    minutes: Counter[RecordLink | None] = Counter()
    for line in lines:
        minutes[line.project] += line.record.minutes
    return tuple(sorted(minutes.items(), key=lambda p: (-p[1], p[0].id if p[0] else "")))
