# SPDX-License-Identifier: AGPL-3.0-or-later
"""Periods: months, seasons and years, named as the book names them.

`2026` is a year, `2026-03` a month, `2026-spring` a season. Seasons run from the
equinoxes and solstices by default; a commons may choose whole months instead.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from commonpress.ground.sun import turning_day

SEASONS = ("spring", "summer", "autumn", "winter")
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})|-(spring|summer|autumn|winter))?", re.ASCII)


class Calendar(StrEnum):
    """Where a season begins: with the sun, or on the first of a month."""

    SOLAR = "solar"
    MONTHS = "months"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A named stretch of days, both ends included."""

    start: date
    end: date
    name: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def is_month(self) -> bool:
        """Whether this is a month of the calendar."""
        return len(self.name) == len("2026-03") and self.name[-1].isdigit()

    @property
    def is_season(self) -> bool:
        """Whether this is one of the four seasons."""
        return self.name[-1].isalpha()


def month(year: int, number: int) -> Period:
    """The month `number` (1 to 12) of a year."""
    last = calendar.monthrange(year, number)[1]
    return Period(date(year, number, 1), date(year, number, last), f"{year:04d}-{number:02d}")


def month_of(day: date) -> Period:
    """The month a day lies in."""
    return month(day.year, day.month)


def year(number: int) -> Period:
    """A whole calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), f"{number:04d}")


def season(number: int, name: str, rule: Calendar = Calendar.SOLAR) -> Period:
    """The season `name` that begins in the year `number` (a winter reaches into the next year)."""
    index = SEASONS.index(name)
    start = _season_start(number, index, rule)
    after = _season_start(number + (index == 3), (index + 1) % 4, rule)
    return Period(start, after - timedelta(days=1), f"{number:04d}-{name}")


def season_of(day: date, rule: Calendar = Calendar.SOLAR) -> Period:
    """The season a day lies in."""
    for number in (day.year, day.year - 1):
        for name in reversed(SEASONS):
            found = season(number, name, rule)
            if day in found:
                return found
    raise AssertionError(f"no season holds {day}")


def parse_period(text: str, rule: Calendar = Calendar.SOLAR) -> Period | None:
    """The period of a name such as `2026`, `2026-03` or `2026-spring`; None for any other text."""
    found = _PERIOD.fullmatch(text)
    if not found or not 1 < int(found[1]) < 9999:
        return None
    number = int(found[1])
    if found[3]:
        return season(number, found[3], rule)
    if not found[2]:
        return year(number)
    return month(number, int(found[2])) if 1 <= int(found[2]) <= 12 else None


def months_between(first: date, last: date) -> Iterator[Period]:
    """Every month that holds a day from `first` to `last`, in order."""
    index = first.year * 12 + first.month - 1
    while index <= last.year * 12 + last.month - 1:
        yield month(index // 12, index % 12 + 1)
        index += 1


def add_months(day: date, count: int) -> date:
    """The same day `count` months later, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + count
    reached = month(index // 12, index % 12 + 1)
    return reached.start.replace(day=min(day.day, reached.end.day))


def _season_start(number: int, index: int, rule: Calendar) -> date:
    if rule is Calendar.MONTHS:
        return date(number, (3, 6, 9, 12)[index], 1)
    return turning_day(number, index)
