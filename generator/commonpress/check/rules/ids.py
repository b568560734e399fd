# SPDX-License-Identifier: AGPL-3.0-or-later
"""An id that names a month or a year names the one its record is of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.periods import parse_period
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.case import Case
from commonpress.kinds.decision import Decision

if TYPE_CHECKING:
    from datetime import date

    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

ID_OF_ANOTHER_TIME = Code(
    "id-of-another-time",
    "People read the month or the year out of an id, so it is that of the record. An id never "
    "changes: where the date was written wrong, the date is what to put right.",
)
CODES = (ID_OF_ANOTHER_TIME,)


def ids_name_the_month_of_their_record(register: Register) -> Iterator[Diagnostic]:
    """Entries, hours and assemblies carry the month in which they happened."""
    day: date | None = None
    month = ""
    for line in register.lines:
        if line.date != day:  # they come by their date
            day, month = line.date, _month(line.date)
        if line.id and line.id[4:11] != month:
            yield _other_month(line, line.date)
    for assembly in register.of(Assembly):
        if assembly.id[4:11] != _month(assembly.date):
            yield _other_month(assembly, assembly.date)


def ids_name_the_year_of_their_record(register: Register) -> Iterator[Diagnostic]:
    """A decision carries a year between its first date and the day it was decided.

    A case carries the year of its period or that of its publication: any other would say
    more about when it happened than its period does.
    """
    for decision in register.of(Decision):
        days = [decision.drafted_on, decision.proposed_on, decision.last_call_on]
        years = sorted(day.year for day in (*days, decision.decided_on) if day)
        if years and not years[0] <= int(decision.id[4:8]) <= years[-1]:
            field = "decided_on" if decision.decided_on else "drafted_on"
            yield _other_year(decision, field, str(years[-1]))
    for case in register.of(Case):
        years = [
            found.start.year for found in map(parse_period, (case.period, case.batch)) if found
        ]
        if years and int(case.id[5:9]) not in years:
            yield _other_year(case, "period", str(years[0]))


def _month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _other_month(record: Record, day: date) -> Diagnostic:
    message = f"the id `{record.id}` names another month than its date, {day}"
    hint = f"put the date right, or give it an id of {_month(day)}"
    return finding(ID_OF_ANOTHER_TIME, record, "date", message, hint)


def _other_year(record: Record, field: str, year: str) -> Diagnostic:
    message = f"the id `{record.id}` names another year than its dates"
    hint = f"put the dates right, or give it an id of {year}"
    return finding(ID_OF_ANOTHER_TIME, record, field, message, hint)


RULES = (ids_name_the_month_of_their_record, ids_name_the_year_of_their_record)
