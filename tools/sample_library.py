# SPDX-License-Identifier: AGPL-3.0-or-later
"""The loans of the sample library: out on Saturdays, back a week or two later, some of them late.

Habits like those of `sample_habits.py`, which runs them.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import sample_story as story
from sample_lines import Line
from sample_seasons import LOANS, ONE, about, throw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample_lines import Shelves

SATURDAY = 5


def tools_back(day: date, _: Shelves) -> Iterator[Line]:
    """Loans that come back on their day, a Saturday, and late ones the Wednesday after."""
    for weeks in (1, 2):
        for wait in (0, 4):
            lent_on = day - timedelta(days=7 * weeks + wait)
            if lent_on.weekday() == SATURDAY and story.weeks_out(lent_on) == weeks:
                yield from _returned(day, lent_on, late=bool(wait))


def _returned(day: date, lent_on: date, *, late: bool) -> Iterator[Line]:
    kept = late_tools(lent_on)
    quantity = Decimal(kept) if late else lent_tools(lent_on) - kept
    if quantity:
        yield Line(
            day=day,
            action="returned",
            resource="tools",
            quantity=quantity,
            project="rope-works-library",
            note="Four days late" if late else "",
        )


def lent_tools(day: date) -> Decimal:
    """How many tools go out on a Saturday."""
    return about(day, "loans", LOANS, ONE)


def late_tools(day: date) -> int:
    """How many of a Saturday's loans come back late: mostly none."""
    return int(throw(day, "late", Decimal(0), Decimal(9), ONE)) // 6


def tools_out(day: date, _: Shelves) -> Iterator[Line]:
    """Saturday's loans, in one line, all due on the same day."""
    if day.weekday() == SATURDAY:
        yield loan_of(day, written_on=day)


def loan_of(lent_on: date, written_on: date) -> Line:
    """The loans of a Saturday as a line, on that day or on the day the book opens."""
    return Line(
        day=written_on,
        action="lent",
        resource="tools",
        quantity=lent_tools(lent_on),
        project="rope-works-library",
        due=lent_on + timedelta(days=7 * story.weeks_out(lent_on)),
        note="" if lent_on == written_on else "Already out when the book opened",
    )
