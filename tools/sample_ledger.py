# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the month files of the sample ledger.

A seeded simulation. Day by day, the habits of `sample_habits.py` (deliveries, cooking, loans,
bills, stocktakes) and the events of `sample_story.py` (the grant, the cart, the fridge) write
lines; each line changes the shelves that the next habit sees. The same program writes the same
bytes anywhere: chance is a hash of the seed and the day, and amounts are exact.

    python tools/sample_ledger.py [--output DIR]

Months are written as YAML, those in `CSV_MONTHS` as CSV, to show that both are read. The
amounts that texts tell stand in `sample_story.py` and the modules of events that it reads.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import sample_story as story
from sample_habits import AFTER_THE_STORY, BEFORE_THE_STORY
from sample_library import late_tools, loan_of
from sample_lines import Line, Shelves, as_csv, as_yaml, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOK = Path(__file__).parents[1]
CSV_MONTHS = {"2024-09", "2025-02", "2025-08", "2025-11", "2026-04"}


def simulate(first: date, last: date) -> Iterator[Line]:
    """Every line from the opening, on the first morning, to the evening of `last`."""
    shelves = Shelves({})
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        opening = tuple(_opening(day)) if number == 0 else ()
        shelves = shelves.after(opening)
        lines = (*opening, *_lines_of(day, shelves))
        shelves = shelves.after(lines[len(opening) :])
        if short := shelves.below_zero():
            raise ValueError(f"less than nothing on {day}: {short}")
        yield from lines


def _opening(day: date) -> Iterator[Line]:
    """What was in hand, and the loans that were out."""
    yield from story.opening(day)
    for ago in range(14, 0, -1):
        lent_on = day - timedelta(days=ago)
        if lent_on.weekday() == 5:
            loan = loan_of(lent_on, written_on=day)
            is_overdue = loan.due is not None and loan.due < day
            quantity = Decimal(late_tools(lent_on)) if is_overdue else loan.quantity
            if quantity:
                yield replace(loan, quantity=quantity)


def _lines_of(day: date, shelves: Shelves) -> Iterator[Line]:
    habits = (*BEFORE_THE_STORY, lambda day, _: story.events(day), *AFTER_THE_STORY)
    for habit in habits:
        lines = tuple(habit(day, shelves))
        shelves = shelves.after(lines)
        yield from lines


def month_files(lines: Iterator[Line]) -> Iterator[tuple[str, str]]:
    """Each month's path below the ledger's folder, and its text."""
    entries = numbered(lines)
    for month, of_month in groupby(entries, key=lambda entry: f"{entry[1].day:%Y-%m}"):
        form, suffix = (as_csv, "csv") if month in CSV_MONTHS else (as_yaml, "yml")
        yield f"{month[:4]}/{month}.{suffix}", form(of_month)


def main(arguments: list[str]) -> None:
    """Write the month files below the output folder."""
    parser = argparse.ArgumentParser(description="Write the month files of the sample ledger.")
    parser.add_argument("--output", type=Path, default=BOOK / "ledger", metavar="DIR")
    wanted = parser.parse_args(arguments)
    for path, text in month_files(simulate(story.FIRST_DAY, story.LAST_DAY)):
        target = wanted.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


if __name__ == "__main__":
    main(sys.argv[1:])
