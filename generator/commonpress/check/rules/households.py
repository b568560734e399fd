# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines that went to people stand for several households, or for a longer time (domain rules, 6).

Whoever reads that one household was given rice on a Tuesday may know which one it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from commonpress.check.postings import CHART
from commonpress.check.rules.wording import finding, joined, name_of, some
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.kinds.base import Origin
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Purpose

if TYPE_CHECKING:
    from commonpress.check.postings import Chart
    from commonpress.check.register import Register
    from commonpress.kinds.entry import Entry

HOUSEHOLDS_MISSING = Code(
    "households-missing",
    "A line that went to neighbours says how many households stand behind it, so that anyone "
    "can see it points at none of them.",
)
TOO_FEW_HOUSEHOLDS = Code(
    "too-few-households",
    "A line behind which only a few households stand tells who was given what. It is rolled "
    "up before it is written: over the week, the month, the quarter, the year; then over the "
    "category, the wider one, and at last as other support.",
    private=True,
)
IMPORT_WITHOUT_HOUSEHOLDS = Code(
    "import-without-households",
    "Lines brought from another system went to neighbours, and that system did not say how "
    "many households stand behind them.",
    severity=Severity.NOTE,
)
CODES = (HOUSEHOLDS_MISSING, TOO_FEW_HOUSEHOLDS, IMPORT_WITHOUT_HOUSEHOLDS)


def lines_to_people_stand_for_enough_households(register: Register) -> Iterator[Diagnostic]:
    """Each such line names its households, and they are enough.

    A correction needs none of its own: the households of the line it corrects stand.
    """
    least = register.settings.limits.households_behind_a_line
    chart = register.journal.chart
    imported = []
    for entry in register.entries:
        if not _is_to_people(entry, chart):
            continue
        if entry.households is None:
            if entry.origin is Origin.IMPORT:
                imported.append(entry)
            elif not entry.corrects:
                message = f"{name_of(entry)} went to neighbours and names no households"
                hint = f"write `households`, at least {least}; below that, {_coarser(entry, chart)}"
                yield finding(HOUSEHOLDS_MISSING, entry, "action", message, hint)
        elif entry.households < least:
            message = f"fewer than {least} households stand behind this line"
            hint = _coarser(entry, chart)
            yield finding(TOO_FEW_HOUSEHOLDS, entry, "households", message, hint)
    if imported:
        message = f"{some(len(imported), 'imported line')} to neighbours without households"
        yield finding(IMPORT_WITHOUT_HOUSEHOLDS, imported[0], "action", message)


def _is_to_people(entry: Entry, chart: Chart) -> bool:
    if entry.action is not Action.DISTRIBUTED:
        return False
    target = chart.accounts.get(chart.accounts_of(entry)[1])
    return target is not None and target.purpose is Purpose.NEIGHBOURS


def _coarser(entry: Entry, chart: Chart) -> str:
    """The coarser lines to write instead, in the order to try them."""
    week = entry.date + timedelta(days=6 - entry.date.weekday())
    known = chart.resources.get(entry.resource)
    wider = chart.line_of_categories(known.category) if known else ()
    steps = ["for the month", "the quarter", "the year", *(f"all of `{c}`" for c in wider)]
    return (
        f"write one line for the whole week, dated {week}; where that is too few as well, "
        f"{joined([*steps, 'as other support'], 'and at last')}"
    )


RULES = (lines_to_people_stand_for_enough_households,)
NEEDS = {lines_to_people_stand_for_enough_households: CHART}
