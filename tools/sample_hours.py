# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the hours of the sample commons: one file a month in `ledger/hours/`.

What people did is made up day by day, from the days of the week on which the tables, the cart,
the library, the circle and the bench meet, and from what the minutes tell (the Saturday on which
it rained, the dinner in the yard, the roof). Then it is written as a commons writes it: one line
a week for each kind of work, with nobody in it. Cooking shares a word with the entries of what
was cooked: the tables of a week are one event in the ledger, the cart and the soup one each. The
same program writes the same bytes anywhere: chance is a hash of the seed and the day.

    python tools/sample_hours.py [--output DIR] [--first DATE] [--last DATE]
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HOURS = Path(__file__).parents[1] / "ledger" / "hours"
FIRST_DAY, LAST_DAY = date(2024, 7, 1), date(2026, 6, 30)
CSV_MONTHS = {"2024-11", "2025-08", "2026-04"}
_SEED = "tidewater-row hours"
_THURSDAY, _SUNDAY = 3, 6


@dataclass(frozen=True, slots=True)
class Habit:
    """Work that comes back on some days of the week: so many quarters of an hour, give or take."""

    work: str
    project: str
    begun: date
    quarters: dict[int, int]  # by the day of the week, Monday first
    give_or_take: int
    until: date = date.max
    made: str = ""  # what the ledger calls the event in which something was made

    def group(self, day: date) -> str:
        """The word of the entries of that event; a week has one for all of its tables."""
        if not self.made or (self.made, day) in NOT_IN_THE_LEDGER:
            return ""
        thursday = day + timedelta(days=_THURSDAY - day.weekday())
        return f"{self.made}-{min(thursday, LAST_DAY) if self.made == 'table' else day}"


# A Saturday on which the cart was got ready, and nothing cooked on it is in the ledger.
NOT_IN_THE_LEDGER = {("cart", date(2025, 5, 24))}
# Sunday's table at one, Tuesday's and Thursday's in the evening; the cart on Saturdays.
HABITS = (
    Habit("Cooking", "", date(2023, 1, 14), {1: 34, 3: 36, 6: 42}, 6, made="table"),
    # The soup of one winter.
    Habit("Cooking", "", date(2024, 12, 6), {4: 18}, 4, date(2025, 3, 28), "friday-soup"),
    Habit("Cooking", "roll-cart", date(2025, 5, 10), {5: 26}, 4, made="cart"),
    Habit("Minding children", "minding-circle", date(2024, 5, 6), {0: 14, 2: 18, 4: 14, 6: 12}, 5),
    Habit("Mending and building", "rope-works-library", date(2024, 4, 6), {2: 8, 5: 15}, 3),
    Habit("Listening", "listening-bench", date(2024, 9, 1), {3: 6, 6: 4}, 3),
)


@dataclass(frozen=True, slots=True)
class Event:
    """What a day held beside its habits, or in their place where `instead`."""

    day: date
    work: str
    project: str
    quarters: int
    instead: bool = False
    group: str = ""


EVENTS = (
    # The benefit dinner of the first autumn.
    Event(date(2024, 10, 26), "Cooking", "", 44),
    # The tap in the kitchen was capped.
    Event(date(2025, 1, 11), "Mending and building", "", 10),
    # The January evening.
    Event(date(2025, 1, 18), "Cooking", "", 24),
    # Ice: the tables were held, and few came to cook or to eat.
    Event(date(2025, 2, 4), "Cooking", "", 18, instead=True, group="table-2025-02-06"),
    Event(date(2025, 2, 6), "Cooking", "", 16, instead=True, group="table-2025-02-06"),
    # The cart was built on four Saturdays in the yard.
    Event(date(2025, 4, 19), "Mending and building", "roll-cart", 46),
    Event(date(2025, 4, 26), "Mending and building", "roll-cart", 52),
    Event(date(2025, 5, 3), "Mending and building", "roll-cart", 58),
    Event(date(2025, 5, 9), "Mending and building", "roll-cart", 20),
    # A second wash basin, then the roof.
    Event(date(2025, 6, 12), "Mending and building", "", 14),
    Event(date(2025, 8, 16), "Mending and building", "", 72),
    # The feast that walked through four streets.
    Event(date(2025, 9, 20), "Cooking", "", 60, group="moving-feast"),
    Event(date(2025, 9, 20), "Minding children", "minding-circle", 14),
    # The gutter, and the benefit dinner of the second autumn.
    Event(date(2025, 10, 11), "Mending and building", "", 22),
    Event(date(2025, 10, 18), "Cooking", "", 50),
    # Frost: the cart stayed in. The January evening was on the second of these days.
    Event(date(2025, 12, 27), "Cooking", "roll-cart", 0, instead=True),
    Event(date(2026, 1, 17), "Cooking", "roll-cart", 0, instead=True),
    Event(date(2026, 1, 17), "Cooking", "", 26),
    # Heavy rain: the cart did not go out.
    Event(date(2026, 5, 9), "Cooking", "roll-cart", 0, instead=True),
    # The fridge had failed: sorting what was lost, and lentils instead.
    Event(date(2026, 5, 10), "Cooking", "", 12, group="table-2026-05-07"),
    # A sander got a new switch.
    Event(date(2026, 5, 20), "Mending and building", "rope-works-library", 6),
    # The benefit dinner in the yard, with the children looked after.
    Event(date(2026, 5, 30), "Cooking", "", 58),
    Event(date(2026, 5, 30), "Minding children", "minding-circle", 16),
)
# The line that was written without its last digit, and when it was put right.
WRITTEN_WRONG = (date(2026, 6, 7), "Listening")
PUT_RIGHT_ON = date(2026, 6, 14)
WHY = "The last digit was left out"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, before it has an id. `corrects` is the place of the line it replaces."""

    day: date
    work: str
    project: str
    minutes: int
    group: str = ""
    recorded: date | None = None
    corrects: int | None = None
    reason: str = ""


def minutes_of(day: date) -> Iterator[tuple[str, str, str, int]]:
    """What was worked on a day: the kind of work, the project, what was made, the minutes."""
    today = [event for event in EVENTS if event.day == day]
    replaced = {(e.work, e.project) for e in today if e.instead}
    for habit in HABITS:
        usual = habit.quarters.get(day.weekday())
        if (
            usual
            and habit.begun <= day <= habit.until
            and (habit.work, habit.project) not in replaced
        ):
            swing = _chance(day, habit) % (2 * habit.give_or_take + 1) - habit.give_or_take
            yield habit.work, habit.project, habit.group(day), 15 * (usual + swing)
    for event in today:
        if event.quarters:
            yield event.work, event.project, event.group, 15 * event.quarters


def lines(first: date, last: date) -> Iterator[Line]:
    """A line for each kind of work, each week and each event, a week cut where a month ends."""
    for _, days in groupby(_days(first, last), key=_last_written_day):
        week = tuple(days)
        worked: Counter[tuple[str, str, str]] = Counter()
        for day in week:
            for work, project, group, minutes in minutes_of(day):
                worked[work, project, group] += minutes
        for work, project, group in sorted(worked, key=_in_order):
            yield Line(week[-1], work, project, worked[work, project, group], group)


def with_the_mistake(of_month: Iterable[Line]) -> tuple[Line, ...]:
    """The lines of a month as they were written, and the one that puts a wrong one right."""
    written: list[Line] = []
    corrections: list[Line] = []
    for place, line in enumerate(of_month):
        is_wrong = (line.day, line.work) == WRITTEN_WRONG
        written.append(replace(line, minutes=line.minutes // 10) if is_wrong else line)
        if is_wrong:
            right = replace(line, recorded=PUT_RIGHT_ON, corrects=place, reason=WHY)
            corrections.append(right)
    return (*written, *corrections)


def month_files(first: date, last: date) -> Iterator[tuple[str, str]]:
    """The name and the text of each month's file."""
    for month, of_month in groupby(lines(first, last), key=lambda line: f"{line.day:%Y-%m}"):
        rows = [_fields(month, n, line) for n, line in enumerate(with_the_mistake(of_month))]
        is_table = month in CSV_MONTHS
        yield f"{month}.{'csv' if is_table else 'yml'}", (_table if is_table else _yaml)(rows)


def _in_order(kind: tuple[str, str, str]) -> tuple[int, str, str]:
    """Kinds of work as the habits list them, the kitchen's own first."""
    return [habit.work for habit in HABITS].index(kind[0]), *kind[1:]


def _days(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _last_written_day(day: date) -> date:
    """The day a day's work is written under: the Sunday of its week, or the last of the month."""
    sunday = day + timedelta(days=_SUNDAY - day.weekday())
    end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return min(sunday, end)


def _chance(day: date, habit: Habit) -> int:
    words = f"{_SEED} {day} {habit.work} {habit.project}"
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4], "big")


def _fields(month: str, number: int, line: Line) -> dict[str, str]:
    return {
        "id": f"hrs-{month}-{number + 1:03d}",
        "date": line.day.isoformat(),
        "work": line.work,
        "minutes": str(line.minutes),
        "recorded": line.recorded.isoformat() if line.recorded else "",
        "project": line.project,
        "group": line.group,
        "corrects": "" if line.corrects is None else f"hrs-{month}-{line.corrects + 1:03d}",
        "reason": line.reason,
    }


def _yaml(rows: Iterable[dict[str, str]]) -> str:
    found = ["hours:"]
    for row in rows:
        written = [f"{name}: {value}" for name, value in row.items() if value]
        found += [f"  - {written[0]}", *(f"    {field}" for field in written[1:])]
    return "\n".join([*found, ""])


def _table(rows: list[dict[str, str]]) -> str:
    used = [name for name in rows[0] if any(row[name] for row in rows)]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerows([used, *([row[name] for name in used] for row in rows)])
    return out.getvalue()


def main(arguments: list[str]) -> None:
    """Write the months into the output folder."""
    parser = argparse.ArgumentParser(description="Write the hours of the sample commons.")
    parser.add_argument("--output", type=Path, default=HOURS, metavar="DIR")
    parser.add_argument("--first", type=date.fromisoformat, default=FIRST_DAY)
    parser.add_argument("--last", type=date.fromisoformat, default=LAST_DAY)
    wanted = parser.parse_args(arguments)
    wanted.output.mkdir(parents=True, exist_ok=True)
    for name, text in month_files(wanted.first, wanted.last):
        (wanted.output / name).write_bytes(text.encode())


if __name__ == "__main__":
    main(sys.argv[1:])
